/**
 * Draws the model of a chart onto a canvas, inside its axes.
 */
import type { Theme } from "qntk";
import { inkColor } from "./ink.ts";
import { labelsOf, piecesOf, SMALL, widthOf } from "./labels.ts";
import { type Arrow, type ChartModel, type Ink, type Line, piecesOfBand, share } from "./model.ts";

/** The plotting area in canvas pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface DrawOptions {
  readonly colors: Theme;
  /** Canvas pixels for each CSS pixel. */
  readonly ratio: number;
  readonly font: string;
  /** Value of x that the cursor is at. */
  readonly cursor?: number;
}

const DASH = [5, 4];
const LABEL_SIZE = 11.5;
const ARROW_LENGTH = 9;
const BAND_OPACITY = 0.22;

export function drawChart(context: CanvasRenderingContext2D, box: Box, model: ChartModel, options: DrawOptions): void {
  const { colors, ratio, font, cursor } = options;
  const px = (value: number) => box.left + share(model.x, value) * box.width;
  const py = (value: number) => box.top + (1 - share(model.y, value)) * box.height;
  const color = (ink: Ink) => inkColor(ink, colors);
  const bottom = box.top + box.height;
  const right = box.left + box.width;

  context.save();
  context.beginPath();
  context.rect(box.left, box.top - ratio, box.width, box.height + 2 * ratio);
  context.clip();
  context.lineJoin = "round";
  context.lineCap = "butt";

  for (const { from, to, height, ink } of model.bars ?? []) {
    const top = py(height);
    context.fillStyle = color(ink);
    context.globalAlpha = 0.35;
    context.fillRect(px(from) + 0.5 * ratio, top, Math.max(ratio, px(to) - px(from) - ratio), bottom - top);
    context.globalAlpha = 1;
  }
  for (const band of model.bands ?? []) {
    context.fillStyle = color(band.ink);
    context.globalAlpha = BAND_OPACITY;
    for (const piece of piecesOfBand(band, model.y)) {
      context.beginPath();
      for (const point of piece) context.lineTo(px(point.x), py(point.high));
      for (const point of piece.toReversed()) context.lineTo(px(point.x), py(point.low));
      context.fill();
    }
    context.globalAlpha = 1;
  }
  for (const arrow of model.arrows ?? []) {
    stroke(context, color(arrow.ink ?? "sample"), ratio, []);
    drawArrow(context, box, model, arrow, ratio);
  }

  for (const { axis, at, ink, dashed } of model.rules ?? []) {
    const horizontal = axis === "y";
    const place = horizontal ? py(at) : px(at);
    stroke(context, color(ink), ratio, dashed ? DASH.map((length) => length * ratio) : []);
    context.beginPath();
    context.moveTo(horizontal ? box.left : place, horizontal ? place : box.top);
    context.lineTo(horizontal ? right : place, horizontal ? place : bottom);
    context.stroke();
  }

  for (const line of model.lines ?? []) {
    stroke(context, color(line.ink), (line.width ?? 1) * ratio, line.dashed ? DASH.map((length) => length * ratio) : []);
    tracePath(context, line, px, py);
  }

  context.setLineDash([]);
  for (const { x, y, ink, radius = 3, hollow } of model.dots ?? []) {
    context.beginPath();
    context.arc(px(x), py(y), radius * ratio, 0, 2 * Math.PI);
    context.fillStyle = hollow ? colors.background : color(ink);
    context.fill();
    if (hollow) {
      stroke(context, color(ink), 1.5 * ratio, []);
      context.stroke();
    }
  }
  if (cursor !== undefined) {
    stroke(context, colors.muted, ratio, []);
    context.beginPath();
    context.moveTo(px(cursor), box.top);
    context.lineTo(px(cursor), bottom);
    context.stroke();
  }
  context.restore();

  context.save();
  context.font = `500 ${LABEL_SIZE * ratio}px ${font}`;
  context.lineWidth = 3.5 * ratio;
  context.lineJoin = "round";
  context.strokeStyle = colors.background;
  const measure = (text: string) => context.measureText(text).width;
  for (const { text, x, y, align, ink } of labelsOf(model, { area: box, ratio, measure })) {
    const width = widthOf(text, measure);
    let at = align === "left" ? x : align === "right" ? x - width : x - width / 2;
    context.textAlign = "left";
    context.fillStyle = readable(ink, colors);
    for (const { text: piece, shift } of piecesOf(text)) {
      const plain = shift === "none";
      context.font = `500 ${LABEL_SIZE * (plain ? 1 : SMALL) * ratio}px ${font}`;
      const lowered = y + (plain ? 0 : shift === "down" ? 3 : -4) * ratio;
      context.strokeText(piece, at, lowered);
      context.fillText(piece, at, lowered);
      at += context.measureText(piece).width;
    }
    context.font = `500 ${LABEL_SIZE * ratio}px ${font}`;
  }
  if (model.empty !== undefined) {
    context.textAlign = "center";
    context.fillStyle = colors.muted;
    context.fillText(model.empty, box.left + box.width / 2, box.top + box.height / 2);
  }
  context.restore();
}

/** Colour of text that belongs to an ink: faint lines have muted labels. */
function readable(ink: Ink, colors: Theme): string {
  return ink === "faint" || ink === "sample" ? colors.muted : inkColor(ink, colors);
}

function stroke(context: CanvasRenderingContext2D, color: string, width: number, dash: number[]): void {
  context.strokeStyle = color;
  context.lineWidth = width;
  context.setLineDash(dash);
}

/** Strokes a line, broken where it has no value. */
function tracePath(
  context: CanvasRenderingContext2D,
  { x, y }: Line,
  px: (value: number) => number,
  py: (value: number) => number,
): void {
  context.beginPath();
  let drawing = false;
  for (let k = 0; k < x.length; k++) {
    const [a, b] = [px(x[k]), py(y[k])];
    if (!Number.isFinite(a) || !Number.isFinite(b)) {
      drawing = false;
      continue;
    }
    if (drawing) context.lineTo(a, b);
    else context.moveTo(a, b);
    drawing = true;
  }
  context.stroke();
}

/** An arrow of fixed length on screen. */
function drawArrow(context: CanvasRenderingContext2D, box: Box, { x, y }: ChartModel, arrow: Arrow, ratio: number): void {
  const at = { x: box.left + share(x, arrow.x) * box.width, y: box.top + (1 - share(y, arrow.y)) * box.height };
  const dx = (arrow.dx / (x.domain[1] - x.domain[0])) * box.width;
  const dy = (-arrow.dy / (y.domain[1] - y.domain[0])) * box.height;
  const length = Math.hypot(dx, dy);
  if (length === 0) return;
  const [ux, uy] = [dx / length, dy / length];
  const half = (ARROW_LENGTH * ratio) / 2;
  const tip = { x: at.x + ux * half, y: at.y + uy * half };
  const wing = 3 * ratio;
  context.beginPath();
  context.moveTo(at.x - ux * half, at.y - uy * half);
  context.lineTo(tip.x, tip.y);
  context.moveTo(tip.x - (ux + uy) * wing, tip.y - (uy - ux) * wing);
  context.lineTo(tip.x, tip.y);
  context.lineTo(tip.x - (ux - uy) * wing, tip.y - (uy + ux) * wing);
  context.stroke();
}
