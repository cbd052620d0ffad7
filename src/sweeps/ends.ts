/**
 * What a queue knows of tasks that are over without results, and what they wrote.
 */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Submission } from "./executor.ts";
import type { SweepFolder } from "./folder.ts";
import { type BatchPlace, failureKindOf } from "./queue.ts";
import { slurmEnds } from "./slurm.ts";

/** A batch without results, and why. */
export interface UnfinishedBatch {
  readonly batch: string;
  readonly points: readonly string[];
  readonly state: string;
  readonly reason: string;
}

/** Batches whose tasks are over without a word of their own: what the queue knows of them. */
export async function endsOf(places: readonly BatchPlace[]): Promise<UnfinishedBatch[]> {
  const over = places.filter(
    ({ submission, state }) => submission !== undefined && state?.state === "over" && !submission.cancelled,
  );
  const ends = new Map<string, Awaited<ReturnType<typeof slurmEnds>>>();
  for (const { submission } of over) {
    if (submission?.executor === "slurm" && submission.job !== undefined && !ends.has(submission.job))
      ends.set(submission.job, await slurmEnds(submission.job));
  }
  return over.map(({ batch, submission, task }) => {
    const word = ends.get(submission?.job ?? "")?.get(task ?? -1) ?? "over without results";
    return { batch: batch.id, points: batch.points, state: failureKindOf(word), reason: word };
  });
}

/** The files that a task of a submission wrote. */
export function logFiles({ folder }: SweepFolder, { name, job }: Submission, task: number): string[] {
  const place = join(folder, "logs");
  if (!existsSync(place)) return [];
  return readdirSync(place)
    .filter((file) => file === `${job}_${task}.log` || file === `${name}_${task}.log`)
    .map((file) => join(place, file));
}
