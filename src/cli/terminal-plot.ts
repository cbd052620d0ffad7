/**
 * Small plots of the mean error and kernel for the terminal, every curve with its phase's name at its end.
 */
import asciichart from "asciichart";
import type { TargetSummary } from "../analysis/summary.ts";
import { columnsOfTarget, meanOverSamples } from "../analysis/trajectories.ts";
import { phaseLabels } from "../figures/palette.ts";
import type { Phase } from "../theory/lotka-volterra/phases.ts";
import type { TrainingRecord } from "../training/record.ts";

/** Lines of one plot, less one. */
const PLOT_HEIGHT = 9;
/** Columns the axis takes. */
const AXIS_COLUMNS = 10;
/** Columns the names take. */
const NAME_COLUMNS = 16;
/** Decades shown below the largest value. */
const DECADES = 12;

const COLORS: Readonly<Record<Phase, string>> = {
  "frozen-kernel": asciichart.blue,
  critical: asciichart.yellow,
  "frozen-error": asciichart.green,
  undetermined: asciichart.lightgray,
};

/** |ε(t) - R| and K(t) in decades, one colour for each phase. */
export function terminalPlots(record: TrainingRecord, summaries: readonly TargetSummary[], columns: number): string {
  const width = Math.max(20, Math.min(80, columns - AXIS_COLUMNS - NAME_COLUMNS));
  const residual = summaries.map((summary, k) =>
    meanOverSamples(record, columnsOfTarget(record, k), "epsilon").map((value) => Math.abs(value - summary.residual)),
  );
  const kernel = summaries.map((_, k) => meanOverSamples(record, columnsOfTarget(record, k), "kernel"));
  const phases = summaries.map(({ phase }) => phase);
  return [
    `log10 |ε(t) − R|, t = 0 … ${record.rows - 1}`,
    logPlot(residual, phases, width),
    "",
    `log10 K(t), t = 0 … ${record.rows - 1}`,
    logPlot(kernel, phases, width),
  ].join("\n");
}

function logPlot(series: readonly Float64Array[], phases: readonly Phase[], width: number): string {
  const top = Math.log10(Math.max(...series.map((values) => Math.max(...values))));
  const sampled = series.map((values) =>
    Array.from({ length: width }, (_, k) => {
      const value = values[Math.round((k * (values.length - 1)) / (width - 1))];
      return Math.max(top - DECADES, value > 0 ? Math.log10(value) : Number.NEGATIVE_INFINITY);
    }),
  );
  const low = Math.min(...sampled.flat());
  const high = Math.max(...sampled.flat());
  const colored = process.stdout.isTTY === true;
  const lines = asciichart
    .plot(sampled, {
      min: low,
      max: high,
      height: PLOT_HEIGHT,
      colors: colored ? phases.map((phase) => COLORS[phase]) : undefined,
      format: (value: number) =>
        value
          .toFixed(1)
          .replace("-", "−")
          .padStart(AXIS_COLUMNS - 3),
    })
    .split("\n");
  const names = lines.map(() => [] as string[]);
  sampled.forEach((values, k) => {
    // The row as asciichart rounds it.
    const rowOf = (value: number) => Math.round((value * PLOT_HEIGHT) / (high - low || 1));
    const row = Math.min(lines.length - 1, rowOf(high) - rowOf(values.at(-1) ?? low));
    const name = phaseLabels[phases[k]];
    names[row].push(colored ? `${COLORS[phases[k]]}${name}${asciichart.reset}` : name);
  });
  return lines.map((line, row) => `${line} ${names[row].join(", ")}`.trimEnd()).join("\n");
}
