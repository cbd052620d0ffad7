/**
 * Training as a stream: the numbers of `train`, stopped and gone on with to the last bit, own rules, refusals.
 */
import { describe, expect, it } from "vitest";
import { wasmEngine } from "../../src/engine/wasm/wasm-engine.ts";
import { dqntk } from "../../src/gradients/qntk.ts";
import { hardwareEfficientAnsatz } from "../../src/quantum/hardware-efficient-ansatz.ts";
import { tfim } from "../../src/quantum/observables.ts";
import { threadTrainer } from "../../src/running/thread-trainer.ts";
import { linearLoss } from "../../src/training/losses.ts";
import { measuredOf, seriesOf } from "../../src/training/record.ts";
import { every, gradientDescent, type RunTrainingOptions, runTraining } from "../../src/training/run-training.ts";
import { train } from "../../src/training/train.ts";
import { localTrainer, type Trainer } from "../../src/training/trainer.ts";

/** Worker threads run what is built. */
const builtEntry = new URL("../../dist/training-worker.mjs", import.meta.url);

const circuit = hardwareEfficientAnsatz({ qubits: 2, layers: 3 });
const observable = tfim({ qubits: 2, field: 2 });
const base = { circuit, observable, targets: [-6, -2], steps: 40, samples: 2, seed: 3 };

