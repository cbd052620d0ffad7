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
import type { TrainingSimulator } from "../training/step.ts";
import { requirePauliSum } from "./outcomes.ts";
import { loadShots } from "./shot-simulator.ts";

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
}

/** How they are obtained for some columns of a run. */
export interface Measurement extends RunMeasurement {
  /** The columns of the whole run, and the first of these among them: they key the random streams. */
  readonly columns: number;
  readonly firstColumn: number;
}

/** Whether a run needs more than an ideal engine and its adjoint gradient. */
export function isIdeal({ noise, shots, gradient }: RunMeasurement): boolean {
  return noise === undefined && shots === undefined && gradient === "adjoint";
}

/**
 * Refuses, before anything is started, what `loadMeasured` would refuse.
 *
 * @throws ArgumentError for an observable that is no Pauli sum, with shots or noisy gates, or too many qubits with noisy gates
 */
export function requireMeasurable(observable: Observable, { noise = noiselessModel, shots }: RunMeasurement): void {
  if (shots !== undefined) requirePauliSum(observable);
  if (!isGlobal(noise)) requireNoisyProblem(observable, noise);
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
  { noise: model = noiselessModel, shots, gradient, seed, columns, firstColumn }: Measurement,
): TrainingSimulator {
  if (shots !== undefined) {
    const stream = (row: number, column: number) => new CounterStream(seed, "shots", row * columns + firstColumn + column);
    return loadShots({ circuit, observable, model, engine, shots, stream });
  }
  if (!isGlobal(model)) {
    const simulator = loadNoisy(circuit, observable, model);
    return gradient === "adjoint" ? simulator : shifted(simulator, (theta) => noisyParameterShift(simulator, theta));
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
