/**
 * Eigenvalues and eigenvectors of real symmetric and complex Hermitian matrices.
 */
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { requireLength } from "../base/assert.ts";
import { type ComplexMatrix, type ComplexVector, normalizeInPlace, zeroMatrix } from "./complex-matrix.ts";

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
  if (isReal(h)) return symmetricEigenvalues(h.re, d);
  const doubled = symmetricEigenvalues(realEmbedding(h), 2 * d);
  return Float64Array.from({ length: d }, (_, k) => (doubled[2 * k] + doubled[2 * k + 1]) / 2);
}

/** Eigenvalues in ascending order; eigenvector k is column k of `vectors`. */
export interface HermitianEigen {
  readonly values: Float64Array;
  readonly vectors: ComplexMatrix;
}

/** Distance between eigenvalues, relative to the largest, below which their eigenvectors are made orthogonal to each other. */
const CLUSTER_TOLERANCE = 1e-9;

/**
 * Eigen-decomposition H = V diag(values) V† of a complex Hermitian matrix.
 *
 * Through the real embedding, whose eigenvectors (u, v) give u + iv. Those of one eigenvalue span it twice over; an orthonormal basis
 * is picked from them by pivoted Gram-Schmidt.
 */
export function hermitianEigen(h: ComplexMatrix): HermitianEigen {
  const d = h.rows;
  const vectors = zeroMatrix(d);
  if (isReal(h)) {
    const real = symmetricEigen(h.re, d);
    vectors.re.set(real.vectors);
    return { values: real.values, vectors };
  }
  const doubled = symmetricEigen(realEmbedding(h), 2 * d);
  const values = Float64Array.from({ length: d }, (_, k) => (doubled.values[2 * k] + doubled.values[2 * k + 1]) / 2);
  const scale = Math.max(Math.abs(values[0]), Math.abs(values[d - 1]));
  for (let first = 0; first < d; ) {
    let end = first + 1;
    while (end < d && values[end] - values[end - 1] <= CLUSTER_TOLERANCE * scale) end++;
    const candidates = Array.from({ length: 2 * (end - first) }, (_, k) => {
      const column = 2 * first + k;
      return {
        re: Float64Array.from({ length: d }, (_, i) => doubled.vectors[i * 2 * d + column]),
        im: Float64Array.from({ length: d }, (_, i) => doubled.vectors[(d + i) * 2 * d + column]),
      };
    });
    for (let k = first; k < end; k++) {
      candidates.sort((a, b) => squaredNorm(b) - squaredNorm(a));
      const [pivot] = candidates;
      normalizeInPlace(pivot);
      for (let i = 0; i < d; i++) {
        vectors.re[i * d + k] = pivot.re[i];
        vectors.im[i * d + k] = pivot.im[i];
      }
      for (const candidate of candidates.slice(1)) removeComponent(candidate, pivot);
      candidates.shift();
    }
    first = end;
  }
  return { values, vectors };
}

function isReal(h: ComplexMatrix): boolean {
  return h.im.every((x) => x === 0);
}

function realEmbedding(h: ComplexMatrix): Float64Array {
  const d = h.rows;
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
  return embedding;
}

function squaredNorm({ re, im }: ComplexVector): number {
  let sum = 0;
  for (let i = 0; i < re.length; i++) sum += re[i] * re[i] + im[i] * im[i];
  return sum;
}

/** v <- v - <u|v> u. */
function removeComponent(v: ComplexVector, u: ComplexVector): void {
  let re = 0;
  let im = 0;
  for (let i = 0; i < v.re.length; i++) {
    re += u.re[i] * v.re[i] + u.im[i] * v.im[i];
    im += u.re[i] * v.im[i] - u.im[i] * v.re[i];
  }
  for (let i = 0; i < v.re.length; i++) {
    v.re[i] -= re * u.re[i] - im * u.im[i];
    v.im[i] -= re * u.im[i] + im * u.re[i];
  }
}
