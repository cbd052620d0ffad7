/**
 * Charts as SVG text, for saving: the same models that are drawn on screen, composed side by side.
 */
import type { Theme } from "qntk";
import { inkColor } from "./ink.ts";
import { labelsOf, piecesOf, SMALL } from "./labels.ts";
import { type AxisModel, type ChartModel, type Ink, piecesOfBand, share } from "./model.ts";
import { tickLabel, ticksOf } from "./ticks.ts";

/** A chart with its heading. */
export interface TitledChart {
  readonly title: string;
  readonly model: ChartModel;
}

const WIDTH = 360;
const HEIGHT = 250;
const MARGIN = { left: 62, right: 20, top: 34, bottom: 28 } as const;
const FONT = "Inter, Helvetica, Arial, sans-serif";

/** Charts in rows of two (one where there is one), as one SVG document. */
export function svgOfCharts(charts: readonly TitledChart[], colors: Theme, caption: string): string {
  const perRow = Math.min(2, charts.length);
  const width = perRow * WIDTH;
  const height = Math.ceil(charts.length / perRow) * HEIGHT + 24;
  const parts = charts.map(({ title, model }, k) => {
    const at = `translate(${(k % perRow) * WIDTH} ${Math.floor(k / perRow) * HEIGHT})`;
    return `<g transform="${at}">${chart(title, model, colors, k)}</g>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${FONT}" font-size="11">`,
    `<title>${escaped(caption)}</title><rect width="100%" height="100%" fill="${colors.background}"/>`,
    ...parts,
    `<text x="12" y="${height - 8}" fill="${colors.muted}" font-size="9">${escaped(caption)}</text></svg>`,
  ].join("\n");
}

function chart(title: string, model: ChartModel, colors: Theme, id: number): string {
  const box = { x: MARGIN.left, y: MARGIN.top, w: WIDTH - MARGIN.left - MARGIN.right, h: HEIGHT - MARGIN.top - MARGIN.bottom };
  const px = (value: number) => box.x + share(model.x, value) * box.w;
  const py = (value: number) => box.y + (1 - share(model.y, value)) * box.h;
  const color = (ink: Ink) => inkColor(ink, colors);
  const dash = (dashed: boolean | undefined) => (dashed ? ' stroke-dasharray="5 4"' : "");
  const text = (x: number, y: number, content: string, anchor: string, fill: string, extra = "") =>
    `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}" fill="${fill}"${extra}>${raised(content)}</text>`;
  const halo = ` stroke="${colors.background}" stroke-width="3" paint-order="stroke"`;
  const clipped: string[] = [];
  for (const { from, to, height, ink } of model.bars ?? [])
    clipped.push(
      `<rect x="${round(px(from))}" y="${round(py(height))}" width="${round(px(to) - px(from))}" height="${round(box.y + box.h - py(height))}" fill="${color(ink)}" fill-opacity="0.35"/>`,
    );
  for (const band of model.bands ?? [])
    for (const piece of piecesOfBand(band, model.y)) {
      const [upper, lower] = (["high", "low"] as const).map((end) =>
        piece.map((point) => `${round(px(point.x))} ${round(py(point[end]))}`),
      );
      clipped.push(`<path d="M${[...upper, ...lower.toReversed()].join("L")}Z" fill="${color(band.ink)}" fill-opacity="0.22"/>`);
    }
  for (const { axis, at, ink, dashed } of model.rules ?? []) {
    const [x1, x2] = axis === "x" ? [px(at), px(at)] : [box.x, box.x + box.w];
    const [y1, y2] = axis === "y" ? [py(at), py(at)] : [box.y, box.y + box.h];
    clipped.push(`<path d="M${round(x1)} ${round(y1)}L${round(x2)} ${round(y2)}" stroke="${color(ink)}"${dash(dashed)}/>`);
  }
  for (const { x, y, ink, width = 1, dashed } of model.lines ?? []) {
    const points: string[] = [];
    let broken = true;
    for (let k = 0; k < x.length; k++) {
      const [a, b] = [px(x[k]), py(y[k])];
      if (!Number.isFinite(a + b)) {
        broken = true;
        continue;
      }
      points.push(`${broken ? "M" : "L"}${round(a)} ${round(b)}`);
      broken = false;
    }
    clipped.push(`<path d="${points.join("")}" fill="none" stroke="${color(ink)}" stroke-width="${width}"${dash(dashed)}/>`);
  }
  for (const { x, y, ink, radius = 3, hollow } of model.dots ?? []) {
    const fill = hollow ? `fill="${colors.background}" stroke="${color(ink)}" stroke-width="1.5"` : `fill="${color(ink)}"`;
    clipped.push(`<circle cx="${round(px(x))}" cy="${round(py(y))}" r="${radius}" ${fill}/>`);
  }
  return [
    `<clipPath id="c${id}"><rect x="${box.x}" y="${box.y}" width="${box.w}" height="${box.h}"/></clipPath>`,
    text(12, 18, title, "start", colors.ink, ' font-weight="600" font-size="12"'),
    `<g clip-path="url(#c${id})">${clipped.join("")}</g>`,
    `<path d="M${box.x} ${box.y}V${box.y + box.h}H${box.x + box.w}" fill="none" stroke="${colors.muted}"/>`,
    ...axis(model.x, 5, (at) => ({ x: px(at), y: box.y + box.h, dx: 0, dy: 4, tx: 0, ty: 17, anchor: "middle" })),
    ...axis(model.y, 6, (at) => ({ x: box.x, y: py(at), dx: -4, dy: 0, tx: -8, ty: 4, anchor: "end" })),
    ...labelsOf(model, { area: { left: box.x, top: box.y, width: box.w, height: box.h }, ratio: 1, measure: widthOfText }).map(
      ({ text: label, x, y, align, ink }) => text(x, y, label, ANCHORS[align], color(ink), halo),
    ),
  ].join("");

  function axis(
    of: AxisModel,
    count: number,
    place: (at: number) => { x: number; y: number; dx: number; dy: number; tx: number; ty: number; anchor: string },
  ): string[] {
    return ticksOf(of, count).map((at) => {
      const { x, y, dx, dy, tx, ty, anchor } = place(at);
      return (
        `<path d="M${round(x)} ${round(y)}l${dx} ${dy}" stroke="${colors.muted}"/>` +
        text(x + tx, y + ty, tickLabel(of, at), anchor, colors.muted)
      );
    });
  }
}

const ANCHORS = { left: "start", right: "end", center: "middle" } as const;

/** About how wide a text is at the labels' size. */
function widthOfText(text: string): number {
  return 6 * text.length;
}

/** A label with its lowered and raised pieces. */
function raised(label: string): string {
  let level = 0;
  return piecesOf(label)
    .map(({ text, shift }) => {
      const wanted = shift === "none" ? 0 : shift === "down" ? 3 : -4;
      const by = wanted - level;
      level = wanted;
      const size = wanted === 0 ? "" : ` font-size="${SMALL}em"`;
      return by === 0 && wanted === 0 ? escaped(text) : `<tspan dy="${by}"${size}>${escaped(text)}</tspan>`;
    })
    .join("");
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
