/**
 * Correlations in time and their lengths: how a quantity that has nearly come to rest remembers itself, and how its length grows near O_min.
 */
import { standardDeviation } from "../../../../base/arrays.ts";
import { correlationLength, criticalExponent, errorCorrelation } from "../../../../theory/imaginary-time/correlations.ts";
import type { Phase } from "../../../../theory/lotka-volterra/phases.ts";

/** A/A(0) between which its decay is fitted. */
const WINDOW = { from: 1e-1, to: 1e-8 };
/** A/A(0) that must be reached at the end for a length to be read off. */
const REACHED = 1e-2;

/** Exponents of the length that the authors fitted, n = 4, L = 64 to 128. */
export const PUBLISHED_EXPONENTS = {
  "frozen-error": { value: -0.961, error: 0.012 },
  "frozen-kernel": { value: -1.008, error: 0.025 },
} as const;

/** The sides of O_min, above and below it. */
export const SIDES = ["frozen-kernel", "frozen-error"] as const;

export type Side = (typeof SIDES)[number];

/** The correlation function of one target. */
export interface Correlation {
  readonly target: number;
  readonly phase: Phase;
  /** A(τ)/A(0). */
  readonly values: Float64Array;
}

/** A length at a distance from O_min. */
export interface LengthPoint {
  readonly distance: number;
  readonly length: number;
  readonly error: number;
}

/** A(τ)/A(0), A(τ) being the mean over samples of x(t0) x(t0 + τ). */
export function relativeCorrelation(histories: readonly ArrayLike<number>[], start: number): Float64Array {
  const correlation = errorCorrelation(histories, start);
  return correlation.map((value) => value / correlation[0]);
}

/** The phase of a target beside O_min. */
export function phaseBeside(target: number, end: number): Phase {
  return target < end ? "frozen-error" : target === end ? "critical" : "frozen-kernel";
}

/** First delay at which A/A(0) is below a value; the last one if it never is. */
function delayBelow(values: Float64Array, level: number): number {
  const found = values.findIndex((value) => Math.abs(value) < level);
  return found < 0 ? values.length - 1 : found;
}

/** Distances and lengths of one side whose correlations have decayed, nearest first. */
export function lengthsOf(all: readonly Correlation[], side: Side, end: number): LengthPoint[] {
  return all
    .filter(({ phase, values }) => phase === side && Math.abs(values[values.length - 1]) < REACHED)
    .map(({ target, values }) => {
      const from = delayBelow(values, WINDOW.from);
      const to = Math.max(from + 2, delayBelow(values, WINDOW.to));
      const { value, error } = correlationLength(values, from, Math.min(to, values.length - 1));
      return { distance: Number(Math.abs(target - end).toFixed(6)), length: value, error };
    })
    .sort((a, b) => a.distance - b.distance);
}

/** The power law of some lengths. */
export function lengthPowerLaw(points: readonly LengthPoint[]) {
  const { value: exponent, error } = criticalExponent(
    points.map(({ distance }) => distance),
    points.map(({ length }) => length),
  );
  const logs = points.map(({ distance, length }) => Math.log(length) - exponent * Math.log(distance));
  const prefactor = Math.exp(logs.reduce((sum, value) => sum + value, 0) / logs.length);
  return { exponent, error, at: (distance: number) => prefactor * distance ** exponent };
}

/** Standard deviation with divisor N, as the authors quote it. */
export function spreadOf(values: readonly number[]): number {
  return standardDeviation(values) * Math.sqrt((values.length - 1) / values.length);
}
