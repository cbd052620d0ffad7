/**
 * Small plots of the mean error and kernel for the terminal.
 */
import asciichart from "asciichart";
import type { TargetSummary } from "../analysis/summary.ts";
import { columnsOfTarget, meanOverSamples } from "../analysis/trajectories.ts";
import type { Phase } from "../theory/lotka-volterra/phases.ts";
import type { TrainingRecord } from "../training/record.ts";

/** Lines of one plot. */
const PLOT_ROWS = 9;
/** Columns the axis takes. */
const AXIS_COLUMNS = 10;
/** Decades shown below the largest value. */
const DECADES = 12;

const COLORS: Readonly<Record<Phase, string>> = {
  "frozen-kernel": asciichart.blue,
  critical: asciichart.yellow,
  "frozen-error": asciichart.green,
  undetermined: asciichart.lightgray,
};

/** |ε(t) - R| and K(t), side by side in their decades, one colour for each phase. */
export function terminalPlots(record: TrainingRecord, summaries: readonly TargetSummary[], columns: number): string {
  const width = Math.max(20, Math.min(90, columns - AXIS_COLUMNS - 2));
  const residual = summaries.map((summary, k) =>
    meanOverSamples(record, columnsOfTarget(record, k), "epsilon").map((value) => Math.abs(value - summary.residual)),
  );
  const kernel = summaries.map((_, k) => meanOverSamples(record, columnsOfTarget(record, k), "kernel"));
  const colors = summaries.map(({ phase }) => COLORS[phase]);
  return [
    `log10 |ε(t) − R|, t = 0 … ${record.rows - 1}`,
    logPlot(residual, colors, width),
    "",
    `log10 K(t), t = 0 … ${record.rows - 1}`,
    logPlot(kernel, colors, width),
  ].join("\n");
}

function logPlot(series: readonly Float64Array[], colors: readonly string[], width: number): string {
  const top = Math.log10(Math.max(...series.map((values) => Math.max(...values))));
  const sampled = series.map((values) =>
    Array.from({ length: width }, (_, k) => {
      const value = values[Math.round((k * (values.length - 1)) / (width - 1))];
      return Math.max(top - DECADES, value > 0 ? Math.log10(value) : Number.NEGATIVE_INFINITY);
    }),
  );
  return asciichart.plot(sampled, {
    height: PLOT_ROWS,
    colors: process.stdout.isTTY ? [...colors] : undefined,
    format: (value: number) =>
      value
        .toFixed(1)
        .replace("-", "−")
        .padStart(AXIS_COLUMNS - 3),
  });
}
