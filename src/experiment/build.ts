/**
 * From a configuration to the circuit, the observable, the targets and the initial angles it stands for.
 */
import { ArgumentError, Described } from "../base/errors.ts";
import { bytesOfReal } from "../base/precision.ts";
import { CounterStream } from "../base/random/counter-stream.ts";
import type { EngineName } from "../engine/engine.ts";
import { requirePrecision } from "../engine/engines.ts";
import type { ComplexMatrix, ComplexVector } from "../linalg/complex-matrix.ts";
import { zeroVector } from "../linalg/complex-matrix.ts";
import { haarState } from "../linalg/haar.ts";
import type { Circuit } from "../quantum/circuit.ts";
import { gatesOfBrickwork } from "../quantum/entanglers.ts";
import type { HaarTask } from "../quantum/haar-layers.ts";
import { hardwareEfficientAnsatz } from "../quantum/hardware-efficient-ansatz.ts";
import type { Device } from "../quantum/noise/device.ts";
import { type ConfiguredNoise, noiseFor, parseNoise } from "../quantum/noise/named-models.ts";
import { isGlobal } from "../quantum/noise/noise-model.ts";
import { denseObservable, type Observable, pauliSum, stateProjector, tfim, xxz } from "../quantum/observables.ts";
import { pauliExpansion } from "../quantum/pauli-expansion.ts";
import { publishedProjectorState } from "../quantum/published-unitaries.ts";
import { randomPauliAnsatzSteps } from "../quantum/random-pauli-ansatz.ts";
import { requireWidth, type Spectrum, spectrum } from "../quantum/spectrum.ts";
import { drawsPublishedCircuits, initialAngles } from "../quantum/streams.ts";
import { isIdeal, type RunMeasurement, requireMeasurable } from "../shots/load.ts";
import { parseMitigation } from "../shots/mitigation-choice.ts";
import { requireValidPlan, type TrainingPlan } from "../training/plan.ts";
import { columnTargets, repeatAngles } from "../training/train.ts";
import { CRITICAL_TARGET, type ExperimentConfig, type noiseEngineNames, PLAIN_TARGET, parseTarget } from "./config.ts";
import { criticalColumns } from "./critical.ts";
import { trainingPlanOf } from "./training-config.ts";

/** What a configuration names by file; reading it is the caller's task. */
export interface ExperimentArrays {
  /** The device of `noise`. */
  readonly device?: Device;
  readonly matrix?: ComplexMatrix;
  readonly state?: ComplexVector;
}

/** Everything a run needs, in plain data. */
export interface Experiment {
  readonly config: ExperimentConfig;
  readonly circuit: Circuit;
  readonly observable: Observable;
  readonly spectrum: Spectrum;
  /** O0 of each target, numbers. A critical one stands as the end of the spectrum until `withCriticalTargets` puts it in. */
  readonly targets: readonly number[];
  readonly plan: TrainingPlan;
  /** θ(0) of all columns, shape (targets x samples, parameters). */
  readonly theta: Float64Array;
  readonly noise?: ConfiguredNoise;
  /** Noise, shots and kind of gradient, where they are not an ideal engine's own. */
  readonly measurement?: RunMeasurement;
}

/** Bytes of a number in memory. */
const NUMBER_BYTES = 8;
/** Numbers that a two-qubit gate takes in memory, in the circuit and in an engine. */
const NUMBERS_OF_GATE = 128;
/** Memory an experiment may take where the caller states no limit, in bytes. */
const DEFAULT_MEMORY = 8 * 2 ** 30;
/** Bytes that WebAssembly addresses. */
const WASM_MEMORY = 2 ** 32;

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
        throw new ArgumentError("matrix", new Described(`on ${observable.qubits} qubits`), `a matrix on ${qubits} qubits`);
      return observable;
    }
  }
}

/**
 * Builds an experiment.
 *
 * Yields the number of circuit layers done out of `layers`, since drawing many Haar unitaries takes time.
 *
 * @param options `prepared`: the circuit of this configuration, where the caller has it already; `memory`: bytes it may take;
 * `engine`: the one it is for, whose own limit counts then; `recruit`: told of Haar unitaries to be made, see `randomPauliAnsatzSteps`
 * @throws ArgumentError where the configuration's parts do not fit together, do not fit the engine, or would take too much memory
 */
