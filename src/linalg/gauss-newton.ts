/**
 * Least squares of residuals that are not linear in the parameters: Gauss-Newton steps, damped as by Levenberg and Marquardt.
 *
 * `least-squares.ts` has the library's, for curves of x. That one damps all parameters alike: with these, which differ by orders of magnitude and of
 * which data may leave one undetermined, its matrix becomes singular and it throws.
 */
import { choleskyFactor, choleskySolveInPlace } from "./cholesky.ts";

/** The least sum of squares found. */
export interface LeastSquares {
  readonly parameters: readonly number[];
  /** Σ r². */
  readonly chi2: number;
  /** (JᵀJ)^{-1} at the minimum, for residuals in units of their standard errors the covariance of the free parameters, in their order; undefined where it is singular. */
  readonly covariance?: readonly (readonly number[])[];
}

const STEPS = 60;
/** Tries with more damping at each step. */
const TRIES = 12;
/** Fall of Σ r² that ends the search. */
const TOLERANCE = 1e-7;
/** Size of the differences that derivatives are taken from, relative to a parameter of at least one. */
const DIFFERENCE = 1e-5;

/**
 * Minimises Σ r(p)² from a starting point.
 *
 * @param free places of the parameters that are varied
 */
export function leastSquares(
  residuals: (parameters: readonly number[]) => ArrayLike<number>,
  start: readonly number[],
  free: readonly number[] = start.map((_, k) => k),
): LeastSquares {
  let parameters = start;
  let current = residuals(parameters);
  let chi2 = product(current, current);
  let damping = 1e-3;
  for (let step = 0; step < STEPS; step++) {
    const rows = jacobian(residuals, parameters, current, free);
    const matrix = normal(rows);
    const right = Float64Array.from(rows, (row) => -product(row, current));
    let gain = 0;
    for (let tries = 0; tries < TRIES && gain === 0; tries++) {
      const change = solved(matrix, right, damping);
      if (change === undefined) {
        damping *= 4;
        continue;
      }
      const next = [...parameters];
      free.forEach((place, i) => {
        next[place] += change[i];
      });
      const there = residuals(next);
      const sum = product(there, there);
      if (sum < chi2) {
        gain = chi2 - sum;
        [parameters, current, chi2] = [next, there, sum];
        damping = Math.max(1e-9, damping / 5);
      } else damping *= 4;
    }
    if (gain < TOLERANCE) break;
  }
  const covariance = inverseOf(normal(jacobian(residuals, parameters, current, free)), free.length);
  return { parameters, chi2, ...(covariance !== undefined && { covariance }) };
}

/** The derivatives of the residuals by each free parameter, from differences. */
function jacobian(
  residuals: (parameters: readonly number[]) => ArrayLike<number>,
  parameters: readonly number[],
  current: ArrayLike<number>,
  free: readonly number[],
): Float64Array[] {
  return free.map((place) => {
    const step = DIFFERENCE * Math.max(1, Math.abs(parameters[place]));
    const there = residuals(parameters.with(place, parameters[place] + step));
    const row = new Float64Array(current.length);
    for (let i = 0; i < row.length; i++) row[i] = (there[i] - current[i]) / step;
    return row;
  });
}

/** The products of all rows with one another, row-major. */
function normal(rows: readonly Float64Array[]): Float64Array {
  return Float64Array.from(rows.flatMap((a) => rows.map((b) => product(a, b))));
}

/** x of (A + damping diag A) x = b; undefined where the matrix is singular. */
function solved(matrix: Float64Array, right: Float64Array, damping: number): Float64Array | undefined {
  const size = right.length;
  const damped = matrix.slice();
  for (let i = 0; i < size; i++) damped[i * size + i] *= 1 + damping;
  const factor = choleskyFactor(damped, size);
  if (factor === undefined) return undefined;
  const x = right.slice();
  choleskySolveInPlace(factor, size, x);
  return x;
}

/** The inverse, by columns; undefined where the matrix is singular. */
function inverseOf(matrix: Float64Array, size: number): number[][] | undefined {
  const factor = choleskyFactor(matrix, size);
  if (factor === undefined) return undefined;
  return Array.from({ length: size }, (_, k) => {
    const x = new Float64Array(size);
    x[k] = 1;
    choleskySolveInPlace(factor, size, x);
    return Array.from(x);
  });
}

function product(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
  return sum;
}
