/**
 * Figures of studies: panels that are plain data, drawn. Samples thin and grey, simulation solid in its phase's colour, theory dashed, published
 * numbers as small black dots. Knows nothing of where the numbers come from.
 */

import * as Plot from "@observablehq/plot";
import type { Points } from "../analysis/curves.ts";
import { requireFields } from "../base/assert.ts";
import type { CurveColor, CurveRole, Panel, PanelAxis, PanelCurve, PanelLegend } from "../reproduce/panels.ts";
import { type CurveStyle, decades, fromZero, STYLE_FIELDS } from "./curve-figure.ts";
import { nameMarks } from "./curve-names.ts";
import { COLUMN_WIDTH, composeFigure, FIGURE_WIDTH, type Figure, type LegendEntry } from "./figure.ts";
import { blend, lightTheme, phaseColor, phaseLabel, shadesOf, type Theme } from "./palette.ts";
import { drawPanel, MARGIN, type Margin, type PanelScale, TEXT_SIZE } from "./panel.ts";

/** What a figure shows. */
export interface StudyPanels {
  readonly title: string;
  readonly panels: readonly Panel[];
  readonly perRow: number;
  readonly legend: readonly PanelLegend[];
  /** What dashed curves are called in the legend; default `theory`. */
  readonly dashedName?: string;
}

/** Where a panel is drawn. */
interface Place {
  readonly width: number;
  readonly height: number;
  readonly margin: Margin;
  readonly textSize: number;
}

/** Height of a panel in px by the number of panels in a row. */
const HEIGHTS = [300, 230, 196, 184];
/** Margins of panels that stand four in a row. */
const NARROW: Margin = { left: 54, right: 8, top: 20, bottom: 36 };
const INSET_MARGIN: Margin = { left: 46, right: 6, top: 4, bottom: 30 };
/** Room left of an inset whose y axis has no title of its own. */
const UNTITLED_LEFT = 27;
/** Size of an inset's text in px: 7 pt when the figure is printed 180 mm wide. */
const INSET_TEXT = 9.4;
/** Shares of a panel's inner width and height that an inset takes. */
const INSET_SHARE = { width: 0.74, height: 0.62 };

/** How far bands cover what is below them: grey ones, and those in a curve's colour. */
const BAND_OPACITY = 0.7;
const COLORED_BAND_OPACITY = 0.22;

/** Order in which curves are drawn, each over those before it. */
const LAYERS: readonly CurveRole[] = ["guide", "samples", "simulation", "theory", "published"];

const WIDTHS: Record<CurveRole, number> = { guide: 1, samples: 0.6, simulation: 1.9, theory: 1.1, published: 1 };

/** Draws the panels of a study under their legend, 180 mm wide, or 85 mm for a single panel. */
export function studyFigure({ title, panels, perRow, legend, dashedName = "theory" }: StudyPanels, style: CurveStyle): Figure {
  requireFields("the style of a figure", style, STYLE_FIELDS);
  const { document, theme = lightTheme, fontFace } = style;
  const width = panels.length === 1 ? COLUMN_WIDTH : FIGURE_WIDTH;
  const panelHeight = panels.length === 1 ? HEIGHTS[1] : HEIGHTS[perRow - 1];
  const place: Place = {
    width: width / perRow,
    height: panelHeight,
    margin: perRow > 3 ? NARROW : MARGIN,
    textSize: TEXT_SIZE,
  };
  const drawn = panels.map((panel, k) => drawStudyPanel(panel, "abcdefghijklmnop"[k], place, theme, document));
  return composeFigure(drawn, {
    perRow,
    panelHeight,
    width,
    theme,
    fontFace,
    title,
    legend: [...legend.map((entry) => legendEntry(entry, theme)), ...roleEntries(panels, dashedName, theme)],
  });
}

/** A colour by its meaning. */
export function colorOf(color: CurveColor, theme: Theme): string {
  if (color === "ink") return theme.ink;
  if (color === "muted") return theme.muted;
  if (typeof color === "string") return theme.phase[color];
  if ("mixed" in color) return mixedColor(color.mixed, theme);
  return shadesOf(color.phase, color.count, theme)[color.index];
}

/** The colour of a data set's phase; grey where it is undetermined. */
function mixedColor(phase: string, theme: Theme): string {
  return phase === "undetermined" ? theme.faint : phaseColor(phase, theme);
}

