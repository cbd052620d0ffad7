/**
 * Training on a data set: what a plan says of it.
 *
 * Column c = (target vector, sample) trains one set of angles θ_c on N data at once, with errors ε_α = <O_α>_α - y_α.
 */
import { requireInteger, requireLength } from "../base/assert.ts";
import { ArgumentError } from "../base/errors.ts";
import { pickColumns } from "./events.ts";
import type { DataLossName } from "./losses.ts";

/** A data set as training sees it. Plain data. */
export interface DataPlan {
  /** N, the number of data that are trained on; with classes, that of their entries, one for each datum and class. */
  readonly count: number;
  /** l; the plan's own loss is quadratic where this is, and linear otherwise. */
  readonly loss: DataLossName;
  /** C, where an observable for each class gives every datum C entries; they stand together. None where left out. */
  readonly classes?: number;
  /** y_α of every column, shape (columns, N). */
  readonly targets: Float64Array;
  /** w_α, one for each datum, of mean 1. Default: all 1. */
  readonly weights?: Float64Array;
  /** Mini-batches: so many of the data at each step, drawn from a seed; all of them where left out. */
  readonly batch?: { readonly size: number; readonly seed: number };
  /** Data that are held out: how many, and y of every column, shape (columns, M). */
  readonly test?: { readonly count: number; readonly targets: Float64Array };
}

/**
 * Checks the data of a plan.
 *
 * @throws ArgumentError for sizes that do not fit, targets or weights that are not finite, a batch larger than the data
 */
export function requireValidDataPlan({ count, classes = 1, targets, weights, batch, test }: DataPlan, columns: number): void {
  requireInteger("data", count, 1);
  requireLength("targets", targets, columns * count);
  for (const target of targets) if (!Number.isFinite(target)) throw new ArgumentError("target", target, "a finite number");
  if (weights !== undefined) requireWeights(weights, count / classes);
  if (batch !== undefined) requireInteger("batch", batch.size, 1, count / classes);
  if (test !== undefined) requireLength("test targets", test.targets, columns * test.count);
}

function requireWeights(weights: Float64Array, count: number): void {
  requireLength("weights", weights, count);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  weights.forEach((weight, k) => {
    if (!(weight >= 0 && Number.isFinite(weight)))
      throw new ArgumentError(`weights[${k}]`, weight, "a finite number of at least 0");
  });
  if (!(sum > 0)) throw new ArgumentError("weights", sum, "weights of which at least one is greater than 0");
}

/** The data of some columns of a run. */
export function dataOfColumns(data: DataPlan, columns: readonly number[]): DataPlan {
  const { count, targets, test } = data;
  return {
    ...data,
    targets: pickColumns(targets, columns, count),
    ...(test !== undefined && { test: { ...test, targets: pickColumns(test.targets, columns, test.count) } }),
  };
}
