/**
 * What a training run records and when: rows, strides and columns.
 *
 * Row t belongs to the parameters before update t, so `steps` updates leave rows 0 .. steps, the last one at the final parameters.
 * Columns are targets x samples: column = target · samples + sample.
 */
import { requireInteger, requireOneOf, requirePositive } from "../base/assert.ts";
import { ArgumentError } from "../base/errors.ts";
import type { Precision } from "../base/precision.ts";
import { type DataPlan, requireValidDataPlan } from "./data-plan.ts";
import type { LossName } from "./losses.ts";
import type { OptimizerChoice } from "./optimizers/optimizer.ts";
import { quantities } from "./quantities/index.ts";
import { readStopRules } from "./stop-rules/index.ts";

/** Name of a quantity recorded at a stride, such as `mu`. */
export type MeasuredName = string;

/** Strides, in steps, of the quantities recorded now and then; one left out is not recorded. */
export type Strides = { readonly [name: MeasuredName]: number | undefined };

/** What every column of a run has in common, and the target of each. Plain data. */
export interface TrainingPlan {
  readonly loss: LossName;
  /** Learning rate η. */
  readonly eta: number;
  /** The rule that updates the angles. Default: gradient descent. */
  readonly optimizer?: OptimizerChoice;
  /** How η changes over the steps, such as `cosine:2000`. Default: not at all. */
  readonly schedule?: string;
  /** Parameters whose angles stay as they are, ascending. Default: none. */
  readonly frozen?: readonly number[];
  /** Which columns of the whole run these are, and how many that has: they key random streams. Default: all of them. */
  readonly place?: { readonly columns: readonly number[]; readonly total: number };
  /** Number of updates. */
  readonly steps: number;
  /** O0 of every column, shape (columns); with data, that of the first datum. */
  readonly targets: Float64Array;
  /** The data that every column is trained on, in place of |0...0> and one target. */
  readonly data?: DataPlan;
  readonly measure: Strides;
  /** Precision of the engine's states and matrices, which sets the size below which ε and K are rounding. Default double. */
  readonly precision?: Precision;
  /** Whether the target of a column is the end of what that column reaches, its own critical point; shape (columns), none where left out. */
  readonly critical?: readonly boolean[];
  /** Shots behind every number, where there are any: values then scatter, and a loss that rises does not oscillate. */
  readonly shots?: number;
  /** Rules that end a column before the last step, such as `epsilon<1e-6`. */
  readonly stopWhen?: readonly string[];
  /** Ends of the observable's spectrum, where a rule asks for them. */
  readonly extremes?: { readonly min: number; readonly max: number };
}

/**
 * Checks a plan.
 *
 * @throws ArgumentError for η that is not positive, a target that is not finite, a stride that is no positive integer, or a stop rule that there is not
 */
export function requireValidPlan(plan: TrainingPlan): void {
  const { eta, steps, targets, measure, stopWhen = [] } = plan;
  requirePositive("eta", eta);
  requireInteger("steps", steps, 0);
  if (targets.length === 0) throw new ArgumentError("target", undefined, "at least one target");
  for (const target of targets) if (!Number.isFinite(target)) throw new ArgumentError("target", target, "a finite number");
  for (const [name, stride] of Object.entries(measure)) {
    requireOneOf("measure", name, quantities.names);
    if (stride !== undefined) requireInteger(`measure ${name}`, stride, 1);
  }
  if (plan.data !== undefined) requireValidDataPlan(plan.data, targets.length);
  if (measure.test !== undefined && plan.data?.test === undefined)
    throw new ArgumentError("measure", "test", "mu, theta or hessian, where no data are held out");
  if (measure.kernel !== undefined && plan.data === undefined)
    throw new ArgumentError("measure", "kernel", "mu, theta or hessian: K is recorded at every step, without data");
  const plain = quantities.all.find(({ name, of }) => measure[name] !== undefined && of === undefined);
  if (plain !== undefined && plan.data !== undefined)
    throw new ArgumentError("measure", plain.name, "mu, theta or test, with data");
  readStopRules(stopWhen, plan);
}

/** Whether row `step` is one of those recorded at `stride`: every multiple of it, and the last row. */
export function isMeasured(step: number, stride: number | undefined, steps: number): boolean {
  return stride !== undefined && (step % stride === 0 || step === steps);
}

/** The rows recorded at a stride, in order. */
export function measuredSteps(stride: number, steps: number): Int32Array {
  const regular = Math.floor(steps / stride) + 1;
  const all = Int32Array.from({ length: regular + (steps % stride === 0 ? 0 : 1) }, (_, k) => k * stride);
  all[all.length - 1] = steps;
  return all;
}

/** How many of the rows recorded at a stride lie before row `row`. */
export function measuredBefore(row: number, stride: number, steps: number): number {
  if (row > steps) return measuredSteps(stride, steps).length;
  return Math.ceil(row / stride);
}
