/**
 * Run folders: a Zarr v3 group with the recorded arrays, `run.json`, and a checkpoint to go on from. Node only.
 *
 * `run.json` is the commit point: chunks and checkpoint are written first, each by atomic rename, then `run.json` names them. After a
 * kill at any moment the folder holds every row that `run.json` counts and the parameters to continue with.
 */
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { requireAllFinite } from "../base/assert.ts";
import { FormatError } from "../base/errors.ts";
import type { Experiment } from "../experiment/build.ts";
import { parameterNamesOf } from "../experiment/chosen.ts";
import type { ConfiguredNoise } from "../quantum/noise/models/definition.ts";
import type { DataPlan } from "../training/data-plan.ts";
import { emptyRecord, type TrainingRecord } from "../training/record.ts";
import type { TrainingState } from "../training/state.ts";
import { requireDigest, sha256Of } from "./checksums.ts";
import { AtomicFolderStore, createFolder, readFileIfThere, requireFree, writeFileAtomic } from "./file-store.ts";
import { readRealNpy, writeNpy } from "./npy.ts";
import {
  checkpointName,
  type DeviceRecord,
  formatDocument,
  memoryName,
  newRunDocument,
  parseRunDocument,
  type RunCommandName,
  type RunDocument,
  type RunEngineName,
  type RunEvent,
  targetCount,
  withDigests,
} from "./run-document.ts";
import { createArrays, readRecord, writeRows, writeTargets } from "./run-store.ts";

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
  readonly engine: RunEngineName;
  readonly device?: DeviceRecord;
  /** The run whose angles it begins with. */
  readonly parent?: RunDocument["parent"];
  /** Gaps of the observable, where the natural gradient follows imaginary time. */
  readonly gaps?: RunDocument["gaps"];
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
  { command, experiment, engine, device, parent, gaps, files = {} }: NewRun,
  replace = false,
): Promise<RunDocument> {
  requireFreeRunFolder(folder, replace);
  const { config, parameters, plan, targets, spectrum, reachable, theta, noise } = experiment;
  let document = newRunDocument({
    command,
    config,
    engine,
    targets,
    extremes: spectrum,
    ...(reachable !== undefined && { reachable }),
    ...(gaps !== undefined && { gaps }),
    parameters,
    ...(plan.data !== undefined && { data: { ...dataRecord(plan.data), ...trainedRecord(experiment) } }),
    ...(noise !== undefined && { noise: noiseRecord(noise) }),
    ...(device !== undefined && { device }),
    ...(parent !== undefined && { parent }),
    created: new Date().toISOString(),
  });
  await createFolder(folder, replace, async (temporary) => {
    const record = emptyRecord(plan, config.samples, parameters);
    const digests = await createArrays(new AtomicFolderStore(temporary), record, document);
    const checkpoint = writeNpy(theta, [plan.targets.length, parameters]);
    for (const [name, content] of Object.entries({ ...files, [document.checkpoint]: checkpoint })) {
      writeFileAtomic(join(temporary, name), content);
      digests[name] = sha256Of(content);
    }
    document = withDigests(document, digests);
    writeFileAtomic(join(temporary, "run.json"), formatDocument(document));
  });
  return document;
}

/** Which of the parameters that have names are trained, where data set others. */
function trainedRecord({ config, parameters, data }: Experiment): Pick<NonNullable<RunDocument["data"]>, "trained"> {
  const names = parameterNamesOf(config);
  if (data === undefined || names === undefined || names.length === parameters) return {};
  return { trained: [...data.problem.parameters] };
}

/** The data of a run as run.json states them. */
function dataRecord({ count, classes, weights, test }: DataPlan): NonNullable<RunDocument["data"]> {
  return {
    count,
    ...(classes !== undefined && { classes }),
    ...(weights !== undefined && { weights: [...weights] }),
    ...(test !== undefined && { test: [...test.targets.subarray(0, test.count)] }),
  };
}

/** The noise of a run as run.json states it: the model in numbers, times in ns. */
function noiseRecord({ model, layout, device }: ConfiguredNoise): RunDocument["noise"] {
  return {
    model: model.name,
    depolarizing: model.depolarizing,
    ...(layout !== undefined && { layout: [...layout] }),
    ...(device !== undefined && {
      qubits: device.relaxation.map((times, q) => ({ ...times, ...device.readout[q] })),
      gates: device.gates.map(({ gate, qubits, error, duration }) => ({ gate, qubits: [...qubits], error, duration })),
    }),
  };
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
  changes: Partial<Pick<RunDocument, "status">> & { seconds: number },
): Promise<RunDocument> {
  await writeRows(new AtomicFolderStore(folder), record, targetCount(document), document.rows);
  const { seconds, ...rest } = changes;
  const checkpoint = checkpointName(state.row);
  const { files, memory } = checkpointFiles(state, record);
  for (const [name, content] of Object.entries(files)) writeFileAtomic(join(folder, name), content);
  const old = [document.checkpoint, ...Object.values(document.memory ?? {})].filter((name) => !(name in files));
  const digests = Object.fromEntries(Object.entries(files).map(([name, content]) => [name, sha256Of(content)]));
  const next: RunDocument = {
    ...withDigests(document, { ...Object.fromEntries(old.map((name) => [name, undefined])), ...digests }),
    ...rest,
    rows: record.rows,
    checkpoint,
    ...(Object.keys(memory).length > 0 && { memory }),
    ...((state.events?.length ?? 0) > 0 && { events: runEvents(state, document, record.samples) }),
    timing: { ...document.timing, updated: new Date().toISOString(), seconds: document.timing.seconds + seconds },
  };
  writeFileAtomic(join(folder, "run.json"), formatDocument(next));
  for (const name of old) rmSync(join(folder, name), { force: true });
  return next;
}

