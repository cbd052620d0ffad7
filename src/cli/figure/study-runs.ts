/**
 * Carries a study's simulations out: every run an ordinary run folder, used again where it is complete, gone on with where it is not.
 */
import { join } from "node:path";
import { StorageError } from "../../base/errors.ts";
import { counted } from "../../base/words.ts";
import type { RunDocument } from "../../runs/run-document.ts";
import { isRunFolder, readCheckpoint, readRun, readRunDocument } from "../../runs/run-folder.ts";
import type { NamedRun, Numbers, Study, StudyRun } from "../../studies/study.ts";
import { unlessStopped } from "../interrupt.ts";
import { remainingWork } from "../remaining-work.ts";
import { note } from "../terminal.ts";
import { type Execution, resumeRun, type TrainedRun, trainNew } from "../training-run.ts";
import type { FigureRequest } from "./options.ts";
import { completedDraws, remainingDrawsWork } from "./study-draws.ts";

/** Everything a study has asked to be simulated. */
export interface StudyResults {
  readonly named: readonly NamedRun[];
  readonly runs: ReadonlyMap<string, StudyRun>;
  readonly draws: ReadonlyMap<string, Numbers>;
  /** Seconds that it took, now or earlier. */
  readonly seconds: number;
}

/**
 * Simulates what a study needs.
 *
 * @returns undefined where the user has stopped it; what is done is stored
 * @throws StorageError for a run of another configuration in the place of one
 */
export function simulateStudy(study: Study, request: FigureRequest): Promise<StudyResults | undefined> {
  return unlessStopped((signal) => simulate(study, request, signal));
}

async function simulate(study: Study, request: FigureRequest, signal: AbortSignal): Promise<StudyResults | undefined> {
  const { size, out, quiet, threads } = request;
  const runs = new Map<string, StudyRun>();
  const laterStudies = request.studies.slice(request.studies.indexOf(study) + 1).flatMap((one) => one.runs(size, new Map()));
  let seconds = 0;
  let named: readonly NamedRun[] = study.runs(size, runs);
  const drawn = study.draws?.(size) ?? [];
  for (;;) {
    const next = named.find(({ name }) => !runs.has(name));
    if (next === undefined) break;
    const label = `figure ${study.id}: run ${runs.size + 1} of ${named.length}`;
    if (!quiet && !isComplete(runFolder(out, next))) note(`${label}, ${next.name}`);
    const later = new Map([...named, ...laterStudies].map((one) => [one.name, one]));
    for (const name of [next.name, ...runs.keys()]) later.delete(name);
    const after = remainingWork(later.values(), (name) => runFolder(out, { name }));
    const trained = await completedRun(next, request, { engine: "auto", threads, quiet, label, after, signal });
    if (trained.interrupted) return undefined;
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

async function completedRun(named: NamedRun, { out, force }: FigureRequest, execution: Execution): Promise<TrainedRun> {
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
