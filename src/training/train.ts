/**
 * Training from arguments to a record in memory, in one call.
 */
import { requireAllFinite, requireFields, requireInteger, requireLength } from "../base/assert.ts";
import { ArgumentError } from "../base/errors.ts";
import type { Engine } from "../engine/engine.ts";
import { engineNamed, resolveEngine } from "../engine/engines.ts";
import { type Circuit, requireCircuit } from "../quantum/circuit.ts";
import { type Observable, requireObservable } from "../quantum/observables.ts";
import { requireWidth, spectrum } from "../quantum/spectrum.ts";
import { initialAngles, type StreamName } from "../quantum/streams/index.ts";
import { type Loss, losses, quadraticLoss } from "./losses.ts";
import { type OptimizerName, optimizerNamed } from "./optimizer-of.ts";
import { requireValidPlan, type Strides, type TrainingPlan } from "./plan.ts";
import { emptyRecord, fillBlock, type TrainingRecord } from "./record.ts";
import { completeSchedule } from "./schedules/index.ts";
import type { TrainingSimulator, TrainingState } from "./state.ts";
import { advance, isOver } from "./step.ts";
import { frozenParameters } from "./trained.ts";

/** Arguments of `train`. */
export interface TrainOptions {
  readonly circuit: Circuit;
  readonly observable: Observable;
  /** Targets O0: a number for all samples, or an array with one for each sample. */
  readonly targets: readonly (number | readonly number[])[];
  /** `quadraticLoss` (default), `linearLoss`, or one of one's own that is registered. */
  readonly loss?: Loss;
  /** Learning rate η > 0. Default 1e-3. */
  readonly eta?: number;
  /** The optimiser by name, with fields such as `{ name: "momentum", momentum: 0.9 }`. Default: gradient descent. */
  readonly optimizer?: OptimizerName;
  /** How η changes over the steps, such as `cosine`. Default: not at all. */
  readonly schedule?: string;
  /** Parameters whose angles stay as they are: K, μ and the Hessian are over the others. Default: none. */
  readonly frozen?: readonly number[];
  /** Number of updates; rows 0 .. steps are recorded. */
  readonly steps: number;
  /** Number of initial angle sets, the same for every target. Default 1. */
  readonly samples?: number;
  /** Seed of the initial angles. Default 0. */
  readonly seed?: number;
  readonly streams?: StreamName;
  /** Initial angles of shape (samples, parameters), in place of drawn ones. */
  readonly initialAngles?: Float64Array;
  /** What to record beyond ε and K, each with its stride in steps. */
  readonly measure?: Strides;
  /** Rules that end a sample at a target before the last step, such as `epsilon<1e-6`; see docs. Default: none. */
  readonly stopWhen?: readonly string[];
  /** Default: the fastest, `wasmEngine`. */
  readonly engine?: Engine;
  /** What to train in place of the engine's simulator of circuit and observable, such as a noisy one; not disposed of. */
  readonly simulator?: TrainingSimulator;
  /** Shots behind every number of `simulator`, where there are any: the record then has room for what they say of its errors. */
  readonly shots?: number;
  /** Called after every block of rows; returning false ends the run early. */
  readonly onProgress?: (rows: number) => boolean | undefined;
}

/** What `train` returns. */
export interface TrainResult {
  /** Its `events` say which samples ended before the others, and which oscillate. */
  readonly record: TrainingRecord;
  /** Where training stands: the next row and the θ it belongs to (after the last row, θ stays that of the last row). */
  readonly state: TrainingState;
}

/** Every option, so that a misspelt one is refused. */
const FIELDS: Readonly<Record<keyof TrainOptions, true>> = {
  ...{ circuit: true, observable: true, targets: true, loss: true, eta: true, steps: true, samples: true, seed: true },
  ...{ streams: true, initialAngles: true, measure: true, stopWhen: true, engine: true, simulator: true, shots: true },
  ...{ onProgress: true, optimizer: true, schedule: true, frozen: true },
};

