/**
 * Constants of the Lotka-Volterra solution from late-time data, with standard errors.
 */
import { mean, range, standardError } from "../../base/arrays.ts";
import { fitCurve, fitLine, type LineFit } from "../../linalg/least-squares.ts";
import { type LotkaVolterraSolution, linearLossSolution, solutionThrough } from "./closed-forms.ts";
import { lastErrorStep, lastKernelStep, type Trajectory } from "./trajectory.ts";

/** A number and its standard error. */
export interface Estimate {
  readonly value: number;
  readonly error: number;
}

/** Constants fitted to the late part of a trajectory. */
export interface LotkaVolterraFit {
  readonly lambda: Estimate;
  /** C = K - 2 λ ε (Eq. 11). Conserved under the linear loss too, where it is -2 λ R and its sign tells no phase. */
  readonly c: Estimate;
  /** ln|B1| of Eq. 33. Undefined where λε changes sign, where C is zero within its error, and for the linear loss, which has no B1. */
  readonly lnB1?: Estimate;
  /** Sign of B1, which is that of λε; defined where `lnB1` is. */
  readonly signB1?: 1 | -1;
  /** 1/B2 of Eq. 34; meaningful at the critical point. Undefined for the linear loss. */
  readonly inverseB2?: Estimate;
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
 * The straight line is Eq. 11 and holds at any step size and for both losses; its residuals are weighted by 1/K², because K may span
 * decades. With λ and C known every row gives a value of ln|B1| = ln|K/(λε)| - ηCt and of 1/B2 = 2/K - 2ηt; their means are returned.
 *
 * Errors: λ drifts slowly as the circuit settles, so that rows scatter far less than the constants are uncertain. Every error
 * is the scatter of the rows in quadrature with the window's: the larger distance between the value and those that the two halves of
 * the window give alone. Added for ln|B1|: δλ/λ and η t δC at the window's mean step t. Added for 1/B2, which supposes C = 0: 2η|C|t/K,
 * with |C| its fitted value and error in quadrature, because C changes 2/K - 2ηt by 2ηC ∫ dt/K, at most that.
 */
export function fitLotkaVolterra(trajectory: Trajectory): LotkaVolterraFit {
  const { loss } = trajectory;
  const window = lateWindow(trajectory);
  const whole = conservationLine(trajectory, window);
  const halves = halvesOf(window).map((steps) => conservationLine(trajectory, steps));
  const lambda = windowEstimate(
    whole.slope / 2,
    whole.slopeError / 2,
    halves.map(({ slope }) => slope / 2),
  );
  const c = windowEstimate(
    whole.intercept,
    whole.interceptError,
    halves.map(({ intercept }) => intercept),
  );
  return {
    lambda,
    c,
    ...(loss === "quadratic" && { ...fitB1(trajectory, window, lambda, c), inverseB2: fitInverseB2(trajectory, window, c) }),
    from: window[0],
    to: window[window.length - 1],
    solution: solutionOf(trajectory, window[window.length >> 1], lambda.value, c.value),
  };
}

/** A solution beyond the spectrum whose λ is known otherwise. */
export interface PredictedSolution {
  readonly lambda: number;
  /** -2 λ R. */
  readonly c: number;
  /** First step of the late half, which the solution is meant for. */
  readonly from: number;
  readonly solution: LotkaVolterraSolution;
}

/**
 * The solution beyond the spectrum with a given λ and C = -2 λ R, through the K of one point: the middle of the window that
 * `fitLotkaVolterra` takes. Nothing is fitted. Source: Eqs. 16, 25 and 33.
 *
 * @param lambda as predicted, such as λ∞ of the circuit
 * @param residual R
 */
export function predictedSolution(trajectory: Trajectory, lambda: number, residual: number): PredictedSolution {
  const window = lateWindow(trajectory);
  const c = -2 * lambda * residual;
  return { lambda, c, from: window[0], solution: solutionOf(trajectory, window[window.length >> 1], lambda, c) };
}

/** Steps of the late half of a trajectory. */
function lateWindow(trajectory: Trajectory): readonly number[] {
  // In the frozen-error phase ε tends to R: the line is resolved as long as ε - R is.
  const to = lastErrorStep(trajectory, trajectory.epsilon[lastKernelStep(trajectory)]);
  return thinned(Math.floor(to / 2), to);
}

/** K = C + 2 λ ε over some steps. */
function conservationLine({ epsilon, kernel }: Trajectory, steps: readonly number[]): LineFit {
  return fitLine(
    steps.map((t) => epsilon[t]),
    steps.map((t) => kernel[t]),
    steps.map((t) => 1 / kernel[t] ** 2),
  );
}

/** ln|B1| and the sign of B1, where the trajectory has them. */
function fitB1({ epsilon, kernel, eta }: Trajectory, window: readonly number[], lambda: Estimate, c: Estimate) {
  const lambdaEpsilon = window.map((t) => lambda.value * epsilon[t]);
  const signB1 = lambdaEpsilon[0] < 0 ? -1 : 1;
  if (!(Math.abs(c.value) > c.error) || !lambdaEpsilon.every((value) => value * signB1 > 0)) return {};
  const rows = meanOfRows(window.map((t, k) => Math.log(kernel[t] / Math.abs(lambdaEpsilon[k])) - eta * c.value * t));
  const error = Math.hypot(rows.error, lambda.error / lambda.value, eta * mean(window) * c.error);
  return { lnB1: { value: rows.value, error }, signB1 } as const;
}

function fitInverseB2({ kernel, eta }: Trajectory, window: readonly number[], c: Estimate): Estimate {
  const rows = meanOfRows(window.map((t) => 2 / kernel[t] - 2 * eta * t));
  const time = eta * mean(window);
  const error = Math.hypot(rows.error, Math.hypot(c.value, c.error) * time * (2 * time + rows.value));
  return { value: rows.value, error };
}

/** The solution with given λ and C through the point at step `t`. */
function solutionOf({ kernel, eta, loss }: Trajectory, t: number, lambda: number, c: number): LotkaVolterraSolution {
  const point = { t, kernel: kernel[t], lambdaEpsilon: (kernel[t] - c) / 2 };
  if (loss === "quadratic") return solutionThrough(point, eta);
  const linear = linearLossSolution(point, lambda, eta);
  return { c, kernel: linear.kernel, lambdaEpsilon: (time) => (linear.kernel(time) - c) / 2 };
}

/** Mean over rows, with the error of their scatter and of the window. */
function meanOfRows(rows: readonly number[]): Estimate {
  return windowEstimate(mean(rows), standardError(rows), halvesOf(rows).map(mean));
}

/** A value fitted to a window, its error from scatter in quadrature with the larger distance to the values of the window's halves. */
function windowEstimate(value: number, scatter: number, halves: readonly number[]): Estimate {
  return { value, error: Math.hypot(scatter, Math.max(...halves.map((half) => Math.abs(half - value)))) };
}

function halvesOf<T>(items: readonly T[]): [T[], T[]] {
  const middle = items.length >> 1;
  return [items.slice(0, middle), items.slice(middle)];
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
