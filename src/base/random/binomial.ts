/**
 * Binomial and multinomial numbers from a counter stream, exact and the same everywhere: products and sums only.
 */
import type { CounterStream } from "./counter-stream.ts";

/** Most trials drawn by one inversion: 2^-1000 is still a normal number. */
const TRIALS_AT_ONCE = 1000;

/**
 * The number of successes among `trials` of probability p, by inversion of the distribution function.
 *
 * Takes one uniform number for every 1000 trials, and none where p is 0 or 1. Probabilities that rounding has taken beyond [0, 1] count as
 * the nearer of the two.
 */
export function binomial(stream: CounterStream, trials: number, p: number): number {
  if (!(p > 0)) return 0;
  if (p >= 1) return trials;
  if (p > 0.5) return trials - binomial(stream, trials, 1 - p);
  let successes = 0;
  for (let left = trials; left > 0; left -= TRIALS_AT_ONCE) successes += inverted(stream, Math.min(left, TRIALS_AT_ONCE), p);
  return successes;
}

/**
 * Counts of every outcome among `shots` draws from a distribution.
 *
 * @param probabilities not negative but for rounding; their sum is taken as the whole
 */
export function multinomial(stream: CounterStream, shots: number, probabilities: ArrayLike<number>): Float64Array {
  const counts = new Float64Array(probabilities.length);
  let rest = 0;
  for (let k = 0; k < probabilities.length; k++) rest += Math.max(0, probabilities[k]);
  let left = shots;
  for (let k = 0; k < probabilities.length && left > 0; k++) {
    const p = Math.max(0, probabilities[k]);
    const last = k === probabilities.length - 1;
    counts[k] = last ? left : binomial(stream, left, p / rest);
    left -= counts[k];
    rest -= p;
  }
  return counts;
}

/** Inversion for p <= 1/2: q^n by multiplication, then the ratio of successive terms. */
function inverted(stream: CounterStream, trials: number, p: number): number {
  const q = 1 - p;
  let term = 1;
  for (let k = 0; k < trials; k++) term *= q;
  const ratio = p / q;
  let left = stream.uniform();
  let successes = 0;
  while (left >= term && successes < trials) {
    left -= term;
    successes++;
    term *= ((trials - successes + 1) / successes) * ratio;
  }
  return successes;
}
