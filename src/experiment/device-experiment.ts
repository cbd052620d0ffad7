/**
 * The paper's device experiment, simulated: one set of angles, trained towards each target without noise and, repeated, with it. Source: Fig. 8.
 */

import { range } from "../base/arrays.ts";
import { engineNamed, resolveEngine } from "../engine/engines.ts";
import { kolkataNoise } from "../quantum/noise/models/kolkata.ts";
import { publishedDeviceStreams } from "../quantum/streams/published-device.ts";
import { loadMeasured } from "../shots/load.ts";
import { emptyRecord, fillBlock, type TrainingRecord } from "../training/record.ts";
import type { TrainingSimulator, TrainingState } from "../training/state.ts";
import { advance, isOver } from "../training/step.ts";
import { hardwareEfficient } from "./ansatze/hardware-efficient.ts";
import { ansatze } from "./ansatze/index.ts";
import { buildExperiment, type Experiment, type ExperimentArrays } from "./build.ts";
import { type ExperimentConfig, type ExperimentConfigInput, foreignFields, parseExperiment } from "./config.ts";
import { xxzChain } from "./observables/xxz.ts";

/** The published experiment: 50 rows, 12 repetitions of each target. The paper's noisy simulation used 1000 shots. */
export const deviceExperiment = {
  ansatz: hardwareEfficient.name,
  qubits: 2,
  layers: 4,
  observable: xxzChain.name,
  coupling: 4,
  target: [-10, -12, -14],
  eta: 1e-3,
  steps: 49,
  samples: 12,
  streams: publishedDeviceStreams.name,
  noise: kolkataNoise.name,
  shots: 1000,
} as const satisfies ExperimentConfigInput;

/** Total errors of a target by step, without noise and in every repetition with it. */
export interface DeviceCurves {
  readonly target: number;
  /** Shape (steps + 1). */
  readonly ideal: Float64Array;
  /** K without noise, shape (steps + 1). */
  readonly idealKernel: Float64Array;
  /** One array of shape (steps + 1) for each repetition. */
  readonly noisy: readonly Float64Array[];
  /** K as measured, likewise. */
  readonly noisyKernel: readonly Float64Array[];
  /** With shots, K without the bias of squared estimates, likewise. */
  readonly noisyUnbiased?: readonly Float64Array[];
  /** The final angles of each repetition with noise, shape (parameters). */
  readonly finalAngles: readonly Float64Array[];
  /** The record of the side with noise, and which of its columns are the repetitions of this target. */
  readonly measured: { readonly record: TrainingRecord; readonly columns: readonly number[] };
}

/**
 * Simulates the device experiment, or one like it.
 *
 * @param changes fields that differ from the published experiment's; its samples are repetitions
 * @throws ArgumentError as `parseExperiment` and `buildExperiment`
 */
export function simulateDeviceExperiment(
  changes: ExperimentConfigInput = {},
  arrays: ExperimentArrays = {},
): readonly DeviceCurves[] {
  const steps = deviceExperimentSteps(parseExperiment({ ...deviceExperiment, ...changes }), arrays);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** One side of the experiment: what every repetition recorded, and the angles it ended at, shape (columns, parameters). */
export interface RecordedSide {
  readonly record: TrainingRecord;
  readonly theta: Float64Array;
}

/**
 * As `simulateDeviceExperiment`, for a whole configuration; yields the number of rows done out of 2 (steps + 1).
 *
 * @param recorded the side with noise, where it is there already
 */
export function* deviceExperimentSteps(
  config: ExperimentConfig,
  arrays: ExperimentArrays = {},
  recorded?: RecordedSide,
): Generator<number, readonly DeviceCurves[], void> {
  const experiment = buildExperiment(config, arrays);
  const { circuit, observable, measurement, plan, targets } = experiment;
  const engine = resolveEngine("auto");
  const columns = plan.targets.length;
  const rows = plan.steps + 1;
  const ideal = yield* recordSteps(experiment, engineNamed(engine).load(circuit, observable), 0);
  const noisy =
    recorded ??
    (measurement === undefined
      ? ideal
      : yield* recordSteps(
          experiment,
          loadMeasured(engine, circuit, observable, { ...measurement, columns, firstColumn: 0 }),
          rows,
        ));
  const repetitions = range(config.samples);
  const unbiased = noisy.record.estimates?.kernelUnbiased;
  return targets.map((target, k) => {
    const of = (values: Float64Array, sample: number) =>
      values.slice((k * config.samples + sample) * rows, (k * config.samples + sample + 1) * rows);
    return {
      target,
      ideal: of(ideal.record.epsilon, 0),
      idealKernel: of(ideal.record.kernel, 0),
      noisy: repetitions.map((sample) => of(noisy.record.epsilon, sample)),
      noisyKernel: repetitions.map((sample) => of(noisy.record.kernel, sample)),
      ...(unbiased !== undefined && { noisyUnbiased: repetitions.map((sample) => of(unbiased, sample)) }),
      finalAngles: repetitions.map((sample) => {
        const column = k * config.samples + sample;
        return noisy.theta.slice(column * circuit.parameters, (column + 1) * circuit.parameters);
      }),
      measured: { record: noisy.record, columns: repetitions.map((sample) => k * config.samples + sample) },
    };
  });
}

function* recordSteps(
  { plan: { measure: _, ...plan }, config, circuit, theta }: Experiment,
  simulator: TrainingSimulator,
  done: number,
): Generator<number, RecordedSide, void> {
  const record = emptyRecord({ ...plan, measure: {} }, config.samples, circuit.parameters);
  let state: TrainingState = { row: 0, theta };
  while (!isOver(record.plan, state)) {
    const { state: next, block } = advance(simulator, record.plan, state, 1);
    fillBlock(record, block);
    record.rows = next.row;
    record.events = next.events;
    state = next;
    yield done + record.rows;
  }
  simulator.dispose();
  return { record, theta: state.theta };
}

/** The published experiment in place of what is not given, as far as it applies to what is. */
export function deviceFields({ shots, ...others }: Record<string, unknown>): Record<string, unknown> {
  const fields = { ...others, ...(shots !== undefined && { shots: shots === "none" ? undefined : shots }) };
  const foreign = others.observable === undefined ? [] : foreignFields(deviceExperiment, "observable", String(others.observable));
  const sizedByItself = others.ansatz !== undefined && ansatze.find(String(others.ansatz))?.size !== undefined;
  const kept = Object.entries(deviceExperiment).filter(([name]) => {
    if (foreign.includes(name) || (sizedByItself && ["qubits", "layers", "target"].includes(name))) return false;
    if (name === "target" && others.data !== undefined) return false;
    if (name === "target") return others.observable === undefined && others.coupling === undefined && others.qubits === undefined;
    return true;
  });
  return { ...Object.fromEntries(kept), ...fields };
}
