/**
 * Late-time training as an imaginary-time Schrödinger equation: with θ* the point it ends at, d(θ - θ*)/dt = -η M (θ - θ*), M being the
 * Hessian of the loss. Its gap closes at the critical point. Source: Eqs. 18-20.
 */
import { mean, range } from "../../base/arrays.ts";
import { requireLength, requirePositive } from "../../base/assert.ts";
import { ArgumentError, Described } from "../../base/errors.ts";

/**
 * M = ∂ε ∂εᵀ + ε ∂²ε, the Hessian of the quadratic loss, row-major L x L. Source: Eq. 19.
 *
 * @param gradient ∂ε, shape (L)
 * @param hessian ∂²ε, shape (L, L)
 * @throws ArgumentError if the shapes do not fit
 */
export function effectiveHamiltonian(epsilon: number, gradient: ArrayLike<number>, hessian: ArrayLike<number>): Float64Array {
  const size = gradient.length;
  requireLength("hessian", hessian, size * size);
  return Float64Array.from({ length: size * size }, (_, at) => {
    const [l, m] = [Math.floor(at / size), at % size];
    return gradient[l] * gradient[m] + (epsilon * (hessian[at] + hessian[m * size + l])) / 2;
  });
}

/** Eigenvalues smaller than this count as zero in the published gaps. */
export const GAP_ROUNDING = 1e-3;

/**
 * The gap G_M: the smallest eigenvalue of M that is positive beyond rounding, the eigenvalues being averaged over samples in their sorted
 * order.
 *
 * @param spectra ascending eigenvalues of M, one list for each sample
 * @param rounding eigenvalues up to half of it count as zero
 * @returns NaN where no eigenvalue is positive
 * @throws ArgumentError if there is no sample, or they differ in size
 */
export function hamiltonianGap(spectra: readonly ArrayLike<number>[], rounding = GAP_ROUNDING): number {
  requirePositive("rounding", rounding);
  if (spectra.length === 0) throw new ArgumentError("spectra", new Described("empty"), "at least one sample");
  for (const spectrum of spectra) requireLength("spectra", spectrum, spectra[0].length);
  const averaged = range(spectra[0].length).map((k) => mean(spectra.map((spectrum) => spectrum[k])));
  return averaged.find((value) => value > rounding / 2) ?? Number.NaN;
}
