/**
 * A run's columns trained on a device: one job a step, everything else as for the columns that threads train. Node only.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { CounterStream } from "../base/random/counter-stream.ts";
import { goingColumns, pickColumns } from "../training/events.ts";
import { onGoingColumns } from "../training/part.ts";
import type { TrainingPlan } from "../training/plan.ts";
import { fillBlock } from "../training/record.ts";
import type { TrainingShards } from "../training/shards.ts";
import type { TrainingState } from "../training/state.ts";
import { stepFrom } from "../training/step.ts";
import type { DeviceConnection, Job } from "./connection.ts";
import type { StepJobs } from "./jobs.ts";

/** Seconds that a run which was stopped waits for the name of a job that a machine may just have taken on. */
const NAMING = 30;

/** What `deviceShards` needs. */
export interface DeviceShardsOptions {
  readonly connection: DeviceConnection;
  readonly jobs: StepJobs;
  readonly plan: TrainingPlan;
  readonly state: TrainingState;
  readonly shots: number;
  /** Seed of the shots of simulators; every row has one of its own. */
  readonly seed: number;
  /** A job that was sent for the row of the state already. */
  readonly pending?: string;
  /** Ends the wait for a job; the row is then not recorded. */
  readonly signal: AbortSignal;
  readonly onSubmitted?: Job["onSubmitted"];
  readonly onStatus?: Job["onStatus"];
  readonly onRetry?: Job["onRetry"];
}

/** Trains all columns on a device. A call of `advance` records one row, or none where the signal came first. */
export function deviceShards(options: DeviceShardsOptions): TrainingShards {
  const { connection, jobs, plan, shots, seed, signal, onSubmitted, onStatus, onRetry } = options;
  let { state, pending } = options;
  let named: (() => void) | undefined;

  async function nextRow(): Promise<ReturnType<typeof stepFrom>> {
    const { row, events } = state;
    // Columns that have ended are not measured any more.
    const which = goingColumns(events, plan.targets.length);
    const theta = which === undefined ? state.theta : pickColumns(state.theta, which, state.theta.length / plan.targets.length);
    const counts = await connection.run({
      angles: jobs.angles(theta),
      shots,
      seed: simulatorSeed(seed, row),
      job: pending ?? null,
      onSubmitted(job) {
        pending = job;
        onSubmitted?.(job);
        named?.();
      },
      onStatus,
      onRetry,
    });
    return onGoingColumns(plan, state, (part, at) => stepFrom(jobs.gradients(theta, counts, shots), part, at));
  }

  /** Waits until a job that is being sent has a name to be collected by, or its row has ended. */
  async function nameOrEnd(row: Promise<unknown>): Promise<void> {
    onRetry?.(`waiting for the name of the job that is being sent, at most ${NAMING} s; Ctrl-C again ends at once`);
    const known = new Promise<void>((resolve) => {
      named = resolve;
    });
    const over = new AbortController();
    const late = sleep(1000 * NAMING, undefined, { signal: over.signal }).catch(() => {});
    await Promise.race([known, row.catch(() => {}), late]);
    over.abort();
  }

  return {
    threads: 1,
    async advance(record) {
      const row = nextRow();
      const made = await untilAborted(row, signal);
      if (made === undefined) {
        if (connection.info.kind === "machine" && pending === undefined) await nameOrEnd(row);
        return state;
      }
      fillBlock(record, { firstRow: state.row, rows: [made.row] });
      ({ state } = made);
      pending = undefined;
      record.rows = state.row;
      record.events = state.events;
      return state;
    },
    async dispose() {
      connection.dispose();
    },
  };
}

/** The seed of a row, from 1 on: simulators take 0 for none. */
function simulatorSeed(seed: number, row: number): number {
  return 1 + new CounterStream(seed, "device", row).integer(2 ** 31 - 1);
}

/** What work comes to, or undefined where the signal comes first; what becomes of the work then is nobody's concern. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  work.catch(() => {});
  if (signal.aborted) return undefined;
  const controller = new AbortController();
  const aborted = new Promise<undefined>((resolve) => {
    signal.addEventListener("abort", () => resolve(undefined), { signal: controller.signal });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    controller.abort();
  }
}
