/**
 * The spectrum of an observable as seen from one of its ends: what the finite-depth theory needs to know of it, and no more.
 */
import { requireAllFinite, requireOneOf } from "../../base/assert.ts";
import { ArgumentError, Described } from "../../base/errors.ts";

/** The ends of a spectrum that training can run into: O_min for targets below it, O_max for targets above it. */
export const spectrumEnds = ["min", "max"] as const;

export type SpectrumEnd = (typeof spectrumEnds)[number];

/** Excitations above one end of a spectrum. */
export interface Excitations {
  readonly end: SpectrumEnd;
  /** d, the number of eigenvalues. */
  readonly dimension: number;
  /** How many eigenvalues lie at the end. */
  readonly degeneracy: number;
  /** Indices of the other eigenvalues in the spectrum that was given. */
  readonly levels: readonly number[];
  /** Δ_k > 0 of those eigenvalues, their distance from the end, in the same order. */
  readonly energies: Float64Array;
  /** Smallest Δ_k: the gap of O. */
  readonly gap: number;
  /** N = 2 (d - degeneracy): real amplitudes on the excited states. */
  readonly amplitudes: number;
}

/** Distance, relative to the spectrum's width, below which two eigenvalues are one. */
const DEGENERACY_TOLERANCE = 1e-9;

/**
 * The excitations of a spectrum above one of its ends.
 *
 * @param eigenvalues all d eigenvalues, in any order
 * @param end `min` for targets at or below O_min, `max` for targets at or above O_max
 * @throws ArgumentError if the eigenvalues are all equal, not finite or fewer than two, or the end is unknown
 */
export function excitationsOf(eigenvalues: ArrayLike<number>, end: SpectrumEnd): Excitations {
  requireOneOf("end", end, spectrumEnds);
  requireAllFinite("eigenvalues", eigenvalues);
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < eigenvalues.length; k++) {
    min = Math.min(min, eigenvalues[k]);
    max = Math.max(max, eigenvalues[k]);
  }
  if (!(max > min)) throw new ArgumentError("eigenvalues", new Described("all equal"), "at least two different eigenvalues");
  const levels: number[] = [];
  const energies: number[] = [];
  for (let k = 0; k < eigenvalues.length; k++) {
    const energy = end === "min" ? eigenvalues[k] - min : max - eigenvalues[k];
    if (energy <= DEGENERACY_TOLERANCE * (max - min)) continue;
    levels.push(k);
    energies.push(energy);
  }
  const dimension = eigenvalues.length;
  return {
    end,
    dimension,
    degeneracy: dimension - levels.length,
    levels,
    energies: Float64Array.from(energies),
    gap: Math.min(...energies),
    amplitudes: 2 * levels.length,
  };
}

/**
 * The number of parameters L below which the restricted ensemble cannot move every amplitude: N = 2 (d - degeneracy), which is
 * 2 (d - 1) for a non-degenerate end. At or below it λ∞ = 0.
 */
export function overparametrisationThreshold({ amplitudes }: Excitations): number {
  return amplitudes;
}
