/**
 * A sweep on a queue: what is missing is sent once, what is sent is known, and what is over without results is seen. Node only.
 */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { makeFolder, writeFileAtomic } from "../runs/file-store.ts";
import { type Batch, batchWork } from "./batches.ts";
import type { Executor, Resources, Submission, TaskContext, TaskState } from "./executor.ts";
import { donePoints, type FailureKind, openBatches, pointsOf, readFailures, readJson, type SweepFolder } from "./folder.ts";

/** How tasks are made. */
export interface SubmitOptions {
  readonly resources: Resources;
  /** Seconds of work that one task takes at the least, where batches are shorter. */
  readonly taskSeconds: number;
  /** Seconds a unit of work takes, an estimate. */
  readonly unitSeconds: number;
  /** Command that does the batches of a task. */
  readonly program: readonly string[];
}

/** What is, or would be, sent. */
export interface Sent {
  readonly submission: Submission;
  /** The script or commands. */
  readonly text: string;
  /** What a dry run takes for granted, as it does not ask the queue. */
  readonly assumed: readonly string[];
}

/** Where a batch is that has no results yet. */
export interface BatchPlace {
  readonly batch: Batch;
  readonly submission?: Submission;
  readonly task?: number;
  readonly state?: TaskState;
}

const SUBMISSIONS = "submissions";

/** Everything that was ever sent, in order. */
export function readSubmissions({ folder }: Pick<SweepFolder, "folder">): Submission[] {
  const place = join(folder, SUBMISSIONS);
  if (!existsSync(place)) return [];
  return readdirSync(place)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => readJson<Submission>(join(place, name)) as Submission);
}

/**
 * Sends every batch that is neither done nor failed nor in a task that is alive.
 *
 * @param dry only says what would be sent at the most: the queue is asked nothing, so that it need not be there, and every task without results is taken to be over
 */
export async function submitMissing(
  sweep: SweepFolder,
  executor: Executor,
  { resources, taskSeconds, unitSeconds, program }: SubmitOptions,
  dry: boolean,
): Promise<Sent[]> {
  const missing = dry ? openBatches(sweep) : await missingBatches(sweep, executor);
  if (missing.length === 0) return [];
  const tasks = bundled(sweep, missing, taskSeconds / unitSeconds);
  const { tasks: limit, assumed } = await executor.limit(dry);
  const before = dry ? sentBefore(sweep) : new Set<string>();
  const context = contextOf(sweep, program);
  const first = readSubmissions(sweep).length;
  const sent: Sent[] = [];
  for (let start = 0; start < tasks.length; start += limit) {
    const name = `qntk-${sweepName(sweep)}-${String(first + sent.length).padStart(4, "0")}`;
    const submission: Submission = { name, executor: executor.name, tasks: tasks.slice(start, start + limit), resources };
    const text = executor.plan(submission, context);
    if (!dry) {
      makeFolder(join(sweep.folder, SUBMISSIONS));
      writeFileAtomic(`${context.file(name)}.sh`, `${text}\n`);
      // The intent comes first: a process that dies between the two has sent something that its name finds again.
      writeSubmission(sweep, submission);
      const job = await executor.submit(submission, context);
      writeSubmission(sweep, { ...submission, job });
      sent.push({ submission: { ...submission, job }, text, assumed: [] });
    } else {
      const again = submission.tasks.flat().filter((id) => before.has(id)).length;
      const alive = again === 0 ? [] : [`batches sent before: ${again}, of which what is alive is not sent again`];
      sent.push({ submission, text, assumed: [...(assumed === undefined ? [] : [assumed]), ...alive] });
    }
  }
  return sent;
}

async function missingBatches(sweep: SweepFolder, executor: Executor): Promise<Batch[]> {
  const places = await placesOf(sweep, executor);
  return places.filter(({ state }) => state === undefined || state.state === "over").map(({ batch }) => batch);
}

/** Batches of everything that was sent and not cancelled. */
function sentBefore(sweep: SweepFolder): Set<string> {
  return new Set(readSubmissions(sweep).flatMap(({ tasks, cancelled }) => (cancelled ? [] : tasks.flat())));
}

