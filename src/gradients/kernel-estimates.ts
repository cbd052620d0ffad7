/**
 * The kernel K, of one state or of a data set, from gradients that shots have estimated: without bias, and with its standard error.
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

/**
 * K_αβ of every column from estimated gradients ĝ_α of N data with estimated variances v̂_α.
 *
 * The diagonal is `unbiasedQntk`'s. Two data are measured with shots of their own, so that Σ_l ĝ_αl ĝ_βl is K_αβ on average as it is, with Var = Σ (g_αl² v_βl + g_βl² v_αl + v_αl v_βl),
 * estimated by max(0, Σ (ĝ_αl² v̂_βl + ĝ_βl² v̂_αl - v̂_αl v̂_βl)): the mean of ĝ² is g² + v.
 *
 * @param gradient shape (columns, N, parameters)
 * @param variances of its components, the same shape
 * @returns arrays of shape (columns, N, N)
 * @throws ArgumentError if the shapes do not fit
 */
export function unbiasedKernelMatrix(
  gradient: Float64Array,
  variances: Float64Array,
  columns: number,
  count: number,
): KernelEstimates {
  const diagonal = unbiasedQntk(gradient, variances, columns * count);
  const parameters = gradient.length / (columns * count);
  const kernel = new Float64Array(columns * count * count);
  const error = new Float64Array(columns * count * count);
  for (let c = 0; c < columns; c++) {
    for (let a = 0; a < count; a++) {
      const first = (c * count + a) * count;
      kernel[first + a] = diagonal.kernel[c * count + a];
      error[first + a] = diagonal.error[c * count + a];
      for (let b = 0; b < a; b++) {
        const [ofA, ofB] = [(c * count + a) * parameters, (c * count + b) * parameters];
        let [sum, variance] = [0, 0];
        for (let l = 0; l < parameters; l++) {
          const [g, h, v, w] = [gradient[ofA + l], gradient[ofB + l], variances[ofA + l], variances[ofB + l]];
          sum += g * h;
          variance += g ** 2 * w + h ** 2 * v - v * w;
        }
        const mirrored = (c * count + b) * count + a;
        kernel[first + b] = sum;
        kernel[mirrored] = sum;
        error[first + b] = Math.sqrt(Math.max(0, variance));
        error[mirrored] = error[first + b];
      }
    }
  }
  return { kernel, error };
}
