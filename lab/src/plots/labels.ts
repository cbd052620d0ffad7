/**
 * Where the labels of a chart stand: each at the first of its places that is inside the chart, over no other label and over no curve.
 */
import { type ChartModel, type Ink, share } from "./model.ts";

/** A piece of a label, on the line, lowered or raised. */
export interface Piece {
  readonly text: string;
  readonly shift: "none" | "down" | "up";
}

/** Size of lowered and raised pieces, relative to the others. */
export const SMALL = 0.75;

/** The pieces of a label, in which _x and ^x, or _{…} and ^{…}, lower and raise. */
export function piecesOf(label: string): Piece[] {
  const found = label.matchAll(/([_^])(?:\{([^}]*)\}|([^{}]))|([^_^]+)/g);
  return [...found].map(([, mark, long, short, plain]) =>
    plain !== undefined ? { text: plain, shift: "none" } : { text: long ?? short, shift: mark === "_" ? "down" : "up" },
  );
}

/** The width of a label, from that of its plain pieces. */
export function widthOf(label: string, measure: (text: string) => number): number {
  return piecesOf(label).reduce((sum, { text, shift }) => sum + measure(text) * (shift === "none" ? 1 : SMALL), 0);
}

/** The plotting area, in pixels of any kind. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A place for a label: the end or the middle of its line of text. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly align: "left" | "right" | "center";
}

export interface PlacedLabel extends Place {
  readonly text: string;
  readonly ink: Ink;
}

interface Wanted {
  readonly text: string;
  readonly ink: Ink;
  readonly places: readonly Place[];
  /** The end of the line that it names. */
  readonly end?: Point;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Rectangle {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** What is measured in pixels. */
export interface LabelOptions {
  readonly area: Area;
  /** Pixels for each of the sizes below. */
  readonly ratio: number;
  /** The width of plain text. */
  measure(text: string): number;
}

/** Height of a label above its line of text, and below. */
const ABOVE = 9;
const BELOW = 3;
/** What standing over a curve costs, and nearer to the end of another, and over another label, and outside the chart. */
const COSTS = { curve: 1, foreign: 1, label: 60, outside: 400 } as const;

/** The labels of a chart, the name of its horizontal axis included. */
export function labelsOf(model: ChartModel, options: LabelOptions): PlacedLabel[] {
  const { area } = options;
  const at = ({ x, y }: Point): Point => ({
    x: area.left + share(model.x, x) * area.width,
    y: area.top + (1 - share(model.y, y)) * area.height,
  });
  const curves = (model.lines ?? [])
    .filter(({ ink, label }) => label !== undefined || (ink !== "sample" && ink !== "faint"))
    .map(({ x, y }) => Array.from(x, (value, k) => at({ x: value, y: y[k] })));
  const dots = (model.dots ?? []).map((dot) => [at(dot)]);
  const placed: PlacedLabel[] = [];
  const boxes: Rectangle[] = [];
  const all = wantedLabels(model, at, options);
  const ends = all.flatMap(({ end }) => (end === undefined ? [] : [end]));
  for (const wanted of all) {
    const costs = wanted.places.map((place) => {
      const box = boxOf(wanted.text, place, options);
      return costOf(box, [...curves, ...dots], boxes, options) + (isForeign(box, wanted.end, ends) ? COSTS.foreign : 0);
    });
    const best = wanted.places[costs.indexOf(Math.min(...costs))];
    placed.push({ ...best, text: wanted.text, ink: wanted.ink });
    boxes.push(boxOf(wanted.text, best, options));
  }
  return placed;
}

/** What is to be written, and the places for it, the best first. */
function wantedLabels(model: ChartModel, at: (point: Point) => Point, { area, ratio }: LabelOptions): Wanted[] {
  const right = area.left + area.width;
  const bottom = area.top + area.height;
  const near = (x: number, y: number, shifts: readonly (readonly [number, number, Place["align"]])[]): Place[] =>
    shifts.map(([dx, dy, align]) => ({ x: x + dx * ratio, y: y + dy * ratio, align }));
  const middle = area.left + area.width / 2;
  const axis: Wanted = {
    text: model.x.label,
    ink: "muted",
    places: [
      ...near(right, bottom, [[-2, -7, "right"]]),
      ...near(middle, bottom, [[0, -7, "center"]]),
      ...near(area.left, bottom, [[6, -7, "left"]]),
      ...near(right, bottom, [[-2, -20, "right"]]),
    ],
  };
  const rules = (model.rules ?? []).flatMap(({ axis: across, at: value, ink, label, side }): Wanted[] => {
    const fraction = share(model[across], value);
    if (label === undefined || fraction < 0 || fraction > 1) return [];
    const place = at({ x: value, y: value });
    if (across === "x")
      return [
        {
          text: label,
          ink,
          places: [12, 26, 40].flatMap((y) =>
            near(place.x, area.top, [
              [5, y, "left"],
              [-5, y, "right"],
            ]),
          ),
        },
      ];
    const start = near(area.left, place.y, [
      [6, -5, "left"],
      [6, 13, "left"],
    ]);
    const end = near(right, place.y, [
      [-4, -5, "right"],
      [-4, 13, "right"],
    ]);
    const inside = near(middle, place.y, [
      [0, -5, "center"],
      [0, 13, "center"],
    ]);
    return [{ text: label, ink, places: side === "start" ? [...start, ...inside, ...end] : [...end, ...inside, ...start] }];
  });
  const lines = (model.lines ?? []).flatMap(({ x, y, label, ink }): Wanted[] => {
    const last = Array.from(x, (_, k) => k).findLast((k) => inChart(model, x[k], y[k]));
    if (label === undefined || last === undefined) return [];
    const end = at({ x: x[last], y: y[last] });
    const ends = near(end.x, end.y, [
      ...([
        [-2, -7, "right"],
        [-2, 16, "right"],
        [0, 16, "center"],
        [6, 4, "left"],
        [6, -7, "left"],
        [6, 16, "left"],
      ] as const),
      ...[-9, 30, -23, 44, -37].map((dy) => [0, dy, "center"] as const),
    ]);
    return [
      {
        ...{ text: label, ink, end },
        places: [
          ...ends,
          ...alongLine(model, { x, y }, at).flatMap((point) =>
            near(point.x, point.y, [
              [0, -9, "center"],
              [0, 18, "center"],
            ]),
          ),
        ],
      },
    ];
  });
  const dots = (model.dots ?? []).flatMap(({ x, y, label, ink, side = "beside" }): Wanted[] => {
    if (label === undefined) return [];
    const point = at({ x, y });
    const beside = [
      [9, 4, "left"],
      [-9, 4, "right"],
    ] as const;
    const above = [
      [0, -11, "center"],
      [6, -8, "left"],
      [-6, -8, "right"],
    ] as const;
    const below = [
      [0, 20, "center"],
      [6, 16, "left"],
      [-6, 16, "right"],
    ] as const;
    const order = {
      beside: [...beside, ...above, ...below],
      above: [...above, ...beside, ...below],
      below: [...below, ...beside, ...above],
    };
    return [{ text: label, ink, places: near(point.x, point.y, order[side]) }];
  });
  return [axis, ...rules, ...dots, ...lines];
}

/** Shares of a line at which its label may stand where its end has no room. */
const ALONG = [0.75, 0.5, 0.25] as const;

function alongLine(
  model: ChartModel,
  { x, y }: { x: ArrayLike<number>; y: ArrayLike<number> },
  at: (point: Point) => Point,
): Point[] {
  const shown = Array.from(x, (_, k) => k).filter((k) => inChart(model, x[k], y[k]));
  return shown.length === 0
    ? []
    : ALONG.map((part) => shown[Math.floor(part * (shown.length - 1))]).map((k) => at({ x: x[k], y: y[k] }));
}

function inChart(model: ChartModel, x: number, y: number): boolean {
  const [a, b] = [share(model.x, x), share(model.y, y)];
  return a >= -1e-9 && a <= 1 + 1e-9 && b >= -1e-9 && b <= 1 + 1e-9;
}

/** Whether a label stands nearer to the end of another line than to that of its own. */
function isForeign({ left, right, top, bottom }: Rectangle, own: Point | undefined, ends: readonly Point[]): boolean {
  if (own === undefined) return false;
  const distance = (end: Point) => Math.hypot((left + right) / 2 - end.x, (top + bottom) / 2 - end.y);
  return ends.some((end) => end !== own && distance(end) < distance(own));
}

function boxOf(text: string, { x, y, align }: Place, { ratio, measure }: LabelOptions): Rectangle {
  const width = widthOf(text, measure);
  const left = align === "left" ? x : align === "right" ? x - width : x - width / 2;
  return { left, right: left + width, top: y - ABOVE * ratio, bottom: y + BELOW * ratio };
}

function costOf(
  box: Rectangle,
  curves: readonly (readonly Point[])[],
  boxes: readonly Rectangle[],
  { area, ratio }: LabelOptions,
): number {
  let cost = 0;
  for (const curve of curves) {
    for (let k = 0; k < curve.length; k++) {
      const crossed = k === 0 ? curve.length === 1 && crosses(box, curve[0], curve[0]) : crosses(box, curve[k - 1], curve[k]);
      if (crossed) {
        cost += COSTS.curve;
        break;
      }
    }
  }
  const room = 2 * ratio;
  for (const other of boxes) {
    const apart =
      box.right + room < other.left ||
      box.left - room > other.right ||
      box.bottom + room < other.top ||
      box.top - room > other.bottom;
    if (!apart) cost += COSTS.label;
  }
  const inside =
    box.left >= area.left &&
    box.right <= area.left + area.width + 20 * ratio &&
    box.top >= area.top - 2 * ratio &&
    box.bottom <= area.top + area.height;
  return inside ? cost : cost + COSTS.outside;
}

/** Whether a straight piece of a curve meets a rectangle. */
function crosses({ left, right, top, bottom }: Rectangle, a: Point, b: Point): boolean {
  if (!Number.isFinite(a.x + a.y + b.x + b.y)) return false;
  // Liang and Barsky: the part of the piece that lies inside all four edges.
  let [from, to] = [0, 1];
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  for (const [p, q] of [
    [-dx, a.x - left],
    [dx, right - a.x],
    [-dy, a.y - top],
    [dy, bottom - a.y],
  ]) {
    if (p === 0) {
      if (q < 0) return false;
      continue;
    }
    if (p < 0) from = Math.max(from, q / p);
    else to = Math.min(to, q / p);
    if (from > to) return false;
  }
  return true;
}
