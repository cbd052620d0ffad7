/**
 * A history that is still growing, as inference reads it: sums over bins, kept in a fixed number of numbers, and the phase as soon as it is decided.
 */

import { machineEpsilon, type Precision } from "../../base/precision.ts";
import { decidePhase, FEWEST_STEPS, STAYS_DECIDED, type TargetPlace } from "./decide.ts";
import { type DeterminedPhase, phaseEvidence } from "./evidence.ts";
import { type HistoryBin, ROUNDING } from "./history.ts";

/** A row as it comes. */
export interface RunningRow {
  readonly row: number;
  readonly epsilon: number;
  /** K without bias. */
  readonly kernel: number;
  /** Standard errors; none for exact numbers. */
  readonly epsilonError?: number;
  readonly kernelError?: number;
}

/** Ends of the bins: four rows, then a factor of √2 more each time. The bins of a whole history lie a little otherwise, since theirs are counted from its end. */
const ENDS: readonly number[] = Array.from({ length: 56 }, (_, k) => Math.round(4 * 2 ** (k / 2)));
/** Σε, ΣK and the sums of their squared errors. */
const SUMS = 4;
/** Numbers that are kept: those of every bin, and |ε| at the first row. */
export const RUNNING_NUMBERS = SUMS * ENDS.length + 1;

/**
 * Adds a row; where a bin ends with it, looks whether the phase of the history is decided, with the probability from which later rows undo nothing.
 *
 * @param numbers those that are kept, changed in place; NaN before the first row
 * @returns the phase, once it is decided
 */
export function phaseSoFar(
  { row, epsilon, kernel, epsilonError, kernelError }: RunningRow,
  numbers: Float64Array,
  { eta, place, precision = "double" }: { readonly eta: number; readonly place: TargetPlace; readonly precision?: Precision },
): DeterminedPhase | undefined {
  if (row === 0) {
    numbers.fill(0);
    numbers[RUNNING_NUMBERS - 1] = Math.abs(epsilon);
  }
  const rounding = ROUNDING * machineEpsilon[precision] * numbers[RUNNING_NUMBERS - 1];
  const bin = ENDS.findIndex((end) => row < end);
  if (bin < 0) return undefined;
  numbers[SUMS * bin] += epsilon;
  numbers[SUMS * bin + 1] += kernel;
  numbers[SUMS * bin + 2] += (epsilonError ?? rounding) ** 2;
  numbers[SUMS * bin + 3] += (kernelError ?? rounding ** 2) ** 2;
  if (row + 1 < ENDS[bin] || row < FEWEST_STEPS) return undefined;
  const bins = ENDS.slice(0, bin + 1).map((end, k): HistoryBin => {
    const from = k === 0 ? 0 : ENDS[k - 1];
    const count = end - from;
    const [error, width, errorSquare, widthSquare] = numbers.subarray(SUMS * k, SUMS * (k + 1));
    // Errors of a mean over rows that are independent with shots; rounding is not.
    const over = (square: number, own: number | undefined) => Math.sqrt(square / count / (own === undefined ? 1 : count));
    return {
      ...{ from, to: end - 1, epsilon: error / count, kernel: width / count },
      epsilonError: over(errorSquare, epsilonError),
      kernelError: over(widthSquare, kernelError),
    };
  });
  const evidence = phaseEvidence(bins, eta);
  const decision = decidePhase([[{ step: row, evidence }]], place);
  if (decision.phase === "undetermined" || !(decision.probabilities[decision.phase] > STAYS_DECIDED)) return undefined;
  return decision.phase;
}
