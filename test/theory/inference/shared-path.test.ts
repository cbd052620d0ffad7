/**
 * What ε alone says: curves made of a known path with seeded noise, a circuit's own under depolarising noise and shots, and what would decide.
 */
import { describe, expect, it } from "vitest";
import { mean, range, standardError } from "../../../src/base/arrays.ts";
import { CounterStream } from "../../../src/base/random/counter-stream.ts";
import { simulateDeviceExperiment } from "../../../src/experiment/device-experiment.ts";
import { leastSquares } from "../../../src/linalg/gauss-newton.ts";
import { inferPath, type PathCurve, pathPower } from "../../../src/theory/inference/index.ts";

const eta = 1e-3;

/** ε of gradient descent along K = 2λ(<O> - E), step by step, with normal noise. */
function curveOf(target: number, { end = -11, lambda = 12, rows = 50, error = 0.1, seed = 1, sign = 1 } = {}): PathCurve {
  const random = new CounterStream(seed, "path-test", Math.round(100 - 10 * target));
  let height = 2;
  const epsilon = range(rows).map(() => {
    const seen = height - target + error * random.normal();
    const h = eta * (height - target);
    const kernel = 2 * lambda * (height - end);
    height -= h * kernel - (h * h * kernel * 2 * lambda) / 4;
    return sign * seen;
  });
  return { target: sign * target, epsilon, error };
}

const TARGETS = [-9, -11, -13] as const;
const PHASES = ["frozen-kernel", "critical", "frozen-error"] as const;

describe("a known path", () => {
  it("three targets together: in at least 17 of 20 the 95 % intervals of the end, C, R, λ and the rate hold what they were made with", () => {
    const held = { end: 0, c: 0, residual: 0, lambda: 0, rate: 0 };
    for (const seed of range(20)) {
      const curves = TARGETS.map((target) => curveOf(target, { seed }));
      const { end, targets, chi2, numbers } = inferPath(curves, { eta });
      expect(chi2 / numbers).toBeGreaterThan(0.6);
      expect(chi2 / numbers).toBeLessThan(1.4);
      expect([targets[0].phase, targets[2].phase]).toEqual(["frozen-kernel", "frozen-error"]);
      expect(targets[0].constants?.residual.value).toBe(0);
      const beyond = targets[2].constants;
      const holds = (estimate: { low: number; high: number } | undefined, truth: number) =>
        Number(estimate !== undefined && estimate.low <= truth && truth <= estimate.high);
      held.end += holds(end, -11);
      held.c += holds(targets[0].constants?.c, 48);
      held.residual += holds(beyond?.residual, 2);
      held.lambda += holds(beyond?.lambda, 12);
      held.rate += holds(beyond?.rate, 2 * Math.log1p(-eta * 12 * 2));
    }
    for (const [name, count] of Object.entries(held)) expect(count, name).toBeGreaterThanOrEqual(17);
  });

  it("twenty noisy curves of each target alone: no wrong name, and the 95 % interval of R holds it in at least 17", () => {
    for (const [k, target] of TARGETS.entries()) {
      const found = range(20).map((seed) => inferPath([curveOf(target, { seed, rows: 70 })], { eta }).targets[0]);
      const names = found.map(({ phase }) => phase);
      expect(new Set([...names, "undetermined", PHASES[k]])).toEqual(new Set(["undetermined", PHASES[k]]));
      if (k === 1) continue;
      expect(names.filter((name) => name === PHASES[k]).length).toBeGreaterThanOrEqual(17);
      const residuals = found.flatMap(({ constants }) => (constants === undefined ? [] : [constants.residual]));
      const truth = k === 0 ? 0 : 2;
      expect(residuals.filter(({ low, high }) => low <= truth && truth <= high).length).toBeGreaterThanOrEqual(17);
    }
  });

  it("is mirrored where <O> rises", () => {
    const down = inferPath([curveOf(-13)], { eta });
    const up = inferPath([curveOf(-13, { sign: -1 })], { eta });
    expect(up.end.value).toBeCloseTo(-down.end.value, 6);
    expect(up.targets[0].probabilities).toEqual(down.targets[0].probabilities);
    expect(up.targets[0].constants?.residual.value).toBeCloseTo(-(down.targets[0].constants?.residual.value ?? 0), 6);
    expect(up.targets[0].constants?.lambda.value).toBeCloseTo(-(down.targets[0].constants?.lambda.value ?? 0), 6);
    expect(up.targets[0].constants?.rate.value).toBeCloseTo(down.targets[0].constants?.rate.value ?? 0, 10);
  });

  it("what would decide is more than there is, and is enough: 16 of 20 curves of so many steps are named rightly, none wrongly", () => {
    const open = curveOf(-11.6, { error: 0.1, rows: 50 });
    expect(inferPath([open], { eta }).targets[0].phase).toBe("undetermined");
    const { steps = 0, samples = 0 } = pathPower(open, 12, { eta });
    expect(steps).toBeGreaterThan(49);
    expect(samples).toBeGreaterThan(12);
    const names = range(20).map((seed) => inferPath([curveOf(-11.6, { seed, rows: 2 * steps })], { eta }).targets[0].phase);
    expect(names.filter((name) => name === "frozen-error").length).toBeGreaterThanOrEqual(16);
    expect(names).not.toContain("critical");
    expect(names).not.toContain("frozen-kernel");
  });

  it("refuses what is no curve of one path", () => {
    const curve = curveOf(-9);
    expect(() => inferPath([], { eta })).toThrow("at least one curve");
    expect(() => inferPath([{ ...curve, error: 0 }], { eta })).toThrow("a positive number");
    expect(() => inferPath([{ ...curve, epsilon: [3, 2, 1] }], { eta })).toThrow("at least 20 rows");
    expect(() => inferPath([curve, curveOf(-13, { sign: -1 })], { eta })).toThrow("one direction");
  });
});

