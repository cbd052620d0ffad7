/**
 * The record of a run in memory: every recorded quantity by column, filled block by block.
 */
import { type ColumnEvent, NOT_FINITE } from "./events.ts";
import { type MeasuredName, measuredBefore, measuredSteps, type TrainingPlan } from "./plan.ts";
import { quantities } from "./quantities/index.ts";
import type { RowEstimates, TrainingBlock } from "./state.ts";

/** A quantity recorded at a stride. */
export interface MeasuredSeries {
  readonly stride: number;
  /** The rows it was recorded at, shape (count). */
  readonly steps: Int32Array;
  /** Numbers for each column and row. */
  readonly width: number;
  /** Shape (columns, count, width); NaN where not recorded yet. */
  readonly values: Float64Array;
}

/** Everything a run has recorded. Arrays have their full size from the start; rows not recorded yet, or after the end of their column, are NaN. */
export interface TrainingRecord {
  readonly plan: TrainingPlan;
  readonly samples: number;
  readonly parameters: number;
  /** How many rows are recorded. */
  rows: number;
  /** ε, shape (columns, steps + 1); with data (columns, steps + 1, N). */
  readonly epsilon: Float64Array;
  /** K, shape (columns, steps + 1); with data (columns, steps + 1, N, N), or nothing where it is measured at a stride. */
  readonly kernel: Float64Array;
  readonly measured: { readonly [name: MeasuredName]: MeasuredSeries | undefined };
  /** What has happened to single columns: which have ended, which were marked. None where left out. */
  events?: readonly ColumnEvent[];
  /**
   * What shots say of ε and K, shapes as `epsilon` and `kernel` each, or of K's values where it is measured at a stride; none without shots, or in runs
   * stored before there were any.
   */
  readonly estimates?: RowEstimates;
}

/** Names of the arrays of `RowEstimates`. */
export const estimateNames = ["epsilonError", "kernelUnbiased", "kernelError"] as const satisfies (keyof RowEstimates)[];

/** A record without rows. */
export function emptyRecord(plan: TrainingPlan, samples: number, parameters: number): TrainingRecord {
  const columns = plan.targets.length;
  const { count = 1, test } = plan.data ?? {};
  const widths = { parameters, trained: parameters - (plan.frozen?.length ?? 0), data: count, heldOut: test?.count ?? 0 };
  const series = quantities.all.flatMap((quantity) => {
    const { name } = quantity;
    const stride = plan.measure[name];
    if (stride === undefined) return [];
    const steps = measuredSteps(stride, plan.steps);
    const width = quantity.width(widths);
    return [[name, { stride, steps, width, values: new Float64Array(columns * steps.length * width).fill(Number.NaN) }] as const];
  });
  return {
    plan,
    samples,
    parameters,
    rows: 0,
    epsilon: new Float64Array(columns * (plan.steps + 1) * count).fill(Number.NaN),
    kernel: new Float64Array(plan.measure.kernel === undefined ? columns * (plan.steps + 1) * count * count : 0).fill(Number.NaN),
    measured: Object.fromEntries(series),
    events: [],
    ...(plan.shots !== undefined && {
      estimates: {
        epsilonError: new Float64Array(columns * (plan.steps + 1) * count).fill(Number.NaN),
        kernelUnbiased: new Float64Array(columns * kernelRows(plan) * count * count).fill(Number.NaN),
        kernelError: new Float64Array(columns * kernelRows(plan) * count * count).fill(Number.NaN),
      },
    }),
  };
}

/** At how many rows K is recorded. */
function kernelRows({ measure, steps }: TrainingPlan): number {
  return measure.kernel === undefined ? steps + 1 : measuredSteps(measure.kernel, steps).length;
}

/** How a column ended before the others; undefined where it did not. */
export function endOf({ events = [] }: TrainingRecord, column: number): ColumnEvent | undefined {
  return events.find((event) => event.ends && event.column === column);
}

