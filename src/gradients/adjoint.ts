/**
 * First and second derivatives of <O> by the adjoint method, under the field's names.
 */
import { type DifferentiableSimulator, type Gradients, type HessianVectorProducts, requireSimulator } from "../engine/engine.ts";

/**
 * <O> and ∂<O>/∂θ_l by one forward and one backward sweep through the circuit.
 *
 * @param theta angles in radians, shape (columns, parameters)
 * @returns expectation of shape (columns), gradient of shape (columns, parameters)
 * @throws ArgumentError if the angles do not fit the circuit
 */
export function adjointGradient(simulator: DifferentiableSimulator, theta: Float64Array): Gradients {
  requireSimulator(simulator);
  return simulator.gradient(theta);
}

/**
 * Products Σ_m ∂²<O>/∂θ_l∂θ_m v_m of the Hessian with given vectors, exact: the adjoint sweep differentiated along each vector.
 *
 * @param theta angles, shape (columns, parameters)
 * @param vectors shape (columns, vectors per column, parameters)
 * @returns product of the shape of `vectors`, beside expectation and gradient
 * @throws ArgumentError if the shapes do not fit
 */
export function hessianVectorProduct(
  simulator: DifferentiableSimulator,
  theta: Float64Array,
  vectors: Float64Array,
): HessianVectorProducts {
  requireSimulator(simulator);
  return simulator.hessianVectorProduct(theta, vectors);
}
