/**
 * Threads as a trainer of `runTraining`: bit for bit the numbers of one thread. Node only.
 */
import { availableParallelism } from "node:os";
import { requireFields, requireInteger } from "../base/assert.ts";
import { type EngineChoice, resolveEngine } from "../engine/engines.ts";
import { emptyRecord, type TrainingRecord } from "../training/record.ts";
import type { TrainingRow } from "../training/state.ts";
import type { Trainer } from "../training/trainer.ts";
import { startShards } from "../workers/shards.ts";

/**
 * A trainer that splits the columns of a run over worker threads.
 *
 * @param options `threads`: one for each core where left out; `engine`: the fastest where left out; `entry`: another entry of the worker threads
 * @throws ArgumentError for a number of threads that is no positive integer
 */
export function threadTrainer(
  options: { readonly threads?: number; readonly engine?: EngineChoice; readonly entry?: URL } = {},
): Trainer {
  requireFields("threadTrainer", options, ["threads", "engine", "entry"]);
  const { threads = availableParallelism(), engine = "auto", entry } = options;
  requireInteger("threads", threads, 1);
  return {
    start({ plan, state, circuit, observable }) {
      const shards = startShards({
        engine: resolveEngine(engine),
        circuit,
        observable,
        plan,
        state,
        threads,
        background: true,
        ...(entry && { entry }),
      });
      const record = emptyRecord(plan, plan.targets.length, circuit.parameters);
      record.rows = state.row;
      return {
        async advance(count) {
          const firstRow = record.rows;
          const reached = await shards.advance(record, count);
          const rows = Array.from({ length: record.rows - firstRow }, (_, k) => rowAt(record, firstRow + k));
          return { state: reached, block: { firstRow, rows } };
        },
        dispose: () => shards.dispose(),
      };
    },
  };
}

/** A row of a record as it was made. */
function rowAt({ plan, epsilon, kernel, measured }: TrainingRecord, t: number): TrainingRow {
  const { steps, targets } = plan;
  const of = (values: Float64Array) => targets.map((_, c) => values[c * (steps + 1) + t]);
  const found = Object.entries(measured).flatMap(([name, series]) => {
    const k = series === undefined ? -1 : series.steps.indexOf(t);
    if (series === undefined || k < 0) return [];
    const { width, values, steps: rows } = series;
    const own = Float64Array.from({ length: targets.length * width }, (_, at) => {
      const [c, l] = [Math.floor(at / width), at % width];
      return values[(c * rows.length + k) * width + l];
    });
    return [[name, own] as const];
  });
  return { epsilon: of(epsilon), kernel: of(kernel), measured: Object.fromEntries(found) };
}
