/**
 * One panel of a figure: an Observable Plot with TeX axis labels and a panel letter, as a nested SVG.
 */
import * as Plot from "@observablehq/plot";
import { FONT_FAMILY } from "./font-family.ts";
import type { Theme } from "./palette.ts";
import { typeset } from "./tex.ts";

/** Size of tick labels in px; 8 pt when the figure is printed 180 mm wide. */
export const TEXT_SIZE = 10.5;

/** A scale of a panel. */
export interface PanelScale {
  readonly domain: readonly [number, number];
  readonly type?: "linear" | "log";
  /** TeX source of the label. */
  readonly label: string;
  readonly ticks?: readonly number[];
}

/** What a panel shows. */
export interface PanelOptions {
  readonly letter: string;
  readonly width: number;
  readonly height: number;
  readonly x: PanelScale;
  readonly y: PanelScale;
  readonly marks: readonly Plot.Markish[];
  readonly theme: Theme;
  /** The DOM document to draw with. */
  readonly document: Document;
}

const MARGIN = { left: 54, right: 17, top: 20, bottom: 36 };

/** Draws a panel as an SVG element of the given size. */
export function drawPanel({ letter, width, height, x, y, marks, theme, document }: PanelOptions): string {
  const plot = Plot.plot({
    document,
    width,
    height,
    marginLeft: MARGIN.left,
    marginRight: MARGIN.right,
    marginTop: MARGIN.top,
    marginBottom: MARGIN.bottom,
    style: { fontFamily: FONT_FAMILY, fontSize: `${TEXT_SIZE}px`, color: theme.ink, background: "none" },
    x: scaleOptions(x),
    y: scaleOptions(y),
    marks: [
      Plot.ruleY([y.domain[0]], { stroke: theme.ink, strokeWidth: 0.8 }),
      Plot.ruleX([x.domain[0]], { stroke: theme.ink, strokeWidth: 0.8 }),
      Plot.axisX({ label: null, tickSize: 4, ticks: tickValues(x), tickFormat: tickFormat(x), color: theme.ink }),
      Plot.axisY({ label: null, tickSize: 4, ticks: tickValues(y), tickFormat: tickFormat(y), color: theme.ink }),
      ...marks,
    ],
  });
  const inner = superscripts(plot.outerHTML);
  const xLabel = typeset(x.label, TEXT_SIZE * 1.1);
  const yLabel = typeset(y.label, TEXT_SIZE * 1.1);
  const centre = (MARGIN.left + width - MARGIN.right) / 2;
  const middle = (MARGIN.top + height - MARGIN.bottom) / 2;
  return [
    `<svg width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" color="${theme.ink}">`,
    inner,
    `<text x="4" y="13" font-family="${FONT_FAMILY}" font-size="12" font-weight="700" fill="currentColor">${letter}</text>`,
    `<g transform="translate(${fixed(centre - xLabel.width / 2)},${height - 6})">${xLabel.svg}</g>`,
    `<g transform="translate(13,${fixed(middle + yLabel.width / 2)}) rotate(-90)">${yLabel.svg}</g>`,
    "</svg>",
  ].join("");
}

function scaleOptions({ domain, type = "linear" }: PanelScale): Plot.ScaleOptions {
  return { domain: [...domain], type, clamp: false, label: null };
}

/** At most six ticks; whole decades on logarithmic scales. */
function tickValues({ domain, type, ticks }: PanelScale): number[] | number {
  if (ticks !== undefined) return [...ticks];
  if (type !== "log") return 5;
  const low = Math.ceil(Math.log10(domain[0]) - 1e-9);
  const high = Math.floor(Math.log10(domain[1]) + 1e-9);
  const stride = Math.max(1, Math.ceil((high - low) / 5));
  const first = Math.ceil(low / stride) * stride;
  return Array.from({ length: Math.floor((high - first) / stride) + 1 }, (_, k) => 10 ** (first + k * stride));
}

function tickFormat({ type }: PanelScale): (value: number) => string {
  if (type === "log") return (value) => `10^${trueMinus(String(Math.round(Math.log10(value))))}`;
  return (value) => trueMinus(value.toLocaleString("en-US", { maximumSignificantDigits: 4 }));
}

function trueMinus(text: string): string {
  return text.replace("-", "\u2212");
}

/** Turns 10^k in text nodes into 10 with a raised, smaller k. */
function superscripts(svg: string): string {
  return svg.replace(/>10\^(\u2212?\d+)</g, '>10<tspan dy="-0.45em" font-size="75%">$1</tspan><');
}

function fixed(value: number): string {
  return String(Number(value.toFixed(2)));
}
