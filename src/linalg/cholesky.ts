/**
 * Cholesky factors of real symmetric positive definite matrices, and what is solved with them.
 */

/**
 * C with A = C Cᵀ, lower triangular, row-major; undefined where A is not positive definite to rounding.
 *
 * @param a row-major size x size matrix; its lower triangle is read
 */
export function choleskyFactor(a: Float64Array, size: number): Float64Array | undefined {
  const factor = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * size + j];
      for (let k = 0; k < j; k++) sum -= factor[i * size + k] * factor[j * size + k];
      if (j < i) factor[i * size + j] = sum / factor[j * size + j];
      else if (sum > Number.EPSILON * size * a[i * size + i]) factor[i * size + i] = Math.sqrt(sum);
      else return undefined;
    }
  }
  return factor;
}

/** Solves C Cᵀ x = b in place of b. */
export function choleskySolveInPlace(factor: Float64Array, size: number, b: Float64Array): void {
  for (let i = 0; i < size; i++) {
    let sum = b[i];
    for (let j = 0; j < i; j++) sum -= factor[i * size + j] * b[j];
    b[i] = sum / factor[i * size + i];
  }
  for (let i = size - 1; i >= 0; i--) {
    b[i] /= factor[i * size + i];
    for (let j = 0; j < i; j++) b[j] -= factor[i * size + j] * b[i];
  }
}

/** ln det A = 2 Σ ln C_ii. */
export function choleskyLogDeterminant(factor: Float64Array, size: number): number {
  let sum = 0;
  for (let i = 0; i < size; i++) sum += Math.log(factor[i * size + i]);
  return 2 * sum;
}
