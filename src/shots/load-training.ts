/**
 * The simulator that a run asks for, whatever it trains on: one state or data, ideal, noisy or from shots.
 */
import type { Precision } from "../base/precision.ts";
import type { EngineName } from "../engine/engine.ts";
import { engineNamed } from "../engine/engines.ts";
import type { Circuit } from "../quantum/circuit.ts";
import type { Observable } from "../quantum/observables.ts";
import type { TrainingPlan } from "../training/plan.ts";
import type { DataTrainingSimulator, TrainingSimulator } from "../training/state.ts";
import { columnDataOf, type DataProblem, loadMeasuredData, sweptData } from "./data-load.ts";
import { loadMeasured, type Measurement } from "./load.ts";

/** What is trained. Plain data. */
export interface TrainingProblem {
  readonly circuit: Circuit;
  readonly observable: Observable;
  /** Precision of an ideal engine. Default double. */
  readonly precision?: Precision;
  /** The data that are trained on, in place of |0...0>. */
  readonly data?: DataProblem;
  /** Which columns of the run are trained, where each target vector has a data set of its own. Default: all of them. */
  readonly place?: TrainingPlan["place"];
  /** How <O> and its gradient are measured, where that is not an ideal engine's own. */
  readonly measurement?: Measurement;
}

/**
 * Loads the simulator of a run, in this thread.
 *
 * @throws ArgumentError for noise, shots or data that the circuit or the observable does not allow
 */
export function loadTraining(
  engine: EngineName,
  { circuit, observable, precision, data, measurement, place }: TrainingProblem,
): TrainingSimulator | DataTrainingSimulator {
  if (measurement !== undefined)
    return data === undefined
      ? loadMeasured(engine, circuit, observable, measurement)
      : loadMeasuredData(engine, data, measurement);
  const ideal = engineNamed(engine, precision);
  if (data !== undefined) return sweptData(ideal.loadData(circuit, observable, columnDataOf(data)), data, place);
  return ideal.load(circuit, observable);
}
