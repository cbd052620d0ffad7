/**
 * From a configuration to the circuit, the observable, the targets and the initial angles it stands for.
 */
import { requireFields } from "../base/assert.ts";
import { ArgumentError } from "../base/errors.ts";
import type { EngineName } from "../engine/engine.ts";
import { requirePrecision } from "../engine/engines.ts";
import type { Circuit } from "../quantum/circuit.ts";
import type { HaarTask } from "../quantum/haar-layers.ts";
import type { Device } from "../quantum/noise/device.ts";
import { noiseFor, parseNoise } from "../quantum/noise/models/index.ts";
import { isGlobal } from "../quantum/noise/noise-model.ts";
import { type Observable, requireModerate } from "../quantum/observables.ts";
import { pauliExpansion } from "../quantum/pauli-expansion.ts";
import { requireWidth, spectrum, spectrumSteps } from "../quantum/spectrum.ts";
import { initialAngles } from "../quantum/streams/index.ts";
import { requireMeasuredData } from "../shots/data-load.ts";
import { isIdeal, type RunMeasurement, requireMeasurable } from "../shots/load.ts";
import { parseMitigation } from "../shots/mitigation-choice.ts";
import { type Ends, noisyEnds } from "../shots/noisy-ends.ts";
import type { DataLossName } from "../training/losses.ts";
import { requireValidPlan, type TrainingPlan } from "../training/plan.ts";
import { columnTargets, repeatAngles } from "../training/train.ts";
import { requireArrayNames } from "./array-names.ts";
import type { ExperimentArrays } from "./arrays.ts";
import { ansatzOf, observableOf } from "./chosen.ts";
import { criticalColumns } from "./critical.ts";
import { buildData, dataPlanOf, requireDataMemory } from "./data-build.ts";
import type { Experiment } from "./experiment.ts";
import { DEFAULT_MEMORY, requireMemory } from "./memory.ts";
import type { ExperimentConfig, noiseEngineNames } from "./schema.ts";
import { givenAngles } from "./start.ts";
import { CRITICAL_TARGET, resolveTarget } from "./targets.ts";
import { trainingPlanOf } from "./training-config.ts";

export type { ExperimentArrays } from "./arrays.ts";
export type { Experiment } from "./experiment.ts";
export { memoryOf } from "./memory.ts";
export { resolveTarget } from "./targets.ts";

/** The observable of a configuration. */
export function buildObservable(config: ExperimentConfig, arrays: ExperimentArrays = {}): Observable {
  return buildObservables(config, arrays)[0];
}

/** The observables of a configuration: one, or one for each datum where its projector has several states. */
export function buildObservables(config: ExperimentConfig, arrays: ExperimentArrays = {}): Observable[] {
  requireArrayNames(arrays);
  const { definition, fields } = observableOf(config);
  const context = { qubits: config.qubits, seed: config.seed ?? 0, streams: config.streams, arrays };
  const each = config.data === undefined ? undefined : definition.fields.find(({ perDatum }) => perDatum);
  const value = each === undefined ? undefined : fields[each.name];
  const between = each?.textFrom === undefined ? "," : ";";
  const several = each !== undefined && typeof value === "string" && value.includes(between);
  const values = several ? value.split(between).map((own) => ({ ...fields, [each.name]: own.trim() })) : [fields];
  return values.map((own) => {
    const observable = definition.build(own, context);
    requireModerate(observable, "observable");
    return observable;
  });
}

/**
 * Builds an experiment.
 *
 * Yields the number of circuit layers done out of `layers`, since drawing many Haar unitaries takes time.
 *
 * @param options `prepared`: the circuit of this configuration, where the caller has it already; `memory`: bytes it may take;
 * `engine`: the one it is for, whose own limit counts then; `recruit`: told of Haar unitaries to be made, see `randomPauliAnsatzSteps`;
 * `reachable`: what noise lets <O> reach, where it is known already
 * @throws ArgumentError where the configuration's parts do not fit together, do not fit the engine, or would take too much memory
 */
