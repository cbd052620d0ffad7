/**
 * The ranges of axes that show curves. Every range has a length above zero whatever the data.
 */
import type { CurveSet, Points } from "../analysis/curves.ts";

/** The range of an axis. */
export type Domain = readonly [number, number];

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
  // A mean that scatters passes zero somewhere: how near says nothing.
  const low = Math.max(Math.min(...values), SCATTER_SHARE * leastBand(sets));
  const first = low < LOG_SPAN * high ? Math.ceil(Math.log10(LOG_SPAN * high)) : Math.floor(Math.log10(low));
  return [10 ** first, 10 ** Math.max(first + 1, Math.ceil(Math.log10(high)))];
}

/** Share of the error of a mean that an axis goes down to. */
const SCATTER_SHARE = 0.1;

/** The least of the median half widths of the bands; 0 where there is none. */
function leastBand(sets: readonly CurveSet[]): number {
  const widths = sets.flatMap(({ band = [] }) => {
    const own = band.map(([, below, above]) => (above - below) / 2).sort((a, b) => a - b);
    return own.length === 0 ? [] : [own[own.length >> 1]];
  });
  return widths.length === 0 ? 0 : Math.min(...widths);
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
