/**
 * The folder of a sweep: what was asked for, the plan, one file for every point that is done, one for every failure. Node only.
 *
 * A point is done when its file in points/ is there: it is written under another name and renamed, so that it is never half there,
 * whoever writes it, here or on another machine that shares the folder. Nothing else says what is done.
 */
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { ArgumentError, FormatError } from "../base/errors.ts";
import { packageName, packageVersion } from "../base/package-info.ts";
import { createFolder, makeFolder, readFileIfThere, requireFree, writeFileAtomic } from "../runs/file-store.ts";
import { type Batch, type BatchLimits, DEFAULT_LIMITS, planBatches } from "./batches.ts";
import type { PointResult } from "./collect.ts";
import { canonicalJson, type SweepPoint, sweepPoints } from "./points.ts";
import { parseSweep, type Sweep } from "./sweep-file.ts";

/** Why a batch has no results: content of failures/<batch>.json. */
export interface Failure {
  readonly batch: string;
  readonly points: readonly string[];
  readonly kind: FailureKind;
  readonly message: string;
  readonly attempts: number;
}

export const failureKinds = ["failed", "oom", "timeout", "lost"] as const;

/** failed: an error of its own; oom: out of memory; timeout: out of time; lost: killed, or its machine died. */
export type FailureKind = (typeof failureKinds)[number];

/** A sweep in its folder. */
export interface SweepFolder {
  readonly folder: string;
  readonly sweep: Sweep;
  readonly points: ReadonlyMap<string, SweepPoint>;
  readonly batches: readonly Batch[];
}

const SWEEP_FILE = "sweep.json";
const PLAN_FILE = "plan.json";

interface SweepDocument {
  readonly schema: 1;
  readonly package: { readonly name: string; readonly version: string };
  readonly sweep: Sweep;
}

/** The paths within a sweep's folder. */
export const sweepPaths = {
  point: (folder: string, id: string) => join(folder, "points", `${id}.json`),
  failure: (folder: string, batch: string) => join(folder, "failures", `${batch}.json`),
  run: (folder: string, batch: string) => join(folder, "runs", batch),
  log: (folder: string, batch: string) => join(folder, "logs", `${batch}.log`),
};

/** Whether a folder holds a sweep. */
export function isSweepFolder(folder: string): boolean {
  return existsSync(join(folder, SWEEP_FILE));
}

/**
 * Opens the folder of a sweep, or creates it.
 *
 * A folder that holds the same sweep is gone on with. One that holds another is extended where the points share their base and what is kept of
 * them: results of points that both have count, new points are planned.
 *
 * @throws ArgumentError where the folder's sweep keeps other quantities
 * @throws StorageError where the folder holds something else, or cannot be written
 */
export async function createSweepFolder(
  folder: string,
  sweep: Sweep,
  limits: BatchLimits = DEFAULT_LIMITS,
): Promise<SweepFolder> {
  const points = sweepPoints(sweep);
  const options = { histories: sweep.keep.includes("histories") };
  if (!isSweepFolder(folder)) {
    requireFree(folder, "exists already and holds no sweep; choose another folder");
    const batches = planBatches(points, limits, options);
    await createFolder(folder, false, async (temporary) => {
      for (const name of ["points", "failures", "runs", "logs"]) makeFolder(join(temporary, name));
      writePlan(temporary, batches);
      writeSweep(temporary, sweep);
    });
    return opened(folder, sweep, points, batches);
  }
  const content = contentOf(folder);
  if (canonicalJson(content.sweep) === canonicalJson(sweep)) return opened(folder, sweep, points, content.batches);
  const before = opened(folder, content.sweep, sweepPoints(content.sweep), content.batches);
  for (const field of ["keep", "error"] as const) {
    if (canonicalJson(before.sweep[field]) !== canonicalJson(sweep[field]))
      throw new ArgumentError(
        "out",
        folder,
        `a folder whose sweep has the same ${field}; this one has ${JSON.stringify(before.sweep[field])}`,
      );
  }
  const planned = new Set(before.batches.flatMap((batch) => batch.points));
  const batches = [
    ...before.batches,
    ...planBatches(
      points.filter(({ id }) => !planned.has(id)),
      limits,
      options,
    ),
  ];
  writePlan(folder, batches);
  writeSweep(folder, sweep);
  return opened(folder, sweep, points, batches);
}

/**
 * Opens the folder of a sweep.
 *
 * @throws FormatError where it holds none
 */
export function openSweepFolder(folder: string): SweepFolder {
  const { sweep, batches } = contentOf(folder);
  return opened(folder, sweep, sweepPoints(sweep), batches);
}

