/**
 * Worker threads that help the WebAssembly engine with the rows of a batch. Node only.
 */
import { Worker } from "node:worker_threads";
import { WorkerError } from "../base/errors.ts";
import { dismiss, giveCommand, type KernelTask, type KernelTeam } from "../engine/wasm/team.ts";

/** A team whose start can be waited for. */
export interface StartedTeam extends KernelTeam {
  /** Settles when every helper runs; fails if one cannot. */
  readonly ready: Promise<void>;
}

/** Entry of a helper. */
const ENTRY = new URL("./kernel-worker.mjs", import.meta.url);

/** Starts helpers for a task. */
export function startKernelTeam(task: KernelTask, helpers: number, entry: URL = ENTRY): StartedTeam {
  const workers = Array.from({ length: helpers }, (_, k) => new Worker(entry, { workerData: { task, thread: k + 1 } }));
  let failure: WorkerError | undefined;
  const started = workers.map(
    (worker) =>
      new Promise<void>((resolve, reject) => {
        const fail = (problem: string) => {
          failure ??= new WorkerError(`A worker thread failed: ${problem}.`);
          reject(failure);
        };
        worker.once("message", () => {
          // A helper keeps no program alive.
          worker.unref();
          resolve();
        });
        worker.once("error", (error) => fail(error.message));
        worker.once("exit", (code) => fail(`it ended with code ${code}`));
      }),
  );
  const ready = Promise.all(started).then(() => {});
  ready.catch(() => {});
  return {
    helpers,
    ready,
    start(command) {
      if (failure !== undefined) throw failure;
      giveCommand(task, command);
    },
    dispose() {
      for (const worker of workers) {
        worker.removeAllListeners();
        // It may fail while it is being sent away, which is nobody's concern any more.
        worker.on("error", () => {});
      }
      if (failure === undefined && dismiss(task, helpers)) return true;
      for (const worker of workers) void worker.terminate();
      return false;
    },
  };
}
