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
  residuals: (parameters: readonly number[]) => readonly number[],
  start: readonly number[],
  free: readonly number[] = start.map((_, k) => k),
): LeastSquares {
  let parameters = start;
  let current = residuals(parameters);
  let chi2 = sumOfSquares(current);
  let damping = 1e-3;
  const jacobian = () =>
    free.map((k) => {
      const step = DIFFERENCE * Math.max(1, Math.abs(parameters[k]));
      return residuals(parameters.map((value, i) => (i === k ? value + step : value))).map(
        (value, i) => (value - current[i]) / step,
      );
    });
  const normal = (rows: readonly (readonly number[])[]) => rows.map((a) => rows.map((b) => product(a, b)));
  for (let step = 0; step < STEPS; step++) {
    const rows = jacobian();
    const matrix = normal(rows);
    const right = rows.map((row) => -product(row, current));
    let gain = 0;
    for (let tries = 0; tries < TRIES && gain === 0; tries++) {
      const change = solved(matrix, right, damping);
      if (change === undefined) {
        damping *= 4;
        continue;
      }
      const next = parameters.map((value, i) => (free.includes(i) ? value + change[free.indexOf(i)] : value));
      const there = residuals(next);
      const sum = sumOfSquares(there);
      if (sum < chi2) {
        gain = chi2 - sum;
        [parameters, current, chi2] = [next, there, sum];
        damping = Math.max(1e-9, damping / 5);
      } else damping *= 4;
    }
    if (gain < TOLERANCE) break;
  }
  const covariance = inverseOf(normal(jacobian()));
  return { parameters, chi2, ...(covariance !== undefined && { covariance }) };
}

/** x of (A + damping diag A) x = b; undefined where the matrix is singular. */
function solved(matrix: readonly (readonly number[])[], right: readonly number[], damping: number): Float64Array | undefined {
  const size = right.length;
  const flat = Float64Array.from(matrix.flatMap((row, i) => row.map((value, j) => (i === j ? value * (1 + damping) : value))));
  const factor = choleskyFactor(flat, size);
  if (factor === undefined) return undefined;
  const x = Float64Array.from(right);
  choleskySolveInPlace(factor, size, x);
  return x;
}

function inverseOf(matrix: readonly (readonly number[])[]): number[][] | undefined {
  const columns = matrix.map((_, k) =>
    solved(
      matrix,
      matrix.map((__, i) => (i === k ? 1 : 0)),
      0,
    ),
  );
  return columns.every((column) => column !== undefined) ? columns.map((column) => Array.from(column)) : undefined;
}

function product(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
  return sum;
}

const sumOfSquares = (values: readonly number[]) => product(values, values);