export function* buildExperimentSteps(
  config: ExperimentConfig,
  arrays: ExperimentArrays = {},
  {
    prepared,
    memory = DEFAULT_MEMORY,
    engine,
    recruit,
  }: {
    readonly prepared?: Circuit;
    readonly memory?: number;
    readonly engine?: EngineName;
    readonly recruit?: (task: HaarTask) => void;
  } = {},
): Generator<number, Experiment, void> {
  const { samples, streams, seed } = config;
  if (engine !== undefined) requirePrecision(engine, config.precision);
  requireMemory(config, memory, engine);
  const observable = buildObservable(config, arrays);
  const extremes = spectrum(observable);
  requireWidth(observable, extremes);
  const targets = config.target.map((target) =>
    target === CRITICAL_TARGET ? criticalEnd(config, extremes) : resolveTarget(target, extremes),
  );
  const plan: TrainingPlan = {
    loss: config.loss,
    eta: config.eta,
    steps: config.steps,
    targets: columnTargets(targets, samples),
    measure: config.measure,
    precision: config.precision,
    critical: criticalColumns(config),
    ...(config.shots !== undefined && { shots: config.shots }),
    ...(config.stopWhen !== undefined && { stopWhen: config.stopWhen, extremes: { min: extremes.min, max: extremes.max } }),
  };
  requireValidPlan(plan);
  const circuit = prepared ?? (yield* circuitSteps(config, recruit));
  const angles = initialAngles({ samples, parameters: circuit.parameters, seed, streams });
  return {
    ...{
      config,
      circuit,
      spectrum: extremes,
      targets,
      plan: { ...plan, ...trainingPlanOf(config, circuit.parameters) },
      theta: repeatAngles(angles, targets.length),
    },
    ...measurementOf(config, circuit, observable, arrays.device),
  };
}

/** The noise of a configuration, how <O> and its gradient are measured, and the observable as they measure it; what is ideal is left out. */
function measurementOf(
  { noise: text = "none", noiseEngine, layout, idle, shots, shotSeed = 0, gradient = "adjoint", mitigate }: ExperimentConfig,
  circuit: Circuit,
  observable: Observable,
  device?: Device,
): Pick<Experiment, "observable" | "noise" | "measurement"> {
  const noise = noiseFor(parseNoise(text), circuit, { device, layout, idle });
  const measurement: RunMeasurement = {
    ...{ noise: noise?.model, shots, gradient, seed: shotSeed },
    ...(noiseEngine === "trajectories" && { trajectories: true }),
    ...(mitigate !== undefined && { mitigation: parseMitigation(mitigate) }),
  };
  // What a device measures are Pauli strings.
  const measured =
    shots === undefined && (noise === undefined || isGlobal(noise.model)) ? observable : pauliExpansion(observable);
  requireMeasurable(measured, measurement);
  return {
    observable: measured,
    ...(noise !== undefined && { noise }),
    ...(!isIdeal(measurement) && { measurement }),
  };
}

/** What simulates an experiment in an engine's place, where its gates are noisy. */
export function noiseEngineOf({
  noise,
  measurement,
}: Pick<Experiment, "noise" | "measurement">): (typeof noiseEngineNames)[number] | undefined {
  if (noise === undefined || isGlobal(noise.model)) return undefined;
  return measurement?.trajectories ? "trajectories" : "density";
}

/** The circuit of a configuration; yields the number of layers done. */
function* circuitSteps(config: ExperimentConfig, recruit?: (task: HaarTask) => void): Generator<number, Circuit, void> {
  const { ansatz, qubits, layers, seed, streams, entangler, entanglerDepth, precision } = config;
  if (ansatz === "hea") return hardwareEfficientAnsatz({ qubits, layers });
  return yield* randomPauliAnsatzSteps({ qubits, layers, seed, streams, entangler, entanglerDepth, precision }, recruit);
}

