/**
 * Eigenvalues and eigenvectors of real symmetric and complex Hermitian matrices.
 */
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { requireLength } from "../base/assert.ts";
import type { ComplexMatrix } from "./complex-matrix.ts";

/** Eigenvalues in ascending order; eigenvector k is column k of the row-major matrix `vectors`. */
export interface SymmetricEigen {
  readonly values: Float64Array;
  readonly vectors: Float64Array;
}

/**
 * Eigen-decomposition A = V diag(values) Vᵀ of a real symmetric matrix.
 *
 * @param a row-major size x size matrix; only its symmetry is assumed, not checked
 */
export function symmetricEigen(a: Float64Array, size: number): SymmetricEigen {
  requireLength("a", a, size * size);
  const decomposition = new EigenvalueDecomposition(Matrix.from1DArray(size, size, Array.from(a)), { assumeSymmetric: true });
  const values = decomposition.realEigenvalues;
  const order = values.map((_, i) => i).sort((i, j) => values[i] - values[j]);
  const columns = decomposition.eigenvectorMatrix;
  const vectors = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < size; k++) vectors[i * size + k] = columns.get(i, order[k]);
  }
  return { values: Float64Array.from(order, (i) => values[i]), vectors };
}

/** Eigenvalues, ascending, of a real symmetric row-major size x size matrix. */
export function symmetricEigenvalues(a: Float64Array, size: number): Float64Array {
  return symmetricEigen(a, size).values;
}

/**
 * Eigenvalues, ascending, of a complex Hermitian matrix A + iB.
 *
 * A matrix without imaginary part is treated as real; otherwise through the real embedding [[A, -B], [B, A]], in whose
 * spectrum every eigenvalue stands twice.
 */
export function hermitianEigenvalues(h: ComplexMatrix): Float64Array {
  const d = h.rows;
  if (h.im.every((x) => x === 0)) return symmetricEigenvalues(h.re, d);
  const embedding = new Float64Array(4 * d * d);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < d; j++) {
      const re = h.re[i * d + j];
      const im = h.im[i * d + j];
      embedding[i * 2 * d + j] = re;
      embedding[(d + i) * 2 * d + d + j] = re;
      embedding[i * 2 * d + d + j] = -im;
      embedding[(d + i) * 2 * d + j] = im;
    }
  }
  const doubled = symmetricEigenvalues(embedding, 2 * d);
  return Float64Array.from({ length: d }, (_, k) => (doubled[2 * k] + doubled[2 * k + 1]) / 2);
}
