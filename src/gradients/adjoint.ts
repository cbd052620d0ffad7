/**
 * The exact gradient of <O> by the adjoint method, for callers who hold a circuit rather than a simulator.
 */
import type { Engine, Gradients } from "../engine/engine.ts";
import type { Circuit } from "../quantum/circuit.ts";
import type { Observable } from "../quantum/observables.ts";

/**
 * <O> and ∂<O>/∂θ_l by one forward and one backward sweep through the circuit.
 *
 * @param theta angles in radians, shape (columns, parameters)
 * @returns expectation of shape (columns), gradient of shape (columns, parameters)
 * @throws ArgumentError if circuit, observable and angles do not fit together
 */
export function adjointGradient(engine: Engine, circuit: Circuit, observable: Observable, theta: Float64Array): Gradients {
  const simulator = engine.load(circuit, observable);
  const gradients = simulator.gradient(theta);
  simulator.dispose();
  return gradients;
}
