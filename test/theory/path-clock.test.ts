/**
 * The clock along a path where it is known: steps of gradient descent at constant K and at constant λ, and the closed forms in between.
 */
import { describe, expect, it } from "vitest";
import { range } from "../../src/base/arrays.ts";
import { solutionAt } from "../../src/theory/lotka-volterra/branches.ts";
import { solutionCritical, solutionThrough } from "../../src/theory/lotka-volterra/closed-forms.ts";
import { forecastAlong, historyAlong, type PathPoint, stepsBetween } from "../../src/theory/lotka-volterra/path-clock.ts";

/** Points of K = C + 2λε at <O> = target + ε. */
const line = (c: number, lambda: number, target: number, errors: readonly number[]): PathPoint[] =>
  errors.map((error) => ({ expectation: target + error, kernel: c + 2 * lambda * error }));

const relative = (a: number, b: number) => Math.abs(a / b - 1);

describe("branches of the solution", () => {
  it.each([
    [5, 1.5],
    [-12, 1.5],
    [0, 2],
    [-0.5, -0.25],
  ])("C = %d, λ = %d: K and ε/ε1 are those of Eqs. 33-34 through the point", (c, lambda) => {
    const [eta, error] = [0.01, c < 0 && lambda < 0 ? -3 : 9];
    const k1 = c + 2 * lambda * error;
    const exact = solutionThrough({ t: 0, kernel: k1, lambdaEpsilon: lambda * error }, eta);
    for (const tau of [0, 0.5, 20, 300]) {
      const { kernel, share } = solutionAt(c, k1, eta, tau);
      expect(relative(kernel, exact.kernel(tau))).toBeLessThan(1e-12);
      expect(relative(share, exact.lambdaEpsilon(tau) / (lambda * error))).toBeLessThan(1e-12);
    }
  });

  it("late, where exponentials overflow: K = C and ε = 0, or K = 0 and ε = R", () => {
    expect(solutionAt(5, 32, 0.01, 1e7)).toEqual({ kernel: 5, share: 0 });
    const { kernel, share } = solutionAt(-12, 15, 0.01, 1e7);
    expect(kernel).toBe(0);
    // R = -C/(2λ) and ε1 = (K1 - C)/(2λ).
    expect(share).toBeCloseTo(12 / 27, 12);
  });
});

describe("steps between two points", () => {
  it("constant K: ε falls by 1 - ηK a step, with the linear loss by ηK", () => {
    const [from, to] = line(5, 0, -3, [20, 0.5]);
    expect(stepsBetween(from, to, -3, 0.02)).toBeCloseTo(Math.log(0.5 / 20) / Math.log(0.9), 10);
    expect(stepsBetween(from, to, -3, 0.02, "linear")).toBeCloseTo(19.5 / 0.1, 10);
    const [low, high] = line(5, 0, -3, [-20, -0.5]);
    expect(stepsBetween(low, high, -3, 0.02)).toBeCloseTo(Math.log(0.5 / 20) / Math.log(0.9), 10);
    // Beyond the limit of stability the clock is that of gradient flow.
    expect(stepsBetween(from, to, -3, 0.3)).toBeCloseTo(Math.log(40) / 1.5, 10);
  });

  it("the linear loss at constant λ: K falls by (1 - ηλ)² a step", () => {
    const [eta, lambda] = [0.1, 1.5];
    const kernels = [20, 20 * (1 - eta * lambda) ** 14];
    const [from, to] = kernels.map((kernel) => ({ expectation: -8 + kernel / (2 * lambda), kernel }));
    expect(stepsBetween(from, to, -11, eta, "linear")).toBeCloseTo(7, 10);
    expect(stepsBetween(from, to, 4, eta, "linear")).toBeCloseTo(7, 10);
  });

  it("far down a frozen error: K falls by (1 - ηλR)² a step", () => {
    const [eta, lambda, residual] = [0.05, 2, 4];
    const from = line(-2 * lambda * residual, lambda, -3, [residual + 1e-7])[0];
    const to = line(-2 * lambda * residual, lambda, -3, [residual + 1e-7 * 0.6 ** 12])[0];
    expect(stepsBetween(from, to, -3, eta)).toBeCloseTo(6, 3);
  });

  it.each([
    [5, 2, 1],
    [-12, 1.5, 1],
    [0, 3, 1],
    [5, -2, -1],
    [80, -1.5, 1],
  ])("small η: the time at which the solution of C = %d, λ = %d comes to ε", (c, lambda, sign) => {
    const eta = 1e-9;
    const [from, to] = line(c, lambda, 7, [20 * sign, 9 * sign]);
    const exact = solutionThrough({ t: 0, kernel: from.kernel, lambdaEpsilon: lambda * 20 * sign }, eta);
    const time = stepsBetween(from, to, 7, eta);
    expect(relative(exact.lambdaEpsilon(time) / lambda, 9 * sign)).toBeLessThan(1e-6);
    expect(relative(exact.kernel(time), to.kernel)).toBeLessThan(1e-6);
  });

  it("none between a point and itself", () => {
    const [point] = line(5, 2, -3, [20]);
    expect(stepsBetween(point, point, -3, 0.01)).toBe(0);
    expect(stepsBetween(point, point, -3, 0.01, "linear")).toBe(0);
  });
});