/** How many rows of a column are recorded. */
export function rowsOf(record: TrainingRecord, column: number): number {
  const end = endOf(record, column);
  return end === undefined ? record.rows : Math.min(record.rows, end.step + 1);
}

/** The columns among some that averages are taken over: those whose numbers stayed finite, or all where none did. */
export function soundColumns(record: TrainingRecord, columns: readonly number[]): readonly number[] {
  const sound = columns.filter((column) => endOf(record, column)?.rule !== NOT_FINITE);
  return sound.length === 0 ? columns : sound;
}

/** Adds a block that covers `columns` columns from `firstColumn` on. The number of recorded rows is the caller's to set. */
export function fillBlock(record: TrainingRecord, block: TrainingBlock, firstColumn = 0): void {
  const { steps, data, measure } = record.plan;
  const count = data?.count ?? 1;
  block.rows.forEach(({ epsilon, kernel, measured, estimates }, k) => {
    const t = block.firstRow + k;
    const columns = epsilon.length / count;
    const put = (values: Float64Array, into: Float64Array, row = t, rows = steps + 1) => {
      const width = values.length / columns;
      for (let c = 0; c < columns; c++) {
        const at = ((firstColumn + c) * rows + row) * width;
        for (let k = 0; k < width; k++) into[at + k] = values[c * width + k];
      }
    };
    put(epsilon, record.epsilon);
    put(kernel, record.kernel);
    if (estimates !== undefined && record.estimates !== undefined) {
      put(estimates.epsilonError, record.estimates.epsilonError);
      const stride = measure.kernel;
      const row = stride === undefined ? t : measuredBefore(t, stride, steps);
      for (const name of ["kernelUnbiased", "kernelError"] as const)
        put(estimates[name], record.estimates[name], row, kernelRows(record.plan));
    }
    for (const [name, values] of Object.entries(measured)) {
      const series = record.measured[name];
      if (values === undefined || series === undefined) continue;
      const at = measuredBefore(t, series.stride, steps);
      for (let c = 0; c < columns; c++) {
        const row = values.subarray(c * series.width, (c + 1) * series.width);
        series.values.set(row, ((firstColumn + c) * series.steps.length + at) * series.width);
      }
    }
  });
}

/** The recorded part of ε or K of one column, shape (its rows). */
export function seriesOf(record: TrainingRecord, quantity: "epsilon" | "kernel", column: number): Float64Array {
  const length = record.plan.steps + 1;
  return record[quantity].subarray(column * length, column * length + rowsOf(record, column));
}

/** What shots say of ε and K of one column, shape (its rows) each; undefined where there is nothing. */
export function estimatesOf(record: TrainingRecord, column: number): RowEstimates | undefined {
  const { estimates, plan } = record;
  if (estimates === undefined) return undefined;
  const first = column * (plan.steps + 1);
  const of = (values: Float64Array) => values.subarray(first, first + rowsOf(record, column));
  return {
    epsilonError: of(estimates.epsilonError),
    kernelUnbiased: of(estimates.kernelUnbiased),
    kernelError: of(estimates.kernelError),
  };
}

/** <O> = O0 + ε of every column at a recorded row, or at its own last row where it ended before, shape (columns). */
export function expectationsAt(record: TrainingRecord, row: number): Float64Array {
  const { targets, steps } = record.plan;
  return targets.map((target, column) => target + record.epsilon[column * (steps + 1) + lastRow(record, column, row)]);
}

function lastRow(record: TrainingRecord, column: number, row: number): number {
  return Math.min(row, endOf(record, column)?.step ?? row);
}

/** A scalar quantity recorded at a stride, for one column: its steps and values, as far as recorded. */
export function measuredOf(
  record: TrainingRecord,
  name: "mu",
  column: number,
): { steps: Int32Array; values: Float64Array } | undefined {
  const series = record.measured[name];
  if (series === undefined) return undefined;
  const count = measuredBefore(rowsOf(record, column), series.stride, record.plan.steps);
  const first = column * series.steps.length;
  return { steps: series.steps.subarray(0, count), values: series.values.subarray(first, first + count) };
}
