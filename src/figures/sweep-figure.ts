/**
 * Pictures of a sweep: curves with error bars, heat maps and phase diagrams.
 */
import * as Plot from "@observablehq/plot";
import type { SweepCoordinate } from "../sweeps/collect.ts";
import { labelsOf, type SweepSlice } from "../sweeps/slices.ts";
import { type CurveStyle, curveFigure, decades } from "./curve-figure.ts";
import { composeFigure, FIGURE_WIDTH, type Figure, type LegendEntry } from "./figure.ts";
import { blend, lightTheme, phaseColor, phaseLabel, type Theme } from "./palette.ts";
import { drawPanel, type PanelScale } from "./panel.ts";

const HEIGHT = 340;
/** Ratio of the ends of a range from which on it is drawn on a logarithmic axis. */
const WIDE = 30;
/** Room beside the outermost values of an axis, as a share of its range. */
const ROOM = 0.04;
/** Share of the full colour that the first of several curves has. */
const FAINTEST = 0.35;
/** Labels of a heat map's scale. */
const SCALE_LABELS = 5;

/** TeX of the kept quantities. */
const TEX: Readonly<Record<string, string>> = {
  epsilon: "\\varepsilon",
  kernel: "K",
  kernelInfinity: "K_\\infty",
  lambdaInfinity: "\\lambda_\\infty",
  zetaInfinity: "\\zeta_\\infty",
  C: "C",
  gap: "\\text{gap of the Hessian}",
  rate: "\\text{rate}",
  stepsToError: "\\text{steps to the error}",
  seconds: "\\text{seconds}",
};

/** Draws a slice of a sweep. */
export function sweepFigure(slice: SweepSlice, title: string, style: CurveStyle): Figure {
  return slice.kind === "curves" ? curvesFigure(slice, title, style) : mapFigure(slice, title, style);
}

function curvesFigure(
  { x, variable, curves }: Extract<SweepSlice, { kind: "curves" }>,
  title: string,
  style: CurveStyle,
): Figure {
  const theme = style.theme ?? lightTheme;
  const colors = curves.map((_, k) =>
    ramp(theme, curves.length === 1 ? 1 : FAINTEST + ((1 - FAINTEST) * k) / (curves.length - 1)),
  );
  const values = curves.flatMap(({ means }) => means.map(({ value }) => value)).filter((value) => Number.isFinite(value));
  const y = valueScale(values, TEX[variable.name] ?? `\\text{${variable.name}}`);
  const legend = curves.flatMap(({ label }, k): LegendEntry[] => (label === undefined ? [] : [{ label, color: colors[k] }]));
  const points = curves.map(({ means }) => means.map(({ value }, k) => [x.values[k], value] as const));
  return curveFigure(
    [
      {
        ...{ x: axisScale(x), y },
        curves: points.map((each, k) => ({ points: each, color: colors[k] })),
        dots: curves.map(({ means }, k) => ({ points: points[k], color: colors[k], errors: means.map(({ error }) => error) })),
      },
    ],
    legend,
    title,
    style,
  );
}

function mapFigure({ x, y, variable, means }: Extract<SweepSlice, { kind: "map" }>, title: string, style: CurveStyle): Figure {
  const { document, fontFace, theme = lightTheme } = style;
  const [columns, rows] = [edgesOf(x), edgesOf(y)];
  const values = means
    .flat()
    .map(({ value }) => value)
    .filter((value) => Number.isFinite(value));
  const { colorOf, legend } = variable.words === undefined ? heat(values, theme) : phasesOf(variable.words, values, theme);
  const cells = means.flatMap((row, r) =>
    row.flatMap(({ value }, c) =>
      Number.isFinite(value)
        ? [{ x1: columns.edges[c], x2: columns.edges[c + 1], y1: rows.edges[r], y2: rows.edges[r + 1], fill: colorOf(value) }]
        : [],
    ),
  );
  const panel = drawPanel({
    ...{ letter: "", width: FIGURE_WIDTH, height: HEIGHT, theme, document },
    x: columns.scale,
    y: rows.scale,
    marks: [
      Plot.rect(cells, { x1: "x1", x2: "x2", y1: "y1", y2: "y2", fill: "fill", stroke: theme.background, strokeWidth: 0.5 }),
    ],
  });
  return composeFigure([panel], { perRow: 1, panelHeight: HEIGHT, legend, theme, fontFace, title });
}

