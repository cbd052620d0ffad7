/**
 * Optimisers as rules alone, without circuits: what they make of a gradient, and the late-time theory of each from its own linear map.
 */
import { describe, expect, it } from "vitest";
import { range } from "../../src/base/arrays.ts";
import type { FieldValues } from "../../src/base/fields.ts";
import { CounterStream } from "../../src/base/random/counter-stream.ts";
import { optimizers } from "../../src/training/optimizers/index.ts";
import type { OptimizerDefinition, OptimizerState, UpdateContext } from "../../src/training/optimizers/optimizer.ts";

const named = (name: string) => optimizers.get(name) as OptimizerDefinition;

/** The context of a step of one column; what a rule should not ask for is an error. */
function contextOf(parameters: number, eta: number, given: Partial<UpdateContext> = {}): UpdateContext {
  return {
    columns: 1,
    parameters,
    row: 0,
    eta,
    theta: new Float64Array(parameters),
    expectationGradient: new Float64Array(parameters),
    slopes: new Float64Array([1]),
    trained: range(parameters),
    losses: () => expect.unreachable("the rule asks for losses"),
    metric: () => expect.unreachable("the rule asks for the metric"),
    stream: () => expect.unreachable("the rule asks for random numbers"),
    ...given,
  };
}

/** The largest |eigenvalue| of the linear map (x, v) -> (x, v) that a rule makes of the loss h x²/2. */
function spectralRadius(name: string, fields: FieldValues, h: number, eta: number): number {
  const rule = named(name);
  const map = (x: number, v: number): [number, number] => {
    const gradient = new Float64Array([h * x]);
    const empty = rule.init({ columns: 1, parameters: 1 }, fields);
    const state: OptimizerState = "velocity" in empty ? { velocity: new Float64Array([v]) } : empty;
    const context = contextOf(1, eta, { theta: new Float64Array([x]), expectationGradient: gradient });
    const made = rule.update(gradient, state, context, fields);
    return [x + made.updates[0], made.state.velocity?.[0] ?? 0];
  };
  const [[a, c], [b, d]] = [map(1, 0), map(0, 1)];
  const [half, determinant] = [(a + d) / 2, a * d - b * c];
  const discriminant = half * half - determinant;
  return discriminant < 0 ? Math.sqrt(determinant) : Math.abs(half) + Math.sqrt(discriminant);
}

describe("the late-time rate", () => {
  const cases: [string, FieldValues][] = [
    ["gd", {}],
    ["momentum", { momentum: 0.9 }],
    ["momentum", { momentum: 0.3 }],
    ["momentum", { momentum: 0 }],
    ["nesterov", { momentum: 0.9 }],
    ["nesterov", { momentum: 0.3 }],
  ];

  it.each(cases)("of %s with %o is that of its own linear map, overdamped and oscillating", (name, fields) => {
    for (const h of [0.02, 0.5, 3, 40]) {
      for (const eta of [1e-3, 0.02, 0.03])
        expect(named(name).theory?.rate(h, eta, fields)).toBeCloseTo(Math.log(spectralRadius(name, fields, h, eta)), 10);
    }
  });

  it.each(cases)("of %s with %o: its largest stable η is where that map begins to grow", (name, fields) => {
    for (const h of [0.5, 40]) {
      const largest = named(name).theory?.stableEta(h, fields) as number;
      expect(spectralRadius(name, fields, h, largest)).toBeCloseTo(1, 10);
      expect(spectralRadius(name, fields, h, 0.98 * largest)).toBeLessThan(1);
      expect(spectralRadius(name, fields, h, 1.02 * largest)).toBeGreaterThan(1);
    }
  });
});

