/**
 * Worker threads that help to make the Haar unitaries of large circuits. Node only.
 */
import { Worker } from "node:worker_threads";
import { WorkerError } from "../base/errors.ts";
import type { HaarTask } from "../quantum/haar-layers.ts";

/** Helpers that start when there is work worth their while. */
export interface HaarTeam {
  /** Aborted with a WorkerError if a helper dies: what it had begun is never finished then. */
  readonly failed: AbortSignal;
  /** Sets helpers to work on a task. */
  recruit(task: HaarTask): void;
  /** Ends the helpers that still run. */
  dispose(): Promise<void>;
}

/** Entry of a helper. */
const ENTRY = new URL("./haar-worker.mjs", import.meta.url);

/** Complex numbers in all unitaries from which on helpers start: about half a second of work. */
const NUMBERS = 2 ** 21;
/** Unitaries for each helper at least, which makes them in a matrix of its own. */
const LAYERS_PER_HELPER = 16;

/** A team of at most so many helpers. */
export function haarTeam(helpers: number, entry: URL = ENTRY): HaarTeam {
  const workers: Worker[] = [];
  const failure = new AbortController();
  const fail = (problem: string) => failure.abort(new WorkerError(`A worker thread failed: ${problem}.`));
  return {
    failed: failure.signal,
    recruit(task) {
      const { d, layers } = task;
      if (layers * d * d < NUMBERS) return;
      for (let k = 0; k < Math.min(helpers, Math.floor(layers / LAYERS_PER_HELPER)); k++) {
        const worker = new Worker(entry, { workerData: task });
        worker.on("error", (error) => fail(error.message));
        worker.on("exit", (code) => code !== 0 && fail(`it ended with code ${code}`));
        workers.push(worker);
      }
    },
    async dispose() {
      for (const worker of workers) {
        worker.removeAllListeners();
        // It may fail while it is being ended, which is nobody's concern any more.
        worker.on("error", () => {});
      }
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}
