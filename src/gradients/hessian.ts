/**
 * The dense Hessian of <O>, one Hessian-vector product for each parameter, all in one batch.
 */

import type { Simulator } from "../engine/engine.ts";
import { symmetricEigenvalues } from "../linalg/eigen.ts";

/** How many tangent states are carried at once: bounds memory at this many times that of a gradient. */
const TANGENTS_AT_ONCE = 64;

/**
 * The Hessian ∂²<O>/∂θ_l∂θ_m of every column, exact.
 *
 * @param theta angles, shape (columns, parameters)
 * @returns shape (columns, parameters, parameters); symmetric up to rounding
 */
export function hessian(simulator: Simulator, theta: Float64Array): Float64Array {
  const { parameters } = simulator.circuit;
  const columns = theta.length / parameters;
  const result = new Float64Array(columns * parameters * parameters);
  for (let first = 0; first < parameters; first += TANGENTS_AT_ONCE) {
    const count = Math.min(TANGENTS_AT_ONCE, parameters - first);
    const directions = new Float64Array(columns * count * parameters);
    for (let c = 0; c < columns; c++) {
      for (let k = 0; k < count; k++) directions[(c * count + k) * parameters + first + k] = 1;
    }
    const { product } = simulator.hessianVectorProduct(theta, directions);
    for (let c = 0; c < columns; c++) {
      const rows = product.subarray(c * count * parameters, (c + 1) * count * parameters);
      result.set(rows, (c * parameters + first) * parameters);
    }
  }
  return result;
}

/**
 * Eigenvalues, ascending, of the Hessian of the loss, M = ∂ε ∂εᵀ + ε ∂²ε for the quadratic loss and M = ∂²ε for the linear
 * one. Source: Eq. 19.
 *
 * @param hessians Hessians of ε, shape (columns, parameters, parameters)
 * @param gradients gradients of ε, shape (columns, parameters)
 * @param epsilon total errors, shape (columns); left out for the linear loss
 * @returns shape (columns, parameters)
 */
export function lossHessianEigenvalues(
  hessians: Float64Array,
  gradients: Float64Array,
  parameters: number,
  epsilon?: Float64Array,
): Float64Array {
  const columns = gradients.length / parameters;
  const eigenvalues = new Float64Array(columns * parameters);
  for (let c = 0; c < columns; c++) {
    const matrix = new Float64Array(parameters * parameters);
    for (let l = 0; l < parameters; l++) {
      for (let m = 0; m < parameters; m++) {
        const upper = hessians[(c * parameters + l) * parameters + m];
        const lower = hessians[(c * parameters + m) * parameters + l];
        const curvature = (upper + lower) / 2;
        matrix[l * parameters + m] =
          epsilon === undefined
            ? curvature
            : gradients[c * parameters + l] * gradients[c * parameters + m] + epsilon[c] * curvature;
      }
    }
    eigenvalues.set(symmetricEigenvalues(matrix, parameters), c * parameters);
  }
  return eigenvalues;
}
