/**
 * A sweep on the cores of this machine: long-lived processes that are handed one batch after the other. Node only.
 */
import { type ChildProcess, fork } from "node:child_process";
import { availableParallelism, totalmem } from "node:os";
import { StorageError } from "../base/errors.ts";
import { memoryOf } from "../experiment/build.ts";
import { type Batch, batchConfig, batchWork } from "./batches.ts";
import { clearFailure, openBatches, pointsOf, type SweepFolder, writeFailure } from "./folder.ts";
import { announce, waitUntilAlone } from "./presence.ts";
import type { BatchEnd } from "./work.ts";

/** How a local sweep is run. */
export interface LocalOptions {
  /** The program and its leading arguments that do batches: `[cli.mjs, "sweep", "work", …]`. */
  readonly program: readonly string[];
  /** Processes at a time; default: one for each core, as far as memory allows. */
  readonly processes?: number;
  readonly signal: AbortSignal;
  /** Told after every batch: work done and all work, in units that compare batches. */
  onProgress?(done: number, total: number): void;
}

/** Says what to do, and what became of it. */
export type WorkerRequest = { readonly batch: string };
export type WorkerReply =
  | { readonly batch: string; readonly end: BatchEnd }
  /** The sweep's folder cannot be written, so that not even a failure can be put on record. */
  | { readonly batch: string; readonly unwritable: { readonly path: string; readonly problem: string } };

/** Share of memory that all processes together may take. */
const MEMORY_SHARE = 0.8;
/** Bytes a process takes beside its batch. */
const PROCESS_BYTES = 150 * 2 ** 20;
/** Characters of a dead process's last words that are looked at. */
const LAST_WORDS = 4000;

/**
 * Does all open batches of a sweep.
 *
 * A process that dies takes its batch with it, which is put on record as lost or out of memory; the others go on. Aborting the signal stops all of
 * them once they have stored what they have. So does a folder that can no longer be written, as on a full disk.
 *
 * @returns whether it came to its end
 * @throws StorageError if the sweep's folder cannot be written
 */
export async function runLocally(
  sweep: SweepFolder,
  { program, processes, signal: asked, onProgress }: LocalOptions,
): Promise<boolean> {
  const unwritable = new AbortController();
  const signal = AbortSignal.any([asked, unwritable.signal]);
  await waitUntilAlone(sweep.folder);
  const leave = announce(sweep.folder, "run");
  try {
    const waiting = openBatches(sweep)
      .map((batch) => ({ batch, work: batchWork(pointsOf(sweep, batch)) }))
      // The long ones first, so that no core waits for one at the end.
      .sort((a, b) => b.work - a.work);
    if (waiting.length === 0) return true;
    const total = waiting.reduce((sum, { work }) => sum + work, 0);
    const count = Math.min(
      waiting.length,
      processes ??
        defaultProcesses(
          sweep,
          waiting.map(({ batch }) => batch),
        ),
    );
    const threads = Math.max(1, Math.floor(availableParallelism() / count));
    let done = 0;
    const run = async () => {
      let child: ChildProcess | undefined;
      try {
        for (let next = waiting.shift(); next !== undefined && !signal.aborted; next = waiting.shift()) {
          if (child === undefined || child.exitCode !== null || child.signalCode !== null)
            child = fork(program[0], [...program.slice(1), sweep.folder, "--threads", String(threads)], {
              stdio: ["ignore", "ignore", "pipe", "ipc"],
              // Ctrl-C reaches this process alone, which then tells the others.
              detached: true,
            });
          try {
            await handOver(sweep, child, next.batch, signal);
          } catch (error) {
            unwritable.abort(error);
            return;
          }
          done += next.work;
          onProgress?.(done, total);
        }
      } finally {
        if (child?.connected) child.disconnect();
      }
    };
    onProgress?.(0, total);
    await Promise.all(Array.from({ length: count }, run));
    unwritable.signal.throwIfAborted();
    return !signal.aborted;
  } finally {
    leave();
  }
}

/** Has a process do one batch, and waits for its end or the process's. */
function handOver(sweep: SweepFolder, child: ChildProcess, batch: Batch, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    let words = "";
    const hear = (text: Buffer) => {
      words = (words + text.toString()).slice(-LAST_WORDS);
    };
    const stop = () => child.kill("SIGTERM");
    const finish = (error?: unknown) => {
      child.stderr?.off("data", hear);
      child.off("message", answered).off("close", died);
      signal.removeEventListener("abort", stop);
      if (error === undefined) resolve();
      else reject(error);
    };
    const answered = (reply: WorkerReply) => {
      if (reply.batch !== batch.id) return;
      finish("unwritable" in reply ? new StorageError(reply.unwritable.path, reply.unwritable.problem) : undefined);
    };
    const died = (code: number | null, name: NodeJS.Signals | null) => {
      if (!signal.aborted) {
        const kind = /out of memory|ENOMEM/i.test(words) ? "oom" : "lost";
        const how = name === null ? `ended with code ${code}` : `was ended by ${name}`;
        try {
          writeFailure(sweep.folder, {
            batch: batch.id,
            points: batch.points,
            kind,
            message: `The process ${how}.`,
            attempts: 1,
          });
        } catch (error) {
          return finish(error);
        }
      }
      finish();
    };
    child.stderr?.on("data", hear);
    child.on("message", answered).on("close", died);
    signal.addEventListener("abort", stop);
    child.send({ batch: batch.id } satisfies WorkerRequest, () => {});
  });
}

/** Takes failures off the record, so that their batches are tried again. */
export function retryBatches(sweep: SweepFolder, batches: Iterable<string>): void {
  for (const batch of batches) clearFailure(sweep.folder, batch);
}

function defaultProcesses(sweep: SweepFolder, batches: readonly Batch[]): number {
  const largest = Math.max(...batches.map((batch) => memoryOf(batchConfig(pointsOf(sweep, batch)))));
  return Math.max(1, Math.min(availableParallelism(), Math.floor((MEMORY_SHARE * totalmem()) / (largest + PROCESS_BYTES))));
}
