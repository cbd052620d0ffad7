/**
 * Runs with data as tables and as JSON.
 */
import type { DataTargetSummary } from "../analysis/data-summary.ts";
import { columnsOfTarget } from "../analysis/trajectories.ts";
import { range } from "../base/arrays.ts";
import { formatNumber } from "../base/format.ts";
import { withError as errorBehind } from "../figures/report.ts";
import { type RunDocument, targetCount } from "../runs/run-document.ts";
import type { LateLaw } from "../theory/data/late-laws.ts";
import type { DataPlan } from "../training/data-plan.ts";
import type { TrainingRecord } from "../training/record.ts";
import { formatTable } from "./table.ts";

/** Most data that are listed one by one. */
const LISTED = 8;

/** The table of all target vectors: a line for each datum where they are few, and one for the whole set. */
export function dataTable(summaries: readonly DataTargetSummary[]): string {
  return summaries
    .map((summary) => {
      const { targets, phase, agreeing, samples, loss, accuracy, testLoss, testAccuracy, effectiveRank, data, laws } = summary;
      const shown = targets.slice(0, LISTED).map((target) => formatNumber(target, 6));
      const of = targets.length > LISTED ? `${shown.join(", ")}, … (${targets.length} data)` : shown.join(", ");
      const parts = [
        ...(phase === "undetermined" ? [] : [`${phase.replaceAll("-", " ").replaceAll("+", " + ")} ${agreeing}/${samples}`]),
        `loss ${formatNumber(loss)}`,
        `accuracy ${formatNumber(100 * accuracy, 3)} %`,
        ...(testLoss === undefined
          ? []
          : [`held out: loss ${formatNumber(testLoss)}, accuracy ${formatNumber(100 * (testAccuracy ?? 0), 3)} %`]),
        ...(effectiveRank === undefined || Number.isNaN(effectiveRank)
          ? []
          : [`effective rank of K ${formatNumber(effectiveRank, 3)}`]),
      ];
      const head = `targets ${of}: ${parts.join(", ")}`;
      if (targets.length > LISTED) return head;
      const shots = data.some(({ estimates }) => estimates !== undefined);
      const rows = data.map(({ target, phase: own, epsilon, kernel = Number.NaN, lambda = Number.NaN, estimates }, a) => [
        String(a),
        formatNumber(target, 6),
        own.replaceAll("-", " "),
        ...(shots
          ? [
              withError(epsilon, estimates?.epsilonError),
              withError(estimates?.kernelUnbiased, estimates?.kernelError),
              formatNumber(kernel),
            ]
          : [epsilon, kernel, lambda].map((value) => formatNumber(value))),
        ...(laws === undefined ? [] : [lawText(laws.epsilon[a]), lawText(laws.kernel[a][a])]),
      ]);
      const quantities = [
        ...(shots ? ["ε", "K without bias", "raw K"] : ["ε", "K", "λ"]),
        ...(laws === undefined ? [] : ["law of ε", "law of K"]),
      ];
      return `${head}\n${formatTable(["datum", "target", "phase", ...quantities], rows, 3)}`;
    })
    .join("\n\n");
}

function withError(value = Number.NaN, error = Number.NaN): string {
  return Number.isNaN(value) ? "–" : `${formatNumber(value)} ± ${formatNumber(error, 2)}`;
}

/** A law in words, such as t^−0.99 ± 0.02. */
function lawText({ kind, value, interval: [low, high] }: LateLaw): string {
  if (kind === "unknown") return "–";
  if (kind === "constant") return "stays";
  const half = (high - low) / 2;
  const number = Number.isNaN(half) ? formatNumber(value, 3) : errorBehind(value, half, formatNumber);
  return kind === "power" ? `power −${number}` : `rate −${number}`;
}

/** The same for `--json`. */
export function dataJson(run: string, summaries: readonly DataTargetSummary[]): object {
  return { run, targets: summaries.map(({ data, ...summary }) => ({ ...summary, data })) };
}