/** What a folder's files say of its sweep. */
function contentOf(folder: string): Pick<SweepFolder, "sweep" | "batches"> {
  const document = readJson<SweepDocument>(join(folder, SWEEP_FILE));
  if (document === undefined)
    throw new FormatError(folder, existsSync(folder) ? `is not a sweep folder: it has no ${SWEEP_FILE}` : "does not exist");
  if (document.schema !== 1) throw new FormatError(join(folder, SWEEP_FILE), "is of a newer schema; update qntk");
  const plan = readJson<{ batches: Batch[] }>(join(folder, PLAN_FILE));
  if (plan === undefined) throw new FormatError(join(folder, PLAN_FILE), "is missing");
  // The axes are written out already.
  const sweep = parseSweep({
    ...document.sweep,
    axes: Object.fromEntries(document.sweep.axes.map(({ name, values }) => [name, values])),
  });
  return { sweep, batches: plan.batches };
}

function opened(folder: string, sweep: Sweep, points: readonly SweepPoint[], batches: readonly Batch[]): SweepFolder {
  const known = new Map(points.map((point) => [point.id, point]));
  // Points that the sweep has no longer are left alone, results and all.
  const kept = batches.flatMap((batch) => {
    const own = batch.points.filter((id) => known.has(id));
    return own.length === 0 ? [] : [{ ...batch, points: own }];
  });
  return { folder: resolve(folder), sweep, points: known, batches: kept };
}

/** Ids of the points that are done. */
export function donePoints({ folder }: Pick<SweepFolder, "folder">): Set<string> {
  return new Set(namesIn(join(folder, "points")));
}

/** Whether a point is done. */
export function isDone({ folder }: Pick<SweepFolder, "folder">, id: string): boolean {
  return existsSync(sweepPaths.point(folder, id));
}

/** The failure on record of a batch. */
export function readFailure({ folder }: Pick<SweepFolder, "folder">, batch: string): Failure | undefined {
  return readJson<Failure>(sweepPaths.failure(folder, batch));
}

/** The failures on record, by batch. */
export function readFailures({ folder }: Pick<SweepFolder, "folder">): Map<string, Failure> {
  return new Map(
    namesIn(join(folder, "failures")).flatMap((batch) => {
      const failure = readFailure({ folder }, batch);
      return failure === undefined ? [] : [[batch, failure] as const];
    }),
  );
}

/** The result of a point; undefined where it is not done. */
export function readPoint({ folder }: Pick<SweepFolder, "folder">, id: string): PointResult | undefined {
  return readJson<PointResult>(sweepPaths.point(folder, id));
}

/** Writes the result of a point: from then on it is done. */
export function writePoint(folder: string, result: PointResult): void {
  writeFileAtomic(sweepPaths.point(folder, result.id), `${JSON.stringify(result)}\n`);
}

/** Puts a failure on record. */
export function writeFailure(folder: string, failure: Failure): void {
  writeFileAtomic(sweepPaths.failure(folder, failure.batch), `${JSON.stringify(failure)}\n`);
}

/** Takes the failure of a batch off the record, so that it is tried again. */
export function clearFailure(folder: string, batch: string): void {
  rmSync(sweepPaths.failure(folder, batch), { force: true });
}

/** The batches of a sweep that have points left to do, without those that have failed. */
export function openBatches(folder: SweepFolder, done = donePoints(folder), failures = readFailures(folder)): Batch[] {
  return folder.batches.filter(({ id, points }) => !failures.has(id) && points.some((point) => !done.has(point)));
}

/** The batch of an id. */
export function batchNamed({ folder, batches }: SweepFolder, id: string): Batch {
  const batch = batches.find((each) => each.id === id);
  if (batch === undefined) throw new FormatError(folder, `has no batch ${id}`);
  return batch;
}

/** The points of a batch. */
export function pointsOf({ points }: SweepFolder, batch: Batch): SweepPoint[] {
  return batch.points.map((id) => points.get(id) as SweepPoint);
}

/** Reads a JSON file of a sweep's folder; undefined where it is not there. */
export function readJson<T>(path: string): T | undefined {
  const bytes = readFileIfThere(path);
  if (bytes === undefined) return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as T;
  } catch {
    throw new FormatError(path, "is not JSON");
  }
}

function writePlan(folder: string, batches: readonly Batch[]): void {
  writeFileAtomic(join(folder, PLAN_FILE), `${JSON.stringify({ schema: 1, batches })}\n`);
}

function writeSweep(folder: string, sweep: Sweep): void {
  const document: SweepDocument = { schema: 1, package: { name: packageName, version: packageVersion }, sweep };
  writeFileAtomic(join(folder, SWEEP_FILE), `${JSON.stringify(document, null, 2)}\n`);
}

function namesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) => (/^[0-9a-f]+\.json$/.test(name) ? [name.slice(0, -".json".length)] : []));
}