/** Colour of a name: a shade nearer to ink, to be dark enough to read. */
function nameColor(color: CurveColor, theme: Theme): string {
  return typeof color === "string" ? colorOf(color, theme) : blend(colorOf(color, theme), theme.ink, 0.35);
}

function legendEntry({ label, color, role = "simulation" }: PanelLegend, theme: Theme): LegendEntry {
  const words = typeof color === "object" && "mixed" in color && label === color.mixed ? phaseLabel(label) : label;
  return { label: words, color: colorOf(color, theme), dashed: role === "theory", dots: role === "published" };
}

/** Entries for the roles that some panel has. */
function roleEntries(panels: readonly Panel[], dashedName: string, theme: Theme): LegendEntry[] {
  const all = panels.flatMap((panel) => [...panel.curves, ...(panel.inset?.panel.curves ?? [])]);
  const has = (role: CurveRole) => all.some((curve) => curve.role === role);
  const grey = all.some(({ role, color }) => role === "samples" && color === "muted");
  return [
    ...(grey ? [{ label: "samples", color: theme.sample }] : []),
    ...(has("theory") ? [{ label: dashedName, color: theme.ink, dashed: true }] : []),
    ...(has("published") ? [{ label: "published data", color: theme.ink, dots: true }] : []),
  ];
}

function drawStudyPanel(panel: Panel, letter: string, place: Place, theme: Theme, document: Document): string {
  const x = scaleOf(panel.x, xValues(panel));
  const y = scaleOf(panel.y, yValues(panel, x));
  const drawn = drawPanel({ letter, ...place, x, y, marks: marksOf(panel, x, y, place, theme), theme, document });
  if (panel.inset === undefined) return drawn;
  const { corner, panel: inner } = panel.inset;
  const { width, height, margin } = place;
  const inset: Place = {
    width: INSET_SHARE.width * (width - margin.left - margin.right),
    height: INSET_SHARE.height * (height - margin.top - margin.bottom),
    margin: inner.y.label === "" ? { ...INSET_MARGIN, left: UNTITLED_LEFT } : INSET_MARGIN,
    textSize: INSET_TEXT,
  };
  const left = corner.endsWith("left") ? margin.left + 3 : width - margin.right - inset.width;
  const top = corner.startsWith("top") ? margin.top : height - margin.bottom - inset.height - 3;
  const at = `x="${fixed(left)}" y="${fixed(top)}" `;
  const svg = drawStudyPanel(inner, "", inset, theme, document).replace("<svg ", `<svg ${at}`);
  const page = `<rect ${at}width="${fixed(inset.width)}" height="${fixed(inset.height)}" fill="${theme.background}"/>`;
  return drawn.replace(/<\/svg>$/, `${page}${svg}</svg>`);
}

/** The scale of an axis; without a domain of its own around some values. */
function scaleOf(axis: PanelAxis, values: readonly number[]): PanelScale {
  if (axis.domain !== undefined) return { ...axis, domain: axis.domain };
  return { ...axis, domain: axis.type === "log" ? decades(values) : fromZero(values) };
}

function xValues({ curves }: Pick<Panel, "curves">): number[] {
  return curves.filter(({ role }) => role !== "guide").flatMap(({ points }) => points.map(([x]) => x));
}

/** What the y axis must show: values where the x axis shows them, with their errors. On logarithmic axes samples may fall out of sight. */
function yValues({ y, curves }: Pick<Panel, "y" | "curves">, { domain: [low, high] }: PanelScale): number[] {
  const valuesOf = (roles: (role: CurveRole) => boolean) =>
    curves
      .filter(({ role }) => roles(role))
      .flatMap(({ points, errors = [] }) =>
        points.flatMap(([px, py], k) => {
          if (px < low || px > high) return [];
          return errors[k] > 0 ? [py - errors[k], py + errors[k]] : [py];
        }),
      );
  const own = valuesOf((role) => role !== "guide" && role !== "samples");
  const samples = valuesOf((role) => role === "samples");
  if (y.type !== "log") return [...own, ...samples];
  const least = Math.min(...own.filter((value) => value > 0));
  return [...own, ...samples.filter((value) => value >= least)];
}

