/**
 * What `runTraining` takes and gives.
 */
import { ArgumentError } from "../base/errors.ts";
import type { DifferentiableSimulator, Engine } from "../engine/engine.ts";
import type { Circuit } from "../quantum/circuit.ts";
import type { Observable } from "../quantum/observables.ts";
import type { StreamName } from "../quantum/streams/index.ts";
import type { ColumnEvent } from "./events.ts";
import type { LossName } from "./losses.ts";
import type { OptimizerName } from "./optimizer-of.ts";
import type { TrainingPlan } from "./plan.ts";
import type { TrainingRecord } from "./record.ts";
import type { Memory } from "./state.ts";
import type { Trainer } from "./trainer.ts";

/** A loss as a function of ε = <O> - O0; gradient descent needs its slope alone. */
export interface OwnLoss {
  /** dL/dε. */
  slope(epsilon: number): number;
}

/** What an optimiser is told beside the gradient. */
export interface StepContext {
  readonly row: number;
  /** Angles, shape (columns, parameters). */
  readonly theta: Float64Array;
}

/** A change of the angles, and what the optimiser keeps until the next step. */
export interface OptimizerStep<State> {
  /** Added to the angles, shape (columns, parameters). */
  readonly change: Float64Array;
  readonly state?: State;
}

/** An optimiser: the change of the angles from the gradient of the loss, shape (columns, parameters), and its own state, undefined at first. */
export type OwnOptimizer<State = unknown> = (
  gradient: Float64Array,
  state: State | undefined,
  context: StepContext,
) => OptimizerStep<State>;

/** A quantity of all columns, from their angles and ∂<O>/∂θ, both of shape (columns, parameters): numbers of shape (columns, width). */
export type Quantity = (simulator: DifferentiableSimulator, theta: Float64Array, gradient: Float64Array) => ArrayLike<number>;

/** A quantity and how often it is recorded. */
export interface RecordedQuantity {
  readonly stride: number;
  readonly measure: Quantity;
}

/**
 * Records a quantity at every `stride`-th row.
 *
 * @throws ArgumentError unless the stride is a positive integer
 */
export function every(stride: number, measure: Quantity): RecordedQuantity {
  if (!Number.isInteger(stride) || stride < 1) throw new ArgumentError("stride", stride, "a positive integer");
  if (typeof measure !== "function") throw new ArgumentError("measure", measure, "a function of (simulator, theta, gradient)");
  return { stride, measure };
}

/** Plain gradient descent: the change is -η times the gradient. */
export function gradientDescent(eta: number): OwnOptimizer {
  if (!(eta > 0 && Number.isFinite(eta))) throw new ArgumentError("eta", eta, "a positive number");
  return (gradient) => ({ change: gradient.map((value) => -eta * value) });
}

/** Where a run stands: the next row, the angles it belongs to, and the optimiser's state. A stored run's checkpoint is one. */
export interface RunState {
  readonly row: number;
  readonly theta: Float64Array;
  /** What an optimiser of the caller's own keeps. */
  readonly optimizer?: unknown;
  /** What one that is named keeps, and what stop rules do. */
  readonly memory?: Memory;
  /** What has happened to single columns. */
  readonly events?: readonly ColumnEvent[];
}

/** Arguments of `runTraining`. */
export interface RunTrainingOptions {
  readonly circuit: Circuit;
  readonly observable: Observable;
  /** Targets O0: a number for all samples, or an array with one for each sample. */
  readonly targets: readonly (number | readonly number[])[];
  /** Number of updates: rows 0 .. steps. */
  readonly steps: number;
  /** Number of initial angle sets, the same for every target. Default 1. */
  readonly samples?: number;
  /** Seed of the initial angles. Default 0. */
  readonly seed?: number;
  readonly streams?: StreamName;
  /** Initial angles of shape (samples, parameters), in place of drawn ones. */
  readonly initialAngles?: Float64Array;
  /** A loss by name, or one of the caller's own. Default: `quadratic`, ε²/2. */
  readonly loss?: LossName | OwnLoss;
  /** An optimiser by name, such as `adam` or `{ name: "momentum", momentum: 0.5 }`, or a function. Default: gradient descent. */
  readonly optimizer?: OptimizerName | OwnOptimizer<never> | OwnOptimizer;
  /** Learning rate η of an optimiser that is named. Default 1e-3. */
  readonly eta?: number;
  /** How η changes over the steps, such as `cosine`. Default: not at all. */
  readonly schedule?: string;
  /** Parameters whose angles stay as they are. Default: none. */
  readonly frozen?: readonly number[];
  /** Rules that end a column before the last step, such as `epsilon<1e-6`. */
  readonly stopWhen?: string | readonly string[];
  /** Quantities beyond ε and K: those of the package by stride, such as `{ mu: 10 }`, and the caller's own, such as `{ peak: every(10, peakOf) }`. */
  readonly record?: Readonly<Record<string, RecordedQuantity | number>>;
  /** Where to go on from, in place of the beginning. */
  readonly from?: RunState;
  /** Rows of a block. Default 64. */
  readonly block?: number;
  readonly engine?: Engine;
  /** What to train in place of the engine's simulator; the caller's own, which is not disposed of. */
  readonly simulator?: DifferentiableSimulator;
  /** Who carries it out, such as `threadTrainer()` of `qntk/node`; this thread where left out. Loss and optimiser are then named. */
  readonly trainer?: Trainer;
  /** Aborted to stop after the block that is being made. */
  readonly signal?: AbortSignal;
}

/** Numbers by row, the rows in order. */
export interface RecordedRows {
  readonly rows: readonly number[];
  /** One array of shape (columns, width) for each row. */
  readonly values: readonly Float64Array[];
}

/** Some rows of a run. Columns are targets x samples: column = target · samples + sample. */
export interface RunBlock {
  readonly firstRow: number;
  /** ε of every row, shape (columns) each. */
  readonly epsilon: readonly Float64Array[];
  /** K of every row, shape (columns) each. */
  readonly kernel: readonly Float64Array[];
  readonly quantities: Readonly<Record<string, RecordedRows>>;
  readonly state: RunState;
}

/** How a run ended. */
export type RunEnd =
  | { readonly kind: "complete" }
  | { readonly kind: "stopped"; readonly state: RunState }
  | { readonly kind: "not finite"; readonly row: number; readonly columns: readonly number[] };

/** Everything that a run has recorded. */
export interface RunResult extends Omit<RunBlock, "firstRow"> {
  readonly firstRow: number;
  readonly end: RunEnd;
  /** What has happened to single columns: which a rule has ended, which oscillate. */
  readonly events: readonly ColumnEvent[];
  /** The rows as `summarizeTargets` and stored runs take them, NaN where others made them; none with a loss or an optimiser of the caller's own. */
  readonly record?: TrainingRecord;
}

/** A run: its blocks as they are made, and what it has come to. Reading `result` alone runs it to its end. */
export interface TrainingRun extends AsyncIterable<RunBlock> {
  readonly result: Promise<RunResult>;
}

/** Options that have been checked. */
export interface Prepared {
  readonly targets: Float64Array;
  readonly start: RunState;
  /** The plan, where loss and optimiser are named. */
  readonly plan?: TrainingPlan;
  /** The caller's own quantities. */
  readonly own: Readonly<Record<string, RecordedQuantity>>;
}
