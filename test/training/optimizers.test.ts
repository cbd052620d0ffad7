/**
 * Optimisers: each against its update rule written down again, on both engines, whatever the stops and threads; schedules; frozen angles.
 */
import { describe, expect, it } from "vitest";
import { engineNamed } from "../../src/engine/engines.ts";
import { fisherEigenvalues, tangentVectors } from "../../src/gradients/tangents.ts";
import { symmetricEigenvalues } from "../../src/linalg/eigen.ts";
import { fubiniStudyMetric, layersOfParameters } from "../../src/gradients/metric.ts";
import { hardwareEfficientAnsatz } from "../../src/quantum/hardware-efficient-ansatz.ts";
import { xxz } from "../../src/quantum/observables.ts";
import { randomPauliAnsatz } from "../../src/quantum/random-pauli-ansatz.ts";
import { optimizers } from "../../src/training/optimizers/index.ts";
import { advance } from "../../src/training/step.ts";
import { type TrainOptions, train } from "../../src/training/train.ts";

const circuit = hardwareEfficientAnsatz({ qubits: 2, layers: 2 });
const observable = xxz({ qubits: 2 });
const common: TrainOptions = { circuit, observable, targets: [-2, -8], steps: 30, samples: 2, eta: 0.01, measure: { theta: 1 } };
const width = circuit.parameters;

/** The angles of every row of a column, from a rule that is given ∇L and the angles. */
function follow(start: Float64Array, target: number, steps: number, rule: (g: number[], t: number, theta: number[]) => number[]): number[][] {
  const simulator = engineNamed("reference").load(circuit, observable);
  const rows = [[...start]];
  for (let t = 0; t < steps; t++) {
    const theta = rows[t];
    const { expectation, gradient } = simulator.gradient(Float64Array.from(theta));
    const g = [...gradient].map((value) => (expectation[0] - target) * value);
    const change = rule(g, t, theta);
    rows.push(theta.map((angle, l) => angle + change[l]));
  }
  return rows;
}

/** A rule written down from its formula. */
function ruleOf(name: string): (g: number[], t: number, theta: number[]) => number[] {
  const eta = 0.01;
  let v = new Array<number>(width).fill(0);
  let m = new Array<number>(width).fill(0);
  switch (name) {
    case "gd":
      return (g) => g.map((x) => -eta * x);
    case "momentum":
      return (g) => {
        v = v.map((x, l) => 0.9 * x + g[l]);
        return v.map((x) => -eta * x);
      };
    case "nesterov":
      return (g) => {
        v = v.map((x, l) => 0.9 * x + g[l]);
        return g.map((x, l) => -eta * (x + 0.9 * v[l]));
      };
    default:
      return (g, t) => {
        m = m.map((x, l) => 0.9 * x + 0.1 * g[l]);
        v = v.map((x, l) => 0.999 * x + 0.001 * g[l] ** 2);
        return m.map((x, l) => (-eta * x) / (1 - 0.9 ** (t + 1)) / (Math.sqrt(v[l] / (1 - 0.999 ** (t + 1))) + 1e-8));
      };
  }
}

describe.each(["reference", "wasm"] as const)("on engine %s", (name) => {
  const engine = engineNamed(name);

  it.each(["gd", "momentum", "nesterov", "adam"])("%s follows its rule from every start to every target, to 1e-10", (optimizer) => {
    const { record } = train({ ...common, engine, optimizer });
    const theta = record.measured.theta?.values as Float64Array;
    for (let column = 0; column < 4; column++) {
      const row = (t: number) => theta.subarray((column * 31 + t) * width, (column * 31 + t + 1) * width);
      const rows = follow(row(0), record.plan.targets[column], 30, ruleOf(optimizer));
      rows.forEach((angles, t) => {
        angles.forEach((angle, l) => {
          expect(Math.abs(row(t)[l] - angle)).toBeLessThan(1e-10);
        });
      });
    }
  });

  it.each([...optimizers.names])("%s: the same bits in one piece, in any pieces, and for any neighbours", (optimizer) => {
    const whole = train({ ...common, engine, optimizer });
    const simulator = engine.load(circuit, observable);
    let state = { row: 0, theta: train({ ...common, engine, steps: 0 }).state.theta };
    for (const count of [1, 4, 30]) ({ state } = advance(simulator, whole.record.plan, structuredClone(state), count));
    expect(state).toEqual(whole.state);
    // The first target alone.
    const alone = train({ ...common, engine, optimizer, targets: [-2] });
    if (optimizer !== "spsa") expect(alone.state.theta).toEqual(whole.state.theta.subarray(0, 2 * width));
  });

  it.each([...optimizers.names])("%s: K and μ are those of the gradient at the recorded angles", (optimizer) => {
    const { record } = train({ ...common, engine, optimizer, measure: { theta: 10, mu: 10 } });
    const simulator = engine.load(circuit, observable);
    const theta = record.measured.theta?.values as Float64Array;
    for (let column = 0; column < 4; column++) {
      const angles = theta.slice((column * 4 + 1) * width, (column * 4 + 2) * width);
      const { gradient } = simulator.gradient(angles);
      expect(record.kernel[column * 31 + 10]).toBeCloseTo(gradient.reduce((sum, g) => sum + g * g, 0), 12);
      const { product } = simulator.hessianVectorProduct(angles, gradient);
      expect(record.measured.mu?.values[column * 4 + 1]).toBeCloseTo(product.reduce((sum, h, l) => sum + h * gradient[l], 0), 10);
    }
  });
});

