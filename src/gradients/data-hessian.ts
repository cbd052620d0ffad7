/**
 * The Hessian of the loss of a data set, over the trained parameters.
 */
import { requireLength } from "../base/assert.ts";
import type { Circuit } from "../quantum/circuit.ts";
import type { DataCurvatureSource } from "./data-kernel.ts";
import { tangentsAtOnce } from "./hessian.ts";

/** Derivatives of the loss L of N data with respect to their <O_α>_α, f_α. */
export interface LossDerivatives {
  /** s_α = ∂L/∂f_α, shape (N). */
  readonly slopes: Float64Array;
  /** W_αβ = ∂²L/∂f_α∂f_β, shape (N, N). */
  readonly curvatures: Float64Array;
}

/**
 * M = Σ_αβ W_αβ J_α J_βᵀ + Σ_α s_α H_α at one column of angles, H_α the Hessian of <O_α>_α: for the loss (1/2N) Σ ε² it is (1/N) Σ (J_α J_αᵀ + ε_α H_α). For N = 1 it is M of Eq. 19 of
 * the transition paper.
 *
 * @param theta shape (parameters)
 * @param gradient J, shape (N, parameters)
 * @param trained the parameters that it is taken over, P of them
 * @param circuit what the products are taken in: its size says how many fit at once
 * @param column which column of the source's it is, where it has several
 * @returns shape (P, P), symmetric
 * @throws ArgumentError if the shapes do not fit
 */
export function dataHessian(
  source: DataCurvatureSource,
  theta: Float64Array,
  gradient: Float64Array,
  { slopes, curvatures }: LossDerivatives,
  trained: readonly number[],
  circuit: Circuit,
  column?: number,
): Float64Array {
  const [count, parameters, size] = [slopes.length, theta.length, trained.length];
  requireLength("gradient", gradient, count * parameters);
  requireLength("curvatures", curvatures, count * count);
  const second = new Float64Array(size * size);
  const atOnce = tangentsAtOnce(circuit, count);
  for (let first = 0; first < size; first += atOnce) {
    const some = trained.slice(first, first + atOnce);
    const vectors = new Float64Array(count * some.length * parameters);
    for (let a = 0; a < count; a++)
      some.forEach((l, k) => {
        vectors[(a * some.length + k) * parameters + l] = 1;
      });
    const products = source.products(theta, vectors, column === undefined ? undefined : [column]);
    for (let a = 0; a < count; a++)
      for (let k = 0; k < some.length; k++) {
        const at = (a * some.length + k) * parameters;
        for (let m = 0; m < size; m++) second[(first + k) * size + m] += slopes[a] * products[at + trained[m]];
      }
  }
  // W J once, then Jᵀ (W J).
  const weighted = new Float64Array(count * size);
  for (let a = 0; a < count; a++)
    for (let b = 0; b < count; b++) {
      const weight = curvatures[a * count + b];
      if (weight === 0) continue;
      for (let m = 0; m < size; m++) weighted[a * size + m] += weight * gradient[b * parameters + trained[m]];
    }
  const matrix = new Float64Array(size * size);
  for (let l = 0; l < size; l++)
    for (let m = 0; m <= l; m++) {
      let sum = (second[l * size + m] + second[m * size + l]) / 2;
      for (let a = 0; a < count; a++) sum += gradient[a * parameters + trained[l]] * weighted[a * size + m];
      matrix[l * size + m] = sum;
      matrix[m * size + l] = sum;
    }
  return matrix;
}
