/**
 * Simulators added up with weights: what extrapolation to zero noise makes of exact values and derivatives, which are linear in them.
 */
import type { DifferentiableSimulator } from "../engine/engine.ts";

/** Σ_k w_k <O>_k with its derivatives, of simulators with the same parameters; a single one of weight 1 is itself. */
export function weightedSum(simulators: readonly DifferentiableSimulator[], weights: readonly number[]): DifferentiableSimulator {
  const [first] = simulators;
  if (simulators.length === 1 && weights[0] === 1) return first;
  const sum = (arrays: readonly Float64Array[]) =>
    arrays[0].map((_, k) => arrays.reduce((total, values, which) => total + weights[which] * values[k], 0));
  return {
    circuit: first.circuit,
    observable: first.observable,
    expectation: (theta) => sum(simulators.map((simulator) => simulator.expectation(theta))),
    gradient(theta) {
      const all = simulators.map((simulator) => simulator.gradient(theta));
      return { expectation: sum(all.map((own) => own.expectation)), gradient: sum(all.map((own) => own.gradient)) };
    },
    hessianVectorProduct(theta, vectors) {
      const all = simulators.map((simulator) => simulator.hessianVectorProduct(theta, vectors));
      return {
        expectation: sum(all.map((own) => own.expectation)),
        gradient: sum(all.map((own) => own.gradient)),
        product: sum(all.map((own) => own.product)),
      };
    },
    dispose() {
      for (const simulator of simulators) simulator.dispose();
    },
  };
}
