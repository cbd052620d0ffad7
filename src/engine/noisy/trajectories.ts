/**
 * <O> of a noisy circuit from quantum trajectories, for more qubits than density matrices allow: their mean is that of the density matrix.
 */
import { requireFields, requireInteger, requireLength } from "../../base/assert.ts";
import { ArgumentError, Described } from "../../base/errors.ts";
import { CounterStream } from "../../base/random/counter-stream.ts";
import type { NoisyCircuit } from "../../quantum/noise/noise-model.ts";
import type { Observable } from "../../quantum/observables.ts";
import { observableAction } from "../reference/observable-action.ts";
import { emptyBatch, realOverlaps, zeroStates } from "../reference/state-batch.ts";
import { meanEigenvalue } from "./global-noise.ts";
import { compileTrajectories } from "./trajectory-program.ts";
import { squaredNorm, trajectoryFollower } from "./trajectory-tree.ts";

/** An estimate and its standard error. */
export interface Estimate {
  readonly value: number;
  readonly error: number;
}

/**
 * <O> of a noisy circuit from trajectories, before readout.
 *
 * @param theta one set of angles, shape (parameters)
 * @param options `trajectories`: at least 2; `seed`: of their random stream (default 0)
 * @throws ArgumentError for fewer than 2 trajectories or sizes that do not fit
 */
export function trajectoryExpectation(
  noisy: NoisyCircuit,
  observable: Observable,
  theta: Float64Array,
  options: { trajectories: number; seed?: number },
): Estimate {
  requireFields("trajectoryExpectation", options, ["trajectories", "seed"]);
  const { trajectories, seed = 0 } = options;
  requireInteger("trajectories", trajectories, 2);
  requireLength("theta", theta, noisy.parameters);
  if (observable.qubits !== noisy.qubits) {
    throw new ArgumentError(
      "observable",
      new Described(`on ${observable.qubits} qubits`),
      `an observable on ${noisy.qubits} qubits`,
    );
  }
  const dimension = 2 ** noisy.qubits;
  const actOn = observableAction(observable);
  const image = emptyBatch(dimension, 1);
  const scratch = emptyBatch(dimension, 1);
  const ends: { value: number; count: number }[] = [];
  trajectoryFollower(dimension).follow(
    compileTrajectories(noisy.operations, noisy.qubits)(theta),
    zeroStates(dimension, 1, 1),
    Float64Array.of(trajectories),
    new CounterStream(seed, "trajectory"),
    (state, [count]) => {
      actOn(state, image, scratch);
      ends.push({ value: realOverlaps(state, image)[0] / squaredNorm(state), count });
    },
  );
  const centre = ends.reduce((sum, { value, count }) => sum + count * value, 0) / trajectories;
  const squares = ends.reduce((sum, { value, count }) => sum + count * (value - centre) ** 2, 0);
  const { depolarizing } = noisy.model;
  return {
    value: (1 - depolarizing) * centre + depolarizing * meanEigenvalue(observable),
    error: (1 - depolarizing) * Math.sqrt(squares / (trajectories - 1) / trajectories),
  };
}
