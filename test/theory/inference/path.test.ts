/**
 * The path behind curves of ε: its law and one step by hand, curves made without noise, units and shifts of <O>, priors, and what would decide.
 */
import { describe, expect, it } from "vitest";
import { mean, range, standardDeviation } from "../../../src/base/arrays.ts";
import { CounterStream } from "../../../src/base/random/counter-stream.ts";
import { inferPath, type PathCurve, pathPower } from "../../../src/theory/inference/index.ts";
import { descent, fitAt, kernelAt, pathData, profileOf, wayOf } from "../../../src/theory/inference/path-model.ts";
import { expectGradient } from "../../support/derivative-checker.ts";

const eta = 1e-3;
const PHASES = ["frozen-kernel", "critical", "frozen-error"] as const;

/** ε of gradient descent along K = 2λ(<O> - E), λ = 12 and E = -11, without noise. */
function curveOf(target: number, { rows = 50, error = 0.05, start = 2 } = {}): PathCurve {
  let height = start;
  const epsilon = range(rows).map(() => {
    const seen = height - target;
    const h = eta * (height - target);
    const kernel = 24 * (height + 11);
    height -= h * kernel - (h * h * kernel * 24) / 4;
    return seen;
  });
  return { target, epsilon, error };
}

describe("the law of a path", () => {
  // E, a, the bend and a number that the softness follows, next to nothing where it is far below zero.
  const straight = [-3, 8, 0, -1e6];

  it("is a line of slope a = 2λ, which bends by its share over 0.4 of the way", () => {
    expect(kernelAt(straight, 2, 10).kernel).toBeCloseTo(40, 6);
    expect(kernelAt(straight, 2, 10).derivative).toBeCloseTo(8, 6);
    expect(kernelAt(straight, -3, 10).kernel).toBe(0);
    // Four beyond the end: 0.4 of a way of ten.
    expect(kernelAt([-3, 8, 0.5, -1e6], 1, 10).kernel).toBeCloseTo(8 * 4 * 1.5, 6);
    expect(kernelAt([-3, 8, -0.25, -1e6], 1, 10).kernel).toBeCloseTo(8 * 4 * 0.75, 6);
    // On the other side the line goes through zero, and the bend does not change its sign.
    expect(kernelAt(straight, -7, 10).kernel).toBeCloseTo(-32, 6);
    expect(kernelAt([-3, 8, 0.5, -1e6], -7, 10).kernel).toBeCloseTo(-16, 6);
  });

  it("levels off at s before the end: half of the line there, and no slope at the end", () => {
    // s = 0.05 of the way for each unit of a large number.
    const soft = [-3, 8, 0, 100];
    expect(kernelAt(soft, -3 + 50, 10).kernel / (8 * 50)).toBeCloseTo(0.5, 4);
    expect(kernelAt(soft, -3, 10).derivative).toBe(0);
    // Far off it is the line less s.
    expect(kernelAt(soft, 1e6, 10).kernel / 8).toBeCloseTo(1e6 + 3 - 50, 1);
  });

  it.each([-1e6, 0, 2])("has its derivative on both sides of the end (number %d)", (number) => {
    for (const height of [1.5, 0.2, -0.4]) {
      const path = [0, 8, 0.3, number];
      const { derivative } = kernelAt(path, height, 10);
      expectGradient(([x]) => kernelAt(path, x, 10).kernel, Float64Array.of(height), [derivative], 1e-5);
    }
  });

  it("descends by ηεK less (ηε)²KK'/4 a step, and stays at the end and at the target", () => {
    // K = 40 and K' = 8 at 2; ε = 3.
    const heights = descent(straight, 2, -1, 3, 0.01, 10);
    expect(heights.length).toBe(3);
    expect(heights[0]).toBe(2);
    expect(heights[1]).toBeCloseTo(2 - 0.03 * 40 + (0.03 ** 2 * 40 * 8) / 4, 9);
    const [x, h] = [heights[1] + 3, 0.01 * (heights[1] + 1)];
    expect(heights[2]).toBeCloseTo(heights[1] - h * 8 * x + (h * h * 64 * x) / 4, 9);
    // A path that bends by a half at four from its end: K' = 8 + 2 x at x = 5.
    const bent = descent([-3, 8, 0.5, -1e6], 2, -1, 2, 0.01, 10);
    expect(bent[1]).toBeCloseTo(2 - 0.03 * 65 + (0.03 ** 2 * 65 * 18) / 4, 9);
    expect([...descent(straight, -3, -9, 4, 0.01, 10)]).toEqual([-3, -3, -3, -3]);
    expect([...descent(straight, -1, -1, 4, 0.01, 10)]).toEqual([-1, -1, -1, -1]);
  });
});

