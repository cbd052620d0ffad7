/**
 * The recorded numbers of a run at some steps as a table and as nested arrays.
 */
import { columnsOfTarget } from "../analysis/trajectories.ts";
import { range } from "../base/arrays.ts";
import type { RunDocument } from "../runs/run-document.ts";
import { measuredOf, type TrainingRecord } from "../training/record.ts";
import { formatTable } from "./table.ts";

/** A run. */
interface Numbers {
  readonly document: Pick<RunDocument, "targets">;
  readonly record: TrainingRecord;
}

/** ε and K at the given steps, and every μ, as nested arrays [target][step][sample]. */
export function numbersJson({ document: { targets }, record }: Numbers, steps: readonly number[]): unknown {
  const length = record.plan.steps + 1;
  const nested = (value: (column: number, place: number) => number, places: readonly number[]) =>
    targets.map((_, k) => places.map((place) => columnsOfTarget(record, k).map((column) => value(column, place))));
  const mu = measuredOf(record, "mu", 0);
  return {
    targets,
    steps,
    epsilon: nested((column, t) => record.epsilon[column * length + t], steps),
    kernel: nested((column, t) => record.kernel[column * length + t], steps),
    ...estimatesAt(record, (values) => nested((column, t) => values[column * length + t], steps)),
    mu: {
      steps: mu === undefined ? [] : [...mu.steps],
      values:
        mu === undefined
          ? targets.map(() => [])
          : nested((column, k) => measuredOf(record, "mu", column)?.values[k] as number, range(mu.steps.length)),
    },
  };
}

/** Errors of ε and K and the unbiased K, where shots say them. */
function estimatesAt({ estimates }: TrainingRecord, at: (values: Float64Array) => unknown): Record<string, unknown> {
  if (estimates === undefined) return {};
  return {
    epsilonError: at(estimates.epsilonError),
    kernelUnbiased: at(estimates.kernelUnbiased),
    kernelError: at(estimates.kernelError),
  };
}

/** ε and K of every sample at the given steps as a table, estimates beside them. */
export function numbersTable({ document: { targets }, record }: Numbers, steps: readonly number[]): string {
  const length = record.plan.steps + 1;
  const rows = targets.flatMap((target, k) =>
    steps.flatMap((t) =>
      columnsOfTarget(record, k).map((column, sample) => [
        String(target),
        String(t),
        String(sample),
        String(record.epsilon[column * length + t]),
        String(record.kernel[column * length + t]),
        ...Object.values(record.estimates ?? {}).map((values: Float64Array) => String(values[column * length + t])),
      ]),
    ),
  );
  const estimates = record.estimates === undefined ? [] : ["epsilon error", "unbiased kernel", "kernel error"];
  return formatTable(["target", "step", "sample", "epsilon", "kernel", ...estimates], rows, 0);
}
