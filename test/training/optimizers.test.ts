/**
 * Optimisers: each against its update rule written down again, on both engines, whatever the stops and threads; schedules; frozen angles.
 */
import { describe, expect, it } from "vitest";
import { range } from "../../src/base/arrays.ts";
import { engineNamed } from "../../src/engine/engines.ts";
import { hessian } from "../../src/gradients/hessian.ts";
import { fubiniStudyMetric, layersOfParameters } from "../../src/gradients/metric.ts";
import { fisherEigenvalues, tangentVectors } from "../../src/gradients/tangents.ts";
import type { ComplexMatrix } from "../../src/linalg/complex-matrix.ts";
import { symmetricEigenvalues } from "../../src/linalg/eigen.ts";
import type { Circuit, Operation, Rotation } from "../../src/quantum/circuit.ts";
import { hardwareEfficientAnsatz } from "../../src/quantum/hardware-efficient-ansatz.ts";
import { xxz } from "../../src/quantum/observables.ts";
import { randomPauliAnsatz } from "../../src/quantum/random-pauli-ansatz.ts";
import { eigensystem } from "../../src/quantum/spectrum.ts";
import { optimizers } from "../../src/training/optimizers/index.ts";
import { measuredOf, seriesOf } from "../../src/training/record.ts";
import { advance } from "../../src/training/step.ts";
import { type TrainOptions, train } from "../../src/training/train.ts";

const circuit = hardwareEfficientAnsatz({ qubits: 2, layers: 2 });
const observable = xxz({ qubits: 2 });
const common: TrainOptions = { circuit, observable, targets: [-2, -8], steps: 30, samples: 2, eta: 0.01, measure: { theta: 1 } };
const width = circuit.parameters;

/** ε and K of every row of a column, from a rule that is given ∇L. */
function follow(start: Float64Array, target: number, steps: number, rule: (g: number[], t: number) => number[]): number[][] {
  const simulator = engineNamed("reference").load(circuit, observable);
  let theta = [...start];
  return range(steps + 1).map((t) => {
    const { expectation, gradient } = simulator.gradient(Float64Array.from(theta));
    const epsilon = expectation[0] - target;
    const change = rule(
      [...gradient].map((value) => epsilon * value),
      t,
    );
    theta = theta.map((angle, l) => angle + change[l]);
    return [epsilon, gradient.reduce((sum, g) => sum + g * g, 0)];
  });
}

/** A rule written down from its formula. */
function ruleOf(name: string): (g: number[], t: number) => number[] {
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

  it.each(["gd", "momentum", "nesterov", "adam"])(
    "%s follows its rule from every start to every target, to 1e-10",
    (optimizer) => {
      const { record } = train({ ...common, engine, optimizer });
      const start = train({ ...common, steps: 0 }).state.theta;
      for (const column of range(4)) {
        const own = start.slice(column * width, (column + 1) * width);
        const rows = follow(own, record.plan.targets[column], 30, ruleOf(optimizer));
        rows.forEach(([epsilon, kernel], t) => {
          expect(Math.abs(record.epsilon[column * 31 + t] - epsilon)).toBeLessThan(1e-10);
          expect(Math.abs(record.kernel[column * 31 + t] - kernel)).toBeLessThan(1e-10);
        });
      }
    },
  );

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
      expect(record.kernel[column * 31 + 10]).toBeCloseTo(
        gradient.reduce((sum, g) => sum + g * g, 0),
        12,
      );
      const { product } = simulator.hessianVectorProduct(angles, gradient);
      expect(record.measured.mu?.values[column * 4 + 1]).toBeCloseTo(
        product.reduce((sum, h, l) => sum + h * gradient[l], 0),
        10,
      );
    }
  });
});