export function* buildExperimentSteps(
  config: ExperimentConfig,
  arrays: ExperimentArrays = {},
  options: {
    readonly prepared?: Circuit;
    readonly memory?: number;
    readonly engine?: EngineName;
    readonly recruit?: (task: HaarTask) => void;
    readonly reachable?: Ends;
  } = {},
): Generator<number, Experiment, void> {
  if (typeof config !== "object" || config === null)
    throw new ArgumentError("config", config, "a configuration, such as parseExperiment makes");
  requireFields("buildExperimentSteps", options, ["prepared", "memory", "engine", "recruit", "reachable"]);
  const { prepared, memory, engine, recruit } = options;
  const { samples } = config;
  if (engine !== undefined) requirePrecision(engine, config.precision);
  requireMemory(config, memory, engine);
  const observables = buildObservables(config, arrays);
  const [observable] = observables;
  for (const each of observables) requireWidth(each, yield* quietly(spectrumSteps(each)));
  const extremes = spectrum(observable);
  if (config.data !== undefined) {
    const plain = prepared ?? (yield* circuitSteps(config, arrays, recruit));
    return dataExperiment(config, arrays, plain, observables, memory);
  }
  const planFor = (ends: Ends): TrainingPlan => ({
    loss: config.loss,
    eta: config.eta,
    steps: config.steps,
    targets: columnTargets(targetsFor(config, ends), samples),
    measure: config.measure,
    precision: config.precision,
    critical: criticalColumns(config),
    ...(config.shots !== undefined && { shots: config.shots }),
    ...(config.stopWhen !== undefined && { stopWhen: config.stopWhen, extremes: { min: ends.min, max: ends.max } }),
  });
  // Before the circuit is drawn, which takes long; with noise the ends follow from it.
  if (config.noise === undefined) requireValidPlan(planFor(extremes));
  const circuit = prepared ?? (yield* circuitSteps(config, arrays, recruit));
  const measurement = measurementOf(config, circuit, observable, arrays.device);
  const reachable =
    measurement.noise &&
    (options.reachable ?? noisyEnds(circuit, measurement.observable, measurement.measurement ?? {}, extremes));
  const plan = planFor(reachable ?? extremes);
  requireValidPlan(plan);
  const targets = targetsFor(config, reachable ?? extremes);
  const { parameters } = circuit;
  const drawn = () => drawnAngles(config, arrays, parameters);
  const theta = givenAngles(config, arrays, parameters, targets.length) ?? repeatAngles(drawn(), targets.length);
  return {
    ...{ config, circuit, spectrum: extremes, targets, parameters, theta },
    plan: { ...plan, ...trainingPlanOf(config, parameters) },
    ...(reachable !== undefined && { reachable }),
    ...measurement,
  };
}

/** Steps that belong to no layer of the circuit: none is done yet, but signals may come through. */
function* quietly<T>(steps: Generator<number, T, void>): Generator<number, T, void> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    yield 0;
  }
}

/** The targets as numbers; a critical one is the end that its preliminary run goes to. */
function targetsFor(config: ExperimentConfig, ends: Ends): number[] {
  return config.target.map((target) => (target === CRITICAL_TARGET ? criticalEnd(config, ends) : resolveTarget(target, ends)));
}

