/**
 * A run as a Zarr v3 group in any store of bytes by key: a folder, or a map in memory. Runs in Node and in the browser.
 */

import * as zarr from "zarrita";
import { FormatError } from "../base/errors.ts";
import { lossOf } from "../experiment/build.ts";
import { criticalColumns, criticalTargets } from "../experiment/critical.ts";
import { trainingPlanOf } from "../experiment/training-config.ts";
import { linearLoss, lossNamed } from "../training/losses.ts";
import type { TrainingPlan } from "../training/plan.ts";
import { emptyRecord, type TrainingRecord } from "../training/record.ts";
import { columnTargets } from "../training/train.ts";
import { CRC32C_BYTES, crc32c, damageOfChunk, requireDigest, requireWhole, sha256Of } from "./checksums.ts";
import { littleEndian } from "./npy-bytes.ts";
import type { RunArray, RunCoordinate } from "./run-array.ts";
import { ESTIMATES_ARRAY, PARAMETER_NAMES, placesFilled, runArrays, runCoordinates } from "./run-arrays.ts";
import { endsOf, type RunDocument, targetCount, trainedNamesOf } from "./run-document.ts";
import { textMetadata } from "./text-arrays.ts";

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

/** Little-endian bytes, uncompressed, and their CRC-32C: every reader knows both. */
const CODECS = [
  { name: "bytes", configuration: { endian: "little" } },
  { name: "crc32c", configuration: {} },
];

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
 * @throws FormatError if an array is missing, damaged, of another shape, or lacks a chunk
 */
export async function readRecord(store: RunStore, name: string, document: RunDocument): Promise<TrainingRecord> {
  const record = recordOf(store, document);
  for (const array of runArrays(record)) {
    if (!array.derived) await readArray(store, name, array, record, document);
  }
  return record;
}

/** The record of a stored run, with its rows counted but not read. */
export function recordOf(store: RunStore, document: RunDocument): TrainingRecord {
  const empty = emptyRecord(recordPlan(document), document.config.samples, document.parameters);
  // Runs with shots that were stored before their errors were.
  const record = store.get(`/${ESTIMATES_ARRAY}/zarr.json`) === undefined ? { ...empty, estimates: undefined } : empty;
  record.rows = document.rows;
  record.events = document.events ?? [];
  return record;
}

function recordPlan(document: RunDocument): TrainingPlan {
  if (document.data !== undefined) return dataRecordPlan(document, document.data);
  const { config, targets, criticalTargets: ends, parameters } = document;
  const { loss, eta, steps, samples, measure, precision, shots, stopWhen } = config;
  const columns = ends === undefined ? columnTargets(targets, samples) : criticalTargets(config, targets, ends).columns;
  return {
    loss,
    eta,
    steps,
    measure,
    precision,
    targets: columns,
    critical: criticalColumns(config),
    ...(shots !== undefined && { shots }),
    ...trainingPlanOf(config, parameters),
    ...(stopWhen !== undefined && { stopWhen, extremes: endsOf(document) }),
  };
}

/** The plan of a run with data, as far as its record tells. */
function dataRecordPlan(
  { config, targets, extremes, parameters }: RunDocument,
  { count, classes, weights, test }: NonNullable<RunDocument["data"]>,
): TrainingPlan {
  const { eta, steps, samples, measure, precision, shots, stopWhen } = config;
  const loss = lossOf(config);
  const vectors = Array.from({ length: targets.length / count }, (_, k) => targets.slice(k * count, (k + 1) * count));
  const repeat = (rows: readonly (readonly number[])[]) =>
    Float64Array.from(rows.flatMap((row) => Array.from({ length: samples }, () => row)).flat());
  return {
    loss: lossNamed(loss).needsLabels ? linearLoss.name : loss,
    ...{ eta, steps, measure, precision },
    targets: columnTargets(
      vectors.map(([first]) => first),
      samples,
    ),
    data: {
      ...{ count, loss, targets: repeat(vectors) },
      ...(classes !== undefined && { classes }),
      ...(weights !== undefined && { weights: Float64Array.from(weights) }),
      ...(test !== undefined && { test: { count: test.length, targets: repeat(vectors.map(() => test)) } }),
    },
    ...(shots !== undefined && { shots }),
    ...trainingPlanOf(config, parameters),
    ...(stopWhen !== undefined && { stopWhen, extremes }),
  };
}

/**
 * Creates the group and its arrays, with coordinates but without rows.
 *
 * @returns digests of the files that describe them, by path
 */