describe("forecasts", () => {
  const errors = [20, 10, 4, 1, 0.2];

  it.each([1, -1])(
    "inside, constant K, errors of sign %d: the first step at which ε is small enough, on the path and beyond",
    (sign) => {
      const path = line(
        5,
        0,
        -3,
        errors.map((error) => sign * error),
      );
      for (const error of [15, 3, 0.7, 0.01, 1e-5]) {
        const { steps, kernel, lambda, rate, followed } = forecastAlong(path, { target: -3, eta: 0.02, error });
        expect(steps).toBe(Math.ceil(Math.log(error / 20) / Math.log(0.9)));
        expect(kernel).toBeCloseTo(5, 12);
        expect(lambda).toBeCloseTo(0, 12);
        expect(rate).toBeCloseTo(Math.log(0.9), 12);
        expect(followed).toBe(error > 0.2);
      }
      expect(forecastAlong(path, { target: -3, eta: 0.02, error: 25 })).toMatchObject({ steps: 0, kernel: 5, followed: true });
    },
  );

  it.each([1, -1])("the linear loss at constant λ, end of sign %d: ε - R falls by (1 - ηλ)² a step", (sign) => {
    const [eta, lambda, end] = [0.1, 1.5, 4];
    // λ is negative at the upper end.
    const path = errors.map((left) => ({ expectation: end + sign * left, kernel: 2 * lambda * left }));
    for (const error of [15, 3, 0.01]) {
      const { steps, kernel, rate, ...rest } = forecastAlong(path, { target: 0, eta, error, end, loss: "linear" });
      if (sign > 0) {
        expect(steps).toBe(Math.ceil(Math.log(error / 20) / (2 * Math.log(1 - eta * lambda))));
        expect(rate).toBeCloseTo(2 * Math.log(1 - eta * lambda), 12);
      }
      expect(kernel).toBe(0);
      expect(rest.lambda).toBeCloseTo(sign * lambda, 12);
      expect(rest.followed).toBe(error > 0.2);
    }
  });

  it("beyond the last point of a bent path K goes to zero at the end, not along the last two points", () => {
    const [eta, end] = [0.1, 4];
    // λ = 1 between the two points, 1.5 from the last one to the end.
    const path = [
      { expectation: 6, kernel: 5 },
      { expectation: 5, kernel: 3 },
    ];
    const { steps, lambda } = forecastAlong(path, { target: 0, eta, error: 0.1, end, loss: "linear" });
    const known = Math.log(0.6) / (2 * Math.log(1 - eta)) + Math.log(0.1) / (2 * Math.log(1 - 1.5 * eta));
    expect(steps).toBe(Math.ceil(known));
    expect(lambda).toBeCloseTo(1.5, 12);
  });

  it("beyond an end with a small η: the solution of C = -2λR comes to the error just then", () => {
    const [eta, lambda, target, end] = [1e-6, 1.5, -3, 1];
    const path = line(
      -2 * lambda * (end - target),
      lambda,
      target,
      errors.map((left) => left + end - target),
    );
    const exact = solutionThrough({ t: 0, kernel: path[0].kernel, lambdaEpsilon: lambda * 24 }, eta);
    for (const error of [15, 0.5, 1e-3]) {
      const { steps, rate } = forecastAlong(path, { target, eta, error, end });
      expect(relative(exact.lambdaEpsilon(steps) / lambda - (end - target), error)).toBeLessThan(1e-4);
      expect(rate).toBeCloseTo(2 * Math.log1p(-eta * lambda * 4), 12);
    }
  });

  it("at the end itself there is no rate, and ε = 1/(2ηλt) late", () => {
    const path = line(0, 1.5, -3, errors);
    const { steps, rate, lambda } = forecastAlong(path, { target: -3, eta: 1e-6, error: 1e-4, end: -3 });
    expect(rate).toBeNaN();
    expect(lambda).toBeCloseTo(1.5, 12);
    expect(relative(steps * 2 * 1e-6 * 1.5 * 1e-4, 1)).toBeLessThan(1e-4);
  });

  it("a line on which K dies before the target gives C = 0, and no step at all", () => {
    const path = line(-4, 1.5, -3, [20, 10, 4]);
    const { steps, kernel, rate } = forecastAlong(path, { target: -3, eta: 1e-3, error: 0.1 });
    expect(steps).toBe(Number.POSITIVE_INFINITY);
    expect(kernel).toBe(0);
    expect(rate).toBeCloseTo(0, 12);
  });
});

