/**
 * Late-time training linearised about the end of the spectrum, for given tangent vectors: λ∞, the Hessian gap and the approach to
 * both. Tangent vectors come in as numbers; where they come from is not known here. Derived in docs/finite-depth.md.
 *
 * x holds the N = 2 (d - 1) real and imaginary amplitudes on the excited states, Δ the excitation energies (each twice), v_l the
 * same components of ∂ψ/∂θ_l, G = Σ_l v_l v_lᵀ. Then ε - R = ±xᵀΔx and, with y = Δ^{1/2} x and A = Δ^{1/2} G Δ^{1/2},
 *   dy/ds = -2 A y,   K = 4 yᵀA y,   μ = ±8 yᵀA²y,   ds = η |ε| dt for the quadratic and η dt for the linear loss,
 * the upper sign at O_min, the lower at O_max.
 */
import { requireInteger, requireLength } from "../../base/assert.ts";
import { ArgumentError } from "../../base/errors.ts";
import { symmetricEigen } from "../../linalg/eigen.ts";
import type { Excitations } from "./excitations.ts";

/** The modes of the linearised late-time dynamics of one circuit at one point. */
export interface LateModes {
  /** Number of parameters L. */
  readonly parameters: number;
  /** Eigenvalues of A in ascending order, N of them. */
  readonly rates: Float64Array;
  /** Row-major N x N; mode k is column k, in the basis y. */
  readonly vectors: Float64Array;
  /** λ∞ = ±2 (smallest eigenvalue of A), negative at O_max; 0 where fewer than N parameters leave a direction unmoved. */
  readonly lambda: number;
  /** The second smallest over the smallest eigenvalue: how soon the last mode is alone. */
  readonly separation: number;
}

/** Smallest eigenvalue, relative to the largest, that is not rounding. */
const RANK_TOLERANCE = 1e-12;

/**
 * λ∞ and the modes of a circuit, from its tangent vectors at the end of the spectrum: λ∞ = 2 λ_min(Δ^{1/2} G Δ^{1/2}).
 *
 * @param tangents components of ∂ψ/∂θ_l on the excited states, shape (L, N): real and imaginary part on excited state 0, on excited
 *   state 1, ..., in the order of `excitations.levels`
 * @throws ArgumentError if the tangents do not fit the excitations
 */
export function lateModes(tangents: Float64Array, excitations: Excitations): LateModes {
  const { amplitudes: size, energies, end } = excitations;
  const parameters = tangents.length / size;
  if (!Number.isInteger(parameters) || parameters < 1)
    throw new ArgumentError(
      "tangents",
      tangents.length,
      `a positive multiple of ${size} numbers, the amplitudes on excited states`,
    );
  const roots = Float64Array.from({ length: size }, (_, i) => Math.sqrt(energies[i >> 1]));
  const matrix = new Float64Array(size * size);
  const row = new Float64Array(size);
  for (let l = 0; l < parameters; l++) {
    for (let i = 0; i < size; i++) row[i] = roots[i] * tangents[l * size + i];
    for (let i = 0; i < size; i++) {
      for (let j = 0; j <= i; j++) matrix[i * size + j] += row[i] * row[j];
    }
  }
  for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) matrix[j * size + i] = matrix[i * size + j];
  const { values, vectors } = symmetricEigen(matrix, size);
  const floor = RANK_TOLERANCE * values[size - 1];
  const rates = values.map((value) => (value > floor ? value : 0));
  return {
    parameters,
    rates,
    vectors,
    lambda: (end === "min" ? 2 : -2) * rates[0],
    separation: rates[0] === 0 ? Number.NaN : rates[1] / rates[0],
  };
}

/** ε - R, K, μ and λ = μ/K of the linearised dynamics at one time. */
export interface LatePoint {
  /** ε - R: positive at O_min, negative at O_max. */
  readonly residualError: number;
  readonly kernel: number;
  readonly mu: number;
  readonly lambda: number;
}

/**
 * The approach to the end of the spectrum from given small amplitudes, with no fitted constant: also where two modes are so close that a
 * run of finite length has not separated them.
 *
 * @param amplitudes real and imaginary amplitudes of the state on the excited states, shape (N), ordered as the tangents
 * @returns the point reached at s = ∫ η |ε| dt (quadratic loss) or s = η t (linear loss); s = 0 gives the point itself
 * @throws ArgumentError if the amplitudes do not fit
 */
export function lateApproach(modes: LateModes, amplitudes: Float64Array, excitations: Excitations): (s: number) => LatePoint {
  const { amplitudes: size, energies, end } = excitations;
  requireLength("amplitudes", amplitudes, size);
  const weights = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    const y = Math.sqrt(energies[i >> 1]) * amplitudes[i];
    for (let k = 0; k < size; k++) weights[k] += modes.vectors[i * size + k] * y;
  }
  const sign = end === "min" ? 1 : -1;
  return (s) => {
    let [error, kernel, mu] = [0, 0, 0];
    for (let k = 0; k < size; k++) {
      const rate = modes.rates[k];
      const square = (weights[k] * Math.exp(-2 * rate * s)) ** 2;
      error += square;
      kernel += 4 * rate * square;
      mu += 8 * rate * rate * square;
    }
    return { residualError: sign * error, kernel, mu: sign * mu, lambda: (sign * mu) / kernel };
  };
}

/**
 * The gap of the loss Hessian in the frozen-error phase: G_M = |R λ∞| = 2 |R| λ_min(A), because M -> ε ∂²ε = 2 R V Δ Vᵀ there, whose
 * non-zero eigenvalues are those of 2 R A. It closes linearly at the critical point, with slope λ∞. Source: Eq. 19.
 */
export function frozenErrorGap(residual: number, lambda: number): number {
  return Math.abs(residual * lambda);
}

/** The mean of the squares of a tangent component over random circuits, d/(8 (d² - 1)). Source: docs/finite-depth.md. */
export function tangentVariance(dimension: number): number {
  requireInteger("dimension", dimension, 2);
  return dimension / (8 * (dimension ** 2 - 1));
}
