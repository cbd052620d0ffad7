/**
 * Training: rows, strides, losses, invariances, refused arguments, oscillation, and columns that end.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { engineNamed, resolveEngine } from "../../src/engine/engines.ts";
import { referenceEngine } from "../../src/engine/reference/reference-engine.ts";
import { wasmEngine } from "../../src/engine/wasm/wasm-engine.ts";
import { lossHessian } from "../../src/probes/loss-hessian.ts";
import { CircuitBuilder } from "../../src/quantum/circuit.ts";
import { hardwareEfficientAnsatz } from "../../src/quantum/hardware-efficient-ansatz.ts";
import { pauliSum, xxz } from "../../src/quantum/observables.ts";
import { randomPauliAnsatz } from "../../src/quantum/random-pauli-ansatz.ts";
import { initialAngles } from "../../src/quantum/streams/index.ts";
import { linearLoss, quadraticLoss } from "../../src/training/losses.ts";
import { isMeasured, measuredBefore, measuredSteps } from "../../src/training/plan.ts";
import { measuredOf, seriesOf } from "../../src/training/record.ts";
import type { TrainingSimulator, TrainingState } from "../../src/training/state.ts";
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
      expect(state).toMatchObject({ row: 13, theta: angles, events: [] });
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
      'loss is "quadratic"; allowed: quadraticLoss, linearLoss, or one of registerLoss.',
    ],
    ["a target outside an array", { targets: -3 as never }, "targets is -3; allowed: an array of targets."],
    [
      "an unknown quantity",
      { measure: { nu: 3 } as never },
      'measure is "nu"; allowed: mu, theta, hessian, test, kernel, gradient.',
    ],
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

describe("oscillation", () => {
  const fast = { circuit, observable, targets: [-1, -20], steps: 300, samples: 2, eta: 2 };

  it("a learning rate far above 2/K ends nothing: each sample is marked once, with the largest stable η", () => {
    const { record, state } = train(fast);
    expect([record.rows, state.row]).toEqual([301, 301]);
    const events = record.events ?? [];
    expect(events.map(({ column }) => column).sort()).toEqual([0, 1, 2, 3]);
    for (const { rule, ends, reason, step, column, largestStableEta } of events) {
      expect([rule, ends]).toEqual(["oscillating", false]);
      expect(reason).toMatch(/^the loss rose at \d+ of the last \d+ steps$/);
      // The curvature at the angles of that row, by the dense Hessian.
      const { state: there } = train({ ...fast, steps: step });
      const theta = there.theta.slice(column * circuit.parameters, (column + 1) * circuit.parameters);
      const simulator = engineNamed("reference").load(circuit, observable);
      const { values } = lossHessian(simulator, theta, { target: column < 2 ? -1 : -20, loss: quadraticLoss });
      expect((largestStableEta ?? 0) * values[values.length - 1]).toBeCloseTo(2, 6);
    }
    expect(seriesOf(record, "epsilon", 0).every(Number.isFinite)).toBe(true);
  });

  it("marks do not depend on which rows measure, on the engine's fused steps, or on where a run was stopped", () => {
    const whole = train(fast).record.events;
    expect(train({ ...fast, measure: { theta: 1 } }).record.events).toEqual(whole);
    const plan = { ...train(fast).record.plan };
    const simulator = engineNamed(resolveEngine("auto")).load(circuit, observable);
    let state: TrainingState = { row: 0, theta: train({ ...fast, steps: 0 }).state.theta };
    for (const count of [7, 1, 40, 300]) ({ state } = advance(simulator, plan, state, count));
    expect(state.events).toEqual(whole);
    expect(state.theta).toEqual(train(fast).state.theta);
  });

  it.each([
    ["frozen kernel", 0, 0.02, 600],
    ["critical", -6, 0.02, 600],
    ["frozen error", -12, 0.01, 600],
    ["oscillating but shrinking, 1 < ηK < 2", 0, 0.06, 600],
  ])("a run that converges is left alone: %s", (_, target, eta, steps) => {
    expect(train({ circuit, observable, targets: [target], steps, samples: 4, eta }).record.events).toEqual([]);
  });

  it.each([
    ["towards O_min", -6],
    ["towards the inside", 0],
    ["towards O_max", 10],
  ])("a linear-loss run that has converged to rounding is left alone: %s", (_, target) => {
    const { record } = train({ circuit, observable, targets: [target], steps: 12_000, samples: 2, eta: 0.05, loss: linearLoss });
    expect(record.events).toEqual([]);
    // It has converged to rounding, where ε jitters in its last digits.
    expect(record.kernel[record.plan.steps]).toBeLessThan(1e-24);
  });

  it("an oscillating linear-loss run is noticed", () => {
    const { record } = train({ circuit, observable, targets: [0], steps: 500, samples: 2, eta: 5, loss: linearLoss });
    expect(record.events?.[0].reason).toMatch(/^the loss rose at/);
  });
});

describe("columns that end", () => {
  const slow = { circuit, observable, samples: 2, eta: 0.02 };

  it("numbers that are no longer finite end their own sample and leave the others alone, to the last bit", () => {
    const inner = engineNamed(resolveEngine("auto")).load(circuit, observable);
    // A simulator that loses the third column at row 5.
    const simulator: TrainingSimulator = {
      circuit,
      hessianVectorProduct: (theta, vectors) => inner.hessianVectorProduct(theta, vectors),
      dispose() {},
      gradient(theta, row, columns = [0, 1, 2, 3]) {
        const { expectation, gradient } = inner.gradient(theta);
        return { expectation: expectation.map((value, c) => (row === 5 && columns[c] === 2 ? Number.NaN : value)), gradient };
      },
    };
    const options = { ...slow, targets: [-1, 3], steps: 40 };
    const { record, state } = train({ ...options, simulator });
    const whole = train({ ...options, measure: { theta: 1 } }).record;
    expect(record.events).toEqual([
      { column: 2, step: 5, rule: "not-finite", reason: "ε or K is not a finite number", ends: true },
    ]);
    for (const column of [0, 1, 3]) expect(seriesOf(record, "epsilon", column)).toEqual(seriesOf(whole, "epsilon", column));
    expect(seriesOf(record, "epsilon", 2)).toHaveLength(6);
    const width = circuit.parameters;
    const theta = (column: number, row: number) =>
      whole.measured.theta?.values.slice((column * 41 + row) * width, (column * 41 + row + 1) * width);
    expect(state.theta.slice(2 * width, 3 * width)).toEqual(theta(2, 5));
    expect(state.theta.slice(3 * width)).toEqual(theta(3, 40));
    expect([record.rows, state.row]).toEqual([41, 41]);
  });

  it.each(["reference", "wasm"] as const)("a step to angles that are not finite is not made: %s", (name) => {
    const { record, state } = train({ ...slow, engine: engineNamed(name), targets: [-1], steps: 20, samples: 1, eta: 1e308 });
    const [{ step, ...event }] = record.events ?? [];
    expect(event).toEqual({ column: 0, rule: "not-finite", reason: "the next angles are not finite numbers", ends: true });
    expect([record.rows, state.row]).toEqual([step + 1, step + 1]);
    expect(state.theta.every(Number.isFinite)).toBe(true);
    const [value] = engineNamed(name).load(circuit, observable).expectation(state.theta);
    expect(value + 1).toBe(record.epsilon[step]);
  });

  it("--stop-when diverged ends an oscillating sample, that sample alone, at its own row", () => {
    const options = { circuit, observable, targets: [-1, -20], steps: 300, samples: 2, eta: 2 };
    const marked = train(options).record.events ?? [];
    const { record, state } = train({ ...options, stopWhen: ["diverged"] });
    expect(record.events?.map(({ column, step }) => [column, step])).toEqual(marked.map(({ column, step }) => [column, step]));
    expect(record.events?.every(({ ends, rule }) => ends && rule === "diverged")).toBe(true);
    for (const { column, step } of marked) expect(seriesOf(record, "epsilon", column).length).toBe(step + 1);
    expect(record.rows).toBe(1 + Math.max(...marked.map(({ step }) => step)));
    expect(state.row).toBe(record.rows);
  });

  it.each(["reference", "wasm"] as const)(
    "rules end each sample at the first row that meets them, with the angles of that row: %s",
    (name) => {
      const engine = engineNamed(name);
      const options = { ...slow, engine, targets: [0, -12], steps: 400 };
      const whole = train({ ...options, measure: { theta: 1 } }).record;
      const rules = { "epsilon<1e-3": 1e-3, "residual<0.01": 0.01, "K<0.5": 0.5 };
      const values = {
        "epsilon<1e-3": (epsilon: number) => Math.abs(epsilon),
        "residual<0.01": (epsilon: number, _: number, target: number) => Math.abs(epsilon - (target < -6 ? -6 - target : 0)),
        "K<0.5": (_: number, kernel: number) => kernel,
      };
      for (const [rule, bound] of Object.entries(rules)) {
        const { record, state } = train({ ...options, stopWhen: [rule] });
        let ended = 0;
        for (let column = 0; column < 4; column++) {
          const epsilon = seriesOf(whole, "epsilon", column);
          const kernel = seriesOf(whole, "kernel", column);
          const value = values[rule as keyof typeof values];
          const first = epsilon.findIndex((e, t) => value(e, kernel[t], whole.plan.targets[column]) < bound);
          const rows = first < 0 ? 401 : first + 1;
          if (first >= 0) ended++;
          expect(seriesOf(record, "epsilon", column)).toEqual(epsilon.subarray(0, rows));
          const width = circuit.parameters;
          const at = (column * 401 + rows - 1) * width;
          expect(state.theta.slice(column * width, (column + 1) * width)).toEqual(
            whole.measured.theta?.values.slice(at, at + width),
          );
        }
        expect([rule, ended > 0]).toEqual([rule, true]);
      }
    },
  );

  it("plateau: the error has not moved for so many steps, and not a step before", () => {
    const options = { ...slow, targets: [-12], steps: 2000 };
    const { record } = train({ ...options, stopWhen: ["plateau:50:1e-4"] });
    const epsilon = seriesOf(train(options).record, "epsilon", 0);
    const still = (t: number) => {
      const some = epsilon.subarray(t - 50, t + 1);
      return Math.max(...some) - Math.min(...some) < 1e-4 * Math.abs(epsilon[t]);
    };
    const [first] = Array.from(epsilon.keys()).filter((t) => t >= 50 && still(t));
    expect(record.events?.find(({ column }) => column === 0)).toMatchObject({ rule: "plateau", step: first, ends: true });
  });

  it("a rule that there is not is refused, with those there are", () => {
    expect(() => train({ ...slow, targets: [0], steps: 1, stopWhen: ["soon"] })).toThrow(
      'stopWhen is "soon"; allowed: rules such as epsilon<1e-6, residual<1e-6, K<1e-6, plateau:100:0.000001, phase, diverged.',
    );
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