describe("histories", () => {
  it("constant K: ε of every step is that of gradient descent, on the path and beyond; places are shares of the way", () => {
    const path = line(5, 0, -3, [20, 10, 4]);
    const { epsilon, kernel, place } = historyAlong(path, { target: -3, eta: 0.02, error: 1e-3 }, 40);
    expect([epsilon.length, kernel.length, place.length]).toEqual([41, 41, 41]);
    epsilon.forEach((error, t) => {
      const exact = 20 * 0.9 ** t;
      expect(relative(error, exact)).toBeLessThan(1e-9);
      expect(kernel[t]).toBeCloseTo(5, 10);
      const known = exact > 10 ? (20 - exact) / 10 : exact > 4 ? 1 + (10 - exact) / 6 : 2;
      expect(place[t]).toBeCloseTo(known, 8);
    });
  });

  it.each([
    ["inside", 5, 1.5, undefined, 1],
    ["beyond", -12, 1.5, 1, 1],
    ["at the end", 0, 1.5, -3, 1],
    ["at the end, mirrored", 0, -1.5, -3, -1],
  ])("%s, C = %d: K and ε of every step are those of the solution", (_, c, lambda, end, sign) => {
    const eta = 1e-5;
    const residual = end === undefined ? 0 : end + 3;
    const path = line(
      c,
      lambda,
      -3,
      [20, 10, 4, 1.5].map((left) => residual + sign * left),
    );
    const exact = solutionThrough({ t: 0, kernel: path[0].kernel, lambdaEpsilon: lambda * (residual + sign * 20) }, eta);
    const { epsilon, kernel } = historyAlong(path, { target: -3, eta, error: 1, end }, 30_000);
    for (const t of [0, 1, 500, 3000, 10_000, 20_000, 30_000]) {
      expect(relative(kernel[t], exact.kernel(t))).toBeLessThan(2e-3);
      expect(relative(epsilon[t], exact.lambdaEpsilon(t) / lambda)).toBeLessThan(2e-3);
    }
  });

  it("a path that passes the target is followed as far as ε keeps its sign", () => {
    const eta = 1e-5;
    const path = line(5, 1.5, -3, [20, 10, -4, -8]);
    const exact = solutionThrough({ t: 0, kernel: path[0].kernel, lambdaEpsilon: 30 }, eta);
    const { epsilon, place } = historyAlong(path, { target: -3, eta, error: 1e-3 }, 30_000);
    for (const t of [0, 1000, 10_000, 30_000]) expect(relative(epsilon[t], exact.lambdaEpsilon(t) / 1.5)).toBeLessThan(1e-3);
    expect(Math.max(...place)).toBe(1);
  });

  it("one point alone goes on as if critical; near an end that is reached, towards that end", () => {
    const eta = 1e-5;
    const [point] = line(0, 1.5, -3, [20]);
    const critical = solutionCritical(point.kernel / 2, eta);
    const alone = historyAlong([point], { target: -3, eta, error: 1e-3 }, 5000);
    for (const t of [0, 100, 5000]) {
      expect(relative(alone.kernel[t], critical.kernel(t))).toBeLessThan(1e-9);
      expect(relative(alone.epsilon[t], critical.lambdaEpsilon(t) / 1.5)).toBeLessThan(1e-9);
    }
    // One tenth above the end, R = 4: λ = K/0.2.
    const near = { expectation: 1.1, kernel: 0.3 };
    const towards = solutionThrough({ t: 0, kernel: 0.3, lambdaEpsilon: 1.5 * 4.1 }, eta);
    const found = historyAlong([near], { target: -3, eta, error: 0.05 + 1e-9, end: 1 }, 5000);
    const far = historyAlong([near], { target: -3, eta, error: 0.049, end: 1 }, 5000);
    expect(relative(found.epsilon[5000], towards.lambdaEpsilon(5000) / 1.5)).toBeLessThan(1e-4);
    expect(relative(found.kernel[5000], towards.kernel(5000))).toBeLessThan(1e-3);
    expect(relative(far.kernel[5000], towards.kernel(5000))).toBeGreaterThan(0.1);
  });

  it("goes on from the first point, wherever zero of <O> lies, to a point at the target itself", () => {
    for (const errors of [
      [2.5, 1, 0.4],
      [20, 10, 0],
    ]) {
      const { epsilon } = historyAlong(line(5, 0, -3, errors), { target: -3, eta: 0.02, error: 1e-3 }, 40);
      epsilon.forEach((error, t) => {
        expect(relative(error, errors[0] * 0.9 ** t)).toBeLessThan(1e-9);
      });
    }
    const there = historyAlong(line(5, 1, -3, [0, -1]), { target: -3, eta: 0.02, error: 1e-3 }, 10);
    expect(there.epsilon.every((error) => Math.abs(error) === 0)).toBe(true);
    expect(there.kernel[10]).toBeCloseTo(5, 12);
  });

  it("a bent path that passes the target: K tends to what lies on the way through it", () => {
    const path = [50, 30, 5].map((kernel, k) => ({ expectation: [20, 10, -4][k] - 30, kernel }));
    const { epsilon, kernel } = historyAlong(path, { target: -30, eta: 1e-4, error: 1e-3 }, 20_000);
    expect(Math.abs(epsilon[20_000])).toBeLessThan(1e-6);
    expect(kernel[20_000]).toBeCloseTo(5 + (25 * 4) / 14, 5);
  });

  it("with a finite step K falls by (1 - ηλR)² a step near the end; at the end nothing moves", () => {
    const near = historyAlong([{ expectation: 1 + 1e-7, kernel: 3e-7 }], { target: -3, eta: 0.05, error: 1e-3, end: 1 }, 20);
    near.kernel.forEach((kernel, t) => {
      expect(relative(kernel, 3e-7 * 0.7 ** (2 * t))).toBeLessThan(1e-5);
    });
    const there = historyAlong([{ expectation: 1, kernel: 0 }], { target: -3, eta: 0.05, error: 1e-3, end: 1 }, 5);
    expect([...there.epsilon]).toEqual([4, 4, 4, 4, 4, 4]);
    expect([...there.kernel]).toEqual([0, 0, 0, 0, 0, 0]);
    const point = { expectation: 17, kernel: 60 };
    const options = { target: -3, eta: 1e-4, error: 1e-3 };
    expect(historyAlong([point, point], options, 50).kernel).toEqual(historyAlong([point], options, 50).kernel);
  });

  it("steps are counted from 0", () => {
    expect(
      range(3).map((steps) => historyAlong(line(5, 0, 0, [2, 1]), { target: 0, eta: 0.1, error: 1 }, steps).epsilon.length),
    ).toEqual([1, 2, 3]);
  });
});
