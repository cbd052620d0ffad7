/**
 * The figure of a depth study: what is reached, how many samples reach it, ranks, and λ∞ against the number of parameters.
 */
import { type DepthRow, type DepthSummary, summarizeDepth } from "../analysis/depth.ts";
import { range } from "../base/arrays.ts";
import { lateTimeEdge } from "../theory/finite-depth/edge.ts";
import { type Excitations, overparametrisationThreshold } from "../theory/finite-depth/excitations.ts";
import { type Curve, type CurvePanel, type CurvePoint, type CurveStyle, curveFigure, fromZero } from "./curve-figure.ts";
import type { Figure } from "./figure.ts";
import { lightTheme, type Theme } from "./palette.ts";

/** What the figure shows. */
export interface DepthData {
  readonly rows: readonly DepthRow[];
  readonly excitations: Excitations;
  /** The end of the spectrum that is trained to. */
  readonly bottom: number;
}

/** Points of a theory curve. */
const POINTS = 160;

/** Draws the figure. */
export function depthFigure(data: DepthData, style: CurveStyle): Figure {
  const theme = style.theme ?? lightTheme;
  const rows = [...data.rows].sort((a, b) => a.parameters - b.parameters);
  const summaries = rows.map((row) => summarizeDepth(row, data.excitations));
  const most = 1.05 * Math.max(...rows.map(({ parameters }) => parameters));
  const threshold = overparametrisationThreshold(data.excitations);
  const x = { domain: [0, most] as const, label: "L" };
  const marker = (low: number, high: number): Curve => ({
    points: [
      [threshold, low],
      [threshold, high],
    ],
    color: theme.phase.critical,
    dashed: true,
    width: 1.4,
  });
  const panels = [
    reachPanel(rows, summaries, data),
    sharePanel(rows, summaries),
    rankPanel(rows, summaries, threshold),
    lambdaPanel(rows, summaries, data.excitations, most),
  ].map(({ panel, y }) => ({ ...panel, x, y, curves: [marker(...y.domain), ...(panel.curves ?? [])] }));
  return curveFigure(
    panels,
    [
      { label: "samples", color: theme.sample },
      { label: "mean ± standard deviation", color: theme.phase["frozen-error"] },
      { label: "theory", color: theme.ink, dashed: true },
      { label: `threshold 2(d − ${data.excitations.degeneracy}) = ${threshold}`, color: theme.phase.critical, dashed: true },
    ],
    "Circuits of limited depth",
    style,
  );

  /** A panel without its scale of L. */
  type Sketch = { panel: Omit<CurvePanel, "x" | "y">; y: CurvePanel["y"] };

  function reachPanel(depths: readonly DepthRow[], found: readonly DepthSummary[], { bottom, excitations }: DepthData): Sketch {
    const sign = excitations.end === "min" ? 1 : -1;
    const distance = (value: number) => sign * (value - bottom);
    const points = depths.map(({ parameters }, k): CurvePoint => [parameters, distance(found[k].expectation.mean)]);
    const values = depths.flatMap(({ samples }) => samples.map(({ expectation }) => distance(expectation)));
    const name = excitations.end;
    return {
      panel: {
        curves: [zeroLine(theme), { points, color: theme.phase["frozen-error"], width: 1.2 }],
        dots: [
          { points: depths.flatMap(samplePoints(({ expectation }) => distance(expectation))), color: theme.sample, radius: 2 },
          { points, color: theme.phase["frozen-error"], errors: found.map(({ expectation }) => expectation.deviation || 0) },
        ],
      },
      y: {
        domain: fromZero(values),
        label: `${sign < 0 ? "O_{\\max}-O_{\\max}(L)" : `O_{\\${name}}(L)-O_{\\${name}}`}`,
      },
    };
  }

  function sharePanel(depths: readonly DepthRow[], found: readonly DepthSummary[]): Sketch {
    const points = depths.map(({ parameters, samples }, k): CurvePoint => [parameters, found[k].reached / samples.length]);
    const name = data.excitations.end;
    return {
      panel: {
        curves: [{ points, color: theme.phase["frozen-error"], width: 1.2 }],
        dots: [{ points, color: theme.phase["frozen-error"] }],
      },
      y: { domain: [0, 1.05], label: `\\text{share of samples at } O_{\\${name}}` },
    };
  }

  function rankPanel(depths: readonly DepthRow[], found: readonly DepthSummary[], full: number): Sketch {
    const ranks = (pick: (summary: DepthSummary) => readonly [number, number]) =>
      depths.flatMap(({ parameters }, k) => [...new Set(pick(found[k]))].map((rank): CurvePoint => [parameters, rank]));
    return {
      panel: {
        curves: [
          {
            points: [
              [0, 0],
              [Math.min(full, most), Math.min(full, most)],
              [most, Math.min(full, most)],
            ],
            color: theme.ink,
            dashed: true,
            width: 1.2,
          },
        ],
        dots: [
          { points: ranks(({ fisherRank }) => fisherRank), color: theme.phase["frozen-kernel"], radius: 4.5, hollow: true },
          { points: ranks(({ hessianRank }) => hessianRank), color: theme.phase["frozen-error"], radius: 2 },
        ],
        notes: [
          { at: [0.4 * most, 0.42 * full], text: "circles: Fisher information", color: theme.phase["frozen-kernel"] },
          { at: [0.4 * most, 0.28 * full], text: "dots: Hessian", color: theme.phase["frozen-error"] },
        ],
      },
      y: { domain: [0, 1.15 * full], label: "\\text{rank}", integer: true },
    };
  }

  function lambdaPanel(
    depths: readonly DepthRow[],
    found: readonly DepthSummary[],
    excitations: Excitations,
    last: number,
  ): Sketch {
    const sign = excitations.end === "min" ? 1 : -1;
    const lengths = range(POINTS).map((k) => Math.max(1, Math.round(((k + 1) * last) / POINTS)));
    const edges = lengths.map((length) => ({ length, edge: lateTimeEdge(excitations, length) }));
    const there = depths.flatMap(({ parameters }, k) => (found[k].reached > 0 ? [{ parameters, spread: found[k].lambda }] : []));
    const points = there.map(({ parameters, spread }): CurvePoint => [parameters, sign * spread.mean]);
    const dots = depths.flatMap(samplePoints(({ lambda }) => sign * (lambda ?? Number.NaN)));
    const [, top] = fromZero([...dots.map(([, value]) => value), ...edges.map(({ edge }) => sign * edge.mean)]);
    const above = edges.filter(({ length }) => length >= overparametrisationThreshold(excitations));
    return {
      panel: {
        band: above.map(({ length, edge }) => [length, sign * edge.mean - edge.deviation, sign * edge.mean + edge.deviation]),
        curves: [
          { points: edges.map(({ length, edge }) => [length, sign * edge.mean]), color: theme.ink, dashed: true, width: 1.4 },
        ],
        dots: [
          {
            points: depths.flatMap(({ parameters, ensemble }): CurvePoint[] =>
              ensemble === undefined || ensemble.value === 0 ? [] : [[parameters, sign * ensemble.value]],
            ),
            color: theme.ink,
            radius: 4.5,
            hollow: true,
          },
          { points: dots, color: theme.sample, radius: 2 },
          { points, color: theme.phase["frozen-error"], errors: there.map(({ spread }) => spread.deviation || 0) },
        ],
        notes:
          depths.some(({ ensemble }) => ensemble !== undefined) && top > 0
            ? [
                {
                  at: [Math.min(overparametrisationThreshold(excitations), 0.6 * last), 0.92 * top],
                  text: "open: random circuits",
                  color: theme.ink,
                },
              ]
            : [],
      },
      y: {
        domain: [0, top],
        label: sign > 0 ? "\\lambda_\\infty" : "|\\lambda_\\infty|",
      },
    };
  }

  function zeroLine({ ink }: Theme): Curve {
    return {
      points: [
        [0, 0],
        [most, 0],
      ],
      color: ink,
      dashed: true,
      width: 1.2,
    };
  }
}

/** One point for each sample of a depth. */
function samplePoints(value: (sample: DepthRow["samples"][number]) => number) {
  return ({ parameters, samples }: DepthRow): CurvePoint[] =>
    samples.map((sample): CurvePoint => [parameters, value(sample)]).filter(([, y]) => Number.isFinite(y));
}
