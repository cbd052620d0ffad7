/**
 * The spectrum of the loss Hessian at the end of a run.
 */
import { columnsOfTarget } from "../../../../analysis/trajectories.ts";
import { mean, range } from "../../../../base/arrays.ts";
import type { StudyRun } from "../../study.ts";

/** Eigenvalues at and below this size count as zero, as the authors round them. */
export const ZERO = 1e-3;

/** Spectrum of M of a target at the last row, averaged over samples in ascending order. */
export function meanSpectrum({ record }: StudyRun, target: number): number[] {
  const series = record.measured.hessian;
  if (series === undefined) return [];
  const { width, values, steps } = series;
  const columns = columnsOfTarget(record, target);
  const last = steps.length - 1;
  return range(width).map((k) => mean(columns.map((column) => values[(column * steps.length + last) * width + k])));
}

/** The smallest eigenvalue that counts as positive; 0 where there is none. */
export function gapOf(spectrum: readonly number[]): number {
  return spectrum.find((value) => value > ZERO) ?? 0;
}
