/**
 * Curves as points, and the ranges of axes that show them. Every range has a length above zero whatever the data.
 */
import { range } from "../base/arrays.ts";

/** A curve. */
export type Points = readonly (readonly [number, number])[];

/** A quantity's samples, mean and theory. */
export interface CurveSet {
  readonly samples: readonly Points[];
  readonly mean: Points;
  readonly theory?: Points;
}

/** The range of an axis. */
export type Domain = readonly [number, number];

/** Points drawn of a curve. */
const CURVE_POINTS = 160;
/** Smallest value shown on logarithmic axes, relative to the largest. */
const LOG_SPAN = 1e-14;

/**
 * Whole decades around the means; undefined where they are zero.
 *
 * @param rounding value up to which a number stands for zero
 */
export function logDomain(sets: readonly CurveSet[], rounding = 0): Domain | undefined {
  const values = sets.flatMap((set) => set.mean.map(([, y]) => y)).filter((y) => y > 0 && Number.isFinite(y));
  const high = Math.max(0, ...values);
  if (high <= rounding) return undefined;
  const low = Math.min(...values);
  const first = low < LOG_SPAN * high ? Math.ceil(Math.log10(LOG_SPAN * high)) : Math.floor(Math.log10(low));
  return [10 ** first, 10 ** Math.max(first + 1, Math.ceil(Math.log10(high)))];
}

/** Covers the late nine tenths of the samples: λ starts at the random initialisation's value, which may be far away. Undefined for no data. */
export function linearDomain(sets: readonly CurveSet[]): Domain | undefined {
  const late = sets
    .flatMap((set) => set.samples.flatMap((points) => points.slice(Math.floor(points.length / 10)).map(([, y]) => y)))
    .filter(Number.isFinite);
  if (late.length === 0) return undefined;
  const low = Math.min(0, ...late);
  const high = Math.max(0, ...late);
  return [low < 0 ? -niceCeiling(-low) : 0, high > 0 || low === 0 ? niceCeiling(high) : 0];
}

/** The next round number, or the value itself where rounding alone keeps it from being one; 1 for zero. */
export function niceCeiling(value: number): number {
  if (!(value > 0 && Number.isFinite(value))) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return Math.max(value, power * ([1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((factor) => factor * power >= value * (1 - 1e-12)) ?? 10));
}

/** Points outside the domain become gaps. */
export function clip(points: Points, [low, high]: Domain): Points {
  return points.map(([x, y]) => (y >= low && y <= high ? [x, y] : [x, Number.NaN]));
}

/** At most `CURVE_POINTS` of the places 0 .. count - 1, evenly spread, with both ends. */
export function thinned(count: number): number[] {
  const kept = Math.min(CURVE_POINTS, count);
  return range(kept).map((k) => Math.round((k * (count - 1)) / Math.max(1, kept - 1)));
}

/** The same of points. */
export function thinnedPoints(points: Points): Points {
  return thinned(points.length).map((k) => points[k]);
}
