/**
 * Constants read off histories that are known: one solution for each phase, without scatter, with and without stated errors.
 */
import { describe, expect, it } from "vitest";
import { mean, standardDeviation } from "../../../src/base/arrays.ts";
import { CounterStream } from "../../../src/base/random/counter-stream.ts";
import { inferConstants, intervalOf, sampleConstants } from "../../../src/theory/inference/constants.ts";
import type { SampleHistory } from "../../../src/theory/inference/history.ts";
import { solutionThrough } from "../../../src/theory/lotka-volterra/closed-forms.ts";

const eta = 1e-3;
const NORMAL = 1.959963984540054;
const rowsOf = (last: number) => Array.from({ length: last + 1 }, (_, t) => t);
const relative = (a: number, b: number) => Math.abs(a / b - 1);

/** The closed form through a start with λ = 2. */
function exact(epsilon: number, kernel: number, last: number): SampleHistory {
  const solution = solutionThrough({ t: 0, kernel, lambdaEpsilon: 2 * epsilon }, eta);
  return {
    epsilon: rowsOf(last).map((t) => solution.lambdaEpsilon(t) / 2),
    kernel: rowsOf(last).map((t) => solution.kernel(t)),
    eta,
  };
}

/** K = F + A exp(-2ηλ∫ε dt) and ε = R + K/(2λ): what shots keep in motion about the end, with the errors that they state. */
function withFloor(residual: number, lambda: number, floor: number, last: number): SampleHistory {
  let [integral, kernel] = [0, 40 + floor];
  const [epsilons, kernels] = [[residual + kernel / (2 * lambda)], [kernel]];
  for (let t = 0; t < last; t++) {
    const before = epsilons[t];
    let after = before;
    for (let k = 0; k < 30; k++) {
      kernel = floor + 40 * Math.exp(-2 * eta * lambda * (integral + (before + after) / 2));
      after = residual + kernel / (2 * lambda);
    }
    integral += (before + after) / 2;
    epsilons.push(after);
    kernels.push(kernel);
  }
  const constant = (value: number) => epsilons.map(() => value);
  return { epsilon: epsilons, kernel: kernels, epsilonError: constant(0.3), kernelError: constant(0.5), eta };
}

