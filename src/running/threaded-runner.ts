/**
 * Simulates the runs of a verification: on threads, given up at once when a signal is aborted.
 */
import type { EngineName } from "../engine/engine.ts";
import type { Runner } from "../papers/transition/verification/simulated.ts";
import { emptyRecord } from "../training/record.ts";
import type { TrainingState } from "../training/state.ts";
import { isOver } from "../training/step.ts";
import { startShards } from "../workers/shards.ts";
import { unlessAborted, yieldToEvents } from "./abort.ts";
import { buildWithProgress } from "./build.ts";
import { silent } from "./listener.ts";
import { roundRows } from "./rounds.ts";

/** How runs are to be carried out. */
export interface RunnerOptions {
  readonly engine: EngineName;
  readonly threads: number;
  /** Aborted to give up; the runner then throws its reason. */
  readonly signal: AbortSignal;
}

/** A runner on worker threads. */
export function threadedRunner({ engine, threads, signal }: RunnerOptions): Runner {
  return async ({ config, columns, targets, circuit: prepared, onRows }) => {
    await yieldToEvents();
    signal.throwIfAborted();
    const experiment = await buildWithProgress(config, {}, silent, { prepared, signal, threads });
    const { circuit, observable } = experiment;
    const plan = { ...experiment.plan, targets: targets ?? experiment.plan.targets.slice(0, columns) };
    const record = emptyRecord(plan, columns, circuit.parameters);
    let state: TrainingState = { row: 0, theta: experiment.theta.slice(0, columns * circuit.parameters) };
    // A row of the largest circuits takes seconds: this thread stays free for signals.
    const shards = startShards({ engine, circuit, observable, plan, state, threads, background: true });
    try {
      let rowSeconds: number | undefined;
      while (!isOver(plan, state)) {
        const { row } = state;
        const began = performance.now();
        state = await unlessAborted(shards.advance(record, roundRows(rowSeconds)), signal);
        rowSeconds = (performance.now() - began) / 1000 / (state.row - row);
        onRows?.(record.rows);
      }
      return { record, theta: state.theta, experiment };
    } finally {
      await shards.dispose();
    }
  };
}
