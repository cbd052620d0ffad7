/**
 * What an optimiser is: a rule that turns gradients into updates of the angles, with what it remembers in arrays of its own.
 *
 * An optimiser is applied to all columns of a batch at once and must treat them alike and apart: every entry of an array of shape (columns, width) may
 * depend on entries of the same column alone. Its arrays are checkpointed by name, and split over threads with the columns.
 */
import type { Field, FieldValues } from "../../base/fields.ts";
import type { CounterStream } from "../../base/random/counter-stream.ts";

/** Arrays of shape (columns, width) by name. */
export type OptimizerState = Readonly<Record<string, Float64Array>>;

/** The batch that a rule is applied to. */
export interface BatchShape {
  readonly columns: number;
  readonly parameters: number;
}

/** What a rule may know of a step, beside the gradient. */
export interface UpdateContext extends BatchShape {
  /** The step t, from 0 on. */
  readonly row: number;
  /** Learning rate η of this step. */
  readonly eta: number;
  /** θ, shape (columns, parameters). */
  readonly theta: Float64Array;
  /** ∂<O>/∂θ, shape (columns, parameters), and s of every column: ∇L = s ∂<O>. */
  readonly expectationGradient: Float64Array;
  readonly slopes: Float64Array;
  /** Which parameters are trained, in order. */
  readonly trained: readonly number[];
  /** The loss of every column at other angles, shape (columns); `which` tells apart several calls of a step, which draw shots of their own. */
  losses(theta: Float64Array, which: number): Float64Array;
  /** The Fubini-Study metric of a column, over the trained parameters: row-major, with the layer that each belongs to. */
  metric(column: number): { readonly matrix: Float64Array; readonly layers: readonly number[] };
  /** Random numbers of a column at this step, the same whatever the number of threads. */
  stream(column: number, seed: number): CounterStream;
}

/** What a rule makes of a gradient. */
export interface Update {
  /** What is added to θ, shape (columns, parameters). */
  readonly updates: Float64Array;
  readonly state: OptimizerState;
}

/** An optimiser. */
export interface OptimizerDefinition<F = FieldValues> {
  readonly name: string;
  /** What it is, in a few words, and its update. */
  readonly title: string;
  /** Name in the lab; the lab does not offer one without. */
  readonly label?: string;
  readonly fields: readonly Field[];
  /** Its arrays before the first step. */
  init(shape: BatchShape, fields: F): OptimizerState;
  /**
   * One step.
   *
   * @param gradient ∇L, shape (columns, parameters); zero for parameters that are not trained
   */
  update(gradient: Float64Array, state: OptimizerState, context: UpdateContext, fields: F): Update;
  /** Whether it is θ <- θ - η ∇L, which an engine may make many steps of in one call. */
  readonly plain?: boolean;
  /** Whether it needs the ideal circuit's final states, for `metric`. */
  readonly needsMetric?: boolean;
  /** Whether it evaluates the loss at other angles, for `losses`. */
  readonly needsLosses?: boolean;
  /** When the loss rises with a stable learning rate: a loss that may rise on its way down oscillates only where its swings do not shrink. */
  readonly rises: "never" | "now-and-then" | "at-random";
  /** Whether, with these fields, a step follows the metric exactly: imaginary time where the tangents span all directions. */
  imaginaryTime?(fields: F): boolean;
  /** What is known of its late times. */
  readonly theory?: OptimizerTheory<F>;
}

/** What is known of an optimiser where the loss is quadratic about its minimum. */
export interface OptimizerTheory<F = FieldValues> {
  /** ln of the factor by which an amplitude of curvature h shrinks at a step, once the slower root has won: Re ln x. */
  rate(curvature: number, eta: number, fields: F): number;
  /** The largest stable η for a largest curvature. */
  stableEta(curvature: number, fields: F): number;
}

/** An optimiser and the values of its fields. Plain data. */
export interface OptimizerChoice {
  readonly name: string;
  readonly fields: FieldValues;
}

/** An array of zeros for every angle. */
export function zeroAngles({ columns, parameters }: BatchShape): Float64Array {
  return new Float64Array(columns * parameters);
}
