/**
 * From a configuration to the circuit, the observable, the targets and the initial angles it stands for.
 */
import { ArgumentError } from "../base/errors.ts";
import { CounterStream } from "../base/random/counter-stream.ts";
import type { ComplexMatrix, ComplexVector } from "../linalg/complex-matrix.ts";
import { zeroVector } from "../linalg/complex-matrix.ts";
import { haarState } from "../linalg/haar.ts";
import type { Circuit } from "../quantum/circuit.ts";
import { hardwareEfficientAnsatz } from "../quantum/hardware-efficient-ansatz.ts";
import { denseObservable, type Observable, pauliSum, stateProjector, tfim, xxz } from "../quantum/observables.ts";
import { randomPauliAnsatzSteps } from "../quantum/random-pauli-ansatz.ts";
import { type Spectrum, spectrum } from "../quantum/spectrum.ts";
import { initialAngles } from "../quantum/streams.ts";
import { requireValidPlan, type TrainingPlan } from "../training/plan.ts";
import { columnTargets, repeatAngles } from "../training/train.ts";
import { type ExperimentConfig, parseTarget } from "./config.ts";

/** Arrays that a configuration names by file; reading them is the caller's task. */
export interface ExperimentArrays {
  readonly matrix?: ComplexMatrix;
  readonly state?: ComplexVector;
}

/** Everything a run needs, in plain data. */
export interface Experiment {
  readonly config: ExperimentConfig;
  readonly circuit: Circuit;
  readonly observable: Observable;
  readonly spectrum: Spectrum;
  /** O0 of each target, numbers. */
  readonly targets: readonly number[];
  readonly plan: TrainingPlan;
  /** θ(0) of all columns, shape (targets x samples, parameters). */
  readonly theta: Float64Array;
}

/** Bytes of a number in memory. */
const NUMBER_BYTES = 8;
/** Largest circuit, in bytes, that is built: fixed unitaries of the random Pauli ansatz, or states of a gradient. */
const MAX_BYTES = 12 * 2 ** 30;

/** Whether the configuration's `state` names a file rather than a state. */
export function stateIsFile({ state }: ExperimentConfig): boolean {
  return state !== undefined && state !== "random" && !/^[01]+$/.test(state);
}

/** The observable of a configuration. */
export function buildObservable(config: ExperimentConfig, arrays: ExperimentArrays = {}): Observable {
  const { qubits, coupling, field, boundary } = config;
  switch (config.observable) {
    case "xxz":
      return xxz({ qubits, coupling, boundary });
    case "tfim":
      return tfim({ qubits, field, boundary });
    case "pauli":
      return pauliSum(config.pauli ?? "", qubits);
    case "projector":
      return stateProjector(projectorState(config, arrays.state));
    case "dense": {
      if (arrays.matrix === undefined) throw new ArgumentError("matrix", config.matrix, "a matrix that has been read");
      const observable = denseObservable(arrays.matrix);
      if (observable.qubits !== qubits)
        throw new ArgumentError("matrix", `on ${observable.qubits} qubits`, `a matrix on ${qubits} qubits`);
      return observable;
    }
  }
}

/**
 * Builds an experiment.
 *
 * Yields the number of circuit layers done out of `layers`, since drawing many Haar unitaries takes time.
 *
 * @param prepared the circuit of this configuration, where the caller has it already
 * @throws ArgumentError where the configuration's parts do not fit together, or would take too much memory
 */
export function* buildExperimentSteps(
  config: ExperimentConfig,
  arrays: ExperimentArrays = {},
  prepared?: Circuit,
): Generator<number, Experiment, void> {
  const { samples, streams, seed } = config;
  requireMemory(config);
  const observable = buildObservable(config, arrays);
  const extremes = spectrum(observable);
  const targets = config.target.map((target) => resolveTarget(target, extremes));
  const plan: TrainingPlan = {
    loss: config.loss,
    eta: config.eta,
    steps: config.steps,
    targets: columnTargets(targets, samples),
    measure: config.measure,
  };
  requireValidPlan(plan);
  const circuit = prepared ?? (yield* circuitSteps(config));
  const angles = initialAngles({ samples, parameters: circuit.parameters, seed, streams });
  return { config, circuit, observable, spectrum: extremes, targets, plan, theta: repeatAngles(angles, targets.length) };
}

/** The circuit of a configuration; yields the number of layers done. */
function* circuitSteps({ ansatz, qubits, layers, seed, streams }: ExperimentConfig): Generator<number, Circuit, void> {
  if (ansatz === "hea") return hardwareEfficientAnsatz({ qubits, layers });
  return yield* randomPauliAnsatzSteps({ qubits, layers, seed, streams });
}

/** As `buildExperimentSteps`, in one call. */
export function buildExperiment(config: ExperimentConfig, arrays: ExperimentArrays = {}): Experiment {
  const steps = buildExperimentSteps(config, arrays);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The number a target stands for, given the spectrum. */
export function resolveTarget(target: number | string, extremes: { min: number; max: number }): number {
  if (typeof target === "number") return target;
  const symbolic = parseTarget(target);
  if (symbolic === undefined)
    throw new ArgumentError("target", target, "a finite number, min, max, or one of these with an offset such as min-4");
  return extremes[symbolic.end] + symbolic.offset;
}

function projectorState({ state = "random", qubits, seed = 0 }: ExperimentConfig, fromFile?: ComplexVector): ComplexVector {
  const dimension = 2 ** qubits;
  if (fromFile !== undefined) {
    if (fromFile.re.length !== dimension)
      throw new ArgumentError("state", `of ${fromFile.re.length} amplitudes`, `${dimension} amplitudes, for ${qubits} qubits`);
    return fromFile;
  }
  if (state === "random") {
    const stream = new CounterStream(seed, "state");
    return haarState(dimension, () => stream.normal());
  }
  if (!/^[01]+$/.test(state) || state.length !== qubits) {
    throw new ArgumentError(
      "state",
      state,
      `random, ${qubits} bits such as ${"01".repeat(qubits).slice(0, qubits)}, or an .npy file`,
    );
  }
  const basis = zeroVector(dimension);
  basis.re[Number.parseInt(state, 2)] = 1;
  return basis;
}

/** Estimates the memory of the circuit and of one gradient before anything is allocated. */
function requireMemory({ ansatz, qubits, layers, samples, target }: ExperimentConfig): void {
  const dimension = 2 ** qubits;
  const columns = samples * target.length;
  const state = 2 * NUMBER_BYTES * dimension * columns;
  const bytes = ansatz === "rpa" ? 2 * NUMBER_BYTES * layers * dimension ** 2 + state * (layers + 4) : 6 * state;
  if (bytes > MAX_BYTES) {
    throw new ArgumentError(
      "qubits",
      `${qubits} (with layers ${layers} and ${columns} samples x targets: ${(bytes / 2 ** 30).toFixed(1)} GiB)`,
      `what fits in ${MAX_BYTES / 2 ** 30} GiB; lower qubits, layers or samples`,
    );
  }
}
