/**
 * Linear equations with a symmetric matrix, by its pseudo-inverse.
 */
import { symmetricEigen } from "./eigen.ts";

/**
 * x of A x = b of least norm among those of least error.
 *
 * @param a symmetric, shape (size, size)
 * @param smallest eigenvalues below this share of the largest count as zero
 */
export function solveSymmetric(a: Float64Array, b: Float64Array, smallest: number): Float64Array {
  const size = b.length;
  const { values, vectors } = symmetricEigen(a.slice(), size);
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const x = new Float64Array(size);
  for (let k = 0; k < size; k++) {
    if (Math.abs(values[k]) <= smallest * largest) continue;
    let along = 0;
    for (let i = 0; i < size; i++) along += vectors[i * size + k] * b[i];
    for (let i = 0; i < size; i++) x[i] += (along / values[k]) * vectors[i * size + k];
  }
  return x;
}
