/**
 * Global depolarising noise on top of any simulator: <O> -> (1 - p) <O> + p tr O / d.
 */
import type { Observable } from "../../quantum/observables.ts";
import type { DifferentiableSimulator } from "../engine.ts";

/** A simulator with global depolarising noise of strength p; at p = 0 the simulator itself. */
export function withGlobalNoise(simulator: DifferentiableSimulator, p: number): DifferentiableSimulator {
  if (p === 0) return simulator;
  const shift = p * meanEigenvalue(simulator.observable);
  const shrunk = (values: Float64Array) => values.map((value) => (1 - p) * value);
  const expectation = (values: Float64Array) => values.map((value) => (1 - p) * value + shift);
  return {
    circuit: simulator.circuit,
    observable: simulator.observable,
    expectation: (theta) => expectation(simulator.expectation(theta)),
    gradient(theta) {
      const ideal = simulator.gradient(theta);
      return { expectation: expectation(ideal.expectation), gradient: shrunk(ideal.gradient) };
    },
    hessianVectorProduct(theta, vectors) {
      const ideal = simulator.hessianVectorProduct(theta, vectors);
      return {
        expectation: expectation(ideal.expectation),
        gradient: shrunk(ideal.gradient),
        product: shrunk(ideal.product),
      };
    },
    dispose: () => simulator.dispose(),
  };
}

/** tr O / d, the expectation in the maximally mixed state. */
export function meanEigenvalue(observable: Observable): number {
  switch (observable.kind) {
    case "pauli-sum":
      return observable.terms.reduce((sum, { x, z, coefficient }) => ((x | z) === 0 ? sum + coefficient : sum), 0);
    case "projector":
      return 1 / 2 ** observable.qubits;
    case "dense": {
      const { matrix } = observable;
      let trace = 0;
      for (let i = 0; i < matrix.rows; i++) trace += matrix.re[i * (matrix.rows + 1)];
      return trace / matrix.rows;
    }
  }
}
