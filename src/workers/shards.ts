/**
 * A run's columns trained by worker threads, or by this thread where one is enough. Node only.
 *
 * Every thread trains its own columns without waiting for the others within a round, and the numbers of a column do not depend on
 * its neighbours: results are bit-identical for any number of threads.
 */
import { Worker } from "node:worker_threads";
import { range } from "../base/arrays.ts";
import { WorkerError } from "../base/errors.ts";
import type { EngineName } from "../engine/engine.ts";
import { loadedPlugins } from "../experiment/plugins.ts";
import type { Circuit } from "../quantum/circuit.ts";
import type { Observable } from "../quantum/observables.ts";
import type { DataProblem } from "../shots/data-load.ts";
import type { RunMeasurement } from "../shots/load.ts";
import { dataOfColumns } from "../training/data-plan.ts";
import { pickColumns } from "../training/events.ts";
import type { TrainingPlan } from "../training/plan.ts";
import { fillBlock } from "../training/record.ts";
import type { TrainingShards } from "../training/shards.ts";
import type { TrainingState } from "../training/state.ts";
import { advance } from "../training/step.ts";
import { loadShard, matricesOf, sharesRows } from "./load.ts";
import type { AdvanceReply, AdvanceRequest, ShardSetup } from "./protocol.ts";

/** What `startShards` needs. */
export interface ShardsOptions {
  readonly engine: EngineName;
  readonly circuit: Circuit;
  readonly observable: Observable;
  /** Data to train on, in place of |0...0>, and what is measured on them. */
  readonly data?: DataProblem;
  /** Noise, shots and kind of gradient, where they are not an ideal engine's own. */
  readonly measurement?: RunMeasurement;
  readonly plan: TrainingPlan;
  readonly state: TrainingState;
  readonly threads: number;
  /** Entry of the worker threads. Default: the package's own. */
  readonly entry?: URL;
  /** Leaves the calling thread free even where one thread does all the work. Default false. */
  readonly background?: boolean;
}

/** Entry of a worker thread. */
const ENTRY = new URL("./training-worker.mjs", import.meta.url);

/** A contiguous range of columns and what trains it. */
interface Shard {
  readonly firstColumn: number;
  advance(count: number): Promise<Exclude<AdvanceReply, { error: string }>>;
  dispose(): Promise<void>;
}

/** Splits the columns of a run over threads. */
export function startShards({
  threads,
  background = false,
  entry = ENTRY,
  plan,
  state,
  measurement,
  ...shared
}: ShardsOptions): TrainingShards {
  const columns = plan.targets.length;
  const byRows = threads > 1 && measurement === undefined && sharesRows(shared, columns);
  const count = byRows ? 1 : Math.max(1, Math.min(threads, columns));
  const shards = Array.from({ length: count }, (_, k): Shard => {
    const first = Math.floor((k * columns) / count);
    const end = Math.floor(((k + 1) * columns) / count);
    const setup: ShardSetup = {
      ...shared,
      rowThreads: byRows ? threads : 1,
      plugins: loadedPlugins().map(({ path }) => path),
      matrices: matricesOf(shared.circuit),
      ...(measurement !== undefined && { measurement: { ...measurement, columns, firstColumn: first } }),
      plan: {
        ...plan,
        targets: plan.targets.slice(first, end),
        critical: plan.critical?.slice(first, end),
        ...(plan.data !== undefined && {
          data: dataOfColumns(
            plan.data,
            range(end - first).map((k) => first + k),
          ),
        }),
        place: { columns: range(end - first).map((k) => first + k), total: columns },
      },
      state: columnsOfState(state, columns, first, end),
    };
    return count === 1 && !background ? localShard(setup, first) : workerShard(setup, first, entry);
  });
  return {
    threads: byRows ? threads : count,
    async advance(record, rows) {
      const replies = await Promise.all(shards.map((shard) => shard.advance(rows)));
      replies.forEach(({ block }, k) => {
        fillBlock(record, block, shards[k].firstColumn);
      });
      const reached = joinedState(
        replies.map(({ state: own }) => own),
        shards.map(({ firstColumn }) => firstColumn),
      );
      record.rows = Math.min(reached.row, plan.steps + 1);
      record.events = reached.events;
      return reached;
    },
    async dispose() {
      await Promise.all(shards.map((shard) => shard.dispose()));
    },
  };
}

/** The state of the columns `first` .. `end` - 1. */
function columnsOfState({ row, theta, memory = {}, events = [] }: TrainingState, columns: number, first: number, end: number) {
  const which = range(end - first).map((k) => first + k);
  const own = (values: Float64Array) => pickColumns(values, which, values.length / columns);
  return {
    row,
    theta: own(theta),
    memory: Object.fromEntries(Object.entries(memory).map(([name, values]) => [name, own(values)])),
    events: events
      .filter(({ column }) => column >= first && column < end)
      .map((event) => ({ ...event, column: event.column - first })),
  };
}

/** The state of all columns. Shards whose columns have all ended stay at their row. */
function joinedState(states: readonly TrainingState[], firstColumns: readonly number[]): TrainingState {
  const joined = (of: (state: TrainingState) => Float64Array) => {
    const parts = states.map(of);
    const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
    parts.reduce((at, part) => {
      all.set(part, at);
      return at + part.length;
    }, 0);
    return all;
  };
  const names = new Set(states.flatMap(({ memory = {} }) => Object.keys(memory)));
  return {
    row: Math.max(...states.map(({ row }) => row)),
    theta: joined(({ theta }) => theta),
    memory: Object.fromEntries([...names].map((name) => [name, joined(({ memory = {} }) => memory[name])])),
    events: states
      .flatMap(({ events = [] }, k) => events.map((event) => ({ ...event, column: event.column + firstColumns[k] })))
      .sort((a, b) => a.step - b.step || a.column - b.column),
  };
}

function localShard(setup: ShardSetup, firstColumn: number): Shard {
  const loading = loadShard(setup);
  loading.catch(() => {});
  let { state } = setup;
  return {
    firstColumn,
    async advance(count) {
      const result = advance(await loading, setup.plan, state, count);
      ({ state } = result);
      return result;
    },
    async dispose() {
      await loading.then(
        (simulator) => simulator.dispose(),
        () => {},
      );
    },
  };
}

function workerShard(setup: ShardSetup, firstColumn: number, entry: URL): Shard {
  const worker = new Worker(entry, { workerData: setup });
  let waiting: { resolve: (reply: Exclude<AdvanceReply, { error: string }>) => void; reject: (error: Error) => void } | undefined;
  let ended: Error | undefined;
  const end = (error: Error) => {
    ended ??= error;
    waiting?.reject(error);
    waiting = undefined;
  };
  worker.on("message", (reply: AdvanceReply) => {
    if ("error" in reply) {
      end(new WorkerError(`A worker thread failed: ${reply.error}.`));
      return;
    }
    const { resolve } = waiting ?? {};
    waiting = undefined;
    resolve?.(reply);
  });
  worker.on("error", (error) => end(new WorkerError(`A worker thread failed: ${error.message}.`)));
  worker.on("exit", (code) => end(new WorkerError(`A worker thread ended early, with code ${code}.`)));
  return {
    firstColumn,
    advance(count) {
      return new Promise((resolve, reject) => {
        if (ended !== undefined) {
          reject(ended);
          return;
        }
        waiting = { resolve, reject };
        worker.postMessage({ count } satisfies AdvanceRequest);
      });
    },
    async dispose() {
      worker.removeAllListeners();
      // It may fail while it is being ended, which is nobody's concern any more.
      worker.on("error", () => {});
      await worker.terminate();
    },
  };
}
