/**
 * How many threads a run settles on: with a clock that is told how long rows take, and in a real run, whose bits do not change.
 */
import { describe, expect, it } from "vitest";
import { hardwareEfficientAnsatz } from "../../src/quantum/hardware-efficient-ansatz.ts";
import { xxz } from "../../src/quantum/observables.ts";
import { initialAngles } from "../../src/quantum/streams/index.ts";
import type { TrainingPlan } from "../../src/training/plan.ts";
import { emptyRecord } from "../../src/training/record.ts";
import type { TrainingState } from "../../src/training/state.ts";
import { learningShards } from "../../src/workers/learning-shards.ts";
import { startShards } from "../../src/workers/shards.ts";

const plan = {
  loss: "quadratic",
  eta: 1e-3,
  steps: 9999,
  targets: new Float64Array(2),
  measure: {},
} as const satisfies TrainingPlan;

/** Runs all rows, a tenth of a second each round; `rowTime` says how many ms a row takes then. Returns the threads of every round. */
async function rounds(threads: number, rowTime: (threads: number, row: number) => number, rows = 10_000) {
  let time = 0;
  let running = 0;
  const record = emptyRecord({ ...plan, steps: rows - 1 }, 2, 3);
  const seen: number[] = [];
  const shards = learningShards({
    ...{ threads, rows, now: () => time },
    state: { row: 0, theta: new Float64Array(6) },
    start(count, { row }) {
      running++;
      let reached: TrainingState = { row, theta: new Float64Array(6) };
      let cold = true;
      return {
        threads: count,
        async advance(into, asked) {
          expect(into.rows).toBe(reached.row);
          time += asked * rowTime(count, reached.row) + (cold ? 80 : 0);
          cold = false;
          reached = { ...reached, row: Math.min(rows, reached.row + asked) };
          into.rows = reached.row;
          return reached;
        },
        async dispose() {
          running--;
        },
      };
    },
  });
  while (record.rows < rows) {
    await shards.advance(record, Math.max(1, Math.round(100 / rowTime(shards.threads, record.rows))));
    seen.push(shards.threads);
    expect(running).toBe(1);
  }
  await shards.dispose();
  expect(running).toBe(0);
  return { seen, last: seen.at(-1), time };
}

describe("how many threads a run goes on with", () => {
  it("all where half of them take longer, after one trial of half a second", async () => {
    const { seen, last } = await rounds(4, (threads) => 12 / threads);
    expect(last).toBe(4);
    const trial = seen.filter((threads) => threads === 2).length;
    expect(trial).toBeGreaterThanOrEqual(5);
    expect(trial).toBeLessThanOrEqual(7);
    expect(seen.slice(0, 20)).toEqual(Array(20).fill(4));
  });

  it("half where threads share a core's units, a quarter where a barrier costs more than it brings, one where all others only wait", async () => {
    expect((await rounds(8, (threads) => (threads > 4 ? 4 : 12 / threads))).last).toBe(4);
    expect((await rounds(8, (threads) => 2 + 0.5 * threads + 8 / threads)).last).toBe(4);
    expect((await rounds(8, (threads) => threads)).last).toBe(1);
    expect((await rounds(3, (threads) => 1 + threads)).last).toBe(1);
  });

  it("all without a trial where the run is too short for it to pay", async () => {
    const { seen } = await rounds(2, (threads) => threads, 5000);
    expect(new Set(seen)).toEqual(new Set([2]));
    expect(new Set((await rounds(1, () => 3)).seen)).toEqual(new Set([1]));
  });

  it("is looked at again when the pace has changed, once a minute at most", async () => {
    // From row 4000 on another program takes a core: a second thread only waits.
    const busy = await rounds(2, (threads, row) => (row < 4000 ? 20 / threads : threads === 2 ? 40 : 20));
    expect(busy.seen.slice(0, 20)).toEqual(Array(20).fill(2));
    expect(busy.last).toBe(1);
    // And is gone again from row 7000 on, which one thread does not see: its pace has stayed the same.
    const changing = await rounds(2, (threads, row) => 10 / threads + (row % 400 < 200 ? 20 : 0), 30_000);
    const starts = changing.seen.filter((threads, k) => k > 0 && threads !== changing.seen[k - 1]).length;
    expect(starts / (changing.time / 60_000)).toBeLessThan(5);
  });
});

it("a run has the same bits when its threads change at every turn", async () => {
  const circuit = hardwareEfficientAnsatz({ qubits: 3, layers: 2 });
  const shared = { engine: "wasm", circuit, observable: xxz({ qubits: 3 }) } as const;
  const own: TrainingPlan = {
    ...{ loss: "quadratic", eta: 1e-2, steps: 40, targets: Float64Array.of(-1, -2, -9, -3), measure: {} },
    optimizer: { name: "adam", fields: { beta1: 0.9, beta2: 0.999, adamEpsilon: 1e-8 } },
  };
  const theta = initialAngles({ samples: 4, parameters: circuit.parameters });
  const train = async (threads: (round: number) => number) => {
    const record = emptyRecord(own, 4, circuit.parameters);
    let time = 0;
    let state: TrainingState = { row: 0, theta };
    const shards = learningShards({
      ...{ threads: 4, state, rows: 1e9, now: () => (time += 3000) },
      start: (count, from) =>
        startShards({
          ...{ ...shared, plan: own, state: from, threads: threads(count) },
          entry: new URL("../../dist/training-worker.mjs", import.meta.url),
        }),
    });
    const used = new Set<number>();
    while (record.rows < 41) {
      state = await shards.advance(record, 4);
      used.add(shards.threads);
    }
    await shards.dispose();
    return { epsilon: record.epsilon, kernel: record.kernel, theta: state.theta, used };
  };
  const alone = await train(() => 1);
  const changing = await train((count) => count);
  expect(changing.used.size).toBeGreaterThan(1);
  expect(changing.epsilon).toEqual(alone.epsilon);
  expect(changing.kernel).toEqual(alone.kernel);
  expect(changing.theta).toEqual(alone.theta);
});
