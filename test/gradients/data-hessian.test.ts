/**
 * The Hessian of the loss of a data set against central differences, the reference engine, and the Hessians of single states.
 */
import { describe, expect, it } from "vitest";
import { CounterStream } from "../../src/base/random/counter-stream.ts";
import { basisStates, haarStates } from "../../src/data/data-set.ts";
import type { EngineName } from "../../src/engine/engine.ts";
import { engineNamed } from "../../src/engine/engines.ts";
import { dataHessian } from "../../src/gradients/data-hessian.ts";
import { lossHessian } from "../../src/probes/loss-hessian.ts";
import { hardwareEfficientAnsatz } from "../../src/quantum/hardware-efficient-ansatz.ts";
import { xxz } from "../../src/quantum/observables.ts";
import { circuitOfDatum, columnDataOf, type DataProblem, parametersBeside, sweptData } from "../../src/shots/data-load.ts";
import { lossDerivatives, meanLosses } from "../../src/training/data-losses.ts";
import { lossNamed } from "../../src/training/losses.ts";

const circuit = hardwareEfficientAnsatz({ qubits: 2, layers: 2 });
const observable = xxz({ qubits: 2, coupling: 2 });
const parameters = circuit.parameters;
const all = Array.from({ length: parameters }, (_, l) => l);
const random = new CounterStream(7, "data-hessian");
const theta = Float64Array.from({ length: parameters }, () => 6 * random.uniform());

function loaded(train: DataProblem["train"], engine: EngineName = "wasm") {
  const problem: DataProblem = { circuit, parameters: parametersBeside(circuit, train), train, observables: [observable] };
  return { problem, simulator: sweptData(engineNamed(engine).loadData(circuit, observable, columnDataOf(problem)), problem) };
}

function hessianOf(train: DataProblem["train"], lossName: string, targets: Float64Array, trained = all, engine?: EngineName) {
  const { simulator } = loaded(train, engine);
  const data = { count: train.count, targets, weights: Float64Array.of(0.5, 2, 1).subarray(0, train.count) };
  const { expectation, gradient } = simulator.gradient(theta, 0);
  const epsilon = expectation.map((value, a) => value - targets[a]);
  const loss = lossNamed(lossName);
  const matrix = dataHessian(simulator, theta, gradient, lossDerivatives(loss, data, epsilon), trained, circuit);
  const lossAt = (at: Float64Array) =>
    meanLosses(
      loss,
      data,
      simulator.expectation(at, 0).map((value, a) => value - targets[a]),
    )[0];
  return { matrix, lossAt };
}

describe.each(["quadratic", "linear", "cross-entropy"])("the Hessian of the %s loss of three data with weights", (loss) => {
  const train = haarStates(2, 3, { seed: 2 });
  const targets = Float64Array.of(1, -1, 0.5);
  const trained = all.filter((l) => l !== 1 && l !== 4);
  const { matrix, lossAt } = hessianOf(train, loss, targets, trained);

  it("is that of central differences of the loss, over the trained parameters", () => {
    const h = 1e-3;
    const moved = (l: number, by: number, m: number, other: number) => {
      const at = theta.slice();
      at[trained[l]] += by;
      at[trained[m]] += other;
      return lossAt(at);
    };
    for (const [l, m] of [
      [0, 0],
      [0, 3],
      [2, 5],
      [trained.length - 1, 1],
    ]) {
      const found = (moved(l, h, m, h) - moved(l, h, m, -h) - moved(l, -h, m, h) + moved(l, -h, m, -h)) / (4 * h * h);
      expect(Math.abs(found - matrix[l * trained.length + m])).toBeLessThan(2e-5);
    }
  });

  it("is that of the reference engine", () => {
    const other = hessianOf(train, loss, targets, trained, "reference").matrix;
    matrix.forEach((value, k) => {
      expect(Math.abs(value - other[k])).toBeLessThan(1e-11);
    });
  });
});

it("of two data it is the mean of the Hessians of single states, each with its own target", () => {
  const train = basisStates(2, [0, 3]);
  const targets = Float64Array.of(0.7, -2);
  const { matrix } = hessianOf({ ...train }, "quadratic", targets);
  const { problem } = loaded(train);
  const single = [0, 1].map((datum) => {
    const simulator = engineNamed("reference").load(circuitOfDatum(problem, datum), observable);
    const { values, vectors } = lossHessian(simulator, theta, { target: targets[datum], loss: lossNamed("quadratic") });
    return Float64Array.from({ length: parameters ** 2 }, (_, k) => {
      const [l, m] = [Math.floor(k / parameters), k % parameters];
      return values.reduce((sum, value, i) => sum + value * vectors[l * parameters + i] * vectors[m * parameters + i], 0);
    });
  });
  // Weights 0.5 and 2 of the test, brought to a mean of 1.
  matrix.forEach((value, k) => {
    expect(Math.abs(value - (0.5 * single[0][k] + 2 * single[1][k]) / 2.5)).toBeLessThan(1e-10);
  });
});
