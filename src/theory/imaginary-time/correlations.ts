/**
 * Correlations of the residual error in time, their lengths, and critical exponents with uncertainties.
 */
import { mean, range, standardDeviation } from "../../base/arrays.ts";
import { requireFields, requireInteger, requireLength, requirePositive } from "../../base/assert.ts";
import { ArgumentError, Described } from "../../base/errors.ts";
import { CounterStream } from "../../base/random/counter-stream.ts";
import { fitLine } from "../../linalg/least-squares.ts";
import { type Estimate, fitExponentialRate, fitPowerLaw } from "../lotka-volterra/fit.ts";

/**
 * A(τ) = mean over samples of ε_r(t0) ε_r(t0 + τ), τ = 0, 1, ... to the end of the histories. Source: Methods, "Imaginary-time".
 *
 * @param residualErrors ε - R at steps 0, 1, ..., one history for each sample
 * @param start t0
 * @throws ArgumentError if there is no sample, lengths differ, or t0 lies outside
 */
export function errorCorrelation(residualErrors: readonly ArrayLike<number>[], start: number): Float64Array {
  if (residualErrors.length === 0) throw new ArgumentError("residualErrors", new Described("empty"), "at least one sample");
  const rows = residualErrors[0].length;
  for (const history of residualErrors) requireLength("residualErrors", history, rows);
  requireInteger("start", start, 0, rows - 1);
  return Float64Array.from({ length: rows - start }, (_, tau) =>
    mean(residualErrors.map((history) => history[start] * history[start + tau])),
  );
}

/**
 * The correlation length ξ of A ∝ e^{-τ/ξ}, in steps, by a straight line through ln |A| between two delays.
 *
 * @throws ArgumentError unless 0 <= from < to lie inside
 */
export function correlationLength(correlation: ArrayLike<number>, from: number, to: number): Estimate {
  requireInteger("to", to, 1, correlation.length - 1);
  requireInteger("from", from, 0, to - 1);
  const { value, error } = fitExponentialRate(correlation, from, to);
  return { value: -1 / value, error: error / value ** 2 };
}

/** The exponent of A ∝ (τ + τ0)^p between two delays: -1 at the critical point. */
export function correlationExponent(correlation: ArrayLike<number>, from: number, to: number): Estimate {
  requireInteger("to", to, 1, correlation.length - 1);
  requireInteger("from", from, 0, to - 1);
  return fitPowerLaw(correlation, from, to);
}

/**
 * The exponent p of value ∝ |O0 - O_c|^p from values at several distances, by a straight line through the logarithms.
 *
 * @throws ArgumentError if sizes differ, there are fewer than three, or one is not greater than 0
 */
export function criticalExponent(distances: ArrayLike<number>, values: ArrayLike<number>): Estimate {
  requireLength("values", values, distances.length);
  if (distances.length < 3) throw new ArgumentError("distances", new Described(`${distances.length} of them`), "at least 3");
  for (let k = 0; k < distances.length; k++) {
    requirePositive(`distances[${k}]`, distances[k]);
    requirePositive(`values[${k}]`, values[k]);
  }
  const { slope, slopeError } = fitLine(
    Array.from(distances, (x) => Math.log(x)),
    Array.from(values, (y) => Math.log(y)),
  );
  return { value: slope, error: slopeError };
}

/**
 * A statistic of an ensemble and its uncertainty by the bootstrap: samples are drawn again with replacement, and the standard deviation of
 * the statistic over such draws is its standard error.
 *
 * @param samples the ensemble
 * @param statistic of any list of as many samples
 * @param options `resamples`: draws (default 400); `seed` of the draws (default 0)
 * @throws ArgumentError for fewer than two samples or draws
 */
export function bootstrap<T>(
  samples: readonly T[],
  statistic: (samples: readonly T[]) => number,
  options: { readonly resamples?: number; readonly seed?: number } = {},
): Estimate {
  requireFields("bootstrap", options, ["resamples", "seed"]);
  const { resamples = 400, seed = 0 } = options;
  requireInteger("resamples", resamples, 2);
  if (samples.length < 2) throw new ArgumentError("samples", new Described(`${samples.length} of them`), "at least 2");
  const stream = new CounterStream(seed, "bootstrap");
  const draws = range(resamples).map(() => statistic(samples.map(() => samples[stream.integer(samples.length)])));
  return { value: statistic(samples), error: standardDeviation(draws) };
}
