/**
 * Constants of the Lotka-Volterra solution from late-time data, with standard errors.
 */
import { mean, range, standardError } from "../../base/arrays.ts";
import { fitCurve, fitLine } from "../../linalg/least-squares.ts";
import { type LotkaVolterraSolution, solutionThrough } from "./closed-forms.ts";
import { lastErrorStep, lastKernelStep, type Trajectory } from "./trajectory.ts";

/** A number and its standard error. */
export interface Estimate {
  readonly value: number;
  readonly error: number;
}

/** Constants fitted to the late part of a trajectory. */
export interface LotkaVolterraFit {
  readonly lambda: Estimate;
  readonly c: Estimate;
  /** B1 of Eq. 33; ln B1 is averaged, and its error is that of ln B1. Undefined where λε changes sign or C is zero within its error. */
  readonly lnB1?: Estimate;
  /** 1/B2 of Eq. 34; meaningful at the critical point. */
  readonly inverseB2: Estimate;
  /** First and last step used. */
  readonly from: number;
  readonly to: number;
  /** The solution with this λ and C through the middle of the window. */
  readonly solution: LotkaVolterraSolution;
}

/** Points used of a window. */
const FIT_POINTS = 200;

/**
 * Fits λ and C by K = C + 2 λ ε over the late half of a trajectory, then B1 or B2 by the time dependence.
 *
 * The straight line is Eq. 11 and holds at any step size; its residuals are weighted by 1/K², because K may span decades. With
 * λ and C known every row gives a value of ln B1 = ln(K/(λε)) - ηCt and 1/B2 = 2/K - 2ηt; their mean and standard error
 * are returned.
 */
export function fitLotkaVolterra(trajectory: Trajectory): LotkaVolterraFit {
  const { epsilon, kernel, eta } = trajectory;
  // In the frozen-error phase ε tends to R: the line is resolved as long as ε - R is.
  const to = lastErrorStep(trajectory, epsilon[lastKernelStep(trajectory)]);
  const window = thinned(Math.floor(to / 2), to);
  const { slope, intercept, slopeError, interceptError } = fitLine(
    window.map((t) => epsilon[t]),
    window.map((t) => kernel[t]),
    window.map((t) => 1 / kernel[t] ** 2),
  );
  const lambda = { value: slope / 2, error: slopeError / 2 };
  const c = { value: intercept, error: interceptError };
  const lnB1 = window.map((t) => Math.log(kernel[t] / (lambda.value * epsilon[t])) - eta * c.value * t);
  const inverseB2 = window.map((t) => 2 / kernel[t] - 2 * eta * t);
  const anchor = window[window.length >> 1];
  return {
    lambda,
    c,
    lnB1:
      lnB1.every(Number.isFinite) && Math.abs(c.value) > c.error ? { value: mean(lnB1), error: standardError(lnB1) } : undefined,
    inverseB2: { value: mean(inverseB2), error: standardError(inverseB2) },
    from: window[0],
    to,
    solution: solutionThrough({ t: anchor, kernel: kernel[anchor], lambdaEpsilon: (kernel[anchor] - c.value) / 2 }, eta),
  };
}

/** Slope of ln|values| against the step between two steps. */
export function fitExponentialRate(values: ArrayLike<number>, from: number, to: number): Estimate {
  const window = thinned(from, to);
  const { slope, slopeError } = fitLine(
    window,
    window.map((t) => Math.log(Math.abs(values[t]))),
  );
  return { value: slope, error: slopeError };
}

/** Exponent p of values = A (t + t0)^p between two steps, with t0 free. */
export function fitPowerLaw(values: ArrayLike<number>, from: number, to: number): Estimate {
  const window = thinned(from, to);
  const scale = to;
  const start = Math.log(Math.abs(values[to]));
  const { parameters, errors } = fitCurve(
    window,
    window.map((t) => Math.log(Math.abs(values[t]))),
    ([a, p, shift]) =>
      (t) =>
        a + p * Math.log(Math.max(1e-9, (t + shift * scale) / scale)),
    [start, -1, 0],
  );
  return { value: parameters[1], error: errors[1] };
}

/** At most `FIT_POINTS` steps from `from` to `to`, evenly spread. */
function thinned(from: number, to: number): number[] {
  const count = Math.min(FIT_POINTS, to - from + 1);
  return range(count).map((k) => Math.round(from + (k * (to - from)) / Math.max(1, count - 1)));
}