function marksOf(panel: Panel, x: PanelScale, y: PanelScale, place: Place, theme: Theme): Plot.Markish[] {
  const { curves, bands = [], cells = [], arrows = [], notes = [] } = panel;
  const inside = ([px, py]: Points[number]) => px >= x.domain[0] && px <= x.domain[1] && py >= y.domain[0] && py <= y.domain[1];
  const layered = LAYERS.flatMap((role) => curves.filter((curve) => curve.role === role));
  const lines = layered.filter((curve) => !isDots(curve));
  const named = curves.flatMap(({ label, color, points }) =>
    label === undefined ? [] : [{ name: label, color: nameColor(color, theme), points }],
  );
  const others = curves.filter(({ label, role }) => label === undefined && role !== "samples" && role !== "guide");
  const unnamed = (dots: boolean) => others.filter((curve) => isDots(curve) === dots).map(({ points }) => points);
  return [
    ...(cells.length === 0
      ? []
      : [
          Plot.rect(cells, {
            ...{
              x1: ({ x: [low] }) => low,
              x2: ({ x: [, high] }) => high,
              y1: ({ y: [low] }) => low,
              y2: ({ y: [, high] }) => high,
            },
            fill: ({ phase }) => mixedColor(phase, theme),
            ...{ stroke: theme.background, strokeWidth: 0.5 },
          }),
        ]),
    ...bands.map(({ rows, color }) =>
      Plot.areaY(
        rows.map(([at, low, high]) => [at, Math.max(low, y.domain[0]), Math.min(high, y.domain[1])]),
        {
          ...{ x: "0", y1: "1", y2: "2" },
          ...(color === undefined
            ? { fill: theme.faint, fillOpacity: BAND_OPACITY }
            : { fill: colorOf(color, theme), fillOpacity: COLORED_BAND_OPACITY }),
        },
      ),
    ),
    Plot.arrow(arrows, {
      x1: ({ from }) => from[0],
      y1: ({ from }) => from[1],
      x2: ({ to }) => to[0],
      y2: ({ to }) => to[1],
      stroke: theme.sample,
      strokeWidth: 1,
      headLength: 4,
    }),
    ...lines.map(({ role, color, points }) =>
      Plot.line(
        points.map((point) => (inside(point) ? point : [point[0], Number.NaN])),
        {
          stroke: role === "samples" && color === "muted" ? theme.sample : colorOf(color, theme),
          strokeWidth: WIDTHS[role],
          strokeOpacity: role === "samples" && color !== "muted" ? 0.4 : undefined,
          strokeDasharray: role === "theory" ? "4 3" : undefined,
        },
      ),
    ),
    // Open dots below filled ones: two may share a place.
    ...[
      ...layered.filter(({ mark }) => mark === "hollow-dots"),
      ...layered.filter((curve) => isDots(curve) && curve.mark !== "hollow-dots"),
    ].flatMap((curve) => dotMarks(curve, inside, y, theme, place.textSize / TEXT_SIZE)),
    ...notes.map(({ at, text, color }) =>
      Plot.text([at], {
        text: [text],
        fill: colorOf(color, theme),
        stroke: theme.background,
        strokeWidth: 3,
        textAnchor: "start",
        dx: 4,
        dy: -7,
      }),
    ),
    ...nameMarks(named, { x, y, ...place }, theme, { lines: unnamed(false), dots: unnamed(true) }),
  ];
}

function isDots({ role, mark }: PanelCurve): boolean {
  return mark === undefined ? role === "published" : mark !== "line";
}

function dotMarks(
  { role, color, mark, points, errors }: PanelCurve,
  inside: (point: Points[number]) => boolean,
  y: PanelScale,
  theme: Theme,
  size: number,
): Plot.Markish[] {
  const fill = colorOf(color, theme);
  const bars = points.flatMap((point, k) =>
    errors === undefined || !inside(point)
      ? []
      : [[point[0], Math.max(y.domain[0], point[1] - errors[k]), Math.min(y.domain[1], point[1] + errors[k])]],
  );
  const hollow = mark === "hollow-dots";
  return [
    ...(bars.length === 0 ? [] : [Plot.ruleX(bars, { x: "0", y1: "1", y2: "2", stroke: fill, strokeWidth: 1.2 })]),
    Plot.dot(points.filter(inside), {
      r: size * (role === "published" ? 1.1 : hollow || mark === "triangles" ? 4 : 2.4),
      symbol: mark === "triangles" ? "triangle" : undefined,
      fill: hollow ? theme.background : fill,
      stroke: hollow ? fill : undefined,
      strokeWidth: hollow ? 1.3 : undefined,
    }),
  ];
}

function fixed(value: number): string {
  return String(Number(value.toFixed(2)));
}
