/**
 * Figures of plain curves and dots: what the theory commands draw.
 */

import * as Plot from "@observablehq/plot";
import { range } from "../base/arrays.ts";
import { requireFields } from "../base/assert.ts";
import { nameMarks } from "./curve-names.ts";
import { composeFigure, FIGURE_WIDTH, type Figure, type LegendEntry } from "./figure.ts";
import { blend, lightTheme, type Theme } from "./palette.ts";
import { drawPanel, type PanelScale } from "./panel.ts";

/** A point; y may be NaN for a gap. */
export type CurvePoint = readonly [x: number, y: number];

/** A line through points. */
export interface Curve {
  readonly points: readonly CurvePoint[];
  readonly color: string;
  readonly dashed?: boolean;
  readonly width?: number;
  /** Written beside it, clear of other curves if it can be helped. */
  readonly name?: string;
}

/** Separate dots. */
export interface Dots {
  readonly points: readonly CurvePoint[];
  readonly color: string;
  readonly radius?: number;
  readonly hollow?: boolean;
  /** Standard error of each dot, drawn as a bar. */
  readonly errors?: readonly number[];
}

/** An arrow of a flow field. */
export interface Arrow {
  readonly from: CurvePoint;
  readonly to: CurvePoint;
}

/** A landscape over the whole panel: the darker, the larger. */
export interface Relief {
  /** Values on an even grid from the lower left corner of the panel, row by row, shape (rows, columns). */
  readonly values: Float64Array;
  readonly columns: number;
  readonly rows: number;
}

/** One panel. */
export interface CurvePanel {
  readonly x: PanelScale;
  readonly y: PanelScale;
  readonly curves?: readonly Curve[];
  readonly dots?: readonly Dots[];
  readonly arrows?: readonly Arrow[];
  readonly relief?: Relief;
  /** A shaded band: lower and upper y at each x. */
  readonly band?: readonly (readonly [x: number, low: number, high: number])[];
  /** Words beside a point of the panel. */
  readonly notes?: readonly { readonly at: CurvePoint; readonly text: string; readonly color: string }[];
}

/** How a figure is drawn. */
export interface CurveStyle {
  readonly document: Document;
  readonly theme?: Theme;
  readonly fontFace?: string;
}

/** Names of its fields. */
export const STYLE_FIELDS = ["document", "theme", "fontFace"] as const satisfies readonly (keyof CurveStyle)[];

const PANEL_HEIGHT = 230;
/** Levels of a relief, and how far the highest goes from the page's colour to that of muted text. */
const LEVELS = 10;
const DARKEST = 0.75;
/** Room left of the largest value on logarithmic axes, in decades. */
const MAX_DECADES = 14;

/** Draws panels in rows of two under a legend. */
export function curveFigure(
  panels: readonly CurvePanel[],
  legend: readonly LegendEntry[],
  title: string,
  style: CurveStyle,
): Figure {
  requireFields("the style of a figure", style, STYLE_FIELDS);
  const { document, theme = lightTheme, fontFace } = style;
  const perRow = Math.min(2, panels.length);
  const size = { width: FIGURE_WIDTH / perRow, height: PANEL_HEIGHT };
  const drawn = panels.map((panel, k) => {
    const { x, y } = panel;
    const marks = [...marksOf(panel, theme), ...namesOf(panel, size, theme)];
    return drawPanel({ letter: "abcdefghijklmnopqrstuvwxyz"[k] ?? "", ...size, x, y, marks, theme, document });
  });
  return composeFigure(drawn, { perRow, panelHeight: PANEL_HEIGHT, legend, theme, fontFace, title });
}

function namesOf({ x, y, curves = [], dots = [] }: CurvePanel, size: { width: number; height: number }, theme: Theme) {
  const named = curves.flatMap(({ name, color, points }) => (name === undefined ? [] : [{ name, color, points }]));
  const lines = curves.filter(({ name }) => name === undefined).map(({ points }) => points);
  return nameMarks(named, { x, y, ...size }, theme, { lines, dots: dots.map(({ points }) => points) });
}