function heat(values: readonly number[], theme: Theme): { colorOf: (value: number) => string; legend: LegendEntry[] } {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const logarithmic = low > 0 && high / low > WIDE;
  const scaled = (value: number) => (logarithmic ? Math.log(value) : value);
  const share = (value: number) => (high === low ? 1 : (scaled(value) - scaled(low)) / (scaled(high) - scaled(low)));
  const legend = Array.from({ length: high === low ? 1 : SCALE_LABELS }, (_, k): LegendEntry => {
    const part = k / (SCALE_LABELS - 1);
    const value = logarithmic ? low * (high / low) ** part : low + (high - low) * part;
    return { label: String(Number(value.toPrecision(3))).replace("-", "−"), color: ramp(theme, part) };
  });
  return { colorOf: (value) => ramp(theme, share(value)), legend };
}

function phasesOf(
  words: readonly string[],
  values: readonly number[],
  theme: Theme,
): { colorOf: (value: number) => string; legend: LegendEntry[] } {
  const colorOf = (value: number) => (words[value] === "undetermined" ? theme.faint : phaseColor(words[value], theme));
  const seen = [...new Set(values)].sort((a, b) => a - b);
  return {
    colorOf,
    legend: seen.map((value) => ({ label: phaseLabel(words[value]), color: colorOf(value) })),
  };
}

/** From a light to the full colour of one hue. */
function ramp(theme: Theme, share: number): string {
  return blend(theme.background, theme.phase["frozen-kernel"], 0.15 + 0.85 * share);
}

/** Edges of the cells around an axis's values, and its scale. */
function edgesOf(coordinate: SweepCoordinate): { edges: number[]; scale: PanelScale } {
  const { values } = coordinate;
  const type = isWide(values) ? ("log" as const) : ("linear" as const);
  const [to, from] = type === "log" ? [Math.log, Math.exp] : [(v: number) => v, (v: number) => v];
  const places = values.map(to);
  const step = places.length > 1 ? places[1] - places[0] : 1;
  const lastStep = places.length > 1 ? places[places.length - 1] - places[places.length - 2] : 1;
  const edges = [
    places[0] - step / 2,
    ...places.slice(1).map((place, k) => (places[k] + place) / 2),
    places[places.length - 1] + lastStep / 2,
  ].map(from);
  const ends = [edges[0], edges[edges.length - 1]].sort((a, b) => a - b) as [number, number];
  return { edges, scale: { type, domain: ends, label: axisLabel(coordinate), integer: values.every(Number.isInteger) } };
}

function axisScale(coordinate: SweepCoordinate): PanelScale {
  const { values } = coordinate;
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (isWide(values)) return { type: "log", domain: [low / 1.2, high * 1.2], label: axisLabel(coordinate) };
  const room = (high - low || 1) * ROOM;
  return { domain: [low - room, high + room], label: axisLabel(coordinate), integer: values.every(Number.isInteger) };
}

function valueScale(values: readonly number[], label: string): PanelScale {
  const [low, high] = values.length === 0 ? [0, 1] : [Math.min(...values), Math.max(...values)];
  if (low > 0 && high / low > WIDE) return { type: "log", domain: decades(values), label };
  const room = (high - low || Math.abs(high) || 1) * 2 * ROOM;
  return { domain: [low - room, high + room], label };
}

/** Whether values in ascending order are better shown on a logarithmic axis. */
function isWide(values: readonly number[]): boolean {
  return values.length > 2 && values.every((value) => value > 0) && Math.max(...values) / Math.min(...values) >= 16;
}

function axisLabel({ name, labels }: SweepCoordinate): string {
  if (name === "layers") return "\\text{layers}";
  if (name === "target") {
    const end = labels?.every((label) => String(label).startsWith("min"))
      ? "\\min"
      : labels?.every((label) => String(label).startsWith("max"))
        ? "\\max"
        : undefined;
    return end === undefined
      ? "O_0"
      : `O_0-O_{${end}}${labels?.some((label) => String(label).endsWith("%")) ? "\\text{ in \\%}" : ""}`;
  }
  return `\\text{${name}${labels === undefined ? "" : ` (${labelsOf({ name, labels, values: [], dimension: name, description: "" }).join(", ")})`}}`;
}
