/**
 * Carries a study's simulations out: every run an ordinary run folder, used again where it is complete, gone on with where it is not.
 */

import { join } from "node:path";
import { StorageError } from "../base/errors.ts";
import { counted } from "../base/words.ts";
import type { NamedRun, Numbers, Study, StudyResults, StudyRun, StudySize } from "../reproduce/study.ts";
import type { RunDocument } from "../runs/run-document.ts";
import { isRunFolder, readCheckpoint, readRun, readRunDocument } from "../runs/run-folder.ts";
import { completedDraws, remainingDrawsWork } from "./figure-draws.ts";
import type { Listener } from "./listener.ts";
import { remainingWork } from "./remaining-work.ts";
import { type Execution, resumeRun, type TrainedRun, trainNew } from "./training-run.ts";

/** How the studies of a figure command are carried out. */
export interface StudyRequest {
  /** Those asked for, in order: progress estimates the later ones too. */
  readonly studies: readonly Study[];
  readonly size: StudySize;
  /** Folder of figures, runs below it. */
  readonly out: string;
  /** Replaces runs of another configuration. */
  readonly force: boolean;
  readonly threads?: number;
  readonly listener?: Listener;
  /** Aborted to stop early; what is done is stored. */
  readonly signal: AbortSignal;
}

/**
 * Simulates what a study needs.
 *
 * @throws StorageError for a run of another configuration in the place of one
 * @throws the signal's reason once it is aborted; what is done is stored
 */
export async function simulateStudy(study: Study, request: StudyRequest): Promise<StudyResults> {
  const { size, out, listener, threads, signal } = request;
  const runs = new Map<string, StudyRun>();
  const laterStudies = request.studies.slice(request.studies.indexOf(study) + 1).flatMap((one) => one.runs(size, new Map()));
  let seconds = 0;
  let named: readonly NamedRun[] = study.runs(size, runs);
  const drawn = study.draws?.(size) ?? [];
  for (;;) {
    const next = named.find(({ name }) => !runs.has(name));
    if (next === undefined) break;
    const label = `figure ${study.id}: run ${runs.size + 1} of ${named.length}`;
    if (!isComplete(runFolder(out, next))) listener?.remark(`${label}, ${next.name}`);
    const later = new Map([...named, ...laterStudies].map((one) => [one.name, one]));
    for (const name of [next.name, ...runs.keys()]) later.delete(name);
    const after = remainingWork(later.values(), (name) => runFolder(out, { name }));
    const trained = await completedRun(next, request, { engine: "auto", threads, listener, label, after, signal });
    if (trained.interrupted) throw signal.reason;
    const { document, record, folder } = trained;
    const { config, targets, extremes } = document;
    runs.set(next.name, { config, record, theta: readCheckpoint(folder, document).theta, targets, extremes });
    seconds += document.timing.seconds;
    named = study.runs(size, runs);
  }
  const draws = new Map<string, Numbers>();
  for (const [k, task] of drawn.entries()) {
    const label = `figure ${study.id}: ${task.name} (${k + 1} of ${counted(drawn.length, "computation")})`;
    const after = drawn.slice(k + 1).reduce((sum, one) => sum + remainingDrawsWork(one, out), 0);
    const found = await completedDraws(task, request, { label, after, signal });
    draws.set(task.name, found.numbers);
    seconds += found.seconds;
  }
  return { named, runs, draws, seconds };
}

/** Runs that belong to some studies live together: those that need the same one share it. */
function runFolder(out: string, { name }: Pick<NamedRun, "name">): string {
  return join(out, "runs", name);
}

function isComplete(folder: string): boolean {
  return isRunFolder(folder) && readRunDocument(folder).status === "complete";
}

async function completedRun(named: NamedRun, { out, force }: StudyRequest, execution: Execution): Promise<TrainedRun> {
  const folder = runFolder(out, named);
  if (!isRunFolder(folder)) return trainNew("train", named.config, { folder, force }, execution);
  const difference = differenceOf(readRunDocument(folder), named);
  if (difference === undefined)
    return isComplete(folder) ? { ...(await readRun(folder)), interrupted: false } : resumeRun(folder, execution);
  if (force) return trainNew("train", named.config, { folder, force }, execution);
  throw new StorageError(
    folder,
    `is a run of another configuration (${difference}); choose another --out, or add --force to replace it`,
  );
}

/** The first field in which a stored run's configuration differs from the one needed, in words; undefined where none does. */
function differenceOf({ config: stored }: RunDocument, { config }: NamedRun): string | undefined {
  const fields = [...new Set([...Object.keys(config), ...Object.keys(stored)])] as (keyof typeof config)[];
  const field = fields.find((name) => JSON.stringify(stored[name]) !== JSON.stringify(config[name]));
  return field && `${field} is ${JSON.stringify(stored[field])} there and ${JSON.stringify(config[field])} here`;
}
