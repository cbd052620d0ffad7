/**
 * Spectra of kernel matrices.
 */
import { symmetricEigenvalues } from "./eigen.ts";

/** Eigenvalues of a symmetric matrix, ascending; NaN where one of its entries is. */
export function symmetricSpectrum(matrix: Float64Array, size: number): Float64Array {
  if (!matrix.every(Number.isFinite)) return new Float64Array(size).fill(Number.NaN);
  if (size === 1) return matrix.slice(0, 1);
  return symmetricEigenvalues(matrix.slice(), size);
}

/**
 * Effective rank of a positive semidefinite matrix: exp(-Σ p ln p) with p its eigenvalues over their sum, from 1 to its size.
 *
 * Source: Roy and Vetterli, EUSIPCO (2007). NaN for a matrix of zeros. Eigenvalues that rounding made negative count as zero.
 */
export function effectiveRank(eigenvalues: ArrayLike<number>): number {
  const positive = Array.from(eigenvalues, (value) => (value > 0 || Number.isNaN(value) ? value : 0));
  const sum = positive.reduce((total, value) => total + value, 0);
  let entropy = 0;
  for (const value of positive) if (value > 0) entropy -= (value / sum) * Math.log(value / sum);
  return sum > 0 ? Math.exp(entropy) : Number.NaN;
}
