/**
 * Does batches of a sweep, one after the other: trains, reads off what is kept, writes the results. Node only.
 *
 * The same code runs in a process of this machine, in a task of a cluster and in a container. How a run is trained is an argument.
 */
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { summarizeData } from "../analysis/data-summary.ts";
import { summarizeTargets } from "../analysis/summary.ts";
import { ArgumentError, QntkError, StorageError } from "../base/errors.ts";
import type { EngineChoice } from "../engine/engines.ts";
import type { ExperimentConfig } from "../experiment/config.ts";
import { makeFolder, writeFileAtomic } from "../runs/file-store.ts";
import { endsOf, targetCount } from "../runs/run-document.ts";
import { isRunFolder, type StoredRun } from "../runs/run-folder.ts";
import { batchTraining } from "./angles.ts";
import { type Batch, batchConfig, batchOf } from "./batches.ts";
import {
  batchNamed,
  type Failure,
  isDone,
  pointsOf,
  readFailure,
  readJson,
  type SweepFolder,
  sweepPaths,
  writeFailure,
  writePoint,
} from "./folder.ts";
import { readKept } from "./kept.ts";
import { readKeptData } from "./kept-data.ts";
import type { SweepPoint } from "./points.ts";

/**
 * Trains a configuration into a run folder, going on with what is there.
 *
 * @returns the complete run; undefined where it was stopped, and what was done is stored
 */
export type TrainStored = (config: ExperimentConfig, folder: string, engine: EngineChoice) => Promise<StoredRun | undefined>;

/** How a batch ended. */
export type BatchEnd = "done" | "failed" | "stopped";

/**
 * Does a batch.
 *
 * Points that are done already are not done again. Where a batch of several points fails, each is tried alone, so that one that cannot be trained takes
 * no other with it.
 */
export async function doBatch(sweep: SweepFolder, id: string, train: TrainStored): Promise<BatchEnd> {
  const batch = batchNamed(sweep, id);
  if (batch.points.every((point) => isDone(sweep, point))) return "done";
  const points = pointsOf(sweep, batch);
  if (points.length === 1) return doPoints(sweep, batch, points, train);
  const place = sweepPaths.run(sweep.folder, batch.id);
  // Points of a batch that failed before are tried alone from the start.
  if (!existsSync(join(place, SPLIT_FILE))) {
    const end = await doPoints(sweep, batch, points, train, () => writeFileAtomic(join(place, SPLIT_FILE), "{}\n"));
    if (end !== "failed") return end;
  }
  const failed: Failure[] = [];
  for (const point of points) {
    if (isDone(sweep, point.id)) continue;
    const alone = batchOf([point]);
    const known = readFailure(sweep, alone.id);
    if (known === undefined) {
      const end = await doPoints(sweep, alone, [point], train);
      if (end === "stopped") return end;
    }
    const failure = readFailure(sweep, alone.id);
    if (failure !== undefined) failed.push(failure);
  }
  if (failed.length === 0) return "done";
  writeFailure(sweep.folder, { ...failed[0], batch: batch.id, points: failed.flatMap((failure) => failure.points) });
  for (const { batch: alone } of failed) rmSync(sweepPaths.failure(sweep.folder, alone), { force: true });
  return "failed";
}

/** Marks a batch whose points are tried one by one. */
const SPLIT_FILE = "split.json";
const ATTEMPTS_FILE = "attempts.json";

async function doPoints(
  { folder, sweep }: SweepFolder,
  batch: Batch,
  points: readonly SweepPoint[],
  train: TrainStored,
  onFailure?: () => void,
): Promise<BatchEnd> {
  const place = sweepPaths.run(folder, batch.id);
  const attempts = countAttempt(place);
  const engine = (sweep.base.engine ?? "auto") as EngineChoice;
  let run: StoredRun | undefined;
  try {
    const into = join(place, "run");
    // A run that is there already says itself what it trains.
    run = await train(isRunFolder(into) ? batchConfig(points) : batchTraining(points, place), into, engine);
    if (run !== undefined && targetCount(run.document) !== points.length)
      throw new ArgumentError("target", points[0].config.target.join(","), "one target vector for each point of a sweep");
  } catch (error) {
    // A place that cannot be written is no fault of the points, and is not put on record there.
    if (!(error instanceof QntkError) || (error instanceof StorageError && error.path.startsWith(place))) throw error;
    if (onFailure === undefined)
      writeFailure(folder, {
        batch: batch.id,
        points: points.map(({ id }) => id),
        kind: "failed",
        message: error.message,
        attempts,
      });
    else onFailure();
    return "failed";
  }
  if (run === undefined) return "stopped";
  const { document, record } = run;
  const { data } = record.plan;
  const ofData = data === undefined ? undefined : summarizeData(record, data);
  const summaries = data === undefined ? summarizeTargets(record, document.targets, endsOf(document)) : [];
  points.forEach((point, target) => {
    const seconds = document.timing.seconds / points.length;
    const values =
      ofData === undefined
        ? readKept(sweep.keep, { record, target, summary: summaries[target], error: sweep.error, seconds })
        : readKeptData(sweep.keep, { summary: ofData[target], seconds });
    writePoint(folder, {
      id: point.id,
      at: point.at,
      batch: batch.id,
      attempts,
      target: document.targets[target * (data?.count ?? 1)],
      ...(data !== undefined && { targets: document.targets.slice(target * data.count, (target + 1) * data.count) }),
      parameters: document.parameters,
      values,
    });
  });
  if (!sweep.keep.includes("histories")) rmSync(place, { recursive: true, force: true });
  return "done";
}

/** Counts a batch that is begun, in its folder. */
function countAttempt(place: string): number {
  const path = join(place, ATTEMPTS_FILE);
  const attempts = (readJson<{ attempts: number }>(path)?.attempts ?? 0) + 1;
  makeFolder(place);
  writeFileAtomic(path, `${JSON.stringify({ attempts })}\n`);
  return attempts;
}
