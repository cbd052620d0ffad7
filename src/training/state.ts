/**
 * What training takes and gives: a simulator, the state of a run, and the rows that it records.
 */
import type { DifferentiableSimulator, Gradients, HessianSource, Simulator } from "../engine/engine.ts";
import type { DataCurvatureSource } from "../gradients/data-kernel.ts";
import type { ColumnEvent } from "./events.ts";
import type { MeasuredName } from "./plan.ts";

/** Arrays of shape (columns, width) by name: what a run remembers beside its angles. */
export type Memory = Readonly<Record<string, Float64Array>>;

/** What a step may ask beside the gradient; what a simulator cannot give, it leaves out. */
export interface StepSource extends HessianSource, Partial<Pick<Simulator, "engine" | "observable" | "finalStates">> {
  /**
   * <O> at other angles of the same row; `which` tells apart several calls of a row, which draw shots of their own.
   *
   * @param columns as for `gradient`
   */
  expectation?(theta: Float64Array, row: number, columns?: readonly number[], which?: number): Float64Array;
}

/** What training asks of a simulator. */
export interface TrainingSimulator extends StepSource, Pick<DifferentiableSimulator, "dispose" | "descend"> {
  /**
   * @param row the row that is recorded; one that draws random numbers keys them by it, so that a resumed run draws the same
   * @param columns which columns of the batch these are, where they are not all of them
   */
  gradient(theta: Float64Array, row: number, columns?: readonly number[]): Gradients;
}

/** What training on a data set asks of a simulator; arrays over data have the datum behind the column. */
export interface DataTrainingSimulator extends DataCurvatureSource {
  /** The trained parameters' circuit may have more: those that data set. */
  readonly parameters: number;
  /**
   * <O_α>_α, shape (columns, N), and J, shape (columns, N, parameters), with their variances where they come from shots.
   *
   * @param row, columns as for `TrainingSimulator`
   */
  gradient(theta: Float64Array, row: number, columns?: readonly number[]): Gradients;
  /**
   * <O_α>_α at other angles of the same row, shape (columns, N).
   *
   * @param row, columns, which as for `StepSource`
   */
  expectation(theta: Float64Array, row: number, columns?: readonly number[], which?: number): Float64Array;
  /**
   * The Fubini-Study metric of U(θ)|ψ_α> of one column and datum over some parameters, row-major; left out where there is no such state.
   *
   * @param columns as for `gradient`
   */
  metric?(
    theta: Float64Array,
    of: { readonly column: number; readonly datum: number; readonly parameters: readonly number[] },
    columns?: readonly number[],
  ): Float64Array;
  /** The layer of every parameter, as `layersOfParameters` counts them; where there is a metric. */
  readonly layers?: readonly number[];
  /** <O> of the data that are held out, shape (columns, M). */
  heldOut(theta: Float64Array, row: number): Float64Array;
  dispose(): void;
}

/** Where a run stands: the next row to record and the parameters it belongs to. */
export interface TrainingState {
  /** The next row t; the run is complete when it exceeds the plan's steps. */
  readonly row: number;
  /** θ at that row (at the last row, once complete; at its own last row for a column that has ended), shape (columns, parameters). */
  readonly theta: Float64Array;
  /** What else is needed to go on, by name, each of shape (columns, width). */
  readonly memory?: Memory;
  /** What has happened to single columns so far. */
  readonly events?: readonly ColumnEvent[];
}

/** What one row records, for every column; NaN for those that have ended. */
export interface TrainingRow {
  /** Total error ε = <O> - O0; with data (columns, N). */
  readonly epsilon: Float64Array;
  /** Kernel K; with data (columns, N, N). */
  readonly kernel: Float64Array;
  /** The quantities whose stride hits this row, shape (columns, width) each, such as μ (columns, N^3 with N data) and θ (columns, parameters). */
  readonly measured: { readonly [name: MeasuredName]: Float64Array | undefined };
  /** What shots say of the numbers above, where they come from shots. */
  readonly estimates?: RowEstimates;
}

/**
 * Standard errors of a row's estimates, and K without the bias of Σ ĝ²; shape (columns) each. With data ε's have shape (columns, N) and those of K
 * (columns, N, N), or none at rows where K is not recorded.
 */
export interface RowEstimates {
  readonly epsilonError: Float64Array;
  /** Negative now and then: see `unbiasedQntk`. */
  readonly kernelUnbiased: Float64Array;
  readonly kernelError: Float64Array;
}

/** Rows `firstRow` .. `firstRow + rows.length - 1` of a run. */
export interface TrainingBlock {
  readonly firstRow: number;
  readonly rows: readonly TrainingRow[];
}

/** A row, and the state after it. */
export interface TrainingStep {
  readonly state: TrainingState;
  readonly row: TrainingRow;
}
