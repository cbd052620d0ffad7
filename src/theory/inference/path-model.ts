/**
 * The path that training from given initial angles takes, as a model of ε: K as a function of <O>, gradient descent along it, and the likelihood of its end.
 */
import { mean, range } from "../../base/arrays.ts";
import { requireFinite } from "../../base/assert.ts";
import { ArgumentError } from "../../base/errors.ts";
import { leastSquares } from "../../linalg/gauss-newton.ts";

/** ε of one target by step, a run's or the mean of repeated ones. */
export interface PathCurve {
  readonly target: number;
  readonly epsilon: ArrayLike<number>;
  /** Standard error of each row. */
  readonly error: number;
}

/** Rows are fitted from where less than this share of the way is left: before, λ is another. */
const LATE = 0.4;
/** Standard deviation of what K bends by over the rows fitted, as a share of its slope. */
const BEND = 0.3;
/** Standard deviation of s, as a share of the whole way of <O>: chosen on 40 circuits, and tried on others (bench/device-curves.mjs). */
const SOFTNESS = 0.05;
/** Fall of the likelihood's exponent beyond which E is not looked at, and steps of the grid to either side. */
const FAR = 30;
const GRID = 48;
/** Growth of the grid's steps, and the first, as a share of the error of E. */
const GROWTH = 1.12;
const FIRST_STEP = 0.2;

/** A curve that falls: <O> or, where it rises, -<O>, from the first row that is fitted on. */
export interface PathData {
  readonly target: number;
  readonly rows: ArrayLike<number>;
  readonly first: number;
  readonly error: number;
  /** What <O> has come down by from step 0. */
  readonly way: number;
}

const FEWEST_ROWS = 20;

export function pathData(curves: readonly PathCurve[]): { data: PathData[]; sign: 1 | -1 } {
  if (curves.length === 0) throw new ArgumentError("curves", curves, "at least one curve");
  const signs = curves.map(({ epsilon, error, target }) => {
    requireFinite("target", target);
    if (!(epsilon.length >= FEWEST_ROWS)) throw new ArgumentError("epsilon", epsilon, `at least ${FEWEST_ROWS} rows`);
    if (!(error > 0)) throw new ArgumentError("error", error, "a positive number");
    return lateMean(epsilon) < epsilon[0] ? 1 : -1;
  });
  const [sign] = signs;
  if (signs.some((other) => other !== sign)) throw new ArgumentError("curves", curves, "curves that move in one direction");
  return {
    sign,
    data: curves.map(({ target, epsilon, error }) => {
      const heights = Float64Array.from(epsilon, (value) => sign * (target + value));
      const low = lateMean(heights);
      const way = heights[0] - low;
      let first = 1;
      const here = () => (heights[first - 1] + heights[first] + heights[first + 1]) / 3;
      while (first < heights.length >> 1 && here() - low > LATE * way) first++;
      return { target: sign * target, rows: heights.subarray(first), first, error, way };
    }),
  };
}

/** Mean over the last quarter. */
function lateMean(values: ArrayLike<number>): number {
  return mean(Array.from(values).slice(-Math.ceil(values.length / 4)));
}

/** Parameters of a path: E, a, b relative to a over the way fitted, a number that s follows, and where each curve starts. */
export type PathParameters = readonly number[];

/** s in units of its standard deviation: the number itself where it is positive, next to nothing where it is negative, and smooth. */
const softness = (number: number) => (number + Math.sqrt(number * number + 0.01)) / 2;
/** What holds that number where s is next to nothing. */
const HELD = 0.1;

/** K and its derivative at a height. */
export function kernelAt(path: PathParameters, height: number, way: number): { kernel: number; derivative: number } {
  const law = lawOf(path, way);
  return { kernel: kernelBy(law, height - path[0]), derivative: derivativeBy(law, height - path[0]) };
}

/** K = a x²/(x + s) + b x² of a path. */
interface PathLaw {
  readonly a: number;
  readonly b: number;
  readonly s: number;
}

function lawOf([, slope, bend, soft]: PathParameters, way: number): PathLaw {
  return { a: slope, b: (bend * slope) / (LATE * way), s: softness(soft) * SOFTNESS * way };
}

function kernelBy({ a, b, s }: PathLaw, x: number): number {
  const size = Math.abs(x);
  return (a * x * size) / (size + s + Number.MIN_VALUE) + b * x * x;
}

function derivativeBy({ a, b, s }: PathLaw, x: number): number {
  const size = Math.abs(x);
  return (a * (x * x + 2 * s * size)) / ((size + s) ** 2 + Number.MIN_VALUE) + 2 * b * x;
}