describe("runTraining", () => {
  it("gives the numbers of train", async () => {
    const { record } = train({ ...base, measure: { mu: 10 } });
    const { epsilon, kernel, quantities, end } = await runTraining({ ...base, record: { mu: every(10, dqntk) } }).result;
    expect(end).toEqual({ kind: "complete" });
    for (const column of [0, 1, 2, 3]) {
      seriesOf(record, "epsilon", column).forEach((value, t) => {
        expect(epsilon[t][column]).toBeCloseTo(value, 12);
      });
      seriesOf(record, "kernel", column).forEach((value, t) => {
        expect(kernel[t][column]).toBeCloseTo(value, 12);
      });
      expect(quantities.mu.rows).toEqual([0, 10, 20, 30, 40]);
      measuredOf(record, "mu", column)?.values.forEach((value, k) => {
        expect(quantities.mu.values[k][column]).toBeCloseTo(value, 10);
      });
    }
  });

  it("stopped by leaving the loop, goes on to the same bits, the optimiser's state too", async () => {
    const momentum = (gradient: Float64Array, before: Float64Array = new Float64Array(gradient.length)) => {
      const state = before.map((value, k) => 0.9 * value + gradient[k]);
      return { change: state.map((value) => -1e-3 * value), state };
    };
    const options = { ...base, optimizer: momentum as RunTrainingOptions["optimizer"], block: 7 };
    const whole = await runTraining(options).result;
    const first = runTraining(options);
    for await (const block of first) if (block.state.row >= 14) break;
    const begun = await first.result;
    if (begun.end.kind !== "stopped") throw new Error(begun.end.kind);
    const rest = await runTraining({ ...options, from: begun.end.state }).result;
    expect([...begun.epsilon, ...rest.epsilon]).toEqual(whole.epsilon);
    expect(rest.firstRow).toBe(14);
  });

  it("a signal stops it with its state", async () => {
    const controller = new AbortController();
    const run = runTraining({ ...base, block: 5, signal: controller.signal });
    for await (const { state } of run) if (state.row === 10) controller.abort();
    expect((await run.result).end).toMatchObject({ kind: "stopped", state: { row: 10 } });
  });

  it("a loss of one's own: log cosh ε", async () => {
    const optimizer = gradientDescent(1e-3);
    const { epsilon, kernel } = await runTraining({ ...base, optimizer, loss: { slope: Math.tanh } }).result;
    // One small step changes <O> by -η tanh(ε) K to first order.
    const [before, after] = [epsilon[0][0], epsilon[1][0]];
    expect((after - before) / (-1e-3 * Math.tanh(before) * kernel[0][0])).toBeCloseTo(1, 1);
  });

  it("says which columns are no longer finite, and where", async () => {
    const optimizer = (gradient: Float64Array) => ({ change: gradient.map((_, k) => (k === 0 ? Number.POSITIVE_INFINITY : 0)) });
    const { end, epsilon } = await runTraining({ ...base, optimizer }).result;
    expect(end).toEqual({ kind: "not finite", row: 0, columns: [0] });
    expect(epsilon).toHaveLength(1);
  });

  it("leaves the caller's simulator alone", async () => {
    const simulator = wasmEngine.load(circuit, observable);
    const first = await runTraining({ ...base, simulator }).result;
    expect(train({ ...base, simulator }).record.rows).toBe(41);
    expect((await runTraining({ ...base, simulator }).result).epsilon).toEqual(first.epsilon);
    simulator.dispose();
  });

  it.each([
    [{ ...base, optimiser: gradientDescent(1) }, /optimiser/],
    [{ ...base, optimizer: "sgd" }, /optimizer/],
    [{ ...base, targets: -4 }, /targets/],
    [{ ...base, targets: [Number.NaN] }, /targets/],
    [{ ...base, initialAngles: new Float64Array(3) }, /initialAngles/],
  ])("refuses options that do not fit (%#)", (options, words) => {
    expect(() => runTraining(options as unknown as RunTrainingOptions)).toThrow(words);
  });

  it("train refuses an option that it does not know, and arguments in the place of options", () => {
    expect(() => train({ ...base, optimiser: "adam" } as never)).toThrow(/optimiser/);
    expect(() => train(circuit as never)).toThrow(/qubits|operations/);
    expect(() => train([circuit, observable] as never)).toThrow(/train/);
  });

  it.each([
    ["adam", {}],
    [
      { name: "momentum", momentum: 0.5 },
      { schedule: "cosine", loss: "linear" },
    ],
    ["spsa", { frozen: [0, 3] }],
  ] as const)("optimiser %o by name: the record of train, bit for bit, its stop rules too", async (optimizer, more) => {
    const named = { ...base, ...more, optimizer, eta: 0.02, stopWhen: "epsilon<0.5" };
    const { loss, ...rest } = { loss: undefined, ...more };
    const options = { ...base, ...rest, ...(loss === "linear" && { loss: linearLoss }), optimizer, eta: 0.02 };
    const { record } = train({ ...options, stopWhen: ["epsilon<0.5"], measure: { theta: 8 }, engine: wasmEngine });
    const run = await runTraining({ ...named, record: { theta: 8 }, engine: wasmEngine, block: 7 }).result;
    expect(run.record).toEqual(record);
    expect(run.events).toEqual(record.events);
    expect(run.end).toEqual({ kind: "complete" });
  });

  it("by name goes on from where it was stopped, and from a checkpoint of a stored run's kind, to the last bit", async () => {
    const options = {
      ...base,
      optimizer: "adam",
      eta: 0.02,
      record: { mu: 10, peak: every(10, (_s, _t, g) => [g[0]]) },
      block: 7,
    };
    const whole = await runTraining(options).result;
    const first = runTraining(options);
    for await (const block of first) if (block.state.row >= 14) break;
    const begun = await first.result;
    if (begun.end.kind !== "stopped") throw new Error(begun.end.kind);
    const { row, theta, memory, events } = begun.end.state;
    const rest = await runTraining({ ...options, from: { row, theta, memory, events } }).result;
    expect([...begun.epsilon, ...rest.epsilon]).toEqual(whole.epsilon);
    for (const name of ["mu", "peak"]) {
      expect([...begun.quantities[name].rows, ...rest.quantities[name].rows]).toEqual([0, 10, 20, 30, 40]);
      expect([...begun.quantities[name].values, ...rest.quantities[name].values]).toEqual(whole.quantities[name].values);
    }
  });

  it("a trainer carries it out: here in parts, with the same numbers", async () => {
    const counts: number[] = [];
    const trainer: Trainer = {
      start(task) {
        const session = localTrainer(wasmEngine.load(task.circuit, task.observable)).start(task);
        return {
          advance(count) {
            counts.push(count);
            return session.advance(Math.min(count, 3));
          },
          dispose: () => session.dispose(),
        };
      },
    };
    const options = { ...base, record: { theta: 20 }, engine: wasmEngine };
    expect((await runTraining({ ...options, trainer }).result).record).toEqual((await runTraining(options).result).record);
    expect(counts.length).toBeGreaterThan(10);
  });

  it("threads as a trainer: bit for bit the numbers of one", async () => {
    const options = { ...base, optimizer: "adam", record: { theta: 16 }, steps: 20 } as const;
    const [one, threads] = await Promise.all(
      [undefined, threadTrainer({ threads: 2, engine: "wasm", entry: builtEntry })].map(
        (trainer) => runTraining({ ...options, engine: wasmEngine, ...(trainer && { trainer }) }).result,
      ),
    );
    expect(threads.record?.measured).toEqual(one.record?.measured);
    expect(threads.epsilon).toEqual(one.epsilon);
  });

  it("what goes with names alone is refused beside functions", () => {
    const own = gradientDescent(1e-3);
    expect(() => runTraining({ ...base, optimizer: own, eta: 0.1 })).toThrow(
      "eta is given; allowed: nothing with a function as optimizer",
    );
    expect(() => runTraining({ ...base, optimizer: own, stopWhen: "K<1" })).toThrow("stopWhen is given");
    expect(() => runTraining({ ...base, loss: { slope: (e) => e }, record: { mu: 3 } })).toThrow("record.mu is given");
    expect(() => runTraining({ ...base, loss: { slope: (e) => e }, optimizer: "adam" })).toThrow("registerLoss names your own");
    expect(() => runTraining({ ...base, optimizer: "sgd" })).toThrow("gd, momentum, nesterov");
    expect(() => runTraining({ ...base, record: { nu: 3 } })).toThrow("mu, theta, hessian, test, kernel, gradient");
    expect(() => runTraining({ ...base, stopWhen: "nonsense" })).toThrow("stopWhen");
  });
});