describe("the quantum natural gradient", () => {
  const start = train({ ...common, steps: 0 }).state.theta.slice(0, width);

  it("its metric is a quarter of the Fisher information, and of finite differences of the overlap", () => {
    const simulator = engineNamed("wasm").load(circuit, observable);
    const tangents = tangentVectors(simulator, start);
    const metric = fubiniStudyMetric(
      tangents,
      Array.from({ length: width }, (_, l) => l),
    );
    const fisher = fisherEigenvalues(tangents);
    symmetricEigenvalues(metric, width)
      .slice(-fisher.length)
      .forEach((value, k) => {
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
    for (const [i, j] of [
      [0, 0],
      [1, 5],
      [2, 7],
    ]) {
      const entries =
        i === j ? 4 * metric[i * width + i] : metric[i * width + i] + metric[j * width + j] + 2 * metric[i * width + j];
      expect(infidelity(moved(i, j)) / h ** 2).toBeCloseTo(entries, 3);
    }
  });

  it("late times: K dies by the gap of O alone, λ = 2 Δ, whatever the circuit", () => {
    // Deep enough for every direction; the discrete step is 1 - 2 η R Δ for an amplitude.
    const deep = randomPauliAnsatz({ qubits: 2, layers: 24, seed: 3 });
    const { values } = eigensystem(observable);
    const [end, next] = [values[0], values.find((value) => value > values[0] + 1e-9) as number];
    const eta = 2e-3;
    const options = { circuit: deep, observable, samples: 2, steps: 300, eta, optimizer: "qng" };
    const { record } = train({ ...options, targets: [end - 4] });
    for (const column of [0, 1]) {
      const kernel = seriesOf(record, "kernel", column);
      const rate = Math.log(kernel[250] / kernel[150]) / 100;
      expect(rate / (2 * Math.log(1 - 2 * eta * 4 * (next - end)))).toBeCloseTo(1, 2);
    }
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

describe("schedules", () => {
  it.each([
    ["constant", (_: number) => 1],
    ["1/t:10", (t: number) => 1 / (1 + t / 10)],
    ["cosine:20", (t: number) => (t < 20 ? (1 + Math.cos((Math.PI * t) / 20)) / 2 : 0)],
    ["table:5=0.5,12=0.1", (t: number) => (t < 5 ? 1 : t < 12 ? 0.5 : 0.1)],
  ])("%s: the steps of gradient descent with that learning rate", (schedule, factor) => {
    const { record } = train({ ...common, schedule });
    const start = train({ ...common, steps: 0 }).state.theta;
    const rows = follow(start.slice(0, width), -2, 30, (g, t) => g.map((x) => -0.01 * factor(t) * x));
    rows.forEach(([epsilon], t) => {
      expect(Math.abs(record.epsilon[t] - epsilon)).toBeLessThan(1e-12);
    });
  });

  it("cosine without a length ends with the run", () => {
    expect(train({ ...common, schedule: "cosine" }).record.plan.schedule).toBe("cosine:30");
    expect(() => train({ ...common, schedule: "linear" })).toThrow(
      'schedule is "linear"; allowed: a schedule such as constant, 1/t:100, cosine:2000, table:500=0.1,1000=0.01.',
    );
  });
});

describe("frozen angles", () => {
  const frozen = [0, 1, 3, 6];
  const trained = range(width).filter((l) => !frozen.includes(l));

  it.each([...optimizers.names])("%s: frozen angles stay, K, μ and the Hessian are over the others", (optimizer) => {
    const { record, state } = train({ ...common, optimizer, frozen, measure: { theta: 15, mu: 15, hessian: 15 } });
    const start = train({ ...common, steps: 0 }).state.theta;
    const simulator = engineNamed("reference").load(circuit, observable);
    for (const column of range(4)) {
      for (const l of frozen) expect(state.theta[column * width + l]).toBe(start[column * width + l]);
      // Some have no gradient: rotations about Z before anything else.
      expect(trained.filter((l) => state.theta[column * width + l] !== start[column * width + l]).length).toBeGreaterThan(2);
      const theta = record.measured.theta?.values.slice((column * 3 + 1) * width, (column * 3 + 2) * width) as Float64Array;
      const { gradient } = simulator.gradient(theta);
      const second = hessian(simulator, theta);
      const epsilon = record.epsilon[column * 31 + 15];
      expect(record.kernel[column * 31 + 15]).toBeCloseTo(
        trained.reduce((sum, l) => sum + gradient[l] ** 2, 0),
        12,
      );
      const mu = trained.reduce(
        (sum, l) => sum + trained.reduce((part, m) => part + gradient[l] * second[l * width + m] * gradient[m], 0),
        0,
      );
      expect(measuredOf(record, "mu", column)?.values[1]).toBeCloseTo(mu, 10);
      const matrix = Float64Array.from(
        trained.flatMap((l) => trained.map((m) => gradient[l] * gradient[m] + epsilon * second[l * width + m])),
      );
      const series = record.measured.hessian;
      expect(series?.width).toBe(trained.length);
      const at = (column * 3 + 1) * trained.length;
      symmetricEigenvalues(matrix, trained.length).forEach((value, k) => {
        expect(series?.values[at + k]).toBeCloseTo(value, 10);
      });
    }
  });

  it("training a part is training a smaller circuit whose other rotations are fixed numbers", () => {
    const start = train({ ...common, samples: 1, steps: 0 }).state.theta.slice(0, width);
    const whole = train({ ...common, samples: 1, targets: [-8], frozen });
    // The same circuit with matrices in place of the frozen rotations.
    const operations = circuit.operations.map((operation): Operation => {
      if (operation.kind !== "rotation") return operation;
      const { parameter } = operation;
      if (trained.includes(parameter)) return { ...operation, parameter: trained.indexOf(parameter) };
      return { kind: "dense", matrix: rotationMatrix(operation, start[parameter]), qubits: [0, 1] };
    });
    const smaller: Circuit = { qubits: 2, parameters: trained.length, operations };
    const own = train({
      ...common,
      circuit: smaller,
      samples: 1,
      targets: [-8],
      initialAngles: Float64Array.from(trained, (l) => start[l]),
    });
    own.record.epsilon.forEach((value, t) => {
      expect(Math.abs(value - whole.record.epsilon[t])).toBeLessThan(1e-12);
      expect(Math.abs(own.record.kernel[t] - whole.record.kernel[t])).toBeLessThan(1e-11);
    });
  });

  it("a parameter that there is not, or all of them, are refused", () => {
    expect(() => train({ ...common, frozen: [8] })).toThrow("frozen[0] is 8; allowed: an integer from 0 to 7.");
    expect(() => train({ ...common, frozen: range(8) })).toThrow(
      "frozen is all 8 parameters; allowed: at least one parameter that is trained.",
    );
  });
});

/** exp(-i θ P/2) = cos(θ/2) - i sin(θ/2) P on two qubits, column by column from the action of P. */
function rotationMatrix({ pauli: { x, z } }: Rotation, theta: number): ComplexMatrix {
  const [re, im] = [new Float64Array(16), new Float64Array(16)];
  for (let b = 0; b < 4; b++) {
    re[b * 5] += Math.cos(theta / 2);
    // X^x Z^z with a factor i for each Y: P|b> = i^{|x & z|} (-1)^{|b & z|} |b ^ x>.
    const sign = bits(b & z) % 2 === 0 ? 1 : -1;
    const row = b ^ x;
    const amplitude = -Math.sin(theta / 2) * sign;
    // -i sin · i^k
    const k = (bits(x & z) + 1) % 4;
    if (k === 0) re[row * 4 + b] += amplitude;
    if (k === 1) im[row * 4 + b] += amplitude;
    if (k === 2) re[row * 4 + b] -= amplitude;
    if (k === 3) im[row * 4 + b] -= amplitude;
  }
  return { rows: 4, columns: 4, re, im };
}

function bits(word: number): number {
  return [0, 1].reduce((sum, k) => sum + ((word >> k) & 1), 0);
}
