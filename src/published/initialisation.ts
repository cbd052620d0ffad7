/**
 * Random initialisations of the RPA, to place the published ones in their distribution.
 *
 * The published draws share one circuit of unknown seed, so their average is one draw from the spread of averages between circuits.
 */
import { mean, standardDeviation } from "../base/arrays.ts";
import type { EngineName } from "../engine/engine.ts";
import { engineNamed } from "../engine/engines.ts";
import { dqntk, qntk } from "../gradients/qntk.ts";
import { xxz } from "../quantum/observables.ts";
import { randomPauliAnsatz } from "../quantum/random-pauli-ansatz.ts";
import { initialAngles } from "../quantum/streams.ts";
import { INITIALISATION_TARGET } from "./catalogue.ts";

/** Averages over angles, one entry for each circuit. */
export interface CircuitAverages {
  readonly epsilon: Float64Array;
  readonly kernel: Float64Array;
  readonly mu: Float64Array;
}

/** Where a published average stands among those of random circuits. */
export interface Placement {
  readonly published: number;
  /** Mean over circuits. */
  readonly simulated: number;
  /** Standard deviation between circuits. */
  readonly spread: number;
  /** (published - simulated) / spread. */
  readonly sigmas: number;
}

/** Circuits drawn. */
export const CIRCUITS = 24;
/** Angle sets of each. */
const ANGLE_SETS = 40;

/** Averages of ε, K and μ over random angles for random circuits, XXZ with J = 2. Yields the number of circuits done. */
export function* circuitAverages(
  engine: EngineName,
  { qubits, layers }: { qubits: number; layers: number },
): Generator<number, CircuitAverages, void> {
  const result = { epsilon: new Float64Array(CIRCUITS), kernel: new Float64Array(CIRCUITS), mu: new Float64Array(CIRCUITS) };
  const observable = xxz({ qubits });
  for (let k = 0; k < CIRCUITS; k++) {
    const simulator = engineNamed(engine).load(randomPauliAnsatz({ qubits, layers, seed: k }), observable);
    const theta = initialAngles({ samples: ANGLE_SETS, parameters: layers, seed: k });
    const { expectation, gradient } = simulator.gradient(theta);
    result.epsilon[k] = mean(expectation) - INITIALISATION_TARGET;
    result.kernel[k] = mean(qntk(gradient, ANGLE_SETS));
    result.mu[k] = mean(dqntk(simulator, theta, gradient));
    simulator.dispose();
    yield k + 1;
  }
  return result;
}

/** Places the average of published numbers among the averages of circuits. */
export function placeAverage(published: Float64Array, averages: Float64Array): Placement {
  const simulated = mean(averages);
  const spread = standardDeviation(averages);
  return { published: mean(published), simulated, spread, sigmas: (mean(published) - simulated) / spread };
}