describe("the rows that are fitted", () => {
  it("begin where less than 0.4 of the way is left, and are mirrored where <O> rises", () => {
    const falling = { target: 1, epsilon: range(41).map((t) => 10 * Math.exp(-t / 5)), error: 0.1 };
    const { data, sign } = pathData([falling]);
    // The late mean is that of rows 30 to 40, about 0.01 above zero; e^{-5/5} = 0.37.
    expect(sign).toBe(1);
    expect(data[0].first).toBe(5);
    expect(data[0].rows.length).toBe(36);
    expect(data[0].rows[0]).toBeCloseTo(1 + 10 / Math.E, 12);
    const late = range(11).reduce((sum, k) => sum + 10 * Math.exp(-(30 + k) / 5), 0) / 11;
    expect(data[0].way).toBeCloseTo(10 - late, 12);
    const rising = { ...falling, target: -1, epsilon: falling.epsilon.map((value) => -value) };
    const mirrored = pathData([rising]);
    expect(mirrored.sign).toBe(-1);
    expect(mirrored.data).toEqual(data);
    expect(wayOf([...data, { ...data[0], way: 3 }])).toBe(data[0].way);
  });

  it("are the latter half at the least", () => {
    const slow = { target: 0, epsilon: range(40).map((t) => 40 - t), error: 0.1 };
    expect(pathData([slow]).data[0].first).toBe(20);
    expect(() => pathData([{ ...slow, target: Number.NaN }])).toThrow("target");
  });
});

describe("the likelihood of the end", () => {
  const { data } = pathData([curveOf(-9), curveOf(-13)]);
  const { best, numbers, points } = profileOf(data, eta);

  it("is largest at the best, falls to either side, and its points ascend", () => {
    expect(numbers).toBe(data[0].rows.length + data[1].rows.length);
    expect(best.chi2 / numbers).toBeLessThan(0.1);
    expect(Math.abs(best.parameters[0] + 11)).toBeLessThan(0.1);
    expect(Math.abs(best.parameters[1] / 24 - 1)).toBeLessThan(0.1);
    const top = points.findIndex(({ end }) => end === best.parameters[0]);
    expect(Math.abs(points[top].log)).toBeLessThan(1e-3);
    for (const [k, { end, log }] of points.entries()) {
      if (k > 0) expect(end).toBeGreaterThan(points[k - 1].end);
      expect(log).toBeLessThan(1e-2);
    }
    // No further than exp(-30) and one point on each side.
    expect(points.slice(1, -1).every(({ log }) => log >= -30)).toBe(true);
    expect([points[0].log, points[points.length - 1].log].every((log) => log < -30)).toBe(true);
    expect(top).toBeGreaterThan(2);
    expect(points.length - top).toBeGreaterThan(2);
  });

  it("a bend costs its square over 0.3, before any data", () => {
    const path = [-11, 24, 0.3, -1];
    const heights = descent(path, 2, -13, 60, eta, 13);
    const bent = pathData([{ target: -13, epsilon: heights.map((height) => height + 13), error: 1e-4 }]);
    const found = profileOf(bent.data, eta).best;
    // The way of the rows is not quite 13, and a little softness is had for nothing.
    expect(found.parameters[2]).toBeCloseTo(0.3, 1);
    expect(found.chi2).toBeGreaterThan(0.7);
    expect(found.chi2).toBeLessThan(1.4);
  });

  it("a point holds the end where it is asked, and has a covariance of the others", () => {
    const { parameters, covariance, chi2 } = fitAt(best.parameters, -10.9, data, eta);
    expect(parameters[0]).toBe(-10.9);
    expect(chi2).toBeGreaterThan(best.chi2);
    expect(covariance?.length).toBe(parameters.length - 1);
  });
});

