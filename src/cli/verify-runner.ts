/**
 * Simulates the runs of a verification: on threads, with progress, given up at once on Ctrl-C.
 */
import type { EngineName } from "../engine/engine.ts";
import type { Runner } from "../published/simulated.ts";
import { emptyRecord } from "../training/record.ts";
import type { TrainingState } from "../training/step.ts";
import { startShards } from "../workers/shards.ts";
import { buildWithProgress } from "./build.ts";
import { unlessAborted } from "./interrupt.ts";
import { roundRows } from "./rounds.ts";
import { startProgress, yieldToEvents } from "./terminal.ts";

/** How runs are to be carried out. */
export interface RunnerOptions {
  readonly engine: EngineName;
  readonly threads: number;
  readonly quiet: boolean;
  /** Aborted to give up; the runner then throws its reason. */
  readonly signal: AbortSignal;
}

/** A runner on worker threads. */
export function threadedRunner({ engine, threads, quiet, signal }: RunnerOptions): Runner {
  return async ({ label, config, columns, targets, circuit: prepared }) => {
    await yieldToEvents();
    signal.throwIfAborted();
    const experiment = await buildWithProgress(config, {}, quiet, { prepared, signal });
    const { circuit, observable } = experiment;
    const plan = { ...experiment.plan, targets: targets ?? experiment.plan.targets.slice(0, columns) };
    const record = emptyRecord(plan, columns, circuit.parameters);
    let state: TrainingState = { row: 0, theta: experiment.theta.slice(0, columns * circuit.parameters) };
    // A row of the largest circuits takes seconds: this thread stays free for signals.
    const shards = startShards({ engine, circuit, observable, plan, state, threads, background: true });
    const progress = startProgress(label, plan.steps + 1, quiet);
    try {
      let rowSeconds: number | undefined;
      while (state.row <= plan.steps) {
        const { row } = state;
        const began = performance.now();
        state = await unlessAborted(shards.advance(record, roundRows(rowSeconds)), signal);
        rowSeconds = (performance.now() - began) / 1000 / (state.row - row);
        progress.update(record.rows);
      }
      return { record, theta: state.theta, experiment };
    } finally {
      progress.stop();
      await shards.dispose();
    }
  };
}
