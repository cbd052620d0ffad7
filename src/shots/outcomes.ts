/**
 * Probabilities of measurement outcomes, for every group of a Pauli sum: from density matrices where gates are noisy, from states of an ideal
 * engine otherwise.
 */
import { requireFields } from "../base/assert.ts";
import { ArgumentError } from "../base/errors.ts";
import type { EngineName, StateBatch } from "../engine/engine.ts";
import { engineNamed } from "../engine/engines.ts";
import { loadNoisyCircuit, measureVectors } from "../engine/noisy/noisy-simulator.ts";
import { copyInto, emptyBatch } from "../engine/reference/state-batch.ts";
import { applyMatrixInPlace, placesOf } from "../engine/reference/unitaries.ts";
import { type Circuit, withIndependentRotations } from "../quantum/circuit.ts";
import { fixedGates } from "../quantum/gates.ts";
import { type MeasurementPlan, measurementPlan } from "../quantum/measurement-groups.ts";
import {
  basisChange,
  isGlobal,
  type NoiseModel,
  withIndependentNoisyRotations,
  withNoise,
  withoutChannels,
} from "../quantum/noise/noise-model.ts";
import type { Observable, PauliSumObservable } from "../quantum/observables.ts";

/** Evaluates outcome probabilities for batches of rotation angles. */
export interface OutcomeSource {
  /** The circuit whose rotations the angles belong to: in the model's basis, with its own coefficients and parameters. */
  readonly circuit: Circuit;
  readonly plan: MeasurementPlan;
  readonly model: NoiseModel;
  /**
   * Probabilities for angles of shape (circuits, rotations).
   *
   * @returns for each group, shape (circuits, 2^n), qubit 0 the most significant bit
   */
  outcomes(angles: Float64Array): readonly Float64Array[];
  dispose(): void;
}

/** What outcomes are computed for. */
export interface OutcomeProblem {
  readonly circuit: Circuit;
  readonly observable: Observable;
  readonly model: NoiseModel;
  /** Engine for circuits without noise of gates. */
  readonly engine: EngineName;
}

/** Names of its fields. */
export const OUTCOME_FIELDS = ["circuit", "observable", "model", "engine"] as const satisfies readonly (keyof OutcomeProblem)[];

/**
 * Prepares the outcomes of a circuit's measurement.
 *
 * @throws ArgumentError for an observable that is no Pauli sum, or noise that cannot be simulated
 */
export function loadOutcomes(options: OutcomeProblem): OutcomeSource {
  // What counts are asked of is a problem too.
  requireFields("loadOutcomes", options, [...OUTCOME_FIELDS, "trajectories"]);
  const { circuit, observable, model, engine } = options;
  const sum = requirePauliSum(observable);
  return isGlobal(model) ? idealOutcomes(circuit, sum, model, engine) : noisyOutcomes(circuit, sum, model);
}

/** The observable, where shots can measure it. */
export function requirePauliSum(observable: Observable): PauliSumObservable {
  if (observable.kind !== "pauli-sum")
    throw new ArgumentError("observable", observable.kind, "xxz, tfim or pauli, with shots: what is measured are Pauli strings");
  return observable;
}

function noisyOutcomes(circuit: Circuit, observable: PauliSumObservable, model: NoiseModel): OutcomeSource {
  const noisy = withNoise(circuit, model);
  const plan = measurementPlan(observable);
  const simulator = loadNoisyCircuit(withIndependentNoisyRotations(noisy), observable);
  return {
    circuit: withoutChannels(noisy),
    plan,
    model,
    outcomes(angles) {
      const final = simulator.finalVectors(angles);
      return plan.groups.map(({ letters }) => measureVectors(final, letters, model).probabilities);
    },
    dispose: () => simulator.dispose(),
  };
}

function idealOutcomes(circuit: Circuit, observable: PauliSumObservable, model: NoiseModel, engine: EngineName): OutcomeSource {
  const plan = measurementPlan(observable);
  const simulator = engineNamed(engine).load(withIndependentRotations(circuit), observable);
  return {
    circuit,
    plan,
    model,
    outcomes(angles) {
      const final = simulator.finalStates(angles);
      return plan.groups.map(({ letters }) => measureStates(final, letters, model));
    },
    dispose: () => simulator.dispose(),
  };
}

function measureStates(final: StateBatch, letters: string, model: NoiseModel): Float64Array {
  const { dimension, columns } = final;
  const psi = emptyBatch(dimension, columns);
  const scratch = emptyBatch(dimension, columns);
  copyInto(psi, final);
  for (const operation of basisChange(letters, model)) {
    if (operation.kind === "gate")
      applyMatrixInPlace(psi, placesOf(letters.length, operation.qubits), fixedGates[operation.gate].matrix, false, scratch);
  }
  const p = model.depolarizing;
  const probabilities = new Float64Array(columns * dimension);
  for (let b = 0; b < dimension; b++) {
    for (let c = 0; c < columns; c++) {
      const weight = psi.re[b * columns + c] ** 2 + psi.im[b * columns + c] ** 2;
      probabilities[c * dimension + b] = (1 - p) * weight + p / dimension;
    }
  }
  return probabilities;
}