/** An experiment with data. */
function dataExperiment(
  config: ExperimentConfig,
  arrays: ExperimentArrays,
  plain: Circuit,
  observables: readonly Observable[],
  memory = DEFAULT_MEMORY,
): Experiment {
  const { samples, steps, eta, measure, precision, shots, stopWhen } = config;
  const built = buildData(config, arrays, plain, observables);
  const { circuit, parameters: trained } = built.problem;
  const measured = built.problem.observables.map((each) => measurementOf(config, circuit, each, arrays.device));
  const data = { ...built, problem: { ...built.problem, observables: measured.map((each) => each.observable) } };
  if (trained.length === 0)
    throw new ArgumentError("data", config.data, "data that leave a parameter of the circuit to be trained");
  const targets = data.targets.flat();
  const [observable] = observables;
  const extremes = spectrum(observable);
  const plan: TrainingPlan = {
    // What is watched is the error under the quadratic loss, and the loss itself under any other.
    loss: lossOf(config) === "quadratic" ? "quadratic" : "linear",
    ...{ eta, steps, measure, precision },
    targets: columnTargets(
      data.targets.map(([first]) => first),
      samples,
    ),
    data: dataPlanOf(config, arrays, data),
    ...(shots !== undefined && { shots }),
    ...(stopWhen !== undefined && { stopWhen, extremes: { min: extremes.min, max: extremes.max } }),
    ...trainingPlanOf(config, trained.length),
  };
  requireValidPlan(plan);
  requireDataMemory(config, plan.targets.length, plan.data?.count ?? 1, memory);
  const drawn = () => drawnAngles(config, arrays, trained.length);
  const [measurement] = measured;
  if (measurement.measurement !== undefined) {
    if (data.problem.sets !== undefined)
      throw new ArgumentError("data", config.data, "one data set, with noise, shots or parameter-shift gradients");
    requireMeasuredData(data.problem);
  }
  return {
    ...{ config, circuit, spectrum: extremes, targets, data, plan, parameters: trained.length },
    theta: givenAngles(config, arrays, trained.length, data.targets.length) ?? repeatAngles(drawn(), data.targets.length),
    ...measurement,
  };
}

/** The loss of a configuration, of data too. */
export function lossOf({ loss }: Pick<ExperimentConfig, "loss">): DataLossName {
  return loss;
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
export function* circuitSteps(
  config: Pick<ExperimentConfig, "ansatz" | "qubits" | "layers" | "seed" | "streams" | "precision">,
  arrays: ExperimentArrays = {},
  recruit?: (task: HaarTask) => void,
): Generator<number, Circuit, void> {
  requireArrayNames(arrays);
  const { definition, fields } = ansatzOf(config);
  const { qubits, layers, seed, streams, precision } = config;
  const built = definition.build(fields, { qubits, layers, seed, streams, precision, arrays, recruit });
  return "operations" in built ? built : yield* built;
}

/** As `circuitSteps`, in one call. */
export function buildCircuit(config: Parameters<typeof circuitSteps>[0], arrays: ExperimentArrays = {}): Circuit {
  return lastOf(circuitSteps(config, arrays));
}

/** As `buildExperimentSteps`, in one call. */
export function buildExperiment(config: ExperimentConfig, arrays: ExperimentArrays = {}): Experiment {
  return lastOf(buildExperimentSteps(config, arrays));
}

function lastOf<T>(steps: Generator<number, T, void>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** θ(0) of all samples where no file gives them, shape (samples, parameters): drawn, with those in place that the ansatz states. */
export function drawnAngles(
  config: Pick<ExperimentConfig, "ansatz" | "samples" | "seed" | "streams">,
  arrays: ExperimentArrays,
  parameters: number,
): Float64Array {
  const { samples, seed, streams } = config;
  return withStarts(initialAngles({ samples, parameters, seed, streams }), config, arrays);
}

/** Angles with those in place that the ansatz states. */
export function withStarts(
  drawn: Float64Array,
  config: Pick<ExperimentConfig, "ansatz">,
  arrays: ExperimentArrays,
): Float64Array {
  const { definition, fields } = ansatzOf(config);
  const starts = definition.starts?.(fields, arrays);
  if (starts === undefined) return drawn;
  return drawn.map((angle, k) => {
    const start = starts[k % starts.length];
    return Number.isNaN(start) ? angle : start;
  });
}

/** The end, of the spectrum or of what noise leaves of it, that lies towards `criticalFrom`: the critical target of a circuit deep enough. */
function criticalEnd({ criticalFrom = "", noise }: ExperimentConfig, { min, max }: { min: number; max: number }): number {
  const from = resolveTarget(criticalFrom, { min, max });
  if (from >= min && from <= max)
    throw new ArgumentError(
      "criticalFrom",
      criticalFrom,
      `a target below ${digits(min)} or above ${digits(max)}, the ends of ${noise === undefined ? "the spectrum" : "what is reached through noise"}`,
    );
  return from < min ? min : max;
}

function digits(value: number): string {
  return String(Number(value.toPrecision(6)));
}
