/**
 * The dense Hessian of <O>, one Hessian-vector product for each parameter, all in one batch.
 */

import { columnsOf, type HessianSource, requireSimulator } from "../engine/engine.ts";
import { symmetricEigenvalues } from "../linalg/eigen.ts";
import type { Circuit } from "../quantum/circuit.ts";

/** Bytes that the states kept for one batch of Hessian-vector products may take. */
const BATCH_BYTES = 2 ** 28;
/** Tangents carried by each column at once, at the most. */
const MAX_TANGENTS = 64;

/**
 * The Hessian ∂²<O>/∂θ_l∂θ_m of every column, exact.
 *
 * @param theta angles, shape (columns, parameters)
 * @returns shape (columns, parameters, parameters); symmetric up to rounding
 * @throws ArgumentError if the angles do not fit the circuit
 */
export function hessian(simulator: HessianSource, theta: Float64Array): Float64Array {
  requireSimulator(simulator);
  const { parameters } = simulator.circuit;
  const columns = columnsOf(simulator.circuit, theta);
  const tangents = tangentsAtOnce(simulator.circuit, columns);
  const result = new Float64Array(columns * parameters * parameters);
  for (let first = 0; first < parameters; first += tangents) {
    const count = Math.min(tangents, parameters - first);
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

/** How many tangents each column carries at once so that the states kept for the way back fit in `BATCH_BYTES`. */
export function tangentsAtOnce({ qubits, operations }: Circuit, columns: number): number {
  const keptLayers = operations.filter(({ kind }) => kind === "dense").length;
  const stateBytes = 16 * 2 ** qubits * columns * (keptLayers + 4);
  return Math.max(1, Math.min(MAX_TANGENTS, Math.floor(BATCH_BYTES / stateBytes) - 1));
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
  const ones = new Float64Array(columns).fill(1);
  const [slopes, curvatures] = epsilon === undefined ? [ones, new Float64Array(columns)] : [epsilon, ones];
  return hessianEigenvaluesOf(hessians, gradients, { slopes, curvatures });
}

/**
 * Eigenvalues, ascending, of M = L''(ε) ∂ε ∂εᵀ + L'(ε) ∂²ε for any loss.
 *
 * @param hessians Hessians of ε, shape (columns, parameters, parameters)
 * @param gradients gradients of ε, shape (columns, parameters)
 * @param loss L'(ε) and L''(ε), shape (columns) each
 * @returns shape (columns, parameters)
 */
export function hessianEigenvaluesOf(
  hessians: Float64Array,
  gradients: Float64Array,
  { slopes, curvatures }: { readonly slopes: Float64Array; readonly curvatures: Float64Array },
): Float64Array {
  const columns = slopes.length;
  const parameters = gradients.length / columns;
  const eigenvalues = new Float64Array(columns * parameters);
  for (let c = 0; c < columns; c++) {
    const matrix = new Float64Array(parameters * parameters);
    for (let l = 0; l < parameters; l++) {
      for (let m = 0; m < parameters; m++) {
        const upper = hessians[(c * parameters + l) * parameters + m];
        const lower = hessians[(c * parameters + m) * parameters + l];
        const second = (upper + lower) / 2;
        const first = gradients[c * parameters + l] * gradients[c * parameters + m];
        // A loss without curvature asks nothing of the gradient.
        matrix[l * parameters + m] = (curvatures[c] === 0 ? 0 : curvatures[c] * first) + slopes[c] * second;
      }
    }
    eigenvalues.set(symmetricEigenvalues(matrix, parameters), c * parameters);
  }
  return eigenvalues;
}
