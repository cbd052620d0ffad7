/**
 * Simultaneous perturbation and the natural gradient on data: against single states, their definitions, and runs in parts.
 */
import { describe, expect, it } from "vitest";
import { basisStates } from "../../src/data/data-set.ts";
import type { EngineName } from "../../src/engine/engine.ts";
import { engineNamed } from "../../src/engine/engines.ts";
import { metricSource } from "../../src/gradients/metric.ts";
import { symmetricEigen } from "../../src/linalg/eigen.ts";
import { hardwareEfficientAnsatz } from "../../src/quantum/hardware-efficient-ansatz.ts";
import { xxz } from "../../src/quantum/observables.ts";
import { initialAngles } from "../../src/quantum/streams/index.ts";
import { circuitOfDatum, columnDataOf, type DataProblem, parametersBeside, sweptData } from "../../src/shots/data-load.ts";
import { dataOfColumns } from "../../src/training/data-plan.ts";
import type { OptimizerChoice } from "../../src/training/optimizers/optimizer.ts";
import type { TrainingPlan } from "../../src/training/plan.ts";
import { advance } from "../../src/training/step.ts";

const circuit = hardwareEfficientAnsatz({ qubits: 2, layers: 2 });
const observable = xxz({ qubits: 2, coupling: 2 });
const parameters = circuit.parameters;
const theta = initialAngles({ samples: 3, parameters, seed: 4 });
const spsa: OptimizerChoice = { name: "spsa", fields: { perturbation: 0.1, perturbationSeed: 3 } };
const qng: OptimizerChoice = { name: "qng", fields: { damping: 0.02, metric: "full" } };
const blocks: OptimizerChoice = { name: "qng", fields: { damping: 0.02, metric: "block-diagonal" } };

function loaded(indices: readonly number[], engine: EngineName = "wasm") {
  const train = basisStates(2, indices);
  const problem: DataProblem = { circuit, parameters: parametersBeside(circuit, train), train, observables: [observable] };
  return { problem, simulator: sweptData(engineNamed(engine).loadData(circuit, observable, columnDataOf(problem)), problem) };
}

function planOf(targets: readonly number[], optimizer: OptimizerChoice, columns: number, more: object = {}): TrainingPlan {
  const all = Float64Array.from({ length: columns * targets.length }, (_, k) => targets[k % targets.length]);
  return {
    ...{ loss: "quadratic", eta: 0.02, steps: 6, measure: {}, optimizer },
    targets: new Float64Array(columns).fill(targets[0]),
    data: { count: targets.length, loss: "quadratic", targets: all, ...more },
  };
}

describe.each([spsa, qng, blocks])("$name $fields.metric on data", (optimizer) => {
  it("of one state is that of the state without data", () => {
    const { simulator } = loaded([0]);
    const plan = planOf([0.7], optimizer, 3);
    const plain = engineNamed("wasm").load(circuit, observable);
    const { data: _, ...without } = plan;
    const withData = advance(simulator, plan, { row: 0, theta }, 6).state.theta;
    const alone = advance(plain, without, { row: 0, theta }, 6).state.theta;
    withData.forEach((angle, k) => {
      expect(Math.abs(angle - alone[k])).toBeLessThan(1e-10);
    });
  });

  it("gives the same bits in two calls as in one, and by columns as together, mini-batches and frozen angles included", () => {
    const { simulator } = loaded([0, 1, 3]);
    const plan = { ...planOf([0.7, -0.2, 1], optimizer, 3, { batch: { size: 2, seed: 5 } }), frozen: [1, 4] };
    const whole = advance(simulator, plan, { row: 0, theta }, 6).state.theta;
    const half = advance(simulator, plan, { row: 0, theta }, 3).state;
    expect(advance(simulator, plan, half, 3).state.theta).toEqual(whole);
    const column = 2;
    const part: TrainingPlan = {
      ...plan,
      targets: plan.targets.slice(column, column + 1),
      data: dataOfColumns(plan.data as NonNullable<TrainingPlan["data"]>, [column]),
      place: { columns: [column], total: 3 },
    };
    const own = theta.slice(column * parameters, (column + 1) * parameters);
    expect(advance(simulator, part, { row: 0, theta: own }, 6).state.theta).toEqual(
      whole.slice(column * parameters, (column + 1) * parameters),
    );
    for (const l of [1, 4]) expect(whole[l]).toBe(theta[l]);
  });

  it("comes to the angles of the reference engine", () => {
    const plan = planOf([0.7, -0.2], optimizer, 3);
    const [fast, slow] = (["wasm", "reference"] as const).map(
      (engine) => advance(loaded([0, 3], engine).simulator, plan, { row: 0, theta }, 6).state.theta,
    );
    fast.forEach((angle, k) => {
      expect(Math.abs(angle - slow[k])).toBeLessThan(1e-9);
    });
  });
});

it("a natural step of two data is in the mean of their metrics, those of the two circuits alone", () => {
  const weights = Float64Array.of(1, 3);
  const { simulator, problem } = loaded([0, 3]);
  const plan = planOf([0.7, -0.2], qng, 1, { weights });
  const own = theta.slice(0, parameters);
  const moved = advance(simulator, plan, { row: 0, theta: own }, 1).state.theta;
  const all = Array.from({ length: parameters }, (_, l) => l);
  const matrix = new Float64Array(parameters ** 2);
  const gradient = new Float64Array(parameters);
  [0, 1].forEach((datum) => {
    const single = engineNamed("reference").load(circuitOfDatum(problem, datum), observable);
    const metric = metricSource(single).metric(own, all);
    const share = weights[datum] / 4;
    for (let k = 0; k < matrix.length; k++) matrix[k] += share * metric[k];
    const found = single.gradient(own);
    const error = found.expectation[0] - [0.7, -0.2][datum];
    for (let l = 0; l < parameters; l++) gradient[l] += share * error * found.gradient[l];
  });
  // (F + δ) step = gradient, with F's own eigenvectors.
  const { values, vectors } = symmetricEigen(matrix, parameters);
  const step = new Float64Array(parameters);
  for (let k = 0; k < parameters; k++) {
    const along = all.reduce((sum, l) => sum + vectors[l * parameters + k] * gradient[l], 0) / (values[k] + 0.02);
    for (const l of all) step[l] += vectors[l * parameters + k] * along;
  }
  moved.forEach((angle, l) => {
    expect(Math.abs(angle - (own[l] - 0.02 * step[l]))).toBeLessThan(1e-10);
  });
});

it("SPSA reads the loss of the data, twice a step, at angles moved the other way", () => {
  const { simulator } = loaded([0, 3]);
  const plan = planOf([0.7, -0.2], spsa, 1);
  const own = theta.slice(0, parameters);
  const moved = advance(simulator, plan, { row: 0, theta: own }, 1).state.theta.map((angle, l) => angle - own[l]);
  const signs = moved.map(Math.sign);
  const lossAt = (by: number) =>
    simulator
      .expectation(
        own.map((angle, l) => angle + by * signs[l]),
        0,
      )
      .reduce((sum, value, a) => sum + (value - [0.7, -0.2][a]) ** 2 / 4, 0);
  // The signs of the update are those of the direction or their opposites: the product is the same.
  const rate = (0.02 * (lossAt(0.1) - lossAt(-0.1))) / 0.2;
  moved.forEach((by, l) => {
    expect(by).toBeCloseTo(-rate * signs[l], 12);
  });
});
