/**
 * The plane of two targets as values: areas, edges and corners by the phase they lead to, and what orthonormal inputs do not reach together.
 */
import { dataTheory, losses } from "qntk";
import type { DataInfo } from "../../engine/protocol.ts";
import { orthonormalData, spectrumOf } from "./expected.ts";

export type Point = readonly [number, number];

/** A part of the plane. */
export interface Area {
  readonly phase: dataTheory.DataPhase;
  readonly points: readonly Point[];
}

/** A stretch of a line on which a target is at an end. */
export interface Edge {
  readonly phase: dataTheory.DataPhase;
  readonly from: Point;
  readonly to: Point;
}

export interface PlaneModel {
  readonly areas: readonly Area[];
  readonly edges: readonly Edge[];
  /** Both targets at an end. */
  readonly corners: readonly { readonly phase: dataTheory.DataPhase; readonly at: Point }[];
  /** Targets that orthonormal inputs do not reach together: none of the seven phases. */
  readonly beyond: readonly (readonly Point[])[];
}

export type Domain = readonly [number, number];

/** The plane of two of a run's targets, the others as they are; without phases where the loss is not that of the theory. */
export function planeModel(
  info: DataInfo,
  targets: readonly number[],
  [across, up]: readonly [number, number],
  [x, y]: readonly [Domain, Domain],
  loss = "quadratic",
): PlaneModel {
  const data = losses.get(loss).theory === "quadratic" ? orthonormalData(info) : undefined;
  if (data === undefined) return { areas: [], edges: [], corners: [], beyond: [] };
  const ranges = targets.map((_, a) => spectrumOf(info, a));
  const phaseAt = ([u, v]: Point) =>
    dataTheory.phaseOfTargets(
      targets.map((target, a) => (a === across ? u : a === up ? v : target)),
      ranges,
    ).phase;
  const columns = cellsOf(x, ranges[across]);
  const rows = cellsOf(y, ranges[up]);
  const areas = columns.flatMap((column) =>
    rows.map((row): Area & { column: Cell; row: Cell } => ({
      phase: phaseAt([middle(column), middle(row)]),
      points: [
        [column.from, row.from],
        [column.to, row.from],
        [column.to, row.to],
        [column.from, row.to],
      ],
      column,
      row,
    })),
  );
  const ends = ({ min, max }: { min: number; max: number }, [low, high]: Domain) =>
    [min, max].filter((end) => end >= low && end <= high);
  const [lines, levels] = [ends(ranges[across], x), ends(ranges[up], y)];
  return {
    areas: areas.map(({ phase, points }) => ({ phase, points })),
    edges: [
      ...lines.flatMap((u) =>
        rows.map((row): Edge => ({ phase: phaseAt([u, middle(row)]), from: [u, row.from], to: [u, row.to] })),
      ),
      ...levels.flatMap((v) =>
        columns.map((column): Edge => ({ phase: phaseAt([middle(column), v]), from: [column.from, v], to: [column.to, v] })),
      ),
    ],
    corners: lines.flatMap((u) => levels.map((v) => ({ phase: phaseAt([u, v]), at: [u, v] as const }))),
    beyond: dataTheory.sharedBounds(data).flatMap((bound) =>
      areas.flatMap(({ points, column, row }) => {
        const rest = bound.data
          .filter((a) => a !== across && a !== up)
          .reduce((sum, a) => sum + Math.min(Math.max(targets[a], ranges[a].min), ranges[a].max), 0);
        const sum = ([u, v]: Point) =>
          rest + (bound.data.includes(across) ? (column.reached ?? u) : 0) + (bound.data.includes(up) ? (row.reached ?? v) : 0);
        const { min, max } = bound;
        return [
          ...(min === undefined ? [] : [clipped(points, (point) => sum(point) - min)]),
          ...(max === undefined ? [] : [clipped(points, (point) => max - sum(point))]),
        ].filter((polygon) => polygon.length > 2);
      }),
    ),
  };
}

/** A stretch of an axis: beyond an end, where that end alone is reached, or inside the spectrum. */
interface Cell {
  readonly from: number;
  readonly to: number;
  readonly reached?: number;
}

function cellsOf([low, high]: Domain, { min, max }: { min: number; max: number }): Cell[] {
  const within = (value: number) => Math.min(Math.max(value, low), high);
  return [
    { from: low, to: within(min), reached: min },
    { from: within(min), to: within(max) },
    { from: within(max), to: high, reached: max },
  ].filter(({ from, to }) => to > from);
}

function middle({ from, to }: Cell): number {
  return (from + to) / 2;
}

/** The part of a convex polygon where a function that is linear on it is negative. */
function clipped(points: readonly Point[], value: (point: Point) => number): Point[] {
  return points.flatMap((point, k): Point[] => {
    const next = points[(k + 1) % points.length];
    const [a, b] = [value(point), value(next)];
    const share = a / (a - b);
    const cut: Point[] =
      a < 0 === b < 0 ? [] : [[point[0] + share * (next[0] - point[0]), point[1] + share * (next[1] - point[1])]];
    return a < 0 ? [point, ...cut] : cut;
  });
}

/** Share of a spectrum's width that is shown beyond each end, at least. */
const MARGIN = 0.35;
/** Room beside a target beyond that. */
const ROOM = 1.25;

/** The domain of an axis: the spectrum, some way beyond its ends, and the target. */
export function planeDomain({ min, max }: { readonly min: number; readonly max: number }, target: number): Domain {
  const width = max - min || 1;
  const beyond = Math.max(min - target, target - max, 0) / width;
  const reach = beyond > 0.85 * MARGIN ? beyond * ROOM : MARGIN;
  return [min - reach * width, max + reach * width];
}