describe("curves without noise", () => {
  const found = inferPath([curveOf(-9, { error: 0.002 }), curveOf(-13, { error: 0.002 })], { eta });
  const [above, below] = found.targets;
  const off = (estimate: { value: number; error: number } | undefined, truth: number) =>
    Math.abs((estimate?.value ?? Number.NaN) / truth - 1);

  it("the end, and of each phase R, λ, C and the rate that they were made with", () => {
    expect(off(found.end, -11)).toBeLessThan(5e-3);
    expect(found.end.low).toBeLessThan(-11);
    expect(found.end.high).toBeGreaterThan(-11);
    expect([above.target, below.target]).toEqual([-9, -13]);
    expect([above.phase, below.phase]).toEqual(["frozen-kernel", "frozen-error"]);
    expect(above.constants?.residual).toEqual({ value: 0, error: 0, low: 0, high: 0 });
    expect(off(above.constants?.c, 48)).toBeLessThan(1e-3);
    expect(off(above.constants?.lambda, 12)).toBeLessThan(1e-3);
    expect(off(above.constants?.rate, Math.log1p(-eta * 48))).toBeLessThan(1e-3);
    expect(off(below.constants?.residual, 2)).toBeLessThan(0.02);
    expect(off(below.constants?.lambda, 12)).toBeLessThan(0.05);
    expect(off(below.constants?.c, -48)).toBeLessThan(0.05);
    expect(off(below.constants?.rate, 2 * Math.log1p(-eta * 24))).toBeLessThan(0.05);
  });

  it("R below is as far from the end as the target, and all intervals hold their values", () => {
    const r = below.constants?.residual;
    // The points below the target's phase are all of them: E - O0.
    expect(r?.value).toBeCloseTo(found.end.value + 13, 6);
    expect(r?.low).toBeCloseTo(found.end.low + 13, 6);
    expect(r?.high).toBeCloseTo(found.end.high + 13, 6);
    for (const target of found.targets) {
      for (const name of ["lambda", "c", "rate"] as const) {
        const { value, error, low, high } = target.constants?.[name] ?? { value: 0, error: 0, low: 1, high: -1 };
        expect(error).toBeGreaterThan(0);
        expect(high - value).toBeCloseTo(1.959963984540054 * error, 9);
        expect(value - low).toBeCloseTo(1.959963984540054 * error, 9);
      }
    }
  });

  it("larger errors widen every interval", () => {
    const wider = inferPath([curveOf(-9, { error: 0.004 }), curveOf(-13, { error: 0.004 })], { eta });
    const ratio = (wider.end.high - wider.end.low) / (found.end.high - found.end.low);
    expect(ratio).toBeGreaterThan(1.2);
    expect(ratio).toBeLessThan(2);
    for (const [k, name] of [
      [0, "c"],
      [1, "residual"],
      [1, "rate"],
    ] as const)
      expect(wider.targets[k].constants?.[name].error).toBeGreaterThan(found.targets[k].constants?.[name].error ?? Number.NaN);
  });

  it("stated errors of C, λ and the rate are no less than their scatter over noisy curves, and not twice as large", () => {
    const noisy = (target: number, seed: number): PathCurve => {
      const random = new CounterStream(seed, "path-scatter", Math.round(-target));
      const curve = curveOf(target, { error: 0.05 });
      return { ...curve, epsilon: Array.from(curve.epsilon, (value) => value + 0.05 * random.normal()) };
    };
    const runs = range(14).map((seed) => inferPath([noisy(-9, seed), noisy(-13, seed)], { eta }).targets[0].constants);
    for (const name of ["c", "lambda", "rate"] as const) {
      const scatter = standardDeviation(runs.map((one) => one?.[name].value ?? Number.NaN));
      const ratio = mean(runs.map((one) => one?.[name].error ?? Number.NaN)) / scatter;
      // The scatter of fourteen is known to 0.2 of itself.
      expect(ratio).toBeGreaterThan(0.7);
      expect(ratio).toBeLessThan(2);
    }
  });

  it("a zero of <O> elsewhere moves the end with it, and another unit scales R and 1/λ", () => {
    const units = (shift: number, unit: number) =>
      inferPath(
        [curveOf(-9, { error: 0.002 }), curveOf(-13, { error: 0.002 })].map(({ target, epsilon, error }) => ({
          target: unit * target + shift,
          epsilon: Array.from(epsilon, (value) => unit * value),
          error: unit * error,
        })),
        { eta },
      );
    const moved = units(100, 1);
    expect(moved.end.value).toBeCloseTo(found.end.value + 100, 2);
    expect(moved.targets[1].constants?.residual.value).toBeCloseTo(below.constants?.residual.value ?? 0, 2);
    const large = units(0, 4);
    expect(large.end.value / found.end.value).toBeCloseTo(4, 2);
    expect(large.end.high - large.end.low).toBeCloseTo(4 * (found.end.high - found.end.low), 2);
    expect((large.targets[1].constants?.lambda.value ?? 0) / (below.constants?.lambda.value ?? 0)).toBeCloseTo(0.25, 2);
    expect((large.targets[1].constants?.residual.value ?? 0) / (below.constants?.residual.value ?? 0)).toBeCloseTo(4, 2);
    expect((large.targets[0].constants?.c.value ?? 0) / (above.constants?.c.value ?? 0)).toBeCloseTo(1, 2);
    expect((large.targets[1].constants?.rate.value ?? 0) / (below.constants?.rate.value ?? 0)).toBeCloseTo(1, 2);
  });
});

