/**
 * The kernel K from gradients that shots have estimated: without bias, and with its standard error.
 */
import { requireInteger, requireLength } from "../base/assert.ts";

/** Estimates of K, shape (columns) each. */
export interface KernelEstimates {
  /** Σ_l (ĝ_l² - v̂_l): negative now and then where K is small, since it is K on average. */
  readonly kernel: Float64Array;
  /** Its standard error. */
  readonly error: Float64Array;
}

/**
 * K of every column from an estimated gradient ĝ with estimated variances v̂.
 *
 * E[ĝ_l²] = g_l² + v_l, so that Σ ĝ_l² lies Σ v_l above K, and K̂ = Σ (ĝ_l² - v̂_l) is K on average whatever the distribution of ĝ, v̂ being unbiased.
 * For independent, normally distributed components Var K̂ = Σ (4 g_l² v_l + 2 v_l²), estimated by max(0, Σ 4 (ĝ_l² - v̂_l) v̂_l) + 2 Σ v̂_l².
 * Derivation: docs/noise.md.
 *
 * @param gradient shape (columns, parameters)
 * @param variances of its components, the same shape
 * @throws ArgumentError if the shapes do not fit
 */
export function unbiasedQntk(gradient: Float64Array, variances: Float64Array, columns: number): KernelEstimates {
  requireInteger("columns", columns, 1);
  requireLength("variances", variances, gradient.length);
  const parameters = gradient.length / columns;
  const kernel = new Float64Array(columns);
  const error = new Float64Array(columns);
  for (let c = 0; c < columns; c++) {
    let fromSignal = 0;
    let fromNoise = 0;
    for (let l = c * parameters; l < (c + 1) * parameters; l++) {
      const v = variances[l];
      const square = gradient[l] ** 2 - v;
      kernel[c] += square;
      fromSignal += 4 * square * v;
      fromNoise += 2 * v ** 2;
    }
    error[c] = Math.sqrt(Math.max(0, fromSignal) + fromNoise);
  }
  return { kernel, error };
}
