/**
 * The softmax loss of several classes: its definition, derivatives, and training on it.
 */
import { describe, expect, it } from "vitest";
import { buildExperiment } from "../../src/experiment/build.ts";
import { parseExperiment } from "../../src/experiment/config.ts";
import { dataHessian } from "../../src/gradients/data-hessian.ts";
import { sweptDataOf } from "../../src/reports/data-kernel.ts";
import { accuracyOf, lossDerivatives } from "../../src/training/data-losses.ts";
import { lossNamed } from "../../src/training/losses.ts";
import { advance } from "../../src/training/step.ts";

const table = ["x,z,y", ...Array.from({ length: 6 }, (_, k) => `${Math.sin(5 * k)},${Math.cos(3 * k)},${k % 3}`)].join("\n");
const input = {
  ...{ ansatz: "hea", qubits: 2, layers: 2, data: "t.csv", encode: "ry", loss: "softmax", observable: "pauli" },
  ...{ pauli: "2*ZI; 2*IZ; 2*XX", eta: 0.1, steps: 4, samples: 2, seed: 3, measure: {} },
};
const arrays = { data: table };

/** -(1/N) Σ w ln p_y, written out. */
function lossByHand(expectation: Float64Array, weights = [1, 1, 1, 1, 1, 1]): number {
  const total = weights.reduce((sum, value) => sum + value, 0);
  return weights.reduce((sum, weight, a) => {
    const powers = [0, 1, 2].map((c) => Math.exp(expectation[a * 3 + c]));
    return sum - (weight / total) * Math.log(powers[a % 3] / powers.reduce((x, y) => x + y, 0));
  }, 0);
}

describe("softmax over three observables", () => {
  const weights = "1,2,1,0.5,1,1";
  const experiment = buildExperiment(parseExperiment({ ...input, weights }), arrays);
  const simulator = sweptDataOf(experiment, "reference");
  const { plan, parameters, theta } = experiment;
  const data = plan.data as NonNullable<typeof plan.data>;
  const own = theta.slice(0, parameters);
  const lossAt = (at: Float64Array) => lossByHand(simulator.expectation(at, 0, [0]), weights.split(",").map(Number));

  it("has three entries for each datum, 1 for its own class", () => {
    expect([data.count, data.classes, experiment.data?.problem.observables.length]).toEqual([18, 3, 18]);
    expect([...data.targets.subarray(0, 9)]).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 1]);
  });

  it("is trained by its gradient: central differences, 1e-8", () => {
    const { state } = advance(simulator, plan, { row: 0, theta }, 1);
    const h = 1e-5;
    own.forEach((angle, l) => {
      const moved = (by: number) => lossAt(own.map((each, k) => (k === l ? each + by : each)));
      expect(Math.abs(state.theta[l] - angle + (0.1 * (moved(h) - moved(-h))) / (2 * h))).toBeLessThan(1e-8);
    });
  });

  it("has the Hessian of central differences", () => {
    const { expectation, gradient } = simulator.gradient(own, 0, [0]);
    const column = { ...data, targets: data.targets.slice(0, 18) };
    const epsilon = expectation.map((value, k) => value - column.targets[k]);
    const all = Array.from({ length: parameters }, (_, l) => l);
    const derivatives = lossDerivatives(lossNamed("softmax"), column, epsilon);
    const circuit = experiment.circuit;
    const matrix = dataHessian(simulator, own, gradient, derivatives, all, circuit, 0);
    const h = 1e-3;
    for (const [l, m] of [
      [0, 0],
      [1, 5],
      [7, 3],
    ]) {
      const at = (a: number, b: number) => {
        const moved = own.slice();
        moved[l] += a * h;
        moved[m] += b * h;
        return lossAt(moved);
      };
      const found = (at(1, 1) - at(1, -1) - at(-1, 1) + at(-1, -1)) / (4 * h * h);
      expect(Math.abs(found - matrix[l * parameters + m])).toBeLessThan(1e-5);
    }
  });

  it("steps in mini-batches of whole data, and by SPSA, as the fast engine does", () => {
    for (const more of [{ batch: 2 }, { optimizer: "spsa" }, { optimizer: "qng", damping: 0.1, batch: 3 }]) {
      const other = buildExperiment(parseExperiment({ ...input, ...more }), arrays);
      const [slow, fast] = (["reference", "wasm"] as const).map(
        (engine) => advance(sweptDataOf(other, engine), other.plan, { row: 0, theta: other.theta }, 4).state.theta,
      );
      slow.forEach((angle, k) => {
        expect(Math.abs(angle - fast[k])).toBeLessThan(1e-9);
      });
    }
  });
});

it("of two classes with opposite observables it is the cross entropy of the logistic function of their difference", () => {
  const one = { ...input, steps: 1, samples: 1 };
  const two = table.replaceAll(/,2$/gm, ",0");
  const softmax = buildExperiment(parseExperiment({ ...one, pauli: "-0.5*ZI; 0.5*ZI" }), { data: two });
  const logistic = buildExperiment(parseExperiment({ ...one, loss: "cross-entropy", pauli: "ZI" }), { data: two });
  const angles = [softmax, logistic].map(
    (experiment) => advance(sweptDataOf(experiment), experiment.plan, { row: 0, theta: experiment.theta }, 1).state.theta,
  );
  angles[0].forEach((angle, l) => {
    expect(Math.abs(angle - angles[1][l])).toBeLessThan(1e-12);
  });
});

it("accuracy counts data whose own class has the largest value", () => {
  const targets = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1);
  const values = [0.3, 0.2, 0.1, 0.5, 0.4, 0.1, -1, -1, -0.5];
  const epsilon = targets.map((target, k) => values[k] - target);
  expect(accuracyOf(targets, targets, epsilon, 3)).toBeCloseTo(2 / 3, 12);
});

it.each([
  [{ pauli: "ZI" }, table, /one for each class/],
  [{}, table.replace(/,2$/m, ",3"), /integers from 0 to 2, the classes of 3 observables/],
  [{ target: [1] }, table, /no target with loss softmax, but labels/],
  [{ batch: 7 }, table, /an integer from 1 to 6/],
])("%o is refused", (more, content, message) => {
  expect(() => buildExperiment(parseExperiment({ ...input, ...more }), { data: content })).toThrow(message);
});
