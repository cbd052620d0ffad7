/**
 * Names of curves written beside them: where they cover neither one another nor, if it can be helped, a curve.
 */
import type { Points } from "../analysis/curves.ts";
import { textWidth } from "./text-width.ts";

/** A name placed: its left end and its middle line, in px from the upper left corner of the panel. */
export interface PlacedLabel {
  readonly x: number;
  readonly y: number;
}

/** The part of a panel inside its axes, and how far a label may stand out of it to the right and above, in px. */
export interface LabelArea {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly overhang: number;
}

/** Shares of a curve's length at which a label may begin, or else end, best first. */
const PLACES = [0.55, 0.7, 0.4, 0.3, 0.62, 0.48, 0.78, 0.2];
/** Distance of a label's middle line from the curve in px, above it and below. */
const OFFSETS = [-9, 9];
const LINE_HEIGHT = 12;
/** Distance in px of points along a line: half the height of a label. */
const SPACING = 6;

/** Costs of what is wrong with a place: covering a label or leaving the panel, which rule it out, and covering a curve. */
const FORBIDDEN = 1000;
const ON_CURVE = 20;

interface Box {
  readonly left: number;
  readonly right: number;
  readonly middle: number;
}

/**
 * Places one label for each curve, in order, each where it does least harm; undefined for a curve with fewer than two points in sight, or
 * with no room left beside it.
 *
 * @param curves in px, with NaN where they are out of sight
 * @param obstacles what is not to be covered, in px, as points so near to one another that no label fits between them
 */
export function placeLabels(
  names: readonly string[],
  curves: readonly Points[],
  area: LabelArea,
  textSize: number,
  obstacles: readonly Points[] = curves.map(alongLine),
): (PlacedLabel | undefined)[] {
  const taken: Box[] = [];
  return names.map((name, k) => {
    const points = curves[k].filter(([, y]) => Number.isFinite(y));
    if (points.length < 2) return undefined;
    const width = textWidth(name, textSize);
    const anchors = PLACES.map((share) => pointAt(points, share));
    const boxes = [2, -2 - width].flatMap((shift) =>
      anchors.flatMap(([x, y]) =>
        OFFSETS.map((offset): Box => ({ left: x + shift, right: x + shift + width, middle: y + offset })),
      ),
    );
    const costs = boxes.map((box, rank) => rank + costOf(box, taken, obstacles, area));
    const least = Math.min(...costs);
    if (least >= FORBIDDEN) return undefined;
    const best = boxes[costs.indexOf(least)];
    taken.push(best);
    return { x: best.left, y: best.middle };
  });
}

function costOf(box: Box, taken: readonly Box[], obstacles: readonly Points[], area: LabelArea): number {
  const outside =
    box.left < area.left + 2 ||
    box.right > area.right + area.overhang ||
    box.middle - LINE_HEIGHT / 2 < area.top - area.overhang ||
    box.middle + LINE_HEIGHT / 2 > area.bottom;
  const onLabel = taken.some(
    (other) => box.left < other.right + 3 && other.left < box.right + 3 && Math.abs(box.middle - other.middle) < LINE_HEIGHT,
  );
  const crossed = obstacles.filter((points) =>
    points.some(([x, y]) => x >= box.left - 1 && x <= box.right + 1 && Math.abs(y - box.middle) < LINE_HEIGHT / 2 + 1),
  );
  return (outside || onLabel ? FORBIDDEN : 0) + ON_CURVE * crossed.length;
}

/** The points of a line and others between them, so near to one another that no label fits between. */
export function alongLine(points: Points): Points {
  return points.flatMap(([x, y], k) => {
    const [x0, y0] = points[Math.max(0, k - 1)];
    const count = Math.max(1, Math.ceil(Math.hypot(x - x0, y - y0) / SPACING));
    if (k === 0 || !Number.isFinite(count)) return [[x, y] as const];
    return Array.from({ length: count }, (_, i) => {
      const share = (i + 1) / count;
      return [x0 + share * (x - x0), y0 + share * (y - y0)] as const;
    });
  });
}

/** The point at a share of the places along a curve, between two of its points. */
function pointAt(points: Points, share: number): Points[number] {
  const place = share * (points.length - 1);
  const [[x0, y0], [x1, y1]] = [points[Math.floor(place)], points[Math.ceil(place)]];
  const rest = place - Math.floor(place);
  return [x0 + rest * (x1 - x0), y0 + rest * (y1 - y0)];
}
