/**
 * Output states as the theory needs them: their moments from populations, and the populations expected for a target.
 */
import { requireAllFinite, requireFinite, requireLength } from "../../base/assert.ts";
import { ArgumentError, Described } from "../../base/errors.ts";
import type { OutputState } from "./averages.ts";

/** An output state with its populations of the levels of O. */
export interface PopulatedState extends OutputState {
  /** One for each eigenvalue, as they were given; their sum is 1. */
  readonly populations: Float64Array;
}

/** Distance of two eigenvalues, relative to the spectrum's width, below which they are one level. */
const LEVEL_TOLERANCE = 1e-9;
/** Distance of the mean from the target, relative to the spectrum's width, that the search for β leaves. */
const MEAN_TOLERANCE = 1e-14;
const MAX_BISECTIONS = 400;

/**
 * The moments of a state from its populations of the eigenvalues.
 *
 * @param eigenvalues of O, with multiplicity
 * @param populations not negative, with sum 1
 * @throws ArgumentError for lists of different lengths, or a state that is an eigenstate (its excitation is not determined by them)
 */
export function outputOfPopulations(eigenvalues: ArrayLike<number>, populations: ArrayLike<number>): OutputState {
  requireLength("populations", populations, eigenvalues.length);
  const { mean, variance, third } = momentsOf(eigenvalues, populations);
  if (!(variance > 0))
    throw new ArgumentError("populations", new Described("those of an eigenstate"), "populations of at least two levels");
  return { mean, variance, excitation: third / variance };
}

/**
 * The output state expected for a target: populations p_k ∝ e^{-β E_k} with Σ p_k E_k = O0, to which gradient flow takes a Haar-random
 * state in the limit of deep circuits (normalised imaginary-time evolution), up to fluctuations that fall with d.
 *
 * At and beyond the ends of the spectrum β diverges: the end's level alone, reached from the next one, whose distance is the
 * excitation. For a projector, with two levels only, nothing is assumed: F determines everything.
 *
 * @param eigenvalues of O, ascending, with multiplicity
 * @throws ArgumentError for numbers that are not finite or a spectrum of one level
 */
export function outputForTarget(eigenvalues: ArrayLike<number>, target: number): PopulatedState {
  requireAllFinite("eigenvalues", eigenvalues);
  requireFinite("target", target);
  const levels = Float64Array.from(eigenvalues);
  const min = levels[0];
  const max = levels[levels.length - 1];
  const width = max - min;
  if (!(width > 0))
    throw new ArgumentError("eigenvalues", new Described("of one level"), "a spectrum of at least two levels, ascending");
  if (target - min <= MEAN_TOLERANCE * width) return endOfSpectrum(levels, min, width);
  if (max - target <= MEAN_TOLERANCE * width) return endOfSpectrum(levels, max, width);
  const populations = populationsAt(inverseTemperature(levels, target, width), levels);
  const { mean, variance, third } = momentsOf(levels, populations);
  return { mean: Math.abs(mean - target) <= 1e-12 * width ? target : mean, variance, excitation: third / variance, populations };
}

function endOfSpectrum(levels: Float64Array, end: number, width: number): PopulatedState {
  const isEnd = (level: number) => Math.abs(level - end) <= LEVEL_TOLERANCE * width;
  const members = levels.filter(isEnd).length;
  const others = levels.filter((level) => !isEnd(level));
  const next = end === levels[0] ? others[0] : others[others.length - 1];
  return {
    mean: end,
    variance: 0,
    excitation: next - end,
    populations: levels.map((level) => (isEnd(level) ? 1 / members : 0)),
  };
}

/** β with Σ p_k E_k = target, by bisection in a bracket that is widened first; the mean falls with β. */
function inverseTemperature(levels: Float64Array, target: number, width: number): number {
  const meanAt = (beta: number) => momentsOf(levels, populationsAt(beta, levels)).mean;
  let low = -1 / width;
  let high = 1 / width;
  while (meanAt(low) < target) low *= 2;
  while (meanAt(high) > target) high *= 2;
  for (let k = 0; k < MAX_BISECTIONS; k++) {
    const middle = (low + high) / 2;
    const mean = meanAt(middle);
    if (middle === low || middle === high || Math.abs(mean - target) <= MEAN_TOLERANCE * width) return middle;
    if (mean > target) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function populationsAt(beta: number, levels: Float64Array): Float64Array {
  const reference = beta >= 0 ? levels[0] : levels[levels.length - 1];
  const weights = levels.map((level) => Math.exp(-beta * (level - reference)));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

function momentsOf(levels: ArrayLike<number>, populations: ArrayLike<number>) {
  let mean = 0;
  for (let k = 0; k < levels.length; k++) mean += populations[k] * levels[k];
  let variance = 0;
  let third = 0;
  for (let k = 0; k < levels.length; k++) {
    variance += populations[k] * (levels[k] - mean) ** 2;
    third += populations[k] * (levels[k] - mean) ** 3;
  }
  return { mean, variance, third };
}