export async function createArrays(
  store: RunStore,
  record: TrainingRecord,
  document: RunDocument,
): Promise<Record<string, string>> {
  const root = zarr.root(store);
  const targets = targetCount(document);
  const attributes = { config: document.config, engine: document.engine, package: document.package, extremes: document.extremes };
  await zarr.create(root, { attributes });
  const names: string[] = [];
  const parameters = trainedNamesOf(document);
  for (const coordinate of runCoordinates(record, document.targets, parameters)) {
    names.push(coordinate.name);
    await writeCoordinate(root, coordinate);
  }
  for (const array of runArrays(record)) {
    names.push(array.name);
    await createArray(root, array, record, targets, parameters !== undefined);
  }
  consolidate(store, names);
  const files = ["zarr.json", ...names.map((name) => `${name}/zarr.json`)];
  return Object.fromEntries(files.map((file) => [file, sha256Of(store.get(`/${file}`) as Uint8Array)]));
}

async function createArray(
  root: zarr.Location<RunStore>,
  array: RunArray,
  { samples }: TrainingRecord,
  targets: number,
  named = false,
): Promise<void> {
  const { name, axis, entries, length, width, description } = array;
  const rows = Math.max(1, Math.min(CHUNK_ROWS, length, Math.floor(CHUNK_NUMBERS / (targets * samples * width))));
  await zarr.create(root.resolve(name), {
    shape: shapeOf(array, targets, samples, length),
    chunkShape: shapeOf(array, targets, samples, rows),
    dtype: "float64",
    codecs: CODECS,
    fillValue: Number.NaN,
    dimensionNames: [
      ...(array.samplesLast ? ["target", axis, "sample"] : ["target", "sample", axis]),
      ...entries.map((entry) => entry.name),
    ],
    attributes: {
      description,
      ...(axis === "step"
        ? {}
        : { coordinates: named && entries.some((entry) => entry.name === "parameter") ? `${axis} ${PARAMETER_NAMES}` : axis }),
    },
  });
}

/** The shape of some places along an array's axis. */
export function shapeOf({ entries, samplesLast }: RunArray, targets: number, samples: number, places: number): number[] {
  return [...(samplesLast ? [targets, places, samples] : [targets, samples, places]), ...entries.map(({ length }) => length)];
}

/** Strides of numbers that lie column by column, place by place, under the dimensions of an array. */
function columnStrides({ entries, width, samplesLast }: RunArray, samples: number, places: number): number[] {
  const own = rowMajorStrides(entries.map(({ length }) => length));
  const [target, sample, place] = [samples * places * width, places * width, width];
  return [...(samplesLast ? [target, place, sample] : [target, sample, place]), ...own];
}

/** Writes the coordinates that know the targets again, once critical ones have been found. */
export async function writeTargets(store: RunStore, record: TrainingRecord, targets: readonly number[]): Promise<void> {
  for (const coordinate of runCoordinates(record, targets)) {
    if (coordinate.dimensions.includes("target")) await writeCoordinate(zarr.root(store), coordinate);
  }
}