/** Where every batch without results is. Submissions whose fate was not written down are looked for first. */
export async function placesOf(sweep: SweepFolder, executor: Executor): Promise<BatchPlace[]> {
  const open = openBatches(sweep);
  const submissions = await reconciled(sweep, executor);
  const alive = await executor.poll(submissions.filter(({ job, cancelled }) => job !== undefined && !cancelled));
  const places = new Map<string, BatchPlace>();
  for (const submission of submissions) {
    submission.tasks.forEach((ids, task) => {
      const state = alive.get(submission.name)?.get(task) ?? { state: "over" as const };
      for (const id of ids) {
        const before = places.get(id);
        // The latest task counts, unless an earlier one is still alive.
        if (before?.state === undefined || before.state.state === "over")
          places.set(id, { batch: { id, points: [] }, submission, task, state });
      }
    });
  }
  return open.map((batch) => ({ ...places.get(batch.id), batch }));
}

/** Cancels everything that is alive. */
export async function cancelAll(sweep: SweepFolder, executor: Executor): Promise<Submission[]> {
  const submissions = (await reconciled(sweep, executor)).filter(({ job, cancelled }) => job !== undefined && !cancelled);
  const alive = await executor.poll(submissions);
  const living = submissions.filter(({ name }) => (alive.get(name)?.size ?? 0) > 0);
  await executor.cancel(living);
  for (const submission of living) writeSubmission(sweep, { ...submission, cancelled: true });
  return living;
}

/** The kind of failure that a queue's word for the end of a task stands for. */
export function failureKindOf(word: string): FailureKind {
  if (/OUT_OF_ME/i.test(word)) return "oom";
  if (/TIMEOUT|DEADLINE/i.test(word)) return "timeout";
  // 137 is what a shell says of a child that was killed.
  return /FAILED/i.test(word) && !/\b(0:9|137:0)\b/.test(word) ? "failed" : "lost";
}

/** Counts over all points of a sweep. */
export function counts(sweep: SweepFolder): { points: number; done: number; failed: number } {
  const done = donePoints(sweep);
  const failed = new Set([...readFailures(sweep).values()].flatMap(({ points }) => points));
  const ids = [...sweep.points.keys()];
  return {
    points: ids.length,
    done: ids.filter((id) => done.has(id)).length,
    failed: ids.filter((id) => failed.has(id) && !done.has(id)).length,
  };
}

/** Submissions, with the queue's names of those that a dead process could not write down. */
async function reconciled(sweep: SweepFolder, executor: Executor): Promise<Submission[]> {
  const submissions: Submission[] = [];
  for (const submission of readSubmissions(sweep)) {
    if (submission.executor !== executor.name) continue;
    const job = submission.job ?? (submission.cancelled ? undefined : await executor.find(submission.name));
    const known = job === submission.job ? submission : { ...submission, job };
    if (known !== submission) writeSubmission(sweep, known);
    submissions.push(known);
  }
  return submissions;
}

/** Batches put together into tasks of at least some work each. */
function bundled(sweep: SweepFolder, batches: readonly Batch[], least: number): string[][] {
  const tasks: string[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const batch of batches) {
    const work = batchWork(pointsOf(sweep, batch));
    if (size + work > least) {
      tasks.push([]);
      size = 0;
    }
    tasks[tasks.length - 1].push(batch.id);
    size += work;
  }
  return tasks;
}

/** Name of a sweep that is the same in all its submissions, and another for each folder. */
function sweepName({ folder, batches }: SweepFolder): string {
  let hash = 5381;
  for (const letter of folder) hash = (hash * 33 + letter.charCodeAt(0)) >>> 0;
  return `${hash.toString(16)}-${batches[0].id.slice(0, 6)}`;
}

function contextOf({ folder }: SweepFolder, program: readonly string[]): TaskContext {
  return { folder, program, file: (name) => join(folder, SUBMISSIONS, `${name}.json`) };
}

function writeSubmission({ folder }: SweepFolder, submission: Submission): void {
  writeFileAtomic(join(folder, SUBMISSIONS, `${submission.name}.json`), `${JSON.stringify(submission)}\n`);
}