function marksOf(
  { x, y, curves = [], dots = [], arrows = [], band, relief, notes = [] }: CurvePanel,
  theme: Theme,
): Plot.Markish[] {
  const visible = ([px, py]: CurvePoint) =>
    px >= x.domain[0] && px <= x.domain[1] && py >= y.domain[0] && py <= y.domain[1] && (y.type !== "log" || py > 0);
  const gapped = (points: readonly CurvePoint[]) =>
    points.map((point): CurvePoint => (visible(point) ? point : [point[0], Number.NaN]));
  const shaded = band?.map(([at, low, high]) => [at, Math.max(low, y.domain[0]), Math.min(high, y.domain[1])] as const);
  return [
    ...(relief === undefined ? [] : reliefMarks(relief, x, y, theme)),
    ...(shaded === undefined
      ? []
      : [
          Plot.areaY(shaded, {
            x: (row: readonly number[]) => row[0],
            y1: (row: readonly number[]) => row[1],
            y2: (row: readonly number[]) => row[2],
            fill: theme.faint,
            fillOpacity: 0.7,
          }),
        ]),
    Plot.arrow(arrows, {
      x1: ({ from }: Arrow) => from[0],
      y1: ({ from }: Arrow) => from[1],
      x2: ({ to }: Arrow) => to[0],
      y2: ({ to }: Arrow) => to[1],
      stroke: theme.sample,
      strokeWidth: 1,
      headLength: 4,
    }),
    ...curves.map(({ points, color, dashed, width }) =>
      Plot.line(gapped(points), {
        stroke: color,
        strokeWidth: width ?? 1.8,
        strokeDasharray: dashed ? "4 3" : undefined,
      }),
    ),
    ...dots.map(({ points, color, errors = [] }) =>
      Plot.ruleX(
        errors.flatMap((error, k) =>
          visible(points[k])
            ? [[points[k][0], Math.max(y.domain[0], points[k][1] - error), Math.min(y.domain[1], points[k][1] + error)]]
            : [],
        ),
        { x: "0", y1: "1", y2: "2", stroke: color, strokeWidth: 1.4 },
      ),
    ),
    ...dots.map(({ points, color, radius, hollow }) =>
      Plot.dot(points.filter(visible), {
        r: radius ?? 2.5,
        fill: hollow ? theme.background : color,
        stroke: hollow ? color : undefined,
      }),
    ),
    ...notes.map(({ at, text, color }) =>
      Plot.text([at], {
        text: [text],
        fill: color,
        stroke: theme.background,
        strokeWidth: 3,
        textAnchor: "start",
        dx: 4,
        dy: -7,
      }),
    ),
  ];
}

function reliefMarks({ values, columns, rows }: Relief, x: PanelScale, y: PanelScale, theme: Theme): Plot.Markish[] {
  // A value stands in the middle of its cell: those at the edge have half of theirs outside.
  const cells = ([start, end]: readonly [number, number], count: number) => {
    const half = (end - start) / (count - 1) / 2;
    return [start - half, end + half];
  };
  const [x1, x2] = cells(x.domain, columns);
  const [y1, y2] = cells(y.domain, rows);
  const low = values.reduce((a, b) => Math.min(a, b));
  const high = values.reduce((a, b) => Math.max(a, b));
  return range(LEVELS).map((k) =>
    Plot.contour(values, {
      width: columns,
      height: rows,
      ...{ x1, x2, y1, y2, clip: true },
      value: (value: number) => value,
      thresholds: [low + ((high - low) * (k + 1)) / (LEVELS + 1)],
      fill: blend(theme.background, theme.muted, (DARKEST * (k + 1)) / LEVELS),
    }),
  );
}

/** A logarithmic domain of whole decades around the positive ones of the values, at most 14 of them. */
export function decades(values: readonly number[]): [number, number] {
  const positive = values.filter((value) => value > 0 && Number.isFinite(value));
  if (positive.length === 0) return [0.1, 10];
  const high = Math.ceil(Math.log10(Math.max(...positive)));
  const low = Math.max(high - MAX_DECADES, Math.floor(Math.log10(Math.min(...positive))));
  return [10 ** low, 10 ** Math.max(high, low + 1)];
}

/** A linear domain from 0 (or below, where values are negative) to a round number above the largest value. */
export function fromZero(values: readonly number[]): [number, number] {
  const finite = values.filter(Number.isFinite);
  const high = Math.max(0, ...finite);
  const low = Math.min(0, ...finite);
  if (high === 0 && low === 0) return [0, 1];
  return [low === 0 ? 0 : -roundUp(-low), high === 0 ? 0 : roundUp(high)];
}

function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * ([1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((factor) => factor * power >= value * 1.02) ?? 12);
}
