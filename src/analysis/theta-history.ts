/**
 * Angles along a run: those a record holds, and the stored row to simulate again from.
 */
import { measuredBefore } from "../training/plan.ts";
import type { TrainingRecord } from "../training/record.ts";
import type { TrainingState } from "../training/state.ts";

/**
 * The last row at or before a step whose angles a record holds, with those of all columns; undefined where it holds none, or where a column
 * has ended before, so that the run must be followed from its start.
 */
export function storedThetaBefore(
  { measured, plan, rows, events = [] }: TrainingRecord,
  step: number,
): TrainingState | undefined {
  if (events.some(({ ends, step: last }) => ends && last < step)) return undefined;
  const series = measured.theta;
  if (series === undefined || rows === 0) return undefined;
  const place = measuredBefore(Math.min(step, rows - 1) + 1, series.stride, plan.steps) - 1;
  if (place < 0) return undefined;
  const { width, steps, values } = series;
  const theta = new Float64Array(plan.targets.length * width);
  plan.targets.forEach((_, column) => {
    const first = (column * steps.length + place) * width;
    theta.set(values.subarray(first, first + width), column * width);
  });
  return { row: steps[place], theta };
}
