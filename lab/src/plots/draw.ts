/**
 * Draws the model of a chart onto a canvas, inside its axes.
 */
import type { Theme } from "qntk";
import { inkColor } from "./ink.ts";
import { type Arrow, type ChartModel, type Ink, type Line, share } from "./model.ts";

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
/** Pixels to the right of a dot that its label needs. */
const LABEL_ROOM = 70;

export function drawChart(context: CanvasRenderingContext2D, box: Box, model: ChartModel, options: DrawOptions): void {
  const { colors, ratio, font, cursor } = options;
  const px = (value: number) => box.left + share(model.x, value) * box.width;
  const py = (value: number) => box.top + (1 - share(model.y, value)) * box.height;
  const color = (ink: Ink) => inkColor(ink, colors);
  const bottom = box.top + box.height;
  const right = box.left + box.width;
  const labels: Label[] = [];

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
  for (const arrow of model.arrows ?? []) {
    stroke(context, color(arrow.ink ?? "sample"), ratio, []);
    drawArrow(context, box, model, arrow, ratio);
  }

  for (const { axis, at, ink, dashed, label, side } of model.rules ?? []) {
    const horizontal = axis === "y";
    const place = horizontal ? py(at) : px(at);
    stroke(context, color(ink), ratio, dashed ? DASH.map((length) => length * ratio) : []);
    context.beginPath();
    context.moveTo(horizontal ? box.left : place, horizontal ? place : box.top);
    context.lineTo(horizontal ? right : place, horizontal ? place : bottom);
    context.stroke();
    if (label === undefined || place < box.top - ratio || (horizontal && place > bottom)) continue;
    const atStart = side === "start";
    if (horizontal)
      labels.push({
        text: label,
        x: atStart ? box.left + 6 * ratio : right - 4 * ratio,
        y: place - 5 * ratio,
        align: atStart ? "left" : "right",
        ink: readable(ink, colors),
      });
    else {
      const atRight = place > right - LABEL_ROOM * ratio;
      labels.push({
        text: label,
        x: place + (atRight ? -5 : 5) * ratio,
        y: box.top + 12 * ratio,
        align: atRight ? "right" : "left",
        ink: readable(ink, colors),
      });
    }
  }

  for (const line of model.lines ?? []) {
    stroke(context, color(line.ink), (line.width ?? 1) * ratio, line.dashed ? DASH.map((length) => length * ratio) : []);
    const end = tracePath(context, line, px, py);
    if (line.label === undefined || end === undefined) continue;
    // A line that ends near the left edge is labelled to its right.
    const room = end.x - box.left > 70 * ratio;
    const inside = room ? Math.min(end.x, right - 4 * ratio) : end.x + 5 * ratio;
    labels.push({
      text: line.label,
      x: inside,
      y: Math.min(Math.max(box.top + 12 * ratio, end.y - 7 * ratio), bottom - 22 * ratio),
      align: room ? "right" : "left",
      ink: readable(line.ink, colors),
    });
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
  for (const { x, y, label, ink, side } of model.dots ?? []) {
    const lower = side === "above" ? -11 : side === "below" ? 20 : 4;
    if (label !== undefined)
      labels.push({
        text: label,
        x: px(x) + (lower === 4 ? 8 : -2) * ratio * (px(x) > right - LABEL_ROOM * ratio ? -1 : 1),
        y: Math.min(py(y) + lower * ratio, bottom - 10 * ratio),
        align: px(x) > right - LABEL_ROOM * ratio ? "right" : "left",
        ink: readable(ink, colors),
      });
  }
  for (const { text, x, y, align, ink } of apart(labels, ratio)) {
    context.textAlign = align;
    context.strokeText(text, x, y);
    context.fillStyle = ink;
    context.fillText(text, x, y);
  }
  context.textAlign = "right";
  context.strokeText(model.x.label, right - 2 * ratio, bottom - 7 * ratio);
  context.fillStyle = colors.muted;
  context.fillText(model.x.label, right - 2 * ratio, bottom - 7 * ratio);
  if (model.empty !== undefined) {
    context.textAlign = "center";
    context.fillStyle = colors.muted;
    context.fillText(model.empty, box.left + box.width / 2, box.top + box.height / 2);
  }
  context.restore();
}

interface Label {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly align: CanvasTextAlign;
  readonly ink: string;
}

/** Labels moved apart where one would be written over another. */
function apart(labels: readonly Label[], ratio: number): Label[] {
  const placed: Label[] = [];
  for (const label of labels) {
    const overlaps = (y: number) =>
      placed.some(
        (other) => other.align === label.align && Math.abs(other.x - label.x) < 90 * ratio && Math.abs(other.y - y) < 13 * ratio,
      );
    const candidates = [0, 14, -14, 28, -28].map((shift) => label.y + shift * ratio);
    placed.push({ ...label, y: candidates.find((y) => !overlaps(y)) ?? label.y });
  }
  return placed;
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

/** Strokes a line, broken where it has no value; returns its last point. */
function tracePath(
  context: CanvasRenderingContext2D,
  { x, y }: Line,
  px: (value: number) => number,
  py: (value: number) => number,
): { x: number; y: number } | undefined {
  context.beginPath();
  let drawing = false;
  let last: { x: number; y: number } | undefined;
  for (let k = 0; k < x.length; k++) {
    const [a, b] = [px(x[k]), py(y[k])];
    if (!Number.isFinite(a) || !Number.isFinite(b)) {
      drawing = false;
      continue;
    }
    if (drawing) context.lineTo(a, b);
    else context.moveTo(a, b);
    drawing = true;
    last = { x: a, y: b };
  }
  context.stroke();
  return last;
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
