/**
 * The equations of training on a data set, to first order in η.
 *
 * dε_α/dt = -(η/N) Σ_β K_αβ ε_β, dK_αβ/dt = -(η/N) Σ_γ ε_γ (μ_αβγ + μ_βαγ), in units of gradient steps, for L = (1/2N) Σ_α ε_α². For N = 1 they are Eqs. 4 and 7 of
 * the paper. Source: Zhang, Liu, Jiang, Zhuang, arXiv 2410.01955.
 */
import { requireLength } from "../../base/assert.ts";

/** Rates of change for each step. */
export interface DataRates {
  /** dε_α/dt, shape (N). */
  readonly epsilon: Float64Array;
  /** dK_αβ/dt, shape (N, N). */
  readonly kernel: Float64Array;
}

/**
 * The right-hand sides: dε_α/dt = -(η/N) Σ_β K_αβ ε_β and dK_αβ/dt = -(η/N) Σ_γ ε_γ (μ_αβγ + μ_βαγ), per gradient step.
 *
 * @param epsilon ε, shape (N)
 * @param kernel K, shape (N, N)
 * @param mu μ_αβγ = J_α·H_β·J_γ, shape (N, N, N)
 * @param eta η of the mean loss (1/2N) Σ ε_α²
 * @throws ArgumentError for sizes that do not fit
 */
export function dataRates(epsilon: Float64Array, kernel: Float64Array, mu: Float64Array, eta: number): DataRates {
  const count = epsilon.length;
  requireLength("kernel", kernel, count ** 2);
  requireLength("mu", mu, count ** 3);
  const share = -eta / count;
  const at = (a: number, b: number, c: number) => mu[(a * count + b) * count + c];
  const ofErrors = new Float64Array(count);
  const ofKernel = new Float64Array(count ** 2);
  for (let a = 0; a < count; a++) {
    for (let b = 0; b < count; b++) {
      ofErrors[a] += share * kernel[a * count + b] * epsilon[b];
      for (let c = 0; c < count; c++) ofKernel[a * count + b] += share * epsilon[c] * (at(a, b, c) + at(b, a, c));
    }
  }
  return { epsilon: ofErrors, kernel: ofKernel };
}