async function writeCoordinate(
  root: zarr.Location<RunStore>,
  { name, values, shape, dimensions, description, characters }: RunCoordinate,
): Promise<void> {
  if (characters !== undefined) {
    writeTexts(root.store, name, values as Int32Array, textMetadata(shape[0], characters, dimensions[0], description, CODECS));
    return;
  }
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

/** Writes texts, which the library for numbers does not know, as code points in one chunk with its CRC-32C. */
function writeTexts(store: RunStore, name: string, codes: Int32Array, metadata: Record<string, unknown>): void {
  const data = littleEndian(codes);
  const chunk = new Uint8Array(data.length + CRC32C_BYTES);
  chunk.set(data);
  new DataView(chunk.buffer).setUint32(data.length, crc32c(data), true);
  store.set(`/${name}/zarr.json`, new TextEncoder().encode(JSON.stringify(metadata)));
  store.set(`/${name}/c/0`, chunk);
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
  const shape = shapeOf(array, targets, samples, places);
  const along = zarr.slice(from, to);
  const selection = [...(array.samplesLast ? [null, along, null] : [null, null, along]), ...array.entries.map(() => null)];
  try {
    await zarr.set(stored as zarr.Array<"float64", RunStore>, selection, {
      ...{ data, shape },
      stride: columnStrides(array, samples, places),
    });
  } catch (error) {
    // A chunk that is filled further is read first.
    const { cause } = error as Error;
    throw cause instanceof FormatError ? new FormatError(array.name, `a chunk of it ${cause.problem}`) : error;
  }
}

/** The chunks that hold the recorded rows and the coordinates of a run. */
export function runChunks(
  store: RunStore,
  record: TrainingRecord,
  document: Pick<RunDocument, "targets" | "config" | "parameters" | "data">,
): Chunk[] {
  const metadataOf = (name: string) => store.get(`/${name}/zarr.json`);
  const arrays = runArrays(record).flatMap((array) => {
    const metadata = metadataOf(array.name);
    if (metadata === undefined) return [];
    const checked = hasChecksums(metadata);
    const chunkShape = describedBy(metadata).chunk_grid?.configuration?.chunk_shape;
    if (chunkShape === undefined) return [];
    return [...chunksOf(array, chunkShape, placesFilled(record, array, record.rows), checked)];
  });
  const coordinates = runCoordinates(record, document.targets, trainedNamesOf(document)).flatMap(({ name, values, shape }) => {
    const metadata = metadataOf(name);
    return metadata === undefined
      ? []
      : [
          chunk(
            name,
            shape.map(() => 0),
            values.byteLength,
            hasChecksums(metadata),
          ),
        ];
  });
  return [...arrays, ...coordinates];
}

async function readArray(
  store: RunStore,
  name: string,
  array: RunArray,
  record: TrainingRecord,
  document: RunDocument,
): Promise<void> {
  const { digests } = document;
  const targets = targetCount(document);
  const path = `${name}/${array.name}`;
  const metadata = store.get(`/${array.name}/zarr.json`);
  if (metadata !== undefined) requireDigest(`${path}/zarr.json`, metadata, digests?.[`${array.name}/zarr.json`]);
  const filled = placesFilled(record, array, record.rows);
  const shape = shapeOf(array, targets, record.samples, array.length);
  let data: Float64Array;
  try {
    const stored = await zarr.open(zarr.root(store).resolve(array.name), { kind: "array" });
    if (stored.shape.join() !== shape.join()) throw new FormatError(path, "has another shape than run.json says");
    const checked = metadata !== undefined && hasChecksums(metadata);
    for (const chunk of chunksOf(array, stored.chunks, filled, checked)) requireChunk(store, name, chunk);
    data = (await zarr.get(stored as zarr.Array<"float64", RunStore>)).data;
  } catch (error) {
    if (error instanceof FormatError) throw error;
    throw new FormatError(path, `cannot be read (${(error as Error).message})`);
  }
  const stride = array.length * array.width;
  for (let column = 0; column < targets * record.samples; column++) {
    const own = array.values(column, 0, array.length);
    if (!array.samplesLast) {
      own.set(data.subarray(column * stride, column * stride + filled * array.width));
      continue;
    }
    const [target, sample] = [Math.floor(column / record.samples), column % record.samples];
    for (let place = 0; place < filled; place++) {
      const at = ((target * array.length + place) * record.samples + sample) * array.width;
      own.set(data.subarray(at, at + array.width), place * array.width);
    }
  }
}

/** A chunk of an array. */
export interface Chunk {
  readonly array: string;
  /** Path within the run. */
  readonly key: string;
  /** Bytes, with those of the checksum. */
  readonly size: number;
  /** Whether it ends in a CRC-32C. */
  readonly checked: boolean;
}

function chunk(array: string, place: readonly number[], bytes: number, checked: boolean): Chunk {
  const key = [array, "c", ...place].join("/");
  return { array, key, size: bytes + (checked ? CRC32C_BYTES : 0), checked };
}

/** The chunks with recorded places. */
function* chunksOf(
  { name, samplesLast }: RunArray,
  chunkShape: readonly number[],
  filled: number,
  checked: boolean,
): Generator<Chunk, void, void> {
  const bytes = chunkShape.reduce((product, size) => product * size, Float64Array.BYTES_PER_ELEMENT);
  const rest = chunkShape.slice(3).map(() => 0);
  const along = chunkShape[samplesLast ? 1 : 2];
  for (let k = 0; k * along < filled; k++) yield chunk(name, [...(samplesLast ? [0, k, 0] : [0, 0, k]), ...rest], bytes, checked);
}

/** Whether the description of an array says that its chunks end in a CRC-32C. */
function hasChecksums(metadata: Uint8Array): boolean {
  return describedBy(metadata).codecs?.some(({ name }) => name === "crc32c") ?? false;
}

/** What is read of the description of an array. */
interface ArrayDescription {
  readonly codecs?: readonly { readonly name?: unknown }[];
  readonly chunk_grid?: { readonly configuration?: { readonly chunk_shape?: readonly number[] } };
}

function describedBy(metadata: Uint8Array): ArrayDescription {
  try {
    return JSON.parse(new TextDecoder().decode(metadata)) as ArrayDescription;
  } catch {
    return {};
  }
}

/** Zarr reads a missing chunk as fill values: every chunk with recorded places must be there, and whole. */
function requireChunk(store: RunStore, name: string, { key, size, checked }: Chunk): void {
  const found = store.size(`/${key}`);
  if (found === undefined) throw new FormatError(`${name}/${key}`, "is missing");
  if (found !== size) throw new FormatError(`${name}/${key}`, `is truncated: ${found} bytes of ${size}`);
  if (checked) requireWhole(`${name}/${key}`, damageOfChunk(store.get(`/${key}`) as Uint8Array));
}

function rowMajorStrides(shape: readonly number[]): number[] {
  const strides = shape.map(() => 1);
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1] * shape[axis + 1];
  return strides;
}
