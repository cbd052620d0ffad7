/**
 * The simulator a training run asks for: ideal or noisy, exact or from shots, with adjoint or parameter-shift gradients.
 */
import { CounterStream } from "../base/random/counter-stream.ts";
import type { DifferentiableSimulator, EngineName, Simulator } from "../engine/engine.ts";
import { engineNamed } from "../engine/engines.ts";
import { withGlobalNoise } from "../engine/noisy/global-noise.ts";
import { loadNoisy, requireNoisyProblem } from "../engine/noisy/noisy-simulator.ts";
import { noisyParameterShift, parameterShift } from "../gradients/parameter-shift.ts";
import type { Circuit } from "../quantum/circuit.ts";
import { isGlobal, type NoiseModel, noiselessModel } from "../quantum/noise/noise-model.ts";
import type { Observable } from "../quantum/observables.ts";
import type { TrainingSimulator } from "../training/state.ts";
import { folded, measuredCircuits } from "./extrapolation.ts";
import type { Mitigation } from "./mitigation-choice.ts";
import { requirePauliSum } from "./outcomes.ts";
import { loadShots } from "./shot-simulator.ts";
import { weightedSum } from "./weighted-sum.ts";

export const gradientNames = ["adjoint", "parameter-shift"] as const;

/** How gradients are computed. */
export type GradientName = (typeof gradientNames)[number];

/** How <O> and its gradient are obtained in a run, beyond an ideal engine. Plain data. */
export interface RunMeasurement {
  readonly noise?: NoiseModel;
  /** Shots for each group and circuit; exact where left out. */
  readonly shots?: number;
  readonly gradient: GradientName;
  /** Seed of the shots. */
  readonly seed: number;
  /** Whether noisy gates are simulated by one quantum trajectory for every shot, not by density matrices. Default false. */
  readonly trajectories?: boolean;
  /** What estimates are corrected for; nothing where left out. */
  readonly mitigation?: Mitigation;
}

/** How they are obtained for some columns of a run. */
export interface Measurement extends RunMeasurement {
  /** The columns of the whole run, and the first of these among them: they key the random streams. */
  readonly columns: number;
  readonly firstColumn: number;
  /** Which of several circuits of every column this is, and how many there are: they draw shots of their own. Default: the only one. */
  readonly part?: number;
  readonly parts?: number;
}

/** Whether a run needs more than an ideal engine and its adjoint gradient. */
export function isIdeal({ noise, shots, gradient }: RunMeasurement): boolean {
  return noise === undefined && shots === undefined && gradient === "adjoint";
}

/**
 * Refuses, before anything is started, what `loadMeasured` would refuse.
 *
 * @throws ArgumentError for an observable that is no Pauli sum, with shots or noisy gates, or too many qubits with exact noisy gates
 */
export function requireMeasurable(
  observable: Observable,
  { noise = noiselessModel, shots, trajectories = false }: RunMeasurement,
): void {
  if (shots !== undefined) requirePauliSum(observable);
  if (!isGlobal(noise) && !trajectories) requireNoisyProblem(observable, noise);
}

/**
 * Loads a training run's simulator.
 *
 * @throws ArgumentError for noise or shots that the circuit or the observable does not allow
 */
export function loadMeasured(
  engine: EngineName,
  circuit: Circuit,
  observable: Observable,
  {
    noise: model = noiselessModel,
    shots,
    gradient,
    seed,
    trajectories,
    mitigation,
    columns,
    firstColumn,
    part = 0,
    parts = 1,
  }: Measurement,
): TrainingSimulator {
  if (shots !== undefined) {
    // Losses at other angles than those of the row, as simultaneous perturbation asks for, have streams of their own.
    const stream = (row: number, column: number, which?: number) =>
      new CounterStream(
        seed,
        which === undefined ? "shots" : `shots-${which}`,
        (row * columns + firstColumn + column) * parts + part,
      );
    return loadShots({ circuit, observable, model, engine, shots, stream, trajectories, mitigation });
  }
  if (!isGlobal(model)) {
    // Exact values with readout inverted are those of perfect readout.
    const read = mitigation?.readout ? { ...model, readout: [] } : model;
    const circuits = measuredCircuits(mitigation?.extrapolation);
    const simulators = circuits.map(({ folds }) => {
      const simulator = loadNoisy(folded(circuit, folds), observable, read);
      return gradient === "adjoint" ? simulator : shifted(simulator, (theta) => noisyParameterShift(simulator, theta));
    });
    return weightedSum(
      simulators,
      circuits.map(({ weight }) => weight),
    );
  }
  const ideal: Simulator = engineNamed(engine).load(circuit, observable);
  const adjoint = withGlobalNoise(ideal, model.depolarizing);
  if (gradient === "adjoint") return adjoint;
  const factor = 1 - model.depolarizing;
  return shifted(adjoint, (theta) => parameterShift(ideal, theta).map((value) => factor * value));
}

function shifted(simulator: DifferentiableSimulator, gradient: (theta: Float64Array) => Float64Array): DifferentiableSimulator {
  return {
    circuit: simulator.circuit,
    observable: simulator.observable,
    expectation: (theta) => simulator.expectation(theta),
    hessianVectorProduct: (theta, vectors) => simulator.hessianVectorProduct(theta, vectors),
    dispose: () => simulator.dispose(),
    gradient: (theta) => ({ expectation: simulator.expectation(theta), gradient: gradient(theta) }),
  };
}
