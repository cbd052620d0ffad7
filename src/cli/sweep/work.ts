/**
 * `qntk sweep work`: a process that does batches, those of one task of a queue or those that a parent process hands out.
 */
import { ArgumentError, FormatError, StorageError } from "../../base/errors.ts";
import { resumeRun, trainNew } from "../../running/training-run.ts";
import { isRunFolder } from "../../runs/run-folder.ts";
import type { Submission } from "../../sweeps/executor.ts";
import { openSweepFolder, readJson, type SweepFolder } from "../../sweeps/folder.ts";
import type { WorkerReply, WorkerRequest } from "../../sweeps/local.ts";
import { announce } from "../../sweeps/presence.ts";
import { STOPPED_CODE } from "../../sweeps/slurm.ts";
import { type BatchEnd, doBatch, type TrainStored } from "../../sweeps/work.ts";
import { wholeNumber } from "./sweep.ts";

export async function workCommand(
  dir: string,
  { task, index, threads }: { task?: string; index?: string; threads?: string },
): Promise<number> {
  const sweep = openSweepFolder(dir);
  const stop = new AbortController();
  const train = trainer(wholeNumber("threads", threads) ?? 1, stop.signal);
  process.on("SIGTERM", () => stop.abort());
  process.on("SIGINT", () => stop.abort());
  const leave = announce(sweep.folder, "work");
  try {
    if (task === undefined) return await serve(sweep, train, stop);
    const submission = readJson<Submission>(task);
    const batches = submission?.tasks[wholeNumber("index", index, 0) ?? 0];
    if (batches === undefined) throw new FormatError(task, `has no task ${index}`);
    let failed = false;
    for (const batch of batches) {
      const end: BatchEnd = stop.signal.aborted ? "stopped" : await doBatch(sweep, batch, train);
      process.stdout.write(`${new Date().toISOString()} ${batch} ${end}\n`);
      if (end === "stopped") return STOPPED_CODE;
      failed ||= end === "failed";
    }
    return failed ? 1 : 0;
  } finally {
    leave();
  }
}

/** Does what the parent process asks for until it has gone. */
function serve(sweep: SweepFolder, train: TrainStored, stop: AbortController): Promise<number> {
  if (process.send === undefined) throw new ArgumentError("task", undefined, "the file of a submission");
  return new Promise((resolve, reject) => {
    let working = Promise.resolve();
    process.on("message", ({ batch }: WorkerRequest) => {
      const reply = (said: WorkerReply) => {
        if (process.connected) process.send?.(said);
      };
      working = doBatch(sweep, batch, train).then(
        (end) => reply({ batch, end }),
        (error) => {
          if (error instanceof StorageError) return reply({ batch, unwritable: { path: error.path, problem: error.problem } });
          // A fault of the program: this process ends with its words.
          process.disconnect();
          reject(error);
        },
      );
    });
    process.once("disconnect", () => {
      stop.abort();
      void working.then(() => resolve(0));
    });
  });
}

/** Trains into a run folder, or goes on with what is there. */
function trainer(threads: number, signal: AbortSignal): TrainStored {
  return async (config, folder, engine) => {
    if (signal.aborted) return undefined;
    const execution = { engine, threads, signal };
    try {
      const run = isRunFolder(folder)
        ? await resumeRun(folder, execution)
        : await trainNew("train", config, { folder, force: false }, execution);
      return run.interrupted ? undefined : run;
    } catch (error) {
      // Stopped before there was anything to store.
      if (signal.aborted && error === signal.reason) return undefined;
      throw error;
    }
  };
}
