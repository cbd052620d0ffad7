/**
 * Frame potentials from sampled unitaries, given as numbers: unbiased estimates with error bars, one or a series in time.
 */
import { standardDeviation } from "../../base/arrays.ts";
import { requireFields, requireInteger, requireLength } from "../../base/assert.ts";
import { ArgumentError, Described } from "../../base/errors.ts";

/** Fewest unitaries from which both variances can be estimated. */
const MIN_UNITARIES = 5;

/** N unitaries of d x d: entry (i, j) of unitary s is re[(s d + i) d + j] + i im[(s d + i) d + j]. */
export interface SampledUnitaries {
  readonly dimension: number;
  readonly count: number;
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** An estimate with its standard error. */
export interface FramePotentialEstimate {
  readonly k: number;
  readonly value: number;
  readonly error: number;
}

/**
 * Estimates of F^(k) = E |tr(U†U')|^{2k}, U and U' independent, for several k: U-statistics, that is means over the pairs of different
 * samples.
 *
 * Var = [4 (N - 2) ζ1 + 2 ζ2]/(N (N - 1)), ζ2 being the variance over pairs and ζ1 the covariance of pairs that share a unitary, both
 * estimated without bias (Hoeffding 1948). For an ensemble that is a group ζ1 = 0, and N unitaries count like N²/2 draws.
 *
 * @param orders the values of k, each at least 1
 * @throws ArgumentError for fewer than five unitaries, arrays of another length, or an order below 1
 */
export function estimateFramePotentials(unitaries: SampledUnitaries, orders: readonly number[]): FramePotentialEstimate[] {
  const { count } = requireUnitaries(unitaries);
  orders.forEach((k, i) => {
    requireInteger(`orders[${i}]`, k, 1);
  });
  const overlaps = pairOverlaps(unitaries);
  return orders.map((k) => estimateFrom(overlaps, count, k));
}

/**
 * F^(k)(t) along training, one estimate for each time.
 *
 * @param unitariesAt the unitaries of all samples at each time, such as `circuitUnitaries` makes from stored angles; read one by one
 * @throws ArgumentError as `estimateFramePotentials`
 */
export function framePotentialSeries(unitariesAt: Iterable<SampledUnitaries>, k: number): FramePotentialEstimate[] {
  return Array.from(unitariesAt, (unitaries) => estimateFramePotentials(unitaries, [k])[0]);
}

/**
 * The unbiased value behind a mean over all pairs that counts each unitary with itself: (N V - d^{2k})/(N - 1).
 *
 * @param value V = Σ_{s,t} |tr(U_s†U_t)|^{2k} / N²
 * @param count N, at least 2
 */
export function withoutSelfPairs(value: number, options: { k: number; dimension: number; count: number }): number {
  requireFields("withoutSelfPairs", options, ["k", "dimension", "count"]);
  const { k, dimension, count } = options;
  requireInteger("count", count, 2);
  return (count * value - dimension ** (2 * k)) / (count - 1);
}

/** |tr(U_s†U_t)|² of all pairs s < t, row by row. */
function pairOverlaps({ dimension, count, re, im }: SampledUnitaries): Float64Array {
  const size = dimension * dimension;
  const overlaps = new Float64Array((count * (count - 1)) / 2);
  let at = 0;
  for (let s = 0; s < count; s++) {
    for (let t = s + 1; t < count; t++) {
      let sumRe = 0;
      let sumIm = 0;
      for (let i = s * size, j = t * size; i < (s + 1) * size; i++, j++) {
        sumRe += re[i] * re[j] + im[i] * im[j];
        sumIm += re[i] * im[j] - im[i] * re[j];
      }
      overlaps[at++] = sumRe * sumRe + sumIm * sumIm;
    }
  }
  return overlaps;
}

function estimateFrom(overlaps: Float64Array, count: number, k: number): FramePotentialEstimate {
  const rows = new Float64Array(count);
  let sum = 0;
  let squares = 0;
  let at = 0;
  for (let s = 0; s < count; s++) {
    for (let t = s + 1; t < count; t++) {
      const value = overlaps[at++] ** k;
      sum += value;
      squares += value * value;
      rows[s] += value;
      rows[t] += value;
    }
  }
  const pairs = overlaps.length;
  const value = sum / pairs;
  const pairVariance = Math.max(0, squares / pairs - value ** 2);
  const rowVariance = standardDeviation(rows.map((row) => row / (count - 1))) ** 2;
  const sharedCovariance = Math.max(0, ((rowVariance * (count - 1) ** 2) / (count - 2) - pairVariance) / (count - 4));
  return { k, value, error: Math.sqrt((2 * (count - 2) * sharedCovariance + pairVariance) / pairs) };
}

function requireUnitaries(unitaries: SampledUnitaries): SampledUnitaries {
  const { dimension, count, re, im } = unitaries;
  requireInteger("dimension", dimension, 1);
  if (count < MIN_UNITARIES) throw new ArgumentError("unitaries", new Described(`${count} of them`), `at least ${MIN_UNITARIES}`);
  requireLength("unitaries.re", re, count * dimension ** 2);
  requireLength("unitaries.im", im, count * dimension ** 2);
  return unitaries;
}
