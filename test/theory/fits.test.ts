/**
 * Fits of the Lotka-Volterra constants: exact, noisy and drifting trajectories, both losses, either sign of B1.
 */
import { describe, expect, it } from "vitest";
import { fitLine } from "../../src/linalg/least-squares.ts";
import { linearLossSolution, solutionOffCritical, solutionThrough } from "../../src/theory/lotka-volterra/closed-forms.ts";
import { integrate, lotkaVolterraRates } from "../../src/theory/lotka-volterra/dynamics.ts";
import {
  type Estimate,
  fitExponentialRate,
  fitLotkaVolterra,
  fitPowerLaw,
  predictedSolution,
} from "../../src/theory/lotka-volterra/fit.ts";
import type { Trajectory } from "../../src/theory/lotka-volterra/trajectory.ts";
import { cases, eta, synthetic } from "../support/trajectories.ts";

/** A trajectory whose λ falls by 10 % over the run. */
function driftingTrajectory(start: { epsilon: number; kernel: number; lambda: number }, steps: number): Trajectory {
  let point = { epsilon: start.epsilon, kernel: start.kernel };
  const rows = [point];
  for (let t = 0; t < steps; t++) {
    const lambda = (time: number) => start.lambda * (1 - (0.1 * time) / steps);
    point = integrate((at, time) => lotkaVolterraRates(at, lambda(time), eta), point, t, t + 1, 2);
    rows.push(point);
  }
  return {
    epsilon: rows.map(({ epsilon }) => epsilon),
    kernel: rows.map(({ kernel }) => kernel),
    eta,
    loss: "quadratic",
    target: -18,
  };
}

/** K = C + 2λε between two steps, weighted as in the fit. */
function lineBetween({ epsilon, kernel }: Trajectory, from: number, to: number) {
  const steps = Array.from({ length: to - from + 1 }, (_, k) => from + k);
  return fitLine(
    steps.map((t) => epsilon[t]),
    steps.map((t) => kernel[t]),
    steps.map((t) => kernel[t] ** -2),
  );
}

const UNKNOWN: Estimate = { value: Number.NaN, error: Number.NaN };

