/**
 * Training records as inference reads them: histories with their errors, and where a target lies.
 */
import { mean, range } from "../base/arrays.ts";
import type { SampleHistory, TargetPlace } from "../theory/inference/index.ts";
import { expectedPhase } from "../theory/lotka-volterra/phases.ts";
import { estimatesOf, seriesOf, type TrainingRecord } from "../training/record.ts";
import type { Extremes } from "./trajectories.ts";

/**
 * The history of one column. From shots K is the unbiased one, with the errors recorded with it; runs stored before there were any have
 * ε alone, its errors read off its scatter, since the floor of their K is not known.
 */
export function historyOf(record: TrainingRecord, column: number): SampleHistory {
  const { eta, precision, shots } = record.plan;
  const epsilon = seriesOf(record, "epsilon", column);
  const common = { epsilon, eta, precision };
  if (shots === undefined) return { ...common, kernel: seriesOf(record, "kernel", column) };
  const estimates = estimatesOf(record, column);
  if (estimates === undefined) return { ...common, epsilonError: scatterOf(epsilon) };
  const { epsilonError, kernelUnbiased, kernelError } = estimates;
  return { ...common, epsilonError: positive(epsilonError), kernel: kernelUnbiased, kernelError: positive(kernelError) };
}

/** Errors with the mean in place of those that are zero: outcomes that happened to be all alike do not make a row exact. */
function positive(errors: Float64Array): Float64Array {
  if (errors.every((error) => error > 0)) return errors;
  const square = errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length;
  return errors.map((error) => (error > 0 ? error : Math.sqrt(square)));
}

/** The standard error of each row from the differences between neighbouring ones, which a slow change hardly adds to: Σ (Δε)²/(2n). */
export function scatterOf(epsilon: ArrayLike<number>): Float64Array {
  const half = epsilon.length >> 1;
  const differences = range(Math.max(0, epsilon.length - 1 - half)).map((k) => epsilon[half + k + 1] - epsilon[half + k]);
  const square = differences.reduce((sum, difference) => sum + difference ** 2, 0) / Math.max(1, differences.length);
  return new Float64Array(epsilon.length).fill(Math.sqrt(square / 2));
}

/** Means over the last octave of a run and over columns, with standard errors; undefined where shots say nothing of them. */
export function lateMeans(record: TrainingRecord, columns: readonly number[]) {
  const parts = columns.flatMap((column) => {
    const estimates = estimatesOf(record, column);
    if (estimates === undefined || estimates.epsilonError.length === 0) return [];
    const from = (estimates.epsilonError.length - 1) >> 1;
    const of = (values: Float64Array) => mean([...values.subarray(from)]);
    const square = (values: Float64Array) => mean([...values.subarray(from)].map((error) => error ** 2));
    return [
      {
        rows: estimates.epsilonError.length - from,
        epsilon: of(seriesOf(record, "epsilon", column)),
        kernel: of(estimates.kernelUnbiased),
        rawKernel: of(seriesOf(record, "kernel", column)),
        epsilonSquare: square(estimates.epsilonError),
        kernelSquare: square(estimates.kernelError),
      },
    ];
  });
  if (parts.length === 0) return undefined;
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const average = (name: keyof (typeof parts)[number]) => mean(parts.map((part) => part[name]));
  return {
    epsilon: { value: average("epsilon"), error: Math.sqrt(average("epsilonSquare") / rows) },
    kernel: { value: average("kernel"), error: Math.sqrt(average("kernelSquare") / rows) },
    rawKernel: average("rawKernel"),
  };
}

/** Where the target of some columns lies with respect to the ends of what can be reached. */
export function placeOf({ plan }: TrainingRecord, columns: readonly number[], extremes: Extremes): TargetPlace {
  const [first] = columns;
  if (plan.critical?.[first]) return "end";
  if (extremes.moved) return "unknown";
  return expectedPhase(plan.targets[first], extremes) === "critical" ? "end" : "elsewhere";
}
