/**
 * Training: rows, strides, losses, invariances, refused arguments, and divergence.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { referenceEngine } from "../../src/engine/reference/reference-engine.ts";
import { wasmEngine } from "../../src/engine/wasm/wasm-engine.ts";
import { CircuitBuilder } from "../../src/quantum/circuit.ts";
import { hardwareEfficientAnsatz } from "../../src/quantum/hardware-efficient-ansatz.ts";
import { pauliSum, xxz } from "../../src/quantum/observables.ts";
import { randomPauliAnsatz } from "../../src/quantum/random-pauli-ansatz.ts";
import { initialAngles } from "../../src/quantum/streams.ts";
import { linearLoss, quadraticLoss } from "../../src/training/losses.ts";
import { isMeasured, measuredBefore, measuredSteps } from "../../src/training/plan.ts";
import { measuredOf, seriesOf } from "../../src/training/record.ts";
import { advance, step } from "../../src/training/step.ts";
import { train } from "../../src/training/train.ts";

const circuit = randomPauliAnsatz({ qubits: 2, layers: 6, seed: 1 });
const observable = xxz({ qubits: 2 });

describe("rows", () => {
  it.each([referenceEngine, wasmEngine])(
    "row t belongs to the parameters before update t: replayed by hand, bit for bit ($name)",
    (engine) => {
      const eta = 0.01;
      const target = -5;
      const { record, state } = train({
        circuit,
        observable,
        targets: [target],
        steps: 12,
        samples: 2,
        eta,
        measure: { theta: 1, mu: 5 },
        engine,
      });
      const simulator = engine.load(circuit, observable);
      const angles = initialAngles({ samples: 2, parameters: 6 });
      for (let t = 0; t <= 12; t++) {
        const { expectation, gradient } = simulator.gradient(angles);
        for (let c = 0; c < 2; c++) {
          const g = gradient.slice(6 * c, 6 * c + 6);
          expect(seriesOf(record, "epsilon", c)[t]).toBe(expectation[c] - target);
          expect(seriesOf(record, "kernel", c)[t]).toBe(g.reduce((sum, x) => sum + x * x, 0));
          const thetas = record.measured.theta?.values.slice((c * 13 + t) * 6, (c * 13 + t + 1) * 6);
          expect(thetas).toEqual(angles.slice(6 * c, 6 * c + 6));
          if (t < 12) for (let l = 0; l < 6; l++) angles[6 * c + l] -= eta * (expectation[c] - target) * g[l];
        }
      }
      expect(state).toEqual({ row: 13, theta: angles });
      expect(record.rows).toBe(13);
      expect([...(measuredOf(record, "mu", 0)?.steps ?? [])]).toEqual([0, 5, 10, 12]);
    },
  );

  it("step is pure: the state it is given stays as it was", () => {
    const simulator = referenceEngine.load(circuit, observable);
    const plan = { loss: "quadratic" as const, eta: 0.1, steps: 5, targets: Float64Array.of(-1), measure: {} };
    const state = { row: 0, theta: initialAngles({ samples: 1, parameters: 6 }) };
    const before = state.theta.slice();
    const first = step(simulator, plan, state);
    expect(state.theta).toEqual(before);
    expect(step(simulator, plan, state)).toEqual(first);
    expect(first.state.row).toBe(1);
  });

  it("blocks of any length give the same rows", () => {
    const simulator = referenceEngine.load(circuit, observable);
    const plan = { loss: "quadratic" as const, eta: 0.01, steps: 20, targets: Float64Array.of(-6, -2), measure: { mu: 4 } };
    const start = { row: 0, theta: initialAngles({ samples: 2, parameters: 6 }) };
    const whole = advance(simulator, plan, start, 100);
    const rows = [];
    for (let state = start; state.row <= plan.steps; ) {
      const part = advance(simulator, plan, state, 3);
      rows.push(...part.block.rows);
      state = part.state as typeof start;
    }
    expect(rows).toEqual(whole.block.rows);
    expect(rows).toHaveLength(21);
  });

  it("strides: multiples, then the last row; the place of a row is the number of measured rows before it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 100 }), (stride, steps) => {
        const measured = Array.from({ length: steps + 1 }, (_, t) => t).filter((t) => isMeasured(t, stride, steps));
        expect([...measuredSteps(stride, steps)]).toEqual(measured);
        for (let row = 0; row <= steps + 1; row++)
          expect(measuredBefore(row, stride, steps)).toBe(measured.filter((t) => t < row).length);
      }),
      { seed: 31 },
    );
  });
});

describe("losses", () => {
  it("linear and quadratic updates differ by the factor ε, to 1e-15", () => {
    const options = { circuit, observable, targets: [-3], steps: 1, samples: 1, eta: 0.02 };
    const start = initialAngles({ samples: 1, parameters: 6 });
    const quadratic = train({ ...options, loss: quadraticLoss });
    const linear = train({ ...options, loss: linearLoss });
    const epsilon = quadratic.record.epsilon[0];
    for (let l = 0; l < 6; l++)
      expect(Math.abs(quadratic.state.theta[l] - start[l] - epsilon * (linear.state.theta[l] - start[l]))).toBeLessThan(1e-15);
    expect([quadraticLoss.value(-3), quadraticLoss.slope(-3), linearLoss.value(-3), linearLoss.slope(-3)]).toEqual([
      4.5, -3, -3, 1,
    ]);
  });

  it("ε and K are blind to O -> O + c, O0 -> O0 + c, to 1e-12 over 50 steps", () => {
    const options = { circuit: hardwareEfficientAnsatz({ qubits: 2, layers: 2 }), steps: 50, samples: 3, eta: 0.01 };
    const plain = train({ ...options, observable: pauliSum("XX - 0.5*ZI + 0.25*YY"), targets: [-2] }).record;
    const moved = train({ ...options, observable: pauliSum("XX - 0.5*ZI + 0.25*YY + 8*II"), targets: [6] }).record;
    for (let k = 0; k < plain.epsilon.length; k++) {
      expect(Math.abs(plain.epsilon[k] - moved.epsilon[k])).toBeLessThan(1e-12);
      expect(Math.abs(plain.kernel[k] - moved.kernel[k])).toBeLessThan(1e-12);
    }
  });

  it("the linear loss does not depend on the target but for the zero of ε", () => {
    const { record } = train({ circuit, observable, targets: [0, -4], steps: 10, loss: linearLoss, eta: 0.02 });
    expect(seriesOf(record, "kernel", 0)).toEqual(seriesOf(record, "kernel", 1));
    expect(seriesOf(record, "epsilon", 1)[10] - seriesOf(record, "epsilon", 0)[10]).toBeCloseTo(4, 14);
  });
});

describe("batches", () => {
  it("targets x samples in one batch = each on its own, bit for bit", () => {
    const options = { circuit, observable, steps: 8, eta: 0.01, measure: { mu: 4, hessian: 8 } };
    const together = train({ ...options, targets: [-6, 0, 3], samples: 3 }).record;
    for (const [k, target] of [-6, 0, 3].entries()) {
      const alone = train({ ...options, targets: [target], samples: 3 }).record;
      for (let s = 0; s < 3; s++) {
        expect(seriesOf(together, "epsilon", 3 * k + s)).toEqual(seriesOf(alone, "epsilon", s));
        expect(measuredOf(together, "mu", 3 * k + s)).toEqual(measuredOf(alone, "mu", s));
      }
    }
    expect(together.measured.hessian?.values).toHaveLength(9 * 2 * 6);
  });

  it("a target may be given for each sample", () => {
    const { record } = train({ circuit, observable, targets: [[-1, -2]], samples: 2, steps: 0 });
    expect(record.epsilon[0]).toBe(train({ circuit, observable, targets: [-1], steps: 0 }).record.epsilon[0]);
    expect([...record.plan.targets]).toEqual([-1, -2]);
    expect(() => train({ circuit, observable, targets: [[-1, -2, -3]], samples: 2, steps: 0 })).toThrow(
      "targets[0] is of 3 entries; allowed: exactly 2 entries.",
    );
  });
});

describe("what is refused", () => {
  it.each([
    ["η = 0", { eta: 0 }, "eta is 0; allowed: a finite number greater than 0."],
    ["η < 0", { eta: -1 }, "eta is -1"],
    ["η NaN", { eta: Number.NaN }, "eta is NaN"],
    ["a target that is NaN", { targets: [Number.NaN] }, "target is NaN; allowed: a finite number."],
    ["no target", { targets: [] }, "target is missing; allowed: at least one target."],
    ["half a step", { steps: 0.5 }, "steps is 0.5"],
    ["no sample", { samples: 0 }, "samples is 0"],
    [
      "a loss that is none of the two",
      { loss: { ...quadraticLoss } },
      'loss is "quadratic"; allowed: quadraticLoss or linearLoss.',
    ],
    ["a target outside an array", { targets: -3 as never }, "targets is -3; allowed: an array of targets."],
    ["an unknown quantity", { measure: { nu: 3 } as never }, 'measure is "nu"; allowed: mu, theta, hessian.'],
    ["a stride of 0", { measure: { mu: 0 } }, "measure mu is 0; allowed: an integer of at least 1."],
    [
      "angles of another shape",
      { initialAngles: new Float64Array(5) },
      "initialAngles is of 5 entries; allowed: exactly 6 entries.",
    ],
    [
      "angles that are not finite",
      { initialAngles: new Float64Array(6).fill(Number.POSITIVE_INFINITY) },
      "initialAngles[0] is Infinity",
    ],
  ])("%s", (_, change, message) => {
    expect(() => train({ circuit, observable, targets: [-1], steps: 1, ...change })).toThrow(message);
  });
});

describe("divergence", () => {
  it("a learning rate far above 2/K: stops with step, column and reason, and keeps what is recorded", () => {
    const { record, divergence } = train({ circuit, observable, targets: [-1, -20], steps: 2000, samples: 2, eta: 2 });
    expect(divergence).toBeDefined();
    expect(divergence?.reason).toMatch(/^rose at \d+ of the last \d+ steps$/);
    expect(record.rows).toBe((divergence?.step ?? 0) + 1);
    expect(record.rows).toBeLessThan(500);
    expect(seriesOf(record, "epsilon", 0).every(Number.isFinite)).toBe(true);
    // Nothing is left of the rows computed beyond it.
    expect(record.epsilon.slice(record.rows, record.plan.steps + 1).every(Number.isNaN)).toBe(true);
  });

  it("numbers that are no longer finite: stops at that step", () => {
    const { record, divergence } = train({ circuit, observable, targets: [-1], steps: 20, eta: 1e308 });
    expect(divergence?.reason).toBe("is not a finite number");
    expect(record.rows).toBe((divergence?.step ?? 0) + 1);
  });

  it.each([
    ["frozen kernel", 0, 0.02, 600],
    ["critical", -6, 0.02, 600],
    ["frozen error", -12, 0.01, 600],
    ["oscillating but shrinking, 1 < ηK < 2", 0, 0.06, 600],
  ])("a run that converges is left alone: %s", (_, target, eta, steps) => {
    expect(train({ circuit, observable, targets: [target], steps, samples: 4, eta }).divergence).toBeUndefined();
  });

  it.each([
    ["towards O_min", -6],
    ["towards the inside", 0],
    ["towards O_max", 10],
  ])("a linear-loss run that has converged to rounding is left alone: %s", (_, target) => {
    const { record, divergence } = train({
      circuit,
      observable,
      targets: [target],
      steps: 12_000,
      samples: 2,
      eta: 0.05,
      loss: linearLoss,
    });
    expect(divergence).toBeUndefined();
    // It has converged to rounding, where ε jitters in its last digits.
    expect(record.kernel[record.plan.steps]).toBeLessThan(1e-24);
  });

  it("a diverging linear-loss run is noticed", () => {
    expect(
      train({ circuit, observable, targets: [0], steps: 500, samples: 2, eta: 5, loss: linearLoss }).divergence?.reason,
    ).toMatch(/^rose at/);
  });

  it("onProgress may end a run early", () => {
    const { record } = train({ circuit, observable, targets: [0], steps: 1000, onProgress: (rows) => rows < 100 });
    expect(record.rows).toBe(128);
  });
});

describe("users' own circuits", () => {
  it("a one-qubit rotation towards its ground state: ε = cos θ + 1 follows gradient descent in closed form", () => {
    const single = new CircuitBuilder(1).ry(0).build();
    const { record } = train({
      circuit: single,
      observable: pauliSum("Z"),
      targets: [-1],
      steps: 3,
      eta: 0.1,
      initialAngles: Float64Array.of(1),
    });
    let theta = 1;
    for (let t = 0; t <= 3; t++) {
      expect(record.epsilon[t]).toBeCloseTo(Math.cos(theta) + 1, 13);
      expect(record.kernel[t]).toBeCloseTo(Math.sin(theta) ** 2, 13);
      theta += 0.1 * (Math.cos(theta) + 1) * Math.sin(theta);
    }
  });
});
