/**
 * Extreme eigenvalues of a large Hermitian operator by the Lanczos recurrence.
 */
import { QntkError } from "../base/errors.ts";
import type { ComplexVector } from "./complex-matrix.ts";
import { normalizeInPlace, zeroVector } from "./complex-matrix.ts";
import { symmetricEigen } from "./eigen.ts";
import { haarState, type NormalSource } from "./haar.ts";

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
 * @throws QntkError if `maxIterations` do not suffice
 */
export function lanczosExtremes(
  apply: LinearOperator,
  dimension: number,
  normal: NormalSource,
  { tolerance = 1e-9, maxIterations = 2000 } = {},
): ExtremeEigenvalues {
  let previous = zeroVector(dimension);
  let current = haarState(dimension, normal);
  let next = zeroVector(dimension);
  const alpha: number[] = [];
  const beta: number[] = [];
  let check = Math.min(30, dimension);
  for (let m = 1; m <= maxIterations; m++) {
    apply(current, next);
    const carry = beta[m - 2] ?? 0;
    let a = 0;
    for (let i = 0; i < dimension; i++) a += current.re[i] * next.re[i] + current.im[i] * next.im[i];
    for (let i = 0; i < dimension; i++) {
      next.re[i] -= a * current.re[i] + carry * previous.re[i];
      next.im[i] -= a * current.im[i] + carry * previous.im[i];
    }
    const b = normalizeInPlace(next);
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
  }
  throw new QntkError(`Lanczos did not converge to a relative residual of ${tolerance} in ${maxIterations} iterations.`);
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
