/**
 * The figure of `qntk theory late-time`: λ∞ against depth, and the gap against the target or, with a run, prediction against
 * measurement.
 */
import { range } from "../base/arrays.ts";
import type { EndReport, TargetReport } from "../reports/late-time.ts";
import { deepLambda, lateTimeEdge } from "../theory/finite-depth/edge.ts";
import { type CurvePanel, type CurvePoint, type CurveStyle, curveFigure, fromZero } from "./curve-figure.ts";
import type { Figure, LegendEntry } from "./figure.ts";
import { lightTheme, type Theme } from "./palette.ts";

/** Points of a curve. */
const POINTS = 120;

/** Draws the figure; the first end of the spectrum that a target reaches is shown. */
export function lateTimeFigure(
  parameters: number,
  ends: readonly EndReport[],
  targets: readonly TargetReport[],
  style: CurveStyle,
): Figure {
  const theme = style.theme ?? lightTheme;
  const color = theme.phase["frozen-error"];
  const critical = theme.phase.critical;
  const [report] = ends;
  const legend: LegendEntry[] = [
    { label: "samples: tangent vectors", color },
    { label: "edge, this d (shaded: ± spread)", color: theme.ink },
    { label: "edge, large d", color: critical, dashed: true },
    { label: "deep circuits", color: theme.sample, dashed: true },
    ...(targets.some(({ measured, phase }) => measured !== undefined && phase === "critical")
      ? [{ label: "run at the critical point", color: critical }]
      : []),
  ];
  if (report === undefined)
    return curveFigure([frozenPanel(targets, theme.phase["frozen-kernel"])], [], "Late-time kernel", style);
  const panels = [depthPanel(parameters, report, { color, critical, ink: theme.ink, muted: theme.sample })];
  const measured = targets.filter((target) => target.end === report.end && target.measured !== undefined);
  panels.push(measured.length > 0 ? measuredPanel(measured, theme) : gapPanel(report, targets, color, theme.ink));
  return curveFigure(panels, legend, "Late-time lambda of circuits of finite depth", style);
}

function depthPanel(
  parameters: number,
  { excitations, circuit, end }: EndReport,
  { color, critical, ink, muted }: { color: string; critical: string; ink: string; muted: string },
): CurvePanel {
  const sign = end === "min" ? 1 : -1;
  const size = excitations.amplitudes;
  const most = Math.max(4, (1.4 * parameters) / size);
  const depths = range(POINTS).map((k) => Math.max(1, Math.round(((k + 1) * most * size) / POINTS)));
  const edges = depths.map((depth) => ({ ratio: depth / size, depth, edge: lateTimeEdge(excitations, depth) }));
  const dots = circuit.flatMap((modes): [number, number][] =>
    modes === undefined ? [] : [[parameters / size, sign * modes.lambda]],
  );
  const top = Math.max(...dots.map(([, y]) => y), ...edges.map(({ edge }) => sign * edge.mean));
  return {
    x: { domain: [0, most], label: "L/2(d-1)" },
    y: { domain: fromZero([top]), label: end === "min" ? "\\lambda_\\infty" : "|\\lambda_\\infty|" },
    band: edges.map(({ ratio, edge }) => [ratio, sign * edge.mean - edge.deviation, sign * edge.mean + edge.deviation]),
    curves: [
      {
        points: edges.map(({ ratio, depth }) => [ratio, sign * deepLambda(excitations, depth)]),
        color: muted,
        dashed: true,
        width: 1.4,
      },
      { points: edges.map(({ ratio, edge }) => [ratio, sign * edge.lambda]), color: critical, dashed: true, width: 1.4 },
      { points: edges.map(({ ratio, edge }) => [ratio, sign * edge.mean]), color: ink },
    ],
    dots: [{ points: dots, color }],
  };
}

function gapPanel({ mean, end }: EndReport, targets: readonly TargetReport[], color: string, ink: string): CurvePanel {
  const beyond = targets.filter((target) => target.end === end);
  const most = Math.max(1, ...beyond.map(({ residual }) => Math.abs(residual))) * 1.15;
  return {
    x: { domain: [0, most], label: "|R|=|O_0-O_{\\mathrm{ext}}|" },
    y: { domain: fromZero([most * Math.abs(mean)]), label: "G_M=|R\\,\\lambda_\\infty|" },
    curves: [
      {
        points: [
          [0, 0],
          [most, most * Math.abs(mean)],
        ],
        color: ink,
      },
    ],
    dots: [{ points: beyond.map(({ residual, gap }) => [Math.abs(residual), gap]), color, radius: 3.5 }],
  };
}

function measuredPanel(targets: readonly TargetReport[], theme: Theme): CurvePanel {
  const dots = targets.map(({ measured = [], phase }) => ({
    points: measured.map((row): CurvePoint => [Math.abs(row.final), Math.abs(row.measured)]),
    color: theme.phase[phase],
  }));
  const domain = fromZero(dots.flatMap(({ points }) => points.flat()));
  return {
    x: { domain, label: "\\lambda_\\infty\\ \\text{from tangent vectors}" },
    y: { domain, label: "\\mu/K\\ \\text{measured}" },
    curves: [
      {
        points: [
          [0, 0],
          [domain[1], domain[1]],
        ],
        color: theme.ink,
        dashed: true,
        width: 1.2,
      },
    ],
    dots,
  };
}

function frozenPanel(targets: readonly TargetReport[], color: string): CurvePanel {
  const goals = targets.map(({ target }) => target);
  const width = Math.max(1, Math.max(...goals) - Math.min(...goals));
  return {
    x: { domain: [Math.min(...goals) - 0.1 * width, Math.max(...goals) + 0.1 * width], label: "O_0" },
    y: { domain: fromZero(targets.map(({ c }) => c)), label: "C=K_\\infty" },
    dots: [{ points: targets.map(({ target, c }) => [target, c]), color, radius: 3.5 }],
  };
}
