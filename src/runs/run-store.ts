/**
 * A run as a Zarr v3 group in any store of bytes by key: a folder, or a map in memory. Runs in Node and in the browser.
 */
import * as zarr from "zarrita";
import { FormatError } from "../base/errors.ts";
import { criticalColumns, criticalTargets } from "../experiment/critical.ts";
import { emptyRecord, type TrainingRecord } from "../training/record.ts";
import { columnTargets } from "../training/train.ts";
import { ESTIMATES_ARRAY, placesFilled, type RunArray, type RunCoordinate, runArrays, runCoordinates } from "./run-arrays.ts";
import type { RunDocument } from "./run-document.ts";

/** Bytes by key; keys begin with a slash. */
export interface RunStore {
  get(key: `/${string}`): Uint8Array | undefined;
  set(key: `/${string}`, value: Uint8Array): void;
  /** Bytes of an entry; undefined where there is none. */
  size(key: `/${string}`): number | undefined;
}

/** Rows of one chunk file. */
const CHUNK_ROWS = 1024;
/** Numbers of one chunk file, at the most, for arrays with a fourth dimension. */
const CHUNK_NUMBERS = 1 << 19;

/** Little-endian bytes, uncompressed: every reader knows it. */
const CODECS = [{ name: "bytes", configuration: { endian: "little" } }];

/** Writes the rows from `firstRow` to `record.rows`. */
export async function writeRows(store: RunStore, record: TrainingRecord, targets: number, firstRow: number): Promise<void> {
  const root = zarr.root(store);
  for (const array of runArrays(record)) {
    const from = placesFilled(record, array, firstRow);
    const to = placesFilled(record, array, record.rows);
    // A folder from before there was this array, resumed at its first row.
    if (firstRow === 0 && store.get(`/${array.name}/zarr.json`) === undefined) await createArray(root, array, record, targets);
    if (to > from) await writePlaces(root, array, targets, record.samples, from, to);
  }
}

/**
 * Reads the rows that a document counts.
 *
 * @param name what to call the store in messages
 * @throws FormatError if an array is missing, of another shape, or lacks a chunk
 */
export async function readRecord(store: RunStore, name: string, document: RunDocument): Promise<TrainingRecord> {
  const { config, targets, parameters } = document;
  const { loss, eta, steps, samples, measure, precision, shots } = config;
  const ends = document.criticalTargets;
  const columns = ends === undefined ? columnTargets(targets, samples) : criticalTargets(config, targets, ends).columns;
  const plan = {
    loss,
    eta,
    steps,
    measure,
    precision,
    targets: columns,
    critical: criticalColumns(config),
    ...(shots !== undefined && { shots }),
  };
  const empty = emptyRecord(plan, samples, parameters);
  // Runs with shots that were stored before their errors were.
  const record = store.get(`/${ESTIMATES_ARRAY}/zarr.json`) === undefined ? { ...empty, estimates: undefined } : empty;
  record.rows = document.rows;
  for (const array of runArrays(record)) {
    if (array.name !== "lambda" && array.name !== "zeta" && array.name !== "conserved")
      await readArray(store, name, array, record, targets.length);
  }
  return record;
}

/** Creates the group and its arrays, with coordinates but without rows. */
export async function createArrays(store: RunStore, record: TrainingRecord, document: RunDocument): Promise<void> {
  const root = zarr.root(store);
  const targets = document.targets.length;
  const attributes = { config: document.config, engine: document.engine, package: document.package, extremes: document.extremes };
  await zarr.create(root, { attributes });
  const names: string[] = [];
  for (const coordinate of runCoordinates(record, document.targets)) {
    names.push(coordinate.name);
    await writeCoordinate(root, coordinate);
  }
  for (const array of runArrays(record)) {
    names.push(array.name);
    await createArray(root, array, record, targets);
  }
  consolidate(store, names);
}

async function createArray(
  root: zarr.Location<RunStore>,
  { name, axis, entry: dimension, length, width, description }: RunArray,
  { samples }: TrainingRecord,
  targets: number,
): Promise<void> {
  const entry = dimension === undefined ? [] : [width];
  const rows = Math.max(1, Math.min(CHUNK_ROWS, length, Math.floor(CHUNK_NUMBERS / (targets * samples * width))));
  await zarr.create(root.resolve(name), {
    shape: [targets, samples, length, ...entry],
    chunkShape: [targets, samples, rows, ...entry],
    dtype: "float64",
    codecs: CODECS,
    fillValue: Number.NaN,
    dimensionNames: ["target", "sample", axis, ...(dimension === undefined ? [] : [dimension])],
    attributes: { description, ...(axis === "step" ? {} : { coordinates: axis }) },
  });
}

