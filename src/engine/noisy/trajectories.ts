/**
 * Quantum trajectories: state vectors that take one Kraus operator of every channel at random, for more qubits than density matrices allow.
 *
 * A channel turns ψ into K_k ψ / |K_k ψ| with probability |K_k ψ|²; the mean over trajectories is the density matrix. Every trajectory has a
 * random stream of its own, so its path depends neither on the batch nor on the others.
 */
import { mean, standardError } from "../../base/arrays.ts";
import { requireInteger, requireLength } from "../../base/assert.ts";
import { cosine, sine } from "../../base/elementary.ts";
import { ArgumentError, Described } from "../../base/errors.ts";
import { CounterStream } from "../../base/random/counter-stream.ts";
import { fixedGates } from "../../quantum/gates.ts";
import type { ChannelOperation, NoisyCircuit } from "../../quantum/noise/noise-model.ts";
import type { Observable } from "../../quantum/observables.ts";
import type { StateBatch } from "../engine.ts";
import { observableAction } from "../reference/observable-action.ts";
import { rotateInPlace } from "../reference/rotations.ts";
import { copyInto, emptyBatch, realOverlaps, zeroStates } from "../reference/state-batch.ts";
import { applyMatrixInPlace, placesOf } from "../reference/unitaries.ts";
import { meanEigenvalue } from "./global-noise.ts";

/** An estimate and its standard error. */
export interface Estimate {
  readonly value: number;
  readonly error: number;
}

/** Amplitudes of the batches that trajectories are done in, at the most. */
const AMPLITUDES_AT_ONCE = 1 << 20;

/**
 * <O> of a noisy circuit from trajectories, before readout.
 *
 * @param theta one set of angles, shape (parameters)
 * @param options `trajectories`: at least 2; `seed`: of their random streams (default 0)
 * @throws ArgumentError for fewer than 2 trajectories or sizes that do not fit
 */
export function trajectoryExpectation(
  noisy: NoisyCircuit,
  observable: Observable,
  theta: Float64Array,
  { trajectories, seed = 0 }: { trajectories: number; seed?: number },
): Estimate {
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
  const values = new Float64Array(trajectories);
  const atOnce = Math.max(1, Math.floor(AMPLITUDES_AT_ONCE / dimension));
  for (let first = 0; first < trajectories; first += atOnce) {
    const columns = Math.min(atOnce, trajectories - first);
    const streams = Array.from({ length: columns }, (_, k) => new CounterStream(seed, "trajectory", first + k));
    const psi = trajectoryStates(noisy, theta, streams);
    const image = emptyBatch(dimension, columns);
    actOn(psi, image, emptyBatch(dimension, columns));
    values.set(realOverlaps(psi, image), first);
  }
  const { depolarizing } = noisy.model;
  return {
    value: (1 - depolarizing) * mean(values) + depolarizing * meanEigenvalue(observable),
    error: (1 - depolarizing) * standardError(values),
  };
}

/** Final states of trajectories, one for each random stream. */
export function trajectoryStates(noisy: NoisyCircuit, theta: Float64Array, streams: readonly CounterStream[]): StateBatch {
  const { qubits } = noisy;
  const dimension = 2 ** qubits;
  const columns = streams.length;
  const psi = zeroStates(dimension, columns, 1);
  const scratch = emptyBatch(dimension, columns);
  for (const operation of noisy.operations) {
    switch (operation.kind) {
      case "rotation": {
        const half = (operation.coefficient * theta[operation.parameter]) / 2;
        rotateInPlace(
          psi,
          operation.pauli,
          new Float64Array(columns).fill(cosine(half)),
          new Float64Array(columns).fill(sine(half)),
        );
        break;
      }
      case "gate":
        applyMatrixInPlace(psi, placesOf(qubits, operation.qubits), fixedGates[operation.gate].matrix, false, scratch);
        break;
      case "dense":
        applyMatrixInPlace(psi, placesOf(qubits, operation.qubits), operation.matrix, false, scratch);
        break;
      case "channel":
        jumpInPlace(psi, operation, qubits, streams, scratch);
        break;
    }
  }
  return psi;
}

/** Applies one Kraus operator of a channel to every column, chosen by its weight, and normalises. */
function jumpInPlace(
  psi: StateBatch,
  { channel, qubits: on }: ChannelOperation,
  qubits: number,
  streams: readonly CounterStream[],
  scratch: StateBatch,
): void {
  const { columns, dimension } = psi;
  const places = placesOf(qubits, on);
  const draws = Float64Array.from(streams, (stream) => stream.uniform());
  const candidate = emptyBatch(dimension, columns);
  const chosen = emptyBatch(dimension, columns);
  const norms = new Float64Array(columns);
  const undecided = new Set(streams.keys());
  for (const matrix of channel.kraus) {
    if (undecided.size === 0) break;
    copyInto(candidate, psi);
    applyMatrixInPlace(candidate, places, matrix, false, scratch);
    const weights = realOverlaps(candidate, candidate);
    for (const c of undecided) {
      draws[c] -= weights[c];
      // A column whose draw rounding leaves over keeps the last operator that can act on it.
      if (weights[c] > 0) {
        norms[c] = Math.sqrt(weights[c]);
        for (let k = c; k < dimension * columns; k += columns) {
          chosen.re[k] = candidate.re[k];
          chosen.im[k] = candidate.im[k];
        }
      }
      if (draws[c] < 0) undecided.delete(c);
    }
  }
  for (let k = 0, c = 0; k < dimension * columns; k++, c = c + 1 === columns ? 0 : c + 1) {
    psi.re[k] = chosen.re[k] / norms[c];
    psi.im[k] = chosen.im[k] / norms[c];
  }
}