/** ε, K and every μ at the given steps: epsilon[target][step][sample][datum], kernel[…][α][β], mu.values[…][α][β][γ]; with shots their errors. */
export function dataNumbersAt(run: RunDocument, record: TrainingRecord, { count }: DataPlan, steps: readonly number[]): unknown {
  const length = record.plan.steps + 1;
  const { mu, kernel: series, test } = record.measured;
  const { estimates } = record;
  const nested = (values: Float64Array, perColumn: number, places: readonly number[], sizes: readonly number[]) =>
    range(targetCount(run)).map((target) =>
      places.map((place) => columnsOfTarget(record, target).map((column) => blockOf(values, column * perColumn + place, sizes))),
    );
  const ofKernel = (values: Float64Array) =>
    series === undefined
      ? nested(values, length, steps, [count, count])
      : {
          steps: [...series.steps],
          values: nested(values, series.steps.length, range(series.steps.length), [count, count]),
        };
  return {
    targets: range(targetCount(run)).map((k) => run.targets.slice(k * count, (k + 1) * count)),
    steps,
    epsilon: nested(record.epsilon, length, steps, [count]),
    kernel: ofKernel(series?.values ?? record.kernel),
    ...(estimates !== undefined && {
      epsilonError: nested(estimates.epsilonError, length, steps, [count]),
      kernelUnbiased: ofKernel(estimates.kernelUnbiased),
      kernelError: ofKernel(estimates.kernelError),
    }),
    mu: {
      steps: mu === undefined ? [] : [...mu.steps],
      values:
        mu === undefined
          ? range(targetCount(run)).map(() => [])
          : nested(mu.values, mu.steps.length, range(mu.steps.length), [count, count, count]),
    },
    ...(test !== undefined && {
      test: { steps: [...test.steps], epsilon: nested(test.values, test.steps.length, range(test.steps.length), [test.width]) },
    }),
  };
}

/** Block number `place` of an array as nested lists of the given sizes. */
function blockOf(values: Float64Array, place: number, sizes: readonly number[]): unknown {
  const width = sizes.reduce((product, size) => product * size, 1);
  const build = (at: number, [size, ...rest]: readonly number[]): unknown => {
    const inner = rest.reduce((product, each) => product * each, 1);
    return range(size).map((k) => (rest.length === 0 ? values[at + k] : build(at + k * inner, rest)));
  };
  return build(place * width, sizes);
}

/** Rows of ε and K of every datum at the given steps. */
export function dataRows(record: TrainingRecord, { count }: DataPlan, steps: readonly number[]): string {
  const length = record.plan.steps + 1;
  const targets = record.plan.targets.length / record.samples;
  const { estimates } = record;
  const rows = range(targets).flatMap((target) =>
    steps.flatMap((t) =>
      columnsOfTarget(record, target).flatMap((column, sample) =>
        range(count).map((datum) => {
          const at = column * length + t;
          const [own, diagonal] = [at * count + datum, (at * count + datum) * count + datum];
          return [
            ...[target, t, sample, datum, record.epsilon[own]],
            ...(record.kernel.length === 0 ? [] : [record.kernel[diagonal]]),
            ...(estimates === undefined ? [] : [estimates.epsilonError[own]]),
            ...(estimates === undefined || record.kernel.length === 0
              ? []
              : [estimates.kernelUnbiased[diagonal], estimates.kernelError[diagonal]]),
          ].map(String);
        }),
      ),
    ),
  );
  const kernel = record.kernel.length > 0;
  const errors = estimates === undefined ? [] : ["epsilon error", ...(kernel ? ["unbiased kernel", "kernel error"] : [])];
  return formatTable(["target", "step", "sample", "datum", "epsilon", ...(kernel ? ["kernel"] : []), ...errors], rows, 0);
}
