/**
 * Run folders: a Zarr v3 group with the recorded arrays, `run.json`, and a checkpoint to go on from. Node only.
 *
 * `run.json` is the commit point: chunks and checkpoint are written first, each by atomic rename, then `run.json` names them. After a
 * kill at any moment the folder holds every row that `run.json` counts and the parameters to continue with.
 */
import { existsSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import * as zarr from "zarrita";
import { requireAllFinite } from "../base/assert.ts";
import { FormatError } from "../base/errors.ts";
import { packageName, packageVersion } from "../base/package-info.ts";
import type { EngineName } from "../engine/engine.ts";
import type { Experiment } from "../experiment/build.ts";
import { criticalColumns, criticalTargets } from "../experiment/critical.ts";
import { emptyRecord, type TrainingRecord } from "../training/record.ts";
import type { TrainingState } from "../training/step.ts";
import { columnTargets } from "../training/train.ts";
import { AtomicFolderStore, createFolder, readFileIfThere, requireFree, writeFileAtomic } from "./file-store.ts";
import { readRealNpy, writeNpy } from "./npy.ts";
import { placesFilled, type RunArray, type RunCoordinate, runArrays, runCoordinates } from "./run-arrays.ts";
import { parseRunDocument, RUN_SCHEMA_VERSION, type RunCommandName, type RunDocument } from "./run-document.ts";

/** Rows of one chunk file. */
const CHUNK_ROWS = 1024;
/** Numbers of one chunk file, at the most, for arrays with a fourth dimension. */
const CHUNK_NUMBERS = 1 << 19;

/** Little-endian bytes, uncompressed: every reader knows it. */
const CODECS = [{ name: "bytes", configuration: { endian: "little" } }];

/** A run read from its folder. */
export interface StoredRun {
  readonly folder: string;
  readonly document: RunDocument;
  readonly record: TrainingRecord;
}

/** What a new run folder holds from the start. */
export interface NewRun {
  readonly command: RunCommandName;
  readonly experiment: Experiment;
  readonly engine: EngineName;
  /** Files to keep beside the arrays. */
  readonly files?: Readonly<Record<string, Uint8Array>>;
}

/**
 * Refuses a folder that a new run may not be written to: one that exists and is not empty, unless it is a run and may be replaced.
 *
 * @throws StorageError saying why
 */
export function requireFreeRunFolder(folder: string, replace: boolean): void {
  if (replace && isRunFolder(folder)) return;
  requireFree(folder, replace ? "is not a run folder, so it is not replaced" : undefined);
}

/**
 * Creates a run folder without rows.
 *
 * @param replace whether an existing run may be replaced; a folder that is no run never is
 * @throws StorageError if the folder exists or cannot be written
 */
export async function createRun(
  folder: string,
  { command, experiment, engine, files = {} }: NewRun,
  replace = false,
): Promise<RunDocument> {
  requireFreeRunFolder(folder, replace);
  const { config, circuit, plan, targets, spectrum, theta } = experiment;
  const now = new Date().toISOString();
  const document: RunDocument = {
    schema: RUN_SCHEMA_VERSION,
    package: { name: packageName, version: packageVersion },
    command,
    config,
    engine,
    targets: [...targets],
    extremes: { min: spectrum.min, max: spectrum.max },
    parameters: circuit.parameters,
    status: "running",
    rows: 0,
    checkpoint: checkpointName(0),
    timing: { created: now, updated: now, seconds: 0 },
  };
  await createFolder(folder, replace, async (temporary) => {
    const record = emptyRecord(plan, config.samples, circuit.parameters);
    await createArrays(temporary, record, document);
    writeFileAtomic(join(temporary, document.checkpoint), writeNpy(theta, [plan.targets.length, circuit.parameters]));
    for (const [name, content] of Object.entries(files)) writeFileAtomic(join(temporary, name), content);
    writeFileAtomic(join(temporary, "run.json"), formatDocument(document));
  });
  return document;
}

/** Whether a folder holds a run. */
export function isRunFolder(folder: string): boolean {
  return existsSync(join(folder, "run.json"));
}

/**
 * Writes the rows from `document.rows` to `record.rows` and commits them with the state to go on from.
 *
 * @returns the new document
 * @throws StorageError if a file cannot be written; what was committed before stays valid
 */
export async function appendRows(
  folder: string,
  document: RunDocument,
  record: TrainingRecord,
  state: TrainingState,
  changes: Partial<Pick<RunDocument, "status" | "divergence">> & { seconds: number },
): Promise<RunDocument> {
  const root = zarr.root(new AtomicFolderStore(folder));
  const targets = document.targets.length;
  for (const array of runArrays(record)) {
    const from = placesFilled(record, array, document.rows);
    const to = placesFilled(record, array, record.rows);
    if (to > from) await writePlaces(root, array, targets, record.samples, from, to);
  }
  const { seconds, ...rest } = changes;
  const checkpoint = checkpointName(state.row);
  writeFileAtomic(join(folder, checkpoint), writeNpy(state.theta, [record.plan.targets.length, record.parameters]));
  const next: RunDocument = {
    ...document,
    ...rest,
    rows: record.rows,
    checkpoint,
    timing: { ...document.timing, updated: new Date().toISOString(), seconds: document.timing.seconds + seconds },
  };
  writeFileAtomic(join(folder, "run.json"), formatDocument(next));
  if (document.checkpoint !== checkpoint) rmSync(join(folder, document.checkpoint), { force: true });
  return next;
}

/**
 * Puts the critical targets into a run that has no rows yet.
 *
 * @param ends those of the samples, shape (samples)
 */
export async function storeCriticalTargets(
  folder: string,
  document: RunDocument,
  ends: Float64Array,
  { plan, targets, config, circuit }: Experiment,
): Promise<RunDocument> {
  const root = zarr.root(new AtomicFolderStore(folder));
  const record = emptyRecord({ ...plan, measure: {} }, config.samples, circuit.parameters);
  for (const coordinate of runCoordinates(record, targets)) {
    if (coordinate.dimensions.includes("target")) await writeCoordinate(root, coordinate);
  }
  const next: RunDocument = { ...document, targets: [...targets], criticalTargets: [...ends] };
  writeFileAtomic(join(folder, "run.json"), formatDocument(next));
  return next;
}

/** Reads `run.json` of a folder. */
export function readRunDocument(folder: string): RunDocument {
  const path = join(folder, "run.json");
  const bytes = readFileIfThere(path);
  if (bytes === undefined)
    throw new FormatError(folder, existsSync(folder) ? "is not a run folder: it has no run.json" : "does not exist");
  return parseRunDocument(new TextDecoder().decode(bytes), path);
}

/**
 * Reads a whole run.
 *
 * @throws FormatError if the folder is no run, of a newer schema, or lacks a file
 */
export async function readRun(folder: string): Promise<StoredRun> {
  const document = readRunDocument(folder);
  const { config, targets, parameters } = document;
  const { loss, eta, steps, samples, measure, precision } = config;
  const ends = document.criticalTargets;
  const columns = ends === undefined ? columnTargets(targets, samples) : criticalTargets(config, targets, ends).columns;
  const plan = { loss, eta, steps, measure, precision, targets: columns, critical: criticalColumns(config) };
  const record = emptyRecord(plan, samples, parameters);
  record.rows = document.rows;
  const root = zarr.root(new AtomicFolderStore(folder));
  for (const array of runArrays(record)) {
    if (array.name !== "lambda" && array.name !== "zeta" && array.name !== "conserved") {
      await readArray(root, folder, array, record, targets.length);
    }
  }
  return { folder, document, record };
}

/**
 * Where a run goes on from.
 *
 * @throws FormatError if its checkpoint is missing, of another shape, or not finite
 */
export function readCheckpoint(folder: string, { checkpoint, rows, targets, parameters, config }: RunDocument): TrainingState {
  const path = join(folder, checkpoint);
  const bytes = readFileIfThere(path);
  if (bytes === undefined) throw new FormatError(path, "is missing");
  const { data, shape } = readRealNpy(bytes, path);
  const expected = [targets.length * config.samples, parameters];
  if (shape.join() !== expected.join())
    throw new FormatError(path, `is of shape (${shape.join(", ")}); allowed: (${expected.join(", ")})`);
  try {
    requireAllFinite("theta", data);
  } catch (error) {
    throw new FormatError(path, (error as Error).message.replace(/\.$/, ""));
  }
  return { row: rows, theta: data };
}

async function createArrays(folder: string, record: TrainingRecord, document: RunDocument): Promise<void> {
  const store = new AtomicFolderStore(folder);
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
    const entry = array.entry === undefined ? [] : [array.width];
    const rows = Math.max(
      1,
      Math.min(CHUNK_ROWS, array.length, Math.floor(CHUNK_NUMBERS / (targets * record.samples * array.width))),
    );
    await zarr.create(root.resolve(array.name), {
      shape: [targets, record.samples, array.length, ...entry],
      chunkShape: [targets, record.samples, rows, ...entry],
      dtype: "float64",
      codecs: CODECS,
      fillValue: Number.NaN,
      dimensionNames: ["target", "sample", array.axis, ...(array.entry === undefined ? [] : [array.entry])],
      attributes: { description: array.description, ...(array.axis === "step" ? {} : { coordinates: array.axis }) },
    });
  }
  consolidate(store, names);
}

