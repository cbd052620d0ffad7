/**
 * What an array and a coordinate of a stored run are.
 */
import type { MeasuredName } from "../training/plan.ts";
import type { MeasuredSeries } from "../training/record.ts";
import type { RowEstimates } from "../training/state.ts";

/** A dimension and its length. */
export interface Entry {
  readonly name: string;
  readonly length: number;
}

/** One array of a run. Its first dimensions are target, sample and `axis`, or target, `axis` and sample. */
export interface RunArray {
  readonly name: string;
  /** Dimension the rows lie along. */
  readonly axis: "step" | `${MeasuredName}_step`;
  /** Further dimensions, where there are any. */
  readonly entries: readonly Entry[];
  /** Length along `axis`. */
  readonly length: number;
  /** Product of the lengths of `entries`: numbers of one column at one place. */
  readonly width: number;
  /** Whether the samples lie behind the axis, as in the arrays of data. */
  readonly samplesLast?: boolean;
  /** Whether it follows from other arrays, and is written but not read. */
  readonly derived?: boolean;
  readonly description: string;
  /** Numbers of column `column`, places `from` .. `to` - 1 along `axis`. */
  values(column: number, from: number, to: number): Float64Array;
}

/** The arrays of what shots say of ε and K. */
export const ESTIMATES: Record<keyof RowEstimates, { readonly name: string; readonly description: string }> = {
  epsilonError: { name: "epsilon_error", description: "standard error of epsilon, from the shots" },
  kernelUnbiased: { name: "kernel_unbiased", description: "K without the bias of squared estimates, from the same shots" },
  kernelError: { name: "kernel_error", description: "standard error of kernel_unbiased" },
};

/** What θ is. */
export const THETA = "angles theta in radians";

/** θ, the same with data and without. */
export function thetaArray({ steps, width, values }: MeasuredSeries): RunArray {
  return {
    name: "theta",
    axis: "theta_step",
    entries: [{ name: "parameter", length: width }],
    length: steps.length,
    width,
    description: THETA,
    values: (column, from, to) => {
      const first = column * steps.length * width;
      return values.subarray(first + from * width, first + to * width);
    },
  };
}

/** Numbers along one or more dimensions that do not grow with the run. */
export interface RunCoordinate {
  readonly name: string;
  readonly values: Float64Array | Int32Array;
  readonly shape: readonly number[];
  readonly dimensions: readonly string[];
  readonly description: string;
  /** Characters of each entry where it is a text; `values` are then its code points. */
  readonly characters?: number;
}
