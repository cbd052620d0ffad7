/**
 * One panel of a figure: an Observable Plot with TeX axis labels and a panel letter, as a nested SVG.
 */
import * as Plot from "@observablehq/plot";
import { FONT_FAMILY } from "./font-family.ts";
import type { Theme } from "./palette.ts";
import { typeset } from "./tex.ts";
import { type AxisRoom, axisExponent, linearTicks, logTicks, type Tick, type TitledRoom, verticalTicks } from "./ticks.ts";

/** Size of tick labels in px; 8 pt when the figure is printed 180 mm wide. */
export const TEXT_SIZE = 10.5;

/** A scale of a panel. */
export interface PanelScale {
  readonly domain: readonly [number, number];
  readonly type?: "linear" | "log";
  /** TeX source of the label. */
  readonly label: string;
  /** Whether it counts something, so that ticks are whole numbers. */
  readonly integer?: boolean;
}

/** What a panel shows. */
export interface PanelOptions {
  /** Empty for an inset. */
  readonly letter: string;
  readonly width: number;
  readonly height: number;
  readonly x: PanelScale;
  readonly y: PanelScale;
  readonly marks: readonly Plot.Markish[];
  /** Why there is nothing to show, written in the middle of a panel without ticks. */
  readonly message?: string;
  readonly theme: Theme;
  /** The DOM document to draw with. */
  readonly document: Document;
  /** Room around the axes in px; default `MARGIN`. */
  readonly margin?: Margin;
  /** Size of tick labels in px; default `TEXT_SIZE`. */
  readonly textSize?: number;
}

/** Room around the axes in px. */
export interface Margin {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Room in px that a tick takes with the gap to its label. */
const TICK_ROOM = 7;
/** Least room in px between the title of the y axis and a label, beside and along it. */
const TITLE_GAP = 3;

/** Room around the axes in px. */
export const MARGIN: Margin = { left: 54, right: 22, top: 20, bottom: 36 };

/** Draws a panel as an SVG element of the given size. */
export function drawPanel({
  letter,
  width,
  height,
  x,
  y,
  marks,
  message,
  theme,
  document,
  margin = MARGIN,
  textSize = TEXT_SIZE,
}: PanelOptions): string {
  const [xLabel, yLabel] = [x, y].map((scale) => typeset(labelOf(scale), textSize * 1.1));
  const yBaseline = textSize * 1.24;
  const xRoom: AxisRoom = { length: width - margin.left - margin.right, margin: margin.right, textSize };
  const yRoom: TitledRoom = {
    length: height - margin.top - margin.bottom,
    width: margin.left - TICK_ROOM - (yBaseline + yLabel.depth + TITLE_GAP),
    title: yLabel.width + 2 * TITLE_GAP,
    textSize,
  };
  const xTicks = message === undefined ? horizontalTicksOf(x, xRoom) : [];
  const yTicks = message === undefined ? verticalTicksOf(y, yRoom) : [];
  const plot = Plot.plot({
    document,
    width,
    height,
    marginLeft: margin.left,
    marginRight: margin.right,
    marginTop: margin.top,
    marginBottom: margin.bottom,
    style: { fontFamily: FONT_FAMILY, fontSize: `${textSize}px`, color: theme.ink, background: "none" },
    x: scaleOptions(x),
    y: scaleOptions(y),
    marks: [
      Plot.ruleY([y.domain[0]], { stroke: theme.ink, strokeWidth: 0.8 }),
      Plot.ruleX([x.domain[0]], { stroke: theme.ink, strokeWidth: 0.8 }),
      Plot.axisX({ label: null, tickSize: 4, ...axisTicks(xTicks), color: theme.ink }),
      Plot.axisY({ label: null, tickSize: 4, ...axisTicks(yTicks), color: theme.ink }),
      ...marks,
    ],
  });
  const inner = superscripts(plot.outerHTML);
  const centre = (margin.left + width - margin.right) / 2;
  const middle = (margin.top + height - margin.bottom) / 2;
  return [
    `<svg width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" color="${theme.ink}">`,
    inner,
    letter === ""
      ? ""
      : `<text x="4" y="13" font-family="${FONT_FAMILY}" font-size="12" font-weight="700" fill="currentColor">${letter}</text>`,
    message === undefined
      ? ""
      : `<text x="${fixed(centre)}" y="${fixed(middle)}" text-anchor="middle" font-family="${FONT_FAMILY}" font-size="${textSize}" fill="${theme.muted}">${message}</text>`,
    `<g transform="translate(${fixed(centre - xLabel.width / 2)},${height - 6})">${xLabel.svg}</g>`,
    `<g transform="translate(${fixed(yBaseline)},${fixed(middle + yLabel.width / 2)}) rotate(-90)">${yLabel.svg}</g>`,
    "</svg>",
  ].join("");
}

function scaleOptions({ domain, type = "linear" }: PanelScale): Plot.ScaleOptions {
  return { domain: [...domain], type, clamp: false, label: null };
}

/** The label, over the power of ten that is the ticks' unit. */
function labelOf({ domain, type, label, integer }: PanelScale): string {
  const exponent = type === "log" ? 0 : axisExponent(domain, integer);
  return exponent === 0 ? label : `${label}\\,/\\,10^{${exponent}}`;
}

function horizontalTicksOf({ domain, type, integer }: PanelScale, room: AxisRoom): Tick[] {
  return type === "log" ? logTicks(domain, room) : linearTicks(domain, room, integer);
}

function verticalTicksOf({ domain, type, integer }: PanelScale, room: TitledRoom): Tick[] {
  return type === "log" ? logTicks(domain) : verticalTicks(domain, room, integer);
}

function axisTicks(ticks: readonly Tick[]) {
  const labels = new Map(ticks.map(({ value, label }) => [value, label]));
  // Not by tickFormat, of which logarithmic scales leave some out.
  return { ticks: ticks.map(({ value }) => value), text: (value: number) => labels.get(value) ?? "" };
}

/** Turns 10^k in text nodes into 10 with a raised, smaller k. */
function superscripts(svg: string): string {
  return svg.replace(/>10\^(\u2212?\d+)</g, '>10<tspan dy="-0.45em" font-size="75%">$1</tspan><');
}

function fixed(value: number): string {
  return String(Number(value.toFixed(2)));
}