describe("the quantum natural gradient", () => {
  const start = train({ ...common, steps: 0 }).state.theta.slice(0, width);

  it("its metric is a quarter of the Fisher information, and of finite differences of the overlap", () => {
    const simulator = engineNamed("wasm").load(circuit, observable);
    const tangents = tangentVectors(simulator, start);
    const metric = fubiniStudyMetric(tangents, Array.from({ length: width }, (_, l) => l));
    const fisher = fisherEigenvalues(tangents);
    symmetricEigenvalues(metric, width).slice(-fisher.length).forEach((value, k) => {
      expect(4 * value).toBeCloseTo(fisher[k], 10);
    });
    // 1 - |<ψ(θ)|ψ(θ + h e_i + h e_j)>|² = Σ F h h to second order.
    const h = 1e-3;
    const moved = (i: number, j: number) => start.map((angle, l) => angle + (l === i ? h : 0) + (l === j ? h : 0));
    const infidelity = (other: Float64Array) => {
      const [a, b] = [simulator.finalStates(start), simulator.finalStates(other)];
      let [re, im] = [0, 0];
      for (let k = 0; k < a.re.length; k++) {
        re += a.re[k] * b.re[k] + a.im[k] * b.im[k];
        im += a.re[k] * b.im[k] - a.im[k] * b.re[k];
      }
      return 1 - re * re - im * im;
    };
    for (const [i, j] of [[0, 0], [1, 5], [2, 7]]) {
      const entries = i === j ? 4 * metric[i * width + i] : metric[i * width + i] + metric[j * width + j] + 2 * metric[i * width + j];
      expect(infidelity(moved(i, j)) / h ** 2).toBeCloseTo(entries, 3);
    }
  });

  it("a step lowers the loss as imaginary time does: K falls off with the gap alone, whatever the circuit", () => {
    // Deep enough for every direction: ε_r and K die as exp(-4 η R Δ t).
    const deep = randomPauliAnsatz({ qubits: 2, layers: 24, seed: 3 });
    const target = -10;
    const { record } = train({ circuit: deep, observable, targets: [target], samples: 2, steps: 400, eta: 2e-3, optimizer: "qng" });
    const [first, second] = symmetricEigenvalues(Float64Array.of(...denseOf()), 4);
    const rate = Math.log(record.kernel[300] / record.kernel[200]) / 100;
    expect(rate / (2 * Math.log(1 - 2 * 2e-3 * (first - target) * (second - first)))).toBeCloseTo(1, 3);
  });

  it("never a NaN: a circuit with more parameters than directions, idle ones included", () => {
    const idle = train({ ...common, optimizer: "qng", steps: 20, frozen: [] });
    expect(idle.state.theta.every(Number.isFinite)).toBe(true);
    expect(idle.record.events).toEqual([]);
  });

  it("block-diagonal: blocks are the rotations between two entangling layers", () => {
    expect(layersOfParameters(circuit)).toEqual([0, 0, 0, 0, 1, 1, 1, 1]);
    expect(layersOfParameters(randomPauliAnsatz({ qubits: 2, layers: 3, seed: 1 }))).toEqual([0, 1, 2]);
    const full = train({ ...common, optimizer: "qng", steps: 2 }).state.theta;
    const blocks = train({ ...common, optimizer: { name: "qng", metric: "block-diagonal" }, steps: 2 }).state.theta;
    expect(blocks).not.toEqual(full);
  });
});

/** The XXZ chain on two qubits as a matrix. */
function denseOf(): number[] {
  const simulator = engineNamed("reference").load(circuit, observable);
  void simulator;
  const [a, b] = [-2 - 4, 2];
  return [a, 0, 0, 0, 0, b, -2, 0, 0, -2, b, 0, 0, 0, 0, -2 + 4];
}
