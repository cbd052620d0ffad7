/**
 * Extreme eigenvalues of a large Hermitian operator by the Lanczos recurrence.
 */
import { QntkError } from "../base/errors.ts";
import type { ComplexVector } from "./complex-matrix.ts";
import { symmetricEigen } from "./eigen.ts";
import type { NormalSource } from "./haar.ts";

/** Writes the operator's action on `input` to `output`; the two never alias. */
export type LinearOperator = (input: ComplexVector, output: ComplexVector) => void;

/** Smallest and largest eigenvalue, with the residual bound each was accepted at. */
export interface ExtremeEigenvalues {
  readonly min: number;
  readonly max: number;
  /** Bound on |A v - v a| for both Ritz pairs, absolute. */
  readonly residual: number;
  readonly iterations: number;
}

/**
 * Smallest and largest eigenvalue of a Hermitian operator.
 *
 * Three-term recurrence without reorthogonalisation: lost orthogonality only repeats converged extreme values, it does not
 * move them. A Ritz pair is accepted when |beta_m s_m| <= tolerance * (largest |eigenvalue|); the eigenvalue error is of the
 * order of the square of that residual over the gap.
 *
 * @param apply the operator
 * @param dimension dimension of the space
 * @param normal source of the random start vector
 * @param options `real`: the operator is a real matrix, and the imaginary parts of all vectors are left out (arrays of length 0): half the
 * work, the same eigenvalues
 * @throws QntkError if `maxIterations` do not suffice
 */
export function lanczosExtremes(
  apply: LinearOperator,
  dimension: number,
  normal: NormalSource,
  options: LanczosOptions = {},
): ExtremeEigenvalues {
  const steps = lanczosSteps(apply, dimension, normal, options);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** How far a recurrence goes, and whether its vectors are real. */
export interface LanczosOptions {
  readonly tolerance?: number;
  readonly maxIterations?: number;
  readonly real?: boolean;
}

/** The same, yielding the number of iterations after each. */
export function* lanczosSteps(
  apply: LinearOperator,
  dimension: number,
  normal: NormalSource,
  { tolerance = 1e-9, maxIterations = 2000, real = false }: LanczosOptions = {},
): Generator<number, ExtremeEigenvalues, void> {
  const vector = () => ({ re: new Float64Array(dimension), im: new Float64Array(real ? 0 : dimension) });
  let previous = vector();
  let current = vector();
  let next = vector();
  for (let i = 0; i < dimension; i++) {
    current.re[i] = normal();
    if (!real) current.im[i] = normal();
  }
  normalize(current);
  const alpha: number[] = [];
  const beta: number[] = [];
  let check = Math.min(30, dimension);
  for (let m = 1; m <= maxIterations; m++) {
    apply(current, next);
    const carry = beta[m - 2] ?? 0;
    const a = dot(current.re, next.re) + dot(current.im, next.im);
    takeAway(next.re, a, current.re, carry, previous.re);
    takeAway(next.im, a, current.im, carry, previous.im);
    const b = normalize(next);
    alpha.push(a);
    beta.push(b);
    const span = Math.max(...alpha.map(Math.abs)) + Math.max(...beta.map(Math.abs));
    const exhausted = b <= 1e-14 * span;
    if (m === check || exhausted) {
      const result = ritzExtremes(alpha, beta);
      const size = Math.max(Math.abs(result.min), Math.abs(result.max));
      if (exhausted || result.residual <= tolerance * size) return result;
      check = Math.ceil(1.4 * check);
    }
    [previous, current, next] = [current, next, previous];
    yield m;
  }
  throw new QntkError(`Lanczos did not converge to a relative residual of ${tolerance} in ${maxIterations} iterations.`);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** to -= a x + b y. */
function takeAway(to: Float64Array, a: number, x: Float64Array, b: number, y: Float64Array): void {
  for (let i = 0; i < to.length; i++) to[i] -= a * x[i] + b * y[i];
}

/** Divides a vector by its norm, which it returns. */
function normalize({ re, im }: ComplexVector): number {
  const norm = Math.sqrt(dot(re, re) + dot(im, im));
  for (const part of [re, im]) for (let i = 0; i < part.length; i++) part[i] /= norm;
  return norm;
}

function ritzExtremes(alpha: readonly number[], beta: readonly number[]): ExtremeEigenvalues {
  const m = alpha.length;
  const tridiagonal = new Float64Array(m * m);
  for (let i = 0; i < m; i++) {
    tridiagonal[i * m + i] = alpha[i];
    if (i + 1 < m) {
      tridiagonal[i * m + i + 1] = beta[i];
      tridiagonal[(i + 1) * m + i] = beta[i];
    }
  }
  const { values, vectors } = symmetricEigen(tridiagonal, m);
  const last = (m - 1) * m;
  const residual = beta[m - 1] * Math.max(Math.abs(vectors[last]), Math.abs(vectors[last + m - 1]));
  return { min: values[0], max: values[m - 1], residual, iterations: m };
}