describe("fits", () => {
  it.each(cases)("%s: λ, C and the constants come back, to 1e-6", (phase, start, target) => {
    const fit = fitLotkaVolterra(synthetic(start, 3000, target, false));
    const c = start.kernel - 2 * start.lambda * start.epsilon;
    expect(Math.abs(fit.lambda.value - start.lambda)).toBeLessThan(1e-6);
    expect(Math.abs(fit.c.value - c)).toBeLessThan(1e-6);
    expect(Math.max(fit.lambda.error, fit.c.error)).toBeLessThan(1e-5);
    if (phase === "critical") {
      expect(Math.abs((fit.inverseB2?.value ?? Number.NaN) - 2 / start.kernel)).toBeLessThan(1e-6);
      expect(fit.inverseB2?.error).toBeLessThan(1e-6);
    } else {
      expect(fit.signB1).toBe(1);
      expect(fit.lnB1?.error).toBeLessThan(1e-5);
      expect(Math.abs((fit.lnB1?.value ?? Number.NaN) - Math.log(start.kernel / (start.lambda * start.epsilon)))).toBeLessThan(
        1e-5,
      );
    }
    for (const t of [fit.from, fit.to]) {
      const exact = solutionThrough({ t: 0, kernel: start.kernel, lambdaEpsilon: start.lambda * start.epsilon }, eta);
      expect(Math.abs(fit.solution.kernel(t) / exact.kernel(t) - 1)).toBeLessThan(1e-5);
    }
  });

  it("frozen error with a given λ: C = -2λR and the solution through the data, to 1e-6; another λ bends it", () => {
    const start = { epsilon: 12, kernel: 3, lambda: 2 };
    const trajectory = synthetic(start, 3000, -18, false);
    const residual = start.epsilon - start.kernel / (2 * start.lambda);
    const { c, from, solution } = predictedSolution(trajectory, start.lambda, residual);
    expect(Math.abs(c + 2 * start.lambda * residual)).toBeLessThan(1e-12);
    for (const t of [from, 2 * from - 1]) expect(Math.abs(solution.kernel(t) / trajectory.kernel[t] - 1)).toBeLessThan(1e-6);
    const other = predictedSolution(trajectory, 1.1 * start.lambda, residual).solution;
    expect(Math.abs(other.kernel(from) / trajectory.kernel[from] - 1)).toBeGreaterThan(0.1);
  });

  it("errors cover the truth: 1 % noise on K, λ and C within 4 standard errors", () => {
    const start = { epsilon: 12, kernel: 64, lambda: 2 };
    const fit = fitLotkaVolterra({ ...synthetic(start, 200, -10, false, 0.01) });
    expect(Math.abs(fit.c.value - 16)).toBeLessThan(4 * fit.c.error);
    expect(Math.abs(fit.lambda.value - 2)).toBeLessThan(4 * fit.lambda.error);
    expect(fit.c.error).toBeGreaterThan(1e-4);
    expect(fit.c.error).toBeLessThan(0.5);
  });

  it.each(cases)("%s, λ drifting by some per cent: the errors cover what each half of the window gives alone", (phase, start) => {
    const drifting = driftingTrajectory(start, 3000);
    const fit = fitLotkaVolterra(drifting);
    const middle = Math.round((fit.from + fit.to) / 2);
    const alone = [lineBetween(drifting, fit.from, middle), lineBetween(drifting, middle, fit.to)];
    const covers = ({ value, error }: Estimate, truth: number) => Math.abs(value - truth) <= 1.05 * error;
    for (const { slope, intercept } of alone) {
      expect(covers(fit.lambda, slope / 2)).toBe(true);
      expect(covers(fit.c, intercept)).toBe(true);
    }
    const change = Math.abs(alone[1].slope / alone[0].slope - 1);
    expect(change).toBeGreaterThan(phase === "frozen-kernel" ? 1e-4 : 1e-2);
    // What λ and C are uncertain by is handed on: the scatter of the rows alone would say far less.
    if (phase === "critical") {
      const at = (t: number) => 2 / drifting.kernel[t] - 2 * eta * t;
      for (const t of [fit.from, middle, fit.to]) expect(covers(fit.inverseB2 ?? UNKNOWN, at(t))).toBe(true);
    } else {
      const handedOn = Math.hypot(fit.lambda.error / fit.lambda.value, eta * middle * fit.c.error);
      expect(fit.lnB1?.error).toBeGreaterThan(0.9 * handedOn);
    }
  });

  it("λε < 0: Eq. 33 with B1 < 0, as ln|B1| and its sign", () => {
    const start = { epsilon: 12, kernel: 16, lambda: -1 };
    const fit = fitLotkaVolterra(synthetic(start, 2000, -10, false));
    expect(fit.signB1).toBe(-1);
    expect(fit.lambda.value).toBeCloseTo(-1, 6);
    expect(fit.c.value).toBeCloseTo(40, 6);
    expect(fit.lnB1?.value).toBeCloseTo(Math.log(16 / 12), 5);
    const equation33 = solutionOffCritical(fit.c.value, (fit.signB1 ?? 0) * Math.exp(fit.lnB1?.value ?? Number.NaN), eta);
    for (const t of [0, 50, 500]) {
      const exact = solutionThrough({ t: 0, kernel: 16, lambdaEpsilon: -12 }, eta);
      expect(equation33.kernel(t)).toBeCloseTo(exact.kernel(t), 4);
      expect(equation33.lambdaEpsilon(t)).toBeCloseTo(exact.lambdaEpsilon(t), 4);
    }
  });

  it("linear loss: λ and C = -2λR, no B1 or B2, and the solution is Eq. 25", () => {
    const lambda = 2;
    const exact = linearLossSolution({ t: 0, kernel: 40 }, lambda, eta);
    const rows = Array.from({ length: 3001 }, (_, t) => t);
    const fit = fitLotkaVolterra({
      epsilon: rows.map((t) => 4 + exact.residualError(t)),
      kernel: rows.map((t) => exact.kernel(t)),
      eta,
      loss: "linear",
      target: -18,
    });
    expect(fit.lambda.value).toBeCloseTo(lambda, 8);
    expect(fit.c.value).toBeCloseTo(-2 * lambda * 4, 8);
    expect([fit.lnB1, fit.signB1, fit.inverseB2]).toEqual([undefined, undefined, undefined]);
    for (const t of [0, 1000, 3000]) {
      expect(fit.solution.kernel(t) / exact.kernel(t)).toBeCloseTo(1, 6);
      expect(fit.solution.lambdaEpsilon(t) / lambda).toBeCloseTo(4 + exact.residualError(t), 6);
    }
  });

  it("the error of λ, ln|B1| and 1/B2 hold what is handed on, for short runs and a λ below 1 too", () => {
    for (const [phase, start] of cases)
      for (const [scale, steps] of [
        [1, 60],
        [10, 60],
        [10, 3000],
      ]) {
        // ε -> s ε with λ -> λ/s is the same K.
        const drifting = driftingTrajectory({ ...start, epsilon: scale * start.epsilon, lambda: start.lambda / scale }, steps);
        const fit = fitLotkaVolterra(drifting);
        const middle = (fit.from + fit.to) / 2;
        const half = Math.floor(middle);
        const slopes = [lineBetween(drifting, fit.from, half), lineBetween(drifting, half + 1, fit.to)].map(
          ({ slope }) => slope / 2,
        );
        const distance = Math.max(...slopes.map((slope) => Math.abs(slope - fit.lambda.value)));
        expect(fit.lambda.error).toBeGreaterThan(0.9 * distance);
        if (fit.lnB1 !== undefined) {
          const handedOn = Math.hypot(fit.lambda.error / fit.lambda.value, eta * middle * fit.c.error);
          expect(fit.lnB1.error).toBeGreaterThan(0.9 * handedOn);
        }
        if (phase === "critical") {
          const drift = 2 * eta * Math.hypot(fit.c.value, fit.c.error) * (middle / drifting.kernel[Math.round(middle)]);
          expect(fit.inverseB2?.error).toBeGreaterThan(0.9 * drift);
        }
      }
  });

  it("where scatter is all that there is, the error of λ is half that of the line's slope, of C that of its intercept", () => {
    // Rows on a line, by turns above and below it: both halves give the same.
    const rows = Array.from({ length: 401 }, (_, t) => t);
    const epsilon = rows.map((t) => 3 - t / 200);
    const kernel = rows.map((t) => 100 + 4 * epsilon[t] + (t % 4 === 0 || t % 4 === 3 ? 0.5 : -0.5));
    const trajectory: Trajectory = { epsilon, kernel, eta, loss: "quadratic", target: 0 };
    const fit = fitLotkaVolterra(trajectory);
    const { slopeError, interceptError, slope } = lineBetween(trajectory, fit.from, fit.to);
    expect(Math.abs(fit.lambda.value - slope / 2)).toBeLessThan(0.05 * slopeError);
    expect(fit.lambda.error / (slopeError / 2)).toBeGreaterThan(0.99);
    expect(fit.lambda.error / (slopeError / 2)).toBeLessThan(1.5);
    expect(fit.c.error / interceptError).toBeGreaterThan(0.99);
    expect(fit.c.error / interceptError).toBeLessThan(1.5);
  });

  it("no B1 where λε changes its sign, nor where C is zero within its error", () => {
    const rows = Array.from({ length: 201 }, (_, t) => t);
    const epsilon = rows.map((t) => 5 - 0.03 * t);
    const turning = fitLotkaVolterra({
      ...{ epsilon, kernel: epsilon.map((error) => 16 + 4 * error), eta, loss: "quadratic", target: 0 },
    });
    expect(turning.c.value).toBeCloseTo(16, 8);
    expect([turning.lnB1, turning.signB1]).toEqual([undefined, undefined]);
    // K = 2λε, by turns half a per cent above and below it.
    const [, start, target] = cases[1];
    const exact = synthetic(start, 3000, target, false);
    const kernel = Array.from(exact.kernel, (value, t) => value * (t % 4 === 0 || t % 4 === 3 ? 1.005 : 0.995));
    const critical = fitLotkaVolterra({ ...exact, kernel });
    expect(Math.abs(critical.c.value)).toBeLessThan(critical.c.error);
    expect([critical.lnB1, critical.signB1]).toEqual([undefined, undefined]);
    expect(critical.inverseB2).toBeDefined();
  });

  it("a rate fitted to few steps takes every one of them, of many some 200 from the first to the last", () => {
    const values = Array.from({ length: 1201 }, (_, t) => 7 * Math.exp(-0.01 * t + 0.1 * Math.sin(t * t)));
    const rows = Array.from({ length: 21 }, (_, k) => 40 + k);
    const few = fitLine(
      rows,
      rows.map((t) => Math.log(values[t])),
    );
    const { value, error } = fitExponentialRate(values, 40, 60);
    expect(value).toBeCloseTo(few.slope, 12);
    expect(error).toBeCloseTo(few.slopeError, 12);
    const all = Array.from({ length: 1161 }, (_, k) => 40 + k);
    const many = fitLine(
      all,
      all.map((t) => Math.log(values[t])),
    );
    // A sixth of the rows leaves the error √6 as large.
    expect(fitExponentialRate(values, 40, 1200).error / many.slopeError).toBeCloseTo(Math.sqrt(1161 / 200), 0);
    expect(fitExponentialRate([3, 6], 0, 1).value).toBeCloseTo(Math.LN2, 12);
  });

  it("power laws with an offset: exponent to 1e-6", () => {
    const values = Array.from({ length: 2001 }, (_, t) => 3 * (t + 77) ** -1.25);
    expect(Math.abs(fitPowerLaw(values, 100, 2000).value + 1.25)).toBeLessThan(1e-6);
  });
});
