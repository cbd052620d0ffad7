/**
 * Dense complex matrices and vectors on Float64Array, real and imaginary parts in separate planes.
 * Plain data: no methods, so a matrix can be posted to a worker as it is.
 */
import { ArgumentError, Described } from "../base/errors.ts";
import type { RealArray } from "../base/precision.ts";

/** A complex vector: entry k is re[k] + i im[k]. */
export interface ComplexVector {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** A complex matrix in row-major order: entry (i, j) is re[i * columns + j] + i im[i * columns + j]. */
export interface ComplexMatrix extends ComplexVector {
  readonly rows: number;
  readonly columns: number;
}

/** A complex vector that may have been rounded to single precision. */
export interface StoredVector {
  readonly re: RealArray;
  readonly im: RealArray;
}

/** A complex matrix that may have been rounded to single precision. */
export interface StoredMatrix extends StoredVector {
  readonly rows: number;
  readonly columns: number;
}

/** A zero vector of `length` entries. */
export function zeroVector(length: number): ComplexVector {
  return { re: new Float64Array(length), im: new Float64Array(length) };
}

/** A zero matrix. */
export function zeroMatrix(rows: number, columns = rows): ComplexMatrix {
  return { rows, columns, ...zeroVector(rows * columns) };
}

/** The identity matrix. */
export function identityMatrix(size: number): ComplexMatrix {
  const matrix = zeroMatrix(size);
  for (let i = 0; i < size; i++) matrix.re[i * size + i] = 1;
  return matrix;
}

/**
 * A matrix from rows of entries, each a real number or a pair [re, im].
 *
 * @throws ArgumentError if the rows differ in length
 */
export function matrixFromRows(rows: readonly (readonly (number | readonly [number, number])[])[]): ComplexMatrix {
  const columns = rows[0]?.length ?? 0;
  const matrix = zeroMatrix(rows.length, columns);
  rows.forEach((row, i) => {
    if (row.length !== columns)
      throw new ArgumentError(`rows[${i}]`, new Described(`of ${row.length} entries`), `${columns} entries, as in the first row`);
    row.forEach((entry, j) => {
      const [re, im] = typeof entry === "number" ? [entry, 0] : entry;
      matrix.re[i * columns + j] = re;
      matrix.im[i * columns + j] = im;
    });
  });
  return matrix;
}

/** The product A B. */
export function multiply(a: StoredMatrix, b: StoredMatrix): ComplexMatrix {
  if (a.columns !== b.rows)
    throw new ArgumentError("b", new Described(`a matrix of ${b.rows} rows`), `${a.columns} rows, the columns of a`);
  const product = zeroMatrix(a.rows, b.columns);
  const n = b.columns;
  for (let i = 0; i < a.rows; i++) {
    for (let k = 0; k < a.columns; k++) {
      const re = a.re[i * a.columns + k];
      const im = a.im[i * a.columns + k];
      for (let j = 0; j < n; j++) {
        product.re[i * n + j] += re * b.re[k * n + j] - im * b.im[k * n + j];
        product.im[i * n + j] += re * b.im[k * n + j] + im * b.re[k * n + j];
      }
    }
  }
  return product;
}

/** The conjugate transpose of A. */
export function adjoint(a: StoredMatrix): ComplexMatrix {
  const result = zeroMatrix(a.columns, a.rows);
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < a.columns; j++) {
      result.re[j * a.rows + i] = a.re[i * a.columns + j];
      result.im[j * a.rows + i] = -a.im[i * a.columns + j];
    }
  }
  return result;
}

/** The Kronecker product A (x) B; the indices of A are the more significant ones. */
export function kronecker(a: ComplexMatrix, b: ComplexMatrix): ComplexMatrix {
  const result = zeroMatrix(a.rows * b.rows, a.columns * b.columns);
  for (let i = 0; i < result.rows; i++) {
    for (let j = 0; j < result.columns; j++) {
      const p = Math.floor(i / b.rows) * a.columns + Math.floor(j / b.columns);
      const q = (i % b.rows) * b.columns + (j % b.columns);
      result.re[i * result.columns + j] = a.re[p] * b.re[q] - a.im[p] * b.im[q];
      result.im[i * result.columns + j] = a.re[p] * b.im[q] + a.im[p] * b.re[q];
    }
  }
  return result;
}

/** The largest |A_ij - B_ij|. */
export function maxDifference(a: StoredVector, b: StoredVector): number {
  let worst = 0;
  for (let i = 0; i < a.re.length; i++) worst = Math.max(worst, Math.hypot(a.re[i] - b.re[i], a.im[i] - b.im[i]));
  return worst;
}

/** The largest |(A A† - 1)_ij|: zero for a unitary matrix. */
export function unitarityError(a: StoredMatrix): number {
  return maxDifference(multiply(a, adjoint(a)), identityMatrix(a.rows));
}

/** The largest |A_ij - conj(A_ji)|: zero for a Hermitian matrix. */
export function hermiticityError(a: ComplexMatrix): number {
  return a.rows === a.columns ? maxDifference(a, adjoint(a)) : Number.POSITIVE_INFINITY;
}

/** Multiplies a vector by a scalar in place so that its 2-norm is one, and returns the norm it had. */
export function normalizeInPlace(v: ComplexVector): number {
  let sum = 0;
  for (let i = 0; i < v.re.length; i++) sum += v.re[i] * v.re[i] + v.im[i] * v.im[i];
  const norm = Math.sqrt(sum);
  for (let i = 0; i < v.re.length; i++) {
    v.re[i] /= norm;
    v.im[i] /= norm;
  }
  return norm;
}