/** Heights along a path, step by step. */
export function descent(
  path: PathParameters,
  start: number,
  target: number,
  rows: number,
  eta: number,
  way: number,
): Float64Array {
  const heights = new Float64Array(rows);
  const law = lawOf(path, way);
  const [end] = path;
  let height = start;
  for (let t = 0; t < rows; t++) {
    heights[t] = height;
    const kernel = kernelBy(law, height - end);
    const derivative = derivativeBy(law, height - end);
    const h = eta * (height - target);
    height -= h * kernel - (h * h * kernel * derivative) / 4;
  }
  return heights;
}

export const FIXED = 4;

function residualsOf(parameters: PathParameters, data: readonly PathData[], eta: number): Float64Array {
  const held = [parameters[2] / BEND, softness(parameters[3]), HELD * parameters[3]];
  const all = new Float64Array(held.length + data.reduce((sum, { rows }) => sum + rows.length, 0));
  all.set(held);
  let next = held.length;
  const way = wayOf(data);
  data.forEach(({ target, rows, error }, k) => {
    const heights = descent(parameters, parameters[FIXED + k], target, rows.length, eta, way);
    for (let t = 0; t < rows.length; t++) all[next++] = (rows[t] - heights[t]) / error;
  });
  // A path that runs away counts as far off.
  for (let k = 0; k < all.length; k++) if (!Number.isFinite(all[k])) all[k] = 1e6;
  return all;
}

export const wayOf = (data: readonly PathData[]) => Math.max(...data.map(({ way }) => way));

export function fitAt(start: PathParameters, end: number, data: readonly PathData[], eta: number) {
  const free = range(FIXED + data.length - 1).map((k) => k + 1);
  return leastSquares((parameters) => residualsOf(parameters, data, eta), [end, ...start.slice(1)], free);
}

/** The likelihood of E with the others at their best. */
export interface PathProfile {
  readonly best: { readonly parameters: PathParameters; readonly chi2: number };
  readonly numbers: number;
  readonly points: readonly ProfilePoint[];
}

export interface ProfilePoint {
  readonly end: number;
  readonly parameters: PathParameters;
  readonly covariance?: readonly (readonly number[])[];
  /** ln of the likelihood, 0 at its best. */
  readonly log: number;
}

export function profileOf(data: readonly PathData[], eta: number): PathProfile {
  const lowest = Math.min(...data.map(({ rows }) => lateMean(rows)));
  const way = wayOf(data);
  const starts = data.map(({ rows }) => (rows[0] + rows[1] + rows[2]) / 3);
  const slope = firstSlope(data, lowest - 0.03 * way, eta);
  const found = [0.01, 0.1].map((share) =>
    leastSquares((parameters) => residualsOf(parameters, data, eta), [lowest - share * way, slope, 0, 0.5, ...starts]),
  );
  const best = found.reduce((least, one) => (one.chi2 < least.chi2 ? one : least));
  const numbers = data.reduce((sum, { rows }) => sum + rows.length, 0);
  const birge = Math.max(1, best.chi2 / Math.max(1, numbers - FIXED - data.length));
  const at = (fit: ReturnType<typeof fitAt>): ProfilePoint => ({
    end: fit.parameters[0],
    ...{ parameters: fit.parameters, covariance: fit.covariance?.map((row) => row.map((value) => value * birge)) },
    log: (best.chi2 - fit.chi2) / (2 * birge),
  });
  const error = Math.sqrt(best.covariance?.[0][0] ?? Number.NaN);
  const first = Math.min(0.02 * way, Math.max(1e-3 * way, FIRST_STEP * (Number.isFinite(error) ? error : way)));
  const side = (sign: number): ProfilePoint[] => {
    const points: ProfilePoint[] = [];
    let parameters = best.parameters;
    let distance = first;
    for (let k = 0; k < GRID && distance < 2 * way; k++) {
      const point = at(fitAt(parameters, best.parameters[0] + sign * distance, data, eta));
      points.push(point);
      if (point.log < -FAR) break;
      parameters = point.parameters;
      distance += first * GROWTH ** k;
    }
    return points;
  };
  const points = [...side(-1).reverse(), at(fitAt(best.parameters, best.parameters[0], data, eta)), ...side(1)];
  return { best, numbers, points };
}

/** The slope of K over the first rows fitted: where they start, K is what ε falls by. */
function firstSlope(data: readonly PathData[], end: number, eta: number): number {
  const slopes = data.map(({ rows, target }) => {
    const fall = (rows[0] + rows[1] - rows[4] - rows[5]) / 2 / 4;
    const height = (rows[0] + rows[5]) / 2;
    return fall / (eta * (height - target)) / (height - end);
  });
  return Math.max(1e-6, mean(slopes));
}
