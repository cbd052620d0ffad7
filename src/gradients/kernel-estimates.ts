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

/** Estimated first and second derivatives of <O> at one set of angles. */
export interface EstimatedDerivatives {
  /** ĝ and the variances of its components, shape (parameters). */
  readonly gradient: Float64Array;
  readonly variances: Float64Array;
  /** Ĥ, symmetric, and the variances of its entries, shape (parameters, parameters). */
  readonly hessian: Float64Array;
  readonly hessianVariances: Float64Array;
}

/**
 * μ = g·Hg of one column from an estimated gradient and Hessian, without bias, and its standard error.
 *
 * E[ĝ_p ĝ_q] = g_p g_q + δ_pq v_p, so that μ̂ = Σ Â_pq Ĥ_pq with Â = ĝ ĝᵀ - diag v̂ is μ on average: entries of ĝ and Ĥ are independent. Its variance is that of Ĥ with Â given,
 * Σ_p Â_pp² w_pp + Σ_{p<q} 4 Â_pq² w_pq, and that of Â, 4 Σ (Hg)_p² v_p + 2 Σ H_pq² v_p v_q, in which (Hg)_p² and H_pq² are estimated less what scatter adds to them, each sum cut off at
 * zero. Derivation: docs/noise.md.
 *
 * @throws ArgumentError if the shapes do not fit
 */
export function unbiasedDqntk({ gradient, variances, hessian, hessianVariances }: EstimatedDerivatives): {
  readonly value: number;
  readonly error: number;
} {
  const n = gradient.length;
  requireLength("variances", variances, n);
  requireLength("hessian", hessian, n * n);
  requireLength("hessianVariances", hessianVariances, n * n);
  let [value, fromHessian, fromSlopes, fromBoth] = [0, 0, 0, 0];
  for (let p = 0; p < n; p++) {
    let [slope, scatter] = [0, 0];
    for (let q = 0; q < n; q++) {
      const [h, w] = [hessian[p * n + q], hessianVariances[p * n + q]];
      const product = gradient[p] * gradient[q] - (p === q ? variances[p] : 0);
      value += product * h;
      // Both orders of a pair are one number.
      fromHessian += (p === q ? 1 : 2) * product ** 2 * w;
      slope += h * gradient[q];
      scatter += gradient[q] ** 2 * w + h ** 2 * variances[q] - w * variances[q];
      fromBoth += 2 * (h ** 2 - w) * variances[p] * variances[q];
    }
    fromSlopes += 4 * (slope ** 2 - scatter) * variances[p];
  }
  return { value, error: Math.sqrt(fromHessian + Math.max(0, fromSlopes) + Math.max(0, fromBoth)) };
}
