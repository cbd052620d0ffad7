/**
 * Training under global depolarising noise: ε_noisy = (1 - p) ε_ideal + p (m - O0), m = tr O / d, and p from data.
 */
import { requireFields, requireInteger, requireLength } from "../../base/assert.ts";
import { ArgumentError, Described } from "../../base/errors.ts";

/** What the noisy error of a target depends on. */
export interface DepolarizedTarget {
  /** O0. */
  readonly target: number;
  /** m = tr O / d, zero for XXZ and the transverse-field Ising chain. Default 0. */
  readonly mean?: number;
}

/**
 * ε_noisy = (1 - p) ε_ideal + p (m - O0), the error of the state (1 - p) ρ + p 1/d. Source: Fig. 8, for m = 0.
 *
 * @param ideal ε without noise, at any steps
 */
export function depolarizedError(ideal: ArrayLike<number>, p: number, options: DepolarizedTarget): Float64Array {
  requireFields("depolarizedError", options, ["target", "mean"]);
  const { target, mean = 0 } = options;
  return Float64Array.from(ideal, (epsilon) => (1 - p) * epsilon + p * (mean - target));
}

/**
 * The p of least squares for one experiment, Σ (ε_ideal - ε_exp) (ε_ideal + O0 - m) / Σ (ε_ideal + O0 - m)².
 *
 * Source: Fig. 8, with the steps 10 .. 49 and m = 0.
 *
 * @param ideal ε without noise, by step
 * @param measured ε of the experiment, by step
 * @param options `from`, `to`: first and last step that count (default: 10 and the last)
 * @throws ArgumentError if the two differ in length, or no step counts
 */
export function fitDepolarizing(
  ideal: ArrayLike<number>,
  measured: ArrayLike<number>,
  options: DepolarizedTarget & { readonly from?: number; readonly to?: number },
): number {
  requireFields("fitDepolarizing", options, ["target", "mean", "from", "to"]);
  const { target, mean = 0, from = 10, to = ideal.length - 1 } = options;
  requireLength("measured", measured, ideal.length);
  requireInteger("to", to, 0, ideal.length - 1);
  requireInteger("from", from, 0, to);
  let numerator = 0;
  let denominator = 0;
  for (let t = from; t <= to; t++) {
    const lost = ideal[t] + target - mean;
    numerator += (ideal[t] - measured[t]) * lost;
    denominator += lost ** 2;
  }
  if (denominator === 0)
    throw new ArgumentError("ideal", new Described("tr O / d throughout"), "an expectation that noise can change");
  return numerator / denominator;
}