/** The files that a state is kept in: θ, and what else is needed to go on, with their names by array. */
export function checkpointFiles(
  { row, theta, memory = {} }: TrainingState,
  { plan, parameters }: TrainingRecord,
): { readonly files: Record<string, Uint8Array>; readonly memory: Record<string, string> } {
  const columns = plan.targets.length;
  const names = Object.fromEntries(Object.keys(memory).map((name) => [name, memoryName(name, row)]));
  const others = Object.entries(memory).map(
    ([name, values]) => [names[name], writeNpy(values, [columns, values.length / columns])] as const,
  );
  return {
    files: { [checkpointName(row)]: writeNpy(theta, [columns, parameters]), ...Object.fromEntries(others) },
    memory: names,
  };
}

/** The events of a state as run.json states them. */
function runEvents({ events = [] }: TrainingState, { targets, data }: RunDocument, samples: number): RunEvent[] {
  const count = data?.count ?? 1;
  return events.map((event) => ({
    ...event,
    target: targets[Math.floor(event.column / samples) * count],
    sample: event.column % samples,
  }));
}

/**
 * Writes down the job that was sent for the next row, before its result is there; undefined takes it back.
 *
 * @returns the new document
 */
export function storeDeviceJob(folder: string, document: RunDocument, job: string | undefined): RunDocument {
  const { device, rows } = document;
  if (device === undefined) return document;
  const before = (device.jobs ?? []).slice(0, rows);
  const next: RunDocument = { ...document, device: { ...device, jobs: job === undefined ? before : [...before, job] } };
  writeFileAtomic(join(folder, "run.json"), formatDocument(next));
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
  const record = emptyRecord({ ...plan, measure: {} }, config.samples, circuit.parameters);
  await writeTargets(new AtomicFolderStore(folder), record, targets);
  const next: RunDocument = { ...document, targets: [...targets], criticalTargets: [...ends] };
  writeFileAtomic(join(folder, "run.json"), formatDocument(next));
  return next;
}

/**
 * Writes files of a run beside its arrays, and their digests into `run.json`.
 *
 * @param files contents by name
 */
export function storeFiles(folder: string, files: Readonly<Record<string, Uint8Array | string>>): void {
  const document = readRunDocument(folder);
  const contents = Object.entries(files).map(
    ([name, content]) => [name, typeof content === "string" ? new TextEncoder().encode(content) : content] as const,
  );
  // A kill in between must not leave a digest beside a newer file.
  const known = contents.filter(([name]) => document.digests?.[name] !== undefined);
  const without = withDigests(document, Object.fromEntries(known.map(([name]) => [name, undefined])));
  if (known.length > 0) writeFileAtomic(join(folder, "run.json"), formatDocument(without));
  for (const [name, content] of contents) writeFileAtomic(join(folder, name), content);
  if (document.digests === undefined) return;
  const digests = Object.fromEntries(contents.map(([name, content]) => [name, sha256Of(content)]));
  writeFileAtomic(join(folder, "run.json"), formatDocument(withDigests(without, digests)));
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
  const record = await readRecord(new AtomicFolderStore(folder), folder, document);
  return { folder, document, record };
}

/**
 * Where a run goes on from.
 *
 * @throws FormatError if its checkpoint is missing, damaged, of another shape, or not finite
 */
export function readCheckpoint(folder: string, document: RunDocument): TrainingState {
  const { checkpoint, rows, parameters, config, memory = {}, digests } = document;
  const columns = targetCount(document) * config.samples;
  const path = join(folder, checkpoint);
  const data = readArrayOf(path, columns, digests?.[checkpoint], parameters);
  try {
    requireAllFinite("theta", data);
  } catch (error) {
    throw new FormatError(path, (error as Error).message.replace(/\.$/, ""));
  }
  return {
    row: rows,
    theta: data,
    memory: Object.fromEntries(
      Object.entries(memory).map(([name, file]) => [name, readArrayOf(join(folder, file), columns, digests?.[file])]),
    ),
    events: document.events ?? [],
  };
}

/** An array of shape (columns, width) from a file; of any width where it is left out. */
function readArrayOf(path: string, columns: number, digest: string | undefined, width?: number): Float64Array {
  const bytes = readFileIfThere(path);
  if (bytes === undefined) throw new FormatError(path, "is missing");
  requireDigest(path, bytes, digest);
  const { data, shape } = readRealNpy(bytes, path);
  if (shape.length !== 2 || shape[0] !== columns || (width !== undefined && shape[1] !== width))
    throw new FormatError(path, `is of shape (${shape.join(", ")}); allowed: (${columns}, ${width ?? "any"})`);
  return data;
}
