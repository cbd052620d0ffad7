/**
 * Small plots of the mean error and kernel for the terminal, every curve with its phase's name at its end, and with its target where a
 * phase occurs more than once.
 */

import asciichart from "asciichart";
import type { TargetSummary } from "../analysis/summary.ts";
import { columnsOfTarget, meanOverSamples } from "../analysis/trajectories.ts";
import { formatNumber } from "../base/format.ts";
import { phaseLabels } from "../figures/palette.ts";
import type { Phase } from "../theory/lotka-volterra/phases.ts";
import type { TrainingRecord } from "../training/record.ts";

/** Lines of one plot, less one. */
const PLOT_HEIGHT = 9;
/** Columns the axis takes. */
const AXIS_COLUMNS = 10;
/** Decades shown below the largest value. */
const DECADES = 12;

const COLORS: Readonly<Record<Phase, string>> = {
  "frozen-kernel": asciichart.blue,
  critical: asciichart.yellow,
  "frozen-error": asciichart.green,
  undetermined: asciichart.magenta,
};

/** What a plot is drawn for. */
export interface PlotSpace {
  /** Width of a line. */
  readonly columns: number;
  readonly colored: boolean;
}

/** |ε(t) - R| and K(t) in decades, one colour for each phase. */
export function terminalPlots(
  record: TrainingRecord,
  summaries: readonly TargetSummary[],
  { columns, colored }: PlotSpace,
): string {
  const names = curveNames(summaries);
  const nameColumns = Math.max(...names.map(({ text }) => text.length)) + 2;
  const width = Math.max(20, Math.min(80, columns - AXIS_COLUMNS - nameColumns));
  const residual = summaries.map((summary, k) =>
    meanOverSamples(record, columnsOfTarget(record, k), "epsilon").map((value) => Math.abs(value - summary.residual)),
  );
  const kernel = summaries.map((_, k) => meanOverSamples(record, columnsOfTarget(record, k), "kernel"));
  return [
    `log10 |ε(t) − R|, t = 0 … ${record.rows - 1}`,
    logPlot(residual, names, width, colored),
    "",
    `log10 K(t), t = 0 … ${record.rows - 1}`,
    logPlot(kernel, names, width, colored),
  ].join("\n");
}

/** How a curve is called: its phase, then its target where the phase alone would not tell. */
interface CurveName {
  readonly phase: Phase;
  readonly target?: string;
  readonly text: string;
}

function curveNames(summaries: readonly TargetSummary[]): CurveName[] {
  return summaries.map(({ phase, target }) => {
    const label = phaseLabels[phase];
    if (summaries.filter((other) => other.phase === phase).length === 1) return { phase, text: label };
    return { phase, target: formatNumber(target, 6), text: `${label} ${formatNumber(target, 6)}` };
  });
}

function logPlot(series: readonly Float64Array[], names: readonly CurveName[], width: number, colored: boolean): string {
  const largest = series.reduce((top, values) => values.reduce((a, b) => Math.max(a, b), top), 0);
  if (!(largest > 0)) return "  zero at every step";
  const top = Math.log10(largest);
  const sampled = series.map((values) =>
    Array.from({ length: width }, (_, k) => {
      const value = values[Math.round((k * (values.length - 1)) / (width - 1))];
      return Math.max(top - DECADES, value > 0 ? Math.log10(value) : Number.NEGATIVE_INFINITY);
    }),
  );
  const low = Math.min(...sampled.flat());
  const high = Math.max(...sampled.flat());
  const lines = asciichart
    .plot(sampled, {
      min: low,
      max: high,
      height: PLOT_HEIGHT,
      colors: colored ? names.map(({ phase }) => COLORS[phase]) : undefined,
      format: (value: number) =>
        value
          .toFixed(1)
          .replace("-", "−")
          .padStart(AXIS_COLUMNS - 3),
    })
    .split("\n");
  const ends = lines.map(() => [] as CurveName[]);
  sampled.forEach((values, k) => {
    // The row as asciichart rounds it.
    const rowOf = (value: number) => Math.round((value * PLOT_HEIGHT) / (high - low || 1));
    const row = Math.min(lines.length - 1, rowOf(high) - rowOf(values.at(-1) ?? low));
    ends[row].push(names[k]);
  });
  return lines.map((line, row) => `${line} ${nameList(ends[row], colored)}`.trimEnd()).join("\n");
}

/** Names at the end of one line; targets of the same phase share its name. */
function nameList(names: readonly CurveName[], colored: boolean): string {
  const phases = [...new Set(names.map(({ phase }) => phase))];
  return phases
    .map((phase) => {
      const targets = names.flatMap((name) => (name.phase === phase && name.target !== undefined ? [name.target] : []));
      const text = [phaseLabels[phase], targets.join(", ")].join(" ").trimEnd();
      return colored ? `${COLORS[phase]}${text}${asciichart.reset}` : text;
    })
    .join("; ");
}