/** As `buildExperimentSteps`, in one call. */
export function buildExperiment(config: ExperimentConfig, arrays: ExperimentArrays = {}): Experiment {
  const steps = buildExperimentSteps(config, arrays);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The end of the spectrum that lies towards `criticalFrom`: the critical target of a circuit deep enough. */
function criticalEnd({ criticalFrom = "" }: ExperimentConfig, { min, max }: { min: number; max: number }): number {
  const from = resolveTarget(criticalFrom, { min, max });
  if (from >= min && from <= max)
    throw new ArgumentError(
      "criticalFrom",
      criticalFrom,
      `a target below ${digits(min)} or above ${digits(max)}, the ends of the spectrum`,
    );
  return from < min ? min : max;
}

function digits(value: number): string {
  return String(Number(value.toPrecision(6)));
}

/**
 * The number a target stands for, given the spectrum.
 *
 * @throws ArgumentError for a text that stands for none, `critical` included: only training finds that
 */
export function resolveTarget(target: number | string, extremes: { min: number; max: number }): number {
  if (typeof target === "number") return target;
  const symbolic = parseTarget(target);
  if (symbolic === undefined) throw new ArgumentError("target", target, PLAIN_TARGET);
  const { end, offset, percent } = symbolic;
  return extremes[end] + (percent ? (offset / 100) * (extremes.max - extremes.min) : offset);
}

function projectorState(
  { state = "random", qubits, seed = 0, streams }: ExperimentConfig,
  fromFile?: ComplexVector,
): ComplexVector {
  const dimension = 2 ** qubits;
  if (fromFile !== undefined) {
    if (fromFile.re.length !== dimension)
      throw new ArgumentError(
        "state",
        new Described(`of ${fromFile.re.length} amplitudes`),
        `${dimension} amplitudes, for ${qubits === 1 ? "1 qubit" : `${qubits} qubits`}`,
      );
    return fromFile;
  }
  if (state === "random") {
    if (streams === "published-projector") return publishedProjectorState(dimension);
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

/** Bytes an experiment takes at its peak: what the engine holds, and everything recorded. */
export function memoryOf(config: ExperimentConfig): number {
  const { ansatz, qubits, layers, samples, target, steps, measure, shots } = config;
  const columns = samples * target.length;
  const parameters = ansatz === "rpa" ? layers : 2 * qubits * layers;
  const rows = (stride: number | undefined) => (stride === undefined ? 0 : Math.ceil(steps / stride) + 1);
  const recorded =
    columns *
    ((shots === undefined ? 2 : 5) * (steps + 1) + rows(measure.mu) + parameters * (rows(measure.theta) + rows(measure.hessian)));
  const hessians = measure.hessian === undefined ? 0 : 2 * columns * parameters ** 2;
  return engineMemoryOf(config) + doublesRounded(config) + NUMBER_BYTES * (recorded + hessians);
}

/** Bytes the engine holds: fixed unitaries, and the states of a gradient or Hessian-vector product. */
function engineMemoryOf(config: ExperimentConfig): number {
  const { ansatz, qubits, layers, samples, target, measure, observable, entangler, precision } = config;
  const dimension = 2 ** qubits;
  const columns = samples * target.length;
  const matrix = 2 * dimension ** 2;
  const haar = ansatz === "rpa" && entangler === "haar";
  // Products with the Hessian carry a tangent beside every state; those of a whole Hessian come in batches of bounded size.
  const derivatives = measure.mu !== undefined || measure.hessian !== undefined ? 2 : 1;
  // Dense layers keep their input, gates are undone in place.
  const states = (haar ? layers + 6 : 6) * derivatives * 2 * dimension * columns;
  const gates = NUMBER_BYTES * ((haar ? 0 : numbersOfGates(config)) + (observable === "dense" ? 2 * matrix : 0));
  return gates + bytesOfReal[precision] * ((haar ? layers * matrix : 0) + states);
}

/** Bytes of matrices that are made in double precision, all of them, before an engine rounds them. */
function doublesRounded({ ansatz, qubits, layers, streams, precision }: ExperimentConfig): number {
  const kept = precision === "single" && drawsPublishedCircuits(streams) && ansatz === "rpa";
  return kept ? NUMBER_BYTES * 2 * 4 ** qubits * layers : 0;
}

/** Numbers that the gates of an ansatz without matrices on all qubits take: those of two-qubit matrices, their objects and a copy. */
function numbersOfGates({ ansatz, qubits, layers, entanglerDepth = 0 }: ExperimentConfig): number {
  return ansatz === "hea" ? 0 : layers * gatesOfBrickwork(qubits, entanglerDepth) * NUMBERS_OF_GATE;
}

/** Refuses an experiment that would not fit, before anything is allocated. */
function requireMemory(config: ExperimentConfig, memory: number, engine?: EngineName): void {
  const { qubits, layers, samples, target, steps } = config;
  const choices = [
    ...(config.precision === "double" && engine !== "reference" ? ["precision single"] : []),
    ...(config.entangler === "haar" ? ["entangler brickwork"] : []),
  ];
  const smaller = (...more: string[]) => {
    const all = [...choices, ...more];
    const list = all.length > 1 ? `${all.slice(0, -1).join(", ")} or ${all.at(-1)}` : all.join();
    return `lower qubits, layers, samples or targets${all.length > 0 ? `, or choose ${list}` : ""}`;
  };
  const held = engineMemoryOf(config);
  if (engine === "wasm" && held > WASM_MEMORY) {
    throw new ArgumentError(
      "qubits",
      qubits,
      `what fits in the 4 GiB that engine wasm can address; ${qubits} qubits, ${layers} layers and ${samples * target.length} samples x targets need ${gibibytes(held)}, so ${smaller(...(config.precision === "double" ? ["engine native", "engine reference"] : ["engine native"]))}`,
    );
  }
  const bytes = memoryOf(config);
  if (bytes <= memory) return;
  const without = (change: Partial<ExperimentConfig>) => bytes - memoryOf({ ...config, ...change });
  const recording = without({ steps: 1, measure: {} });
  const recordingWins = recording > bytes / 2;
  throw new ArgumentError(
    recordingWins ? "steps" : "qubits",
    recordingWins ? steps : qubits,
    `what fits in ${gibibytes(memory)} of memory; ${qubits} qubits, ${layers} layers, ${samples * target.length} samples x targets and ${steps} steps need ${gibibytes(bytes)}, so ${recordingWins ? "lower steps, samples or targets, or measure theta and hessian at larger strides" : smaller()}`,
  );
}

function gibibytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toPrecision(3)} GiB`;
}