it("the circuit of the device experiment with noise and shots like the device's: all three named rightly from 50 rows of ε, R within the 95 % interval", () => {
  const strength = 0.057;
  const curves = simulateDeviceExperiment({ noise: `depolarizing:${strength}`, shots: 200, shotSeed: 11 });
  const means = curves.map(({ target, noisy }): PathCurve => {
    const rows = range(noisy[0].length).map((t) => noisy.map((one) => one[t]));
    return { target, epsilon: rows.map(mean), error: Math.sqrt(mean(rows.map((values) => standardError(values) ** 2))) };
  });
  const { end, targets } = inferPath(means, { eta });
  expect(targets.map(({ phase }) => phase)).toEqual(["frozen-kernel", "frozen-error", "frozen-error"]);
  const truth = -12 * (1 - strength);
  expect(end.low).toBeLessThan(truth);
  expect(end.high).toBeGreaterThan(truth);
  for (const { target, constants } of targets.slice(1)) {
    expect(constants?.residual.low).toBeLessThan(truth - target);
    expect(constants?.residual.high).toBeGreaterThan(truth - target);
  }
});

it("least squares: a line has the covariance of the normal equations; a singular problem has none", () => {
  const x = range(10);
  const { parameters, covariance, chi2 } = leastSquares(([a, b]) => x.map((at) => a + b * at - (1 + 2 * at + (at % 2))), [0, 0]);
  const mid = mean(x);
  const square = x.reduce((sum, at) => sum + (at - mid) ** 2, 0);
  expect(parameters[1]).toBeCloseTo(2 + 5 / square / 2, 6);
  expect(covariance?.[1][1]).toBeCloseTo(1 / square, 6);
  expect(chi2).toBeGreaterThan(2);
  expect(leastSquares(([a, b]) => [a + b], [1, 1]).covariance).toBeUndefined();
  // One that is held does not move.
  expect(leastSquares(([a, b]) => [a - 3, b - 4], [0, 0], [0]).parameters).toEqual([expect.closeTo(3, 6), 0]);
});