/** Writes the coordinates that know the targets again, once critical ones have been found. */
export async function writeTargets(store: RunStore, record: TrainingRecord, targets: readonly number[]): Promise<void> {
  for (const coordinate of runCoordinates(record, targets)) {
    if (coordinate.dimensions.includes("target")) await writeCoordinate(zarr.root(store), coordinate);
  }
}

async function writeCoordinate(
  root: zarr.Location<RunStore>,
  { name, values, shape, dimensions, description }: RunCoordinate,
): Promise<void> {
  const array = await zarr.create(root.resolve(name), {
    shape: [...shape],
    chunkShape: [...shape],
    dtype: values instanceof Int32Array ? "int32" : "float64",
    codecs: CODECS,
    fillValue: 0,
    dimensionNames: [...dimensions],
    attributes: { description },
  });
  await zarr.set(array, null, { data: values, shape: [...shape], stride: rowMajorStrides(shape) });
}

/** Repeats the metadata of all arrays in that of the group, so that readers open the run with one file. */
function consolidate(store: RunStore, names: readonly string[]): void {
  const read = (key: `/${string}`) => JSON.parse(new TextDecoder().decode(store.get(key))) as Record<string, unknown>;
  const metadata = Object.fromEntries(names.map((name) => [name, read(`/${name}/zarr.json`)]));
  const group = { ...read("/zarr.json"), consolidated_metadata: { kind: "inline", must_understand: false, metadata } };
  store.set("/zarr.json", new TextEncoder().encode(JSON.stringify(group, null, 2)));
}

async function writePlaces(
  root: zarr.Location<RunStore>,
  array: RunArray,
  targets: number,
  samples: number,
  from: number,
  to: number,
): Promise<void> {
  const stored = await zarr.open(root.resolve(array.name), { kind: "array" });
  const places = to - from;
  const data = new Float64Array(targets * samples * places * array.width);
  for (let column = 0; column < targets * samples; column++)
    data.set(array.values(column, from, to), column * places * array.width);
  const shape = [targets, samples, places, ...(array.entry === undefined ? [] : [array.width])];
  const selection = [null, null, zarr.slice(from, to), ...(array.entry === undefined ? [] : [null])];
  await zarr.set(stored as zarr.Array<"float64", RunStore>, selection, { data, shape, stride: rowMajorStrides(shape) });
}

async function readArray(store: RunStore, name: string, array: RunArray, record: TrainingRecord, targets: number): Promise<void> {
  const path = `${name}/${array.name}`;
  const filled = placesFilled(record, array, record.rows);
  const shape = [targets, record.samples, array.length, ...(array.entry === undefined ? [] : [array.width])];
  let data: Float64Array;
  try {
    const stored = await zarr.open(zarr.root(store).resolve(array.name), { kind: "array" });
    if (stored.shape.join() !== shape.join()) throw new FormatError(path, "has another shape than run.json says");
    requireChunks(store, name, array.name, stored.chunks, filled);
    data = (await zarr.get(stored as zarr.Array<"float64", RunStore>)).data;
  } catch (error) {
    if (error instanceof FormatError) throw error;
    throw new FormatError(path, `cannot be read (${(error as Error).message})`);
  }
  const stride = array.length * array.width;
  for (let column = 0; column < targets * record.samples; column++) {
    array.values(column, 0, array.length).set(data.subarray(column * stride, column * stride + filled * array.width));
  }
}

/** Zarr reads a missing chunk as fill values: every chunk with recorded places must be there, and whole. */
function requireChunks(store: RunStore, name: string, array: string, chunkShape: readonly number[], filled: number): void {
  const bytes = chunkShape.reduce((product, size) => product * size, Float64Array.BYTES_PER_ELEMENT);
  const rest = chunkShape.slice(3).map(() => "0");
  for (let k = 0; k * chunkShape[2] < filled; k++) {
    const chunk = [array, "c", "0", "0", String(k), ...rest].join("/");
    const size = store.size(`/${chunk}`);
    if (size === undefined) throw new FormatError(`${name}/${chunk}`, "is missing");
    if (size !== bytes) throw new FormatError(`${name}/${chunk}`, `is truncated: ${size} bytes of ${bytes}`);
  }
}

function rowMajorStrides(shape: readonly number[]): number[] {
  const strides = shape.map(() => 1);
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1] * shape[axis + 1];
  return strides;
}