/** Rows between two looks at progress. */
const BLOCK_ROWS = 64;

/**
 * Trains a circuit by gradient descent on (<O> - O0)²/2 (or <O>) from every sample's initial angles towards every target.
 *
 * No sample ends for a loss that oscillates: it is marked in the record's events, with the largest stable η. One ends where its numbers are no
 * longer finite, or where `stopWhen` says so, that sample alone.
 *
 * @throws ArgumentError for η <= 0, a target that is NaN, sizes that do not fit
 */
export function train(options: TrainOptions): TrainResult {
  requireFields("train", options, Object.keys(FIELDS));
  const {
    circuit,
    observable,
    engine = engineNamed(resolveEngine("auto")),
    samples = 1,
    loss = quadraticLoss,
    eta = 1e-3,
    steps,
    stopWhen,
  } = options;
  requireCircuit(circuit);
  requireObservable(observable);
  requireInteger("samples", samples, 1);
  const frozen = frozenParameters(options.frozen ?? [], circuit.parameters);
  if (losses.find(loss?.name) !== loss || losses.get(loss.name).needsLabels)
    throw new ArgumentError("loss", loss?.name ?? loss, "quadraticLoss, linearLoss, or one of registerLoss");
  if (!Array.isArray(options.targets)) throw new ArgumentError("targets", options.targets, "an array of targets");
  const plan: TrainingPlan = {
    loss: loss.name,
    eta,
    steps,
    targets: columnTargets(options.targets, samples),
    measure: options.measure ?? {},
    precision: engine.precision,
    ...(options.optimizer !== undefined && { optimizer: optimizerNamed(options.optimizer) }),
    ...(options.schedule !== undefined && { schedule: completeSchedule(options.schedule, steps) }),
    ...(frozen.length > 0 && { frozen }),
    ...(stopWhen !== undefined && { stopWhen, extremes: spectrum(observable) }),
    ...(options.shots !== undefined && { shots: options.shots }),
  };
  requireValidPlan(plan);
  if (observable.kind === "pauli-sum" && observable.terms.every(({ x, z }) => (x | z) === 0))
    requireWidth(observable, spectrum(observable));
  const angles =
    options.initialAngles ??
    initialAngles({ samples, parameters: circuit.parameters, seed: options.seed, streams: options.streams });
  requireLength("initialAngles", angles, samples * circuit.parameters);
  requireAllFinite("initialAngles", angles);

  const simulator = options.simulator ?? engine.load(circuit, observable);
  const record = emptyRecord(plan, samples, circuit.parameters);
  let state: TrainingState = { row: 0, theta: repeatAngles(angles, options.targets.length) };
  while (!isOver(plan, state)) {
    const { state: next, block } = advance(simulator, plan, state, BLOCK_ROWS);
    fillBlock(record, block);
    record.rows = next.row;
    record.events = next.events;
    state = next;
    if (options.onProgress?.(record.rows) === false) break;
  }
  // The caller's own is the caller's to dispose of.
  if (options.simulator === undefined) simulator.dispose();
  return { record, state };
}

/** Targets of all columns from one entry for each target. */
export function columnTargets(targets: readonly (number | readonly number[])[], samples: number): Float64Array {
  const columns = new Float64Array(targets.length * samples);
  targets.forEach((target, k) => {
    if (typeof target === "number") {
      columns.fill(target, k * samples, (k + 1) * samples);
    } else {
      requireLength(`targets[${k}]`, target, samples);
      columns.set(target, k * samples);
    }
  });
  return columns;
}

/** The initial angles of all columns: those of the samples, once for every target. */
export function repeatAngles(angles: Float64Array, targets: number): Float64Array {
  const all = new Float64Array(targets * angles.length);
  for (let k = 0; k < targets; k++) all.set(angles, k * angles.length);
  return all;
}