describe("frozen error", () => {
  it("exact rows: R, λ, C = -2λR and the rate 2 ln(1 - ηλR), without errors", () => {
    const { residual, lambda, c, rate, lambdaTo } = inferConstants([exact(12, 32, 1500)], "frozen-error");
    expect(Math.abs(residual.value - 4)).toBeLessThan(1e-6);
    expect(relative(lambda.value, 2)).toBeLessThan(1e-3);
    expect(relative(c.value, -2 * lambda.value * residual.value)).toBeLessThan(1e-12);
    expect(relative(rate.value, 2 * Math.log1p(-eta * lambda.value * residual.value))).toBeLessThan(1e-12);
    expect([lambda.error, c.error, rate.error]).toEqual([0, 0, 0]);
    expect(residual.high - residual.low).toBeLessThan(1e-5);
    expect(lambdaTo).toBe(1500);
  });

  it("rows that do not come down to R yet are continued by their own λ, by no more than they have changed", () => {
    const short = inferConstants([exact(12, 32, 150)], "frozen-error").residual.value;
    const last = exact(12, 32, 150).epsilon[150];
    expect(last - 4).toBeGreaterThan(0.1);
    expect(Math.abs(short - 4)).toBeLessThan(0.2 * (last - 4));
  });

  it("ε alone gives R as its late mean, and neither λ nor a rate", () => {
    const { kernel: _, ...epsilonAlone } = exact(12, 32, 1500);
    const { residual, lambda, c, rate } = sampleConstants(
      { ...epsilonAlone, epsilonError: rowsOf(1500).map(() => 0.2) },
      "frozen-error",
    );
    expect(Math.abs(residual.value - 4)).toBeLessThan(0.01);
    // 751 rows.
    expect(residual.error).toBeCloseTo(0.2 / Math.sqrt(751), 12);
    expect([lambda.value, c.value, rate.value]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });

  it("a floor that shots keep up: R = ε̄ - K̄/(2λ), λ beside the floor, and what all samples have in common widens the interval of R", () => {
    const history = withFloor(4, 2.5, 0.5, 1200);
    const found = inferConstants([history, history, history], "frozen-error");
    expect(relative(found.lambda.value, 2.5)).toBeLessThan(2e-3);
    expect(Math.abs(found.residual.value - 4)).toBeLessThan(2e-3);
    // 0.3 of K̄/(2λ) = 0.1; the samples are the same.
    const common = 0.03;
    expect(relative(found.residual.error, common)).toBeLessThan(0.02);
    expect(relative(found.residual.high - found.residual.value, NORMAL * common)).toBeLessThan(0.02);
    expect(relative(found.residual.value - found.residual.low, NORMAL * common)).toBeLessThan(0.02);
    const product = found.lambda.value * found.residual.value;
    expect(relative(found.c.value, -2 * product)).toBeLessThan(1e-9);
    expect(relative(found.rate.value, 2 * Math.log1p(-eta * product))).toBeLessThan(1e-9);
  });

  it("one sample alone has the errors of its rows, those of λ and R handed on to C and the rate", () => {
    const history = withFloor(4, 2.5, 0.5, 1200);
    const { residual, lambda, c, rate } = inferConstants([history], "frozen-error");
    // 601 rows of the late half, less 0.3 of the floor in quadrature.
    const own = Math.hypot(0.3, 0.5 / (2 * lambda.value)) / Math.sqrt(601);
    expect(relative(residual.error, Math.hypot(own, 0.03))).toBeLessThan(0.02);
    expect(lambda.error).toBeGreaterThan(0.001);
    expect(lambda.error).toBeLessThan(0.1);
    expect(lambda.high - lambda.value).toBeCloseTo(NORMAL * lambda.error, 12);
    const share = Math.hypot(lambda.error / lambda.value, own / residual.value);
    expect(relative(c.error / Math.abs(c.value), share)).toBeLessThan(1e-3);
    const flow = -2 * eta * lambda.value * residual.value;
    expect(relative(rate.error, (Math.abs(flow) * share) / (1 + flow / 2))).toBeLessThan(1e-3);
  });

  it("λ is read off while K stands clear of its error: eight rows of mean three errors", () => {
    const history = withFloor(4, 2.5, 0, 1200);
    const { lambdaFrom, lambdaTo } = inferConstants([history], "frozen-error");
    const sinks = Array.from(history.kernel ?? []).findIndex((kernel) => kernel < (3 * 0.5) / Math.sqrt(8));
    expect(lambdaFrom).toBeLessThan(sinks);
    expect(lambdaTo).toBeGreaterThanOrEqual(sinks);
    expect(lambdaTo).toBeLessThan(sinks + 24);
  });
});

describe("exact rows to the last digit", () => {
  it("R of an error that no longer changes is that error, whatever K does", () => {
    const kernel = rowsOf(600).map((t) => 50 * Math.exp(-0.3 * t) + Math.exp(-0.02 * t));
    const epsilon = rowsOf(600).map((t) => (t < 200 ? 8 + 5 * Math.exp(-0.3 * t) : 8));
    const { residual, lambda, c } = inferConstants([{ epsilon, kernel, eta }], "frozen-error");
    expect(residual.value).toBe(8);
    expect(relative(lambda.value, 0.02 / (2 * eta * 8))).toBeLessThan(0.01);
    expect(relative(c.value, -0.02 / eta)).toBeLessThan(0.01);
  });

  it("where K of single precision has come down to rounding, its rows are left out of λ", () => {
    const { epsilon, kernel = [] } = exact(12, 32, 3000);
    // K falls by 0.016 a step, and stays at 1e-15 of its start after 2100 steps.
    const rounded = Array.from(kernel, (value, t) => (value > 1e-15 * kernel[0] ? value : (t % 2 === 0 ? 3 : 9) * 1e-14));
    const { lambda, lambdaTo } = inferConstants([{ epsilon, kernel: rounded, eta, precision: "single" }], "frozen-error");
    expect(relative(lambda.value, 2)).toBeLessThan(1e-3);
    expect(lambdaTo).toBeLessThan(2000);
    // Of double precision such a K would be no rounding, and all of it is read.
    expect(inferConstants([{ epsilon, kernel, eta }], "frozen-error").lambdaTo).toBeGreaterThan(2500);
  });

  it("λ is read off from where three rows of ε have less than a fifth of their way to go", () => {
    // Rows t, t + 1, t + 2 have e^{-(t + 1)/10} on average, which is a fifth at t + 1 = 16.1; from the row after t on.
    const epsilon = rowsOf(400).map((t) => 7 * Math.exp(-t / 10));
    const history = { epsilon, kernel: epsilon.map((value) => 100 + value), eta };
    expect(inferConstants([history], "frozen-kernel").lambdaFrom).toBe(17);
    expect(inferConstants([history, { ...history, epsilon: epsilon.map((value) => -value) }], "frozen-kernel").lambdaFrom).toBe(
      17,
    );
  });

  it("errors of rows before the window do not touch λ", () => {
    const history = withFloor(4, 2.5, 0.5, 1200);
    const early = inferConstants([history], "frozen-error");
    const kernelError = Array.from(history.kernelError ?? [], (value, t) => (t < early.lambdaFrom - 5 ? 1e3 * value : value));
    expect(early.lambdaFrom).toBeGreaterThan(6);
    expect(inferConstants([{ ...history, kernelError }], "frozen-error").lambda).toEqual(early.lambda);
  });
});

describe("frozen kernel", () => {
  /** Steps of gradient descent with K = C + 2λε, C = 16 and λ = 2. */
  const descent = (last: number, errors?: { epsilon: number; kernel: number }): SampleHistory => {
    const epsilon = [12];
    for (let t = 0; t < last; t++) epsilon.push(epsilon[t] * (1 - eta * (16 + 4 * epsilon[t])));
    return {
      epsilon,
      kernel: epsilon.map((error) => 16 + 4 * error),
      ...(errors && { epsilonError: epsilon.map(() => errors.epsilon), kernelError: epsilon.map(() => errors.kernel) }),
      eta,
    };
  };

  it("C is the late mean of K, the rate ln(1 - ηC), with the errors that the rows state; R is less what shots add to ε̄", () => {
    const { residual, lambda, c, rate } = inferConstants([descent(2000, { epsilon: 0.3, kernel: 1 })], "frozen-kernel");
    expect(relative(c.value, 16)).toBeLessThan(1e-6);
    expect(c.error).toBeCloseTo(1 / Math.sqrt(1001), 12);
    expect(relative(rate.value, Math.log1p(-eta * c.value))).toBeLessThan(1e-12);
    expect(relative(rate.error, (eta * c.error) / (1 - eta * c.value))).toBeLessThan(1e-9);
    expect(relative(lambda.value, 2)).toBeLessThan(0.02);
    expect(residual.error).toBeCloseTo(0.3 / Math.sqrt(1001), 12);
    // ησ²λ/2 with σ = 0.3.
    expect(residual.value).toBeCloseTo((eta * 0.09 * lambda.value) / 2, 6);
  });

  it("without errors the limit of ε is zero, also where it still decays; without K it is the late mean", () => {
    expect(Math.abs(inferConstants([descent(2000)], "frozen-kernel").residual.value)).toBeLessThan(1e-6);
    const short = descent(200);
    expect(short.epsilon[200]).toBeGreaterThan(0.1);
    expect(Math.abs(inferConstants([short], "frozen-kernel").residual.value)).toBeLessThan(1e-6);
    const { kernel: _, ...epsilonAlone } = short;
    const late = Array.from(short.epsilon).slice(100);
    const { residual, c } = sampleConstants(epsilonAlone, "frozen-kernel");
    expect(residual.value).toBeCloseTo(late.reduce((a, b) => a + b) / 101, 12);
    expect(c.value).toBeNaN();
  });
});

it("where ε still decays, the stated error of R is its scatter", () => {
  // K = 20: e^-1.2 of ε is left after half of 120 steps.
  const found = rowsOf(39).map((seed) => {
    const random = new CounterStream(seed, "decaying-residual");
    const epsilon = rowsOf(120).map((t) => 0.3 + 9 * 0.98 ** t + 0.2 * random.normal());
    const [kernel, errors] = [epsilon.map(() => 20), epsilon.map(() => 0.2)];
    return sampleConstants({ epsilon, kernel, epsilonError: errors, kernelError: errors, eta }, "frozen-kernel").residual;
  });
  const scatter = standardDeviation(found.map(({ value }) => value));
  // That of forty is known to 0.11 of itself, the mean to 0.16 of it: three and four of these.
  expect(Math.abs(found[0].error / scatter - 1)).toBeLessThan(0.33);
  expect(Math.abs(mean(found.map(({ value }) => value)) - 0.3)).toBeLessThan(0.64 * scatter);
  // More than twice what a mean over 61 rows has.
  expect(found[0].error).toBeGreaterThan((2 * 0.2) / Math.sqrt(61));
});

describe("critical", () => {
  it.each([-1, -0.8, -1.2])(
    "K = A t^%d: the exponent from the last two octaves, its error from those of both means; R = C = 0",
    (power) => {
      const last = 4000;
      const kernel = rowsOf(last).map((t) => 50 * Math.max(1, t) ** power);
      const history: SampleHistory = {
        ...{ epsilon: kernel.map((value) => value / 4), kernel, eta },
        ...{ epsilonError: kernel.map(() => 0.01), kernelError: kernel.map(() => 0.02) },
      };
      const { rate, residual, c } = inferConstants([history], "critical");
      expect(rate.value).toBeCloseTo(power, 1);
      if (power === -1) expect(rate.value).toBeCloseTo(-1, 3);
      const average = (from: number, to: number) => kernel.slice(from, to + 1).reduce((a, b) => a + b) / (to - from + 1);
      const share = Math.hypot(0.02 / Math.sqrt(1000) / average(1000, 1999), 0.02 / Math.sqrt(2001) / average(2000, 4000));
      expect(relative(rate.error, share / Math.LN2)).toBeLessThan(0.01);
      expect([residual.value, residual.error, c.value, c.error]).toEqual([0, 0, 0, 0]);
    },
  );

  it("λ is that of 1/K growing by η a step, ε alone gives none", () => {
    const { lambda, lambdaFrom, lambdaTo, rate } = inferConstants([exact(12, 48, 3000)], "critical");
    expect(relative(lambda.value, 2)).toBeLessThan(1e-3);
    expect([lambdaFrom, lambdaTo]).toEqual([750, 3000]);
    expect(rate.value).toBeCloseTo(-1, 1);
    const { kernel: _, ...epsilonAlone } = exact(12, 48, 3000);
    expect(inferConstants([epsilonAlone], "critical").rate.value).toBeNaN();
  });
});

describe("intervals", () => {
  it("leave out what is no number; one value has its own error, none gives none", () => {
    const four = intervalOf([1, Number.NaN, 2, 3, 4].map((value) => ({ value, error: 9 })));
    expect(four).toEqual(intervalOf([1, 2, 3, 4].map((value) => ({ value, error: 9 }))));
    const one = intervalOf([
      { value: 3, error: 0.5 },
      { value: Number.NaN, error: 1 },
    ]);
    expect(one.error).toBe(0.5);
    expect(one.high).toBeCloseTo(3 + 0.5 * NORMAL, 12);
    expect(one.low).toBeCloseTo(3 - 0.5 * NORMAL, 12);
    expect(intervalOf([])).toEqual({ value: Number.NaN, error: Number.NaN, low: Number.NaN, high: Number.NaN });
  });
});
