/**
 * Carries a study's simulations out: every run an ordinary run folder, used again where it is complete, gone on with where it is not.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { FormatError, StorageError } from "../../base/errors.ts";
import { counted } from "../../base/words.ts";
import { engineNamed, resolveEngine } from "../../engine/engines.ts";
import { makeFolder, readFileIfThere, writeFileAtomic } from "../../runs/file-store.ts";
import type { RunDocument } from "../../runs/run-document.ts";
import { isRunFolder, readCheckpoint, readRun, readRunDocument } from "../../runs/run-folder.ts";
import type { NamedDraws, NamedRun, Numbers, Study, StudyRun } from "../../studies/study.ts";
import { runSteps } from "../build.ts";
import { watchInterrupts } from "../interrupt.ts";
import { note } from "../terminal.ts";
import { resumeRun, type TrainedRun, trainNew } from "../training-run.ts";
import type { FigureRequest } from "./options.ts";

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
export async function simulateStudy(study: Study, request: FigureRequest): Promise<StudyResults | undefined> {
  const { size, out, quiet } = request;
  const runs = new Map<string, StudyRun>();
  let seconds = 0;
  let named: readonly NamedRun[] = study.runs(size, runs);
  const drawn = study.draws?.(size) ?? [];
  for (;;) {
    const next = named.find(({ name }) => !runs.has(name));
    if (next === undefined) break;
    const label = `figure ${study.id}: run ${runs.size + 1} of ${named.length}`;
    if (!quiet && !isComplete(runFolder(out, next))) note(`${label}, ${next.name}`);
    const trained = await completedRun(next, request, label);
    if (trained.interrupted) return undefined;
    const { document, record, folder } = trained;
    requireUsable(document, folder);
    const { config, targets, extremes } = document;
    runs.set(next.name, { config, record, theta: readCheckpoint(folder, document).theta, targets, extremes });
    seconds += document.timing.seconds;
    named = study.runs(size, runs);
  }
  const draws = new Map<string, Numbers>();
  for (const [k, task] of drawn.entries()) {
    const label = `figure ${study.id}: ${task.name} (${k + 1} of ${counted(drawn.length, "computation")})`;
    const found = await completedDraws(task, request, label);
    if (found === undefined) return undefined;
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

async function completedRun(named: NamedRun, { out, force, threads, quiet }: FigureRequest, label: string): Promise<TrainedRun> {
  const folder = runFolder(out, named);
  const execution = { engine: "auto", threads, quiet, label } as const;
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

function requireUsable({ divergence }: RunDocument, folder: string): void {
  if (divergence === undefined) return;
  throw new StorageError(
    folder,
    `diverged at step ${divergence.step}, target ${divergence.target}: the loss ${divergence.reason}`,
  );
}

/** What the file of a computation holds. */
interface StoredDraws {
  readonly settings: NamedDraws["settings"];
  readonly seconds: number;
  readonly numbers: Numbers;
}

async function completedDraws(
  { name, settings, total, steps }: NamedDraws,
  { out, force, quiet }: FigureRequest,
  label: string,
): Promise<StoredDraws | undefined> {
  const path = join(out, "runs", `${name}.json`);
  if (existsSync(path)) {
    const stored = readDraws(path);
    if (JSON.stringify(stored.settings) === JSON.stringify(settings)) return stored;
    if (!force)
      throw new StorageError(path, "was computed with other settings; choose another --out, or add --force to replace it");
  }
  const { signal, release } = watchInterrupts();
  const began = performance.now();
  try {
    const numbers = await runSteps(steps(engineNamed(resolveEngine("auto"))), label, total, quiet, signal);
    const found = { settings, seconds: (performance.now() - began) / 1000, numbers };
    makeFolder(join(out, "runs"));
    writeFileAtomic(path, `${JSON.stringify(found)}\n`);
    return found;
  } catch (error) {
    if (signal.aborted && error === signal.reason) return undefined;
    throw error;
  } finally {
    release();
  }
}

function readDraws(path: string): StoredDraws {
  try {
    return JSON.parse(new TextDecoder().decode(readFileIfThere(path))) as StoredDraws;
  } catch {
    throw new FormatError(path, "is not JSON");
  }
}