describe("the natural gradient", () => {
  const F = [2, 0.5, 0.3, 0.5, 1, -0.2, 0.3, -0.2, 0.7];
  const gradient = new Float64Array([1, -2, 0.5]);
  const stepOf = (damping: number, metric: string, matrix = F, layers = [0, 0, 1]) =>
    named("qng").update(gradient, {}, contextOf(3, 0.1, { metric: () => ({ matrix: Float64Array.from(matrix), layers }) }), {
      damping,
      metric,
    }).updates;
  /** (F + δ 1) times what was added to the angles, over -η, which should be the gradient; entries between layers left out where there are any. */
  const image = (updates: Float64Array, damping: number, matrix: number[], joined: (i: number, j: number) => boolean) =>
    range(3).map((i) =>
      range(3).reduce(
        (sum, j) => sum + (joined(i, j) ? matrix[3 * i + j] + (i === j ? damping : 0) : 0) * (updates[j] / -0.1),
        0,
      ),
    );

  it.each([0, 0.1, 3])("solves (F + δ) x = g at δ = %f, in full and layer by layer", (damping) => {
    for (const [metric, joined] of [
      ["full", () => true],
      ["block-diagonal", (i: number, j: number) => i < 2 === j < 2],
    ] as const) {
      const back = image(stepOf(damping, metric), damping, F, joined);
      back.forEach((value, i) => {
        expect(value).toBeCloseTo(gradient[i], 12);
      });
    }
  });

  it("divides by the diagonal where every angle has a layer to itself", () => {
    const alone = stepOf(0.1, "block-diagonal", F, [0, 1, 2]);
    const back = image(alone, 0.1, F, (i, j) => i === j);
    back.forEach((value, i) => {
      expect(value).toBeCloseTo(gradient[i], 12);
    });
  });

  it("leaves directions alone that do not move the state, and divides by δ in the others", () => {
    // F = u uᵀ with u = (1, 2, 2)/3, and a second eigenvalue about the limit of 1e-10 of the largest.
    const u = [1 / 3, 2 / 3, 2 / 3];
    const w = [2 / 3, 1 / 3, -2 / 3];
    const along = (v: number[], updates: ArrayLike<number>) => v.reduce((sum, value, i) => sum + value * updates[i], 0);
    const withSecond = (second: number) =>
      range(9).map((k) => u[Math.floor(k / 3)] * u[k % 3] + second * w[Math.floor(k / 3)] * w[k % 3]);
    const left = stepOf(0, "full", withSecond(1e-12));
    expect(along(u, left)).toBeCloseTo(-0.1 * along(u, gradient), 12);
    expect(along(w, left)).toBeCloseTo(0, 12);
    const larger = stepOf(
      0,
      "full",
      withSecond(1e-12).map((entry) => 1e3 * entry),
    );
    expect(along(w, larger)).toBeCloseTo(0, 12);
    const kept = stepOf(0, "full", withSecond(1e-8));
    expect(along(w, kept) / (-0.1 * along(w, gradient) * 1e8)).toBeCloseTo(1, 6);
    expect(stepOf(0, "full", new Array(9).fill(0)).every((step) => step === 0)).toBe(true);
    // A metric with an eigenvalue of -δ, which has no Cholesky factor: that direction is left alone as well.
    const negative = stepOf(0.5, "full", withSecond(-0.5));
    expect(along(u, negative)).toBeCloseTo((-0.1 * along(u, gradient)) / 1.5, 12);
    expect(along(w, negative)).toBeCloseTo(0, 12);
  });

  it("follows imaginary time with the whole metric and no damping", () => {
    const exact = (damping: number, metric: string) => named("qng").imaginaryTime?.({ damping, metric });
    expect([exact(0, "full"), exact(0.1, "full"), exact(0, "block-diagonal"), exact(0.1, "block-diagonal")]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});

describe("simultaneous perturbation", () => {
  const slope = [3, -1, 0.5, 2];
  const parameters = slope.length;
  /** One step on the loss slope·θ; the angles at which it asked for losses. */
  function stepOf(row: number, seed: number, trained = range(parameters)) {
    const asked: Float64Array[] = [];
    const losses = (theta: Float64Array, which: number) => {
      expect(which).toBe(asked.length);
      asked.push(theta);
      return Float64Array.of(theta.reduce((sum, angle, l) => sum + slope[l] * angle, 0));
    };
    const stream = (column: number, chosen: number) => new CounterStream(chosen, `column ${column}`, row);
    const context = contextOf(parameters, 0.1, { row, losses, stream, trained, theta: Float64Array.of(1, 2, 3, 4) });
    const { updates } = named("spsa").update(new Float64Array(parameters), {}, context, {
      perturbation: 0.2,
      perturbationSeed: seed,
    });
    return { updates, asked };
  }

  it.each([0, 9, 400])("asks on both sides of the angles at step %i, at c / (t + 1)^0.101", (row) => {
    const size = 0.2 * Math.exp(-0.101 * Math.log(row + 1));
    const { asked } = stepOf(row, 5);
    for (const [l, angle] of [1, 2, 3, 4].entries()) {
      expect(asked[0][l] + asked[1][l]).toBeCloseTo(2 * angle, 12);
      expect(Math.abs(asked[0][l] - angle)).toBeCloseTo(size, 12);
    }
  });

  it("steps along signs that are as often up as down, independent of one another, and is right on average", () => {
    const draws = 4000;
    const steps = range(draws).map((row) => stepOf(row, 7));
    const signs = steps.map(({ asked }) => [...asked[0]].map((angle, l) => Math.sign(angle - (l + 1))));
    const sigma = 1 / Math.sqrt(draws);
    for (let l = 0; l < parameters; l++) {
      expect(Math.abs(signs.reduce((sum, row) => sum + row[l], 0) / draws)).toBeLessThan(4 * sigma);
      for (let k = 0; k < l; k++)
        expect(Math.abs(signs.reduce((sum, row) => sum + row[k] * row[l], 0) / draws)).toBeLessThan(4 * sigma);
    }
    // E[update] = -η ∇L, with the spread of the other slopes.
    for (let l = 0; l < parameters; l++) {
      const spread = Math.hypot(...slope.filter((_, k) => k !== l));
      const mean = steps.reduce((sum, { updates }) => sum + updates[l], 0) / draws;
      expect(Math.abs(mean / -0.1 - slope[l])).toBeLessThan(4 * spread * sigma);
    }
  });

  it("moves trained angles alone, and other directions with another seed", () => {
    const { updates, asked } = stepOf(0, 5, [1, 3]);
    expect([updates[0], updates[2]].map(Math.abs)).toEqual([0, 0]);
    expect([asked[0][0], asked[0][2]]).toEqual([1, 3]);
    expect(Math.abs(updates[1])).toBeGreaterThan(0);
    const directions = (seed: number) => range(20).map((row) => stepOf(row, seed).updates.map(Math.sign).join());
    expect(directions(5)).not.toEqual(directions(6));
  });
});