async function writeCoordinate(
  root: zarr.Location<AtomicFolderStore>,
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
function consolidate(store: AtomicFolderStore, names: readonly string[]): void {
  const read = (key: `/${string}`) => JSON.parse(new TextDecoder().decode(store.get(key))) as Record<string, unknown>;
  const metadata = Object.fromEntries(names.map((name) => [name, read(`/${name}/zarr.json`)]));
  const group = { ...read("/zarr.json"), consolidated_metadata: { kind: "inline", must_understand: false, metadata } };
  store.set("/zarr.json", new TextEncoder().encode(JSON.stringify(group, null, 2)));
}

async function writePlaces(
  root: zarr.Location<AtomicFolderStore>,
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
  await zarr.set(stored as zarr.Array<"float64", AtomicFolderStore>, selection, { data, shape, stride: rowMajorStrides(shape) });
}

async function readArray(
  root: zarr.Location<AtomicFolderStore>,
  folder: string,
  array: RunArray,
  record: TrainingRecord,
  targets: number,
): Promise<void> {
  const path = join(folder, array.name);
  const filled = placesFilled(record, array, record.rows);
  const shape = [targets, record.samples, array.length, ...(array.entry === undefined ? [] : [array.width])];
  let data: Float64Array;
  try {
    const stored = await zarr.open(root.resolve(array.name), { kind: "array" });
    if (stored.shape.join() !== shape.join()) throw new FormatError(path, "has another shape than run.json says");
    requireChunks(path, stored.chunks, filled);
    data = (await zarr.get(stored as zarr.Array<"float64", AtomicFolderStore>)).data;
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
function requireChunks(path: string, chunkShape: readonly number[], filled: number): void {
  const bytes = chunkShape.reduce((product, size) => product * size, Float64Array.BYTES_PER_ELEMENT);
  const rest = chunkShape.slice(3).map(() => "0");
  for (let k = 0; k * chunkShape[2] < filled; k++) {
    const chunk = join(path, "c", "0", "0", String(k), ...rest);
    const size = statSync(chunk, { throwIfNoEntry: false })?.size;
    if (size === undefined) throw new FormatError(chunk, "is missing");
    if (size !== bytes) throw new FormatError(chunk, `is truncated: ${size} bytes of ${bytes}`);
  }
}

function rowMajorStrides(shape: readonly number[]): number[] {
  const strides = shape.map(() => 1);
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1] * shape[axis + 1];
  return strides;
}

function checkpointName(row: number): string {
  return `checkpoint-${row}.npy`;
}

function formatDocument(document: RunDocument): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
