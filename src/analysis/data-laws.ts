/**
 * The laws by which errors and kernels of a run with data end, read off all samples of a target vector.
 */
import { range } from "../base/arrays.ts";
import { type LateLaw, lateLaw } from "../theory/data/late-laws.ts";
import type { DataPlan } from "../training/data-plan.ts";
import { rowsOf, type TrainingRecord } from "../training/record.ts";

/** Laws of a target vector: of every ε_α and every K_αβ. */
export interface DataLaws {
  readonly epsilon: readonly LateLaw[];
  /** K_αβ, symmetric. */
  readonly kernel: readonly (readonly LateLaw[])[];
}

/** Most data whose laws are read. */
export const MOST_DATA = 8;

/** The laws of some columns, which share their targets; undefined for more than eight data. */
export function dataLaws(record: TrainingRecord, { count }: DataPlan, columns: readonly number[]): DataLaws | undefined {
  if (count > MOST_DATA) return undefined;
  const length = record.plan.steps + 1;
  const series = record.measured.kernel;
  const all = range(record.rows);
  const errors = (datum: number) =>
    columns.map((column) =>
      Float64Array.from({ length: rowsOf(record, column) }, (_, t) => record.epsilon[(column * length + t) * count + datum]),
    );
  const places = (column: number) =>
    series === undefined ? rowsOf(record, column) : series.steps.findLastIndex((step) => step < rowsOf(record, column)) + 1;
  const [values, perColumn, steps] =
    series === undefined ? [record.kernel, length, all] : [series.values, series.steps.length, series.steps];
  const kernels = (a: number, b: number) =>
    columns.map((column) =>
      Float64Array.from({ length: places(column) }, (_, k) => values[((column * perColumn + k) * count + a) * count + b]),
    );
  const laws = range(count).map((a) => range(a + 1).map((b) => lateLaw(steps, kernels(a, b))));
  return {
    epsilon: range(count).map((datum) => lateLaw(all, errors(datum))),
    kernel: range(count).map((a) => range(count).map((b) => laws[Math.max(a, b)][Math.min(a, b)])),
  };
}