describe("probabilities of a target", () => {
  const near = curveOf(-11.3, { error: 0.3 });
  const of = (place?: "end" | "elsewhere" | "unknown") => inferPath([near], { eta, place }).targets[0].probabilities;
  const odds = (found: ReturnType<typeof of>, a: (typeof PHASES)[number], b: (typeof PHASES)[number]) => found[a] / found[b];

  it("add up to 1, and follow what is known of where it lies by Bayes' rule", () => {
    const [unknown, elsewhere, end] = [of(), of("elsewhere"), of("end")];
    for (const found of [unknown, elsewhere, end])
      expect(PHASES.reduce((sum, phase) => sum + found[phase], 0)).toBeCloseTo(1, 12);
    expect(of("unknown")).toEqual(unknown);
    expect(elsewhere.critical).toBe(0);
    for (const phase of PHASES) expect(unknown[phase]).toBeGreaterThan(0.01);
    const kernelToError = odds(unknown, "frozen-kernel", "frozen-error");
    expect(odds(elsewhere, "frozen-kernel", "frozen-error")).toBeCloseTo(kernelToError, 9);
    expect(odds(end, "frozen-kernel", "frozen-error")).toBeCloseTo(kernelToError, 9);
    // 0.9 to 0.05 instead of even.
    expect(odds(end, "critical", "frozen-error") / odds(unknown, "critical", "frozen-error")).toBeCloseTo(18, 9);
  });

  it("a target at the end of the path is critical once its errors are small, with R = C = 0 and no rate", () => {
    const { phase, constants } = inferPath([curveOf(-9, { error: 0.02 }), curveOf(-11, { error: 0.02, rows: 100 })], {
      eta,
      place: "end",
    }).targets[1];
    expect(phase).toBe("critical");
    expect([constants?.residual.value, constants?.c.value, constants?.c.high]).toEqual([0, 0, 0]);
    expect(constants?.rate.value).toBeNaN();
    expect(Math.abs((constants?.lambda.value ?? 0) / 12 - 1)).toBeLessThan(0.2);
  });

  it("a target far above the end is reached, one far below is not, whatever its neighbours", () => {
    const [high, low] = inferPath([curveOf(-5), curveOf(-16)], { eta }).targets;
    expect(high.probabilities["frozen-kernel"]).toBeGreaterThan(0.999);
    expect(low.probabilities["frozen-error"]).toBeGreaterThan(0.999);
  });
});

describe("what would decide", () => {
  const named = (curve: PathCurve) => inferPath([curve], { eta }).targets[0].phase;

  it.each([
    [-12, 0.12, "frozen-error"],
    [-10.5, 0.05, "frozen-kernel"],
  ] as const)(
    "target %d with errors of %d: steps that name it, and repetitions in proportion to those there are",
    (target, error, phase) => {
      const open = curveOf(target, { error });
      expect(named(open)).toBe("undetermined");
      const { steps = 0, samples = 0 } = pathPower(open, 100, { eta });
      expect(steps).toBeGreaterThan(49);
      expect(named(curveOf(target, { error, rows: steps + 1 }))).toBe(phase);
      expect(samples).toBeGreaterThan(100);
      expect(named({ ...open, error: error / Math.sqrt(samples / 100) })).toBe(phase);
      expect(pathPower(open, 200, { eta })).toEqual({ steps, samples: 2 * samples });
    },
  );

  it("is the same where <O> rises", () => {
    const open = curveOf(-12, { error: 0.12 });
    const mirrored = { target: 12, epsilon: Array.from(open.epsilon, (value) => -value), error: 0.12 };
    expect(pathPower(mirrored, 100, { eta })).toEqual(pathPower(open, 100, { eta }));
  });
});
