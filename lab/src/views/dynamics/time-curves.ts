/**
 * Curves over time for the charts: every recorded row, thinned to what a screen can show.
 */
import { lotkaVolterra } from "qntk";
import type { RunInfo } from "../../engine/protocol.ts";
import type { RunSeries } from "../../state/series.ts";

/** Points of a curve, about. */
const POINTS = 700;

/** Curves of one quantity: samples in grey, their mean in colour. */
export interface CurveGroup {
  readonly t: Float64Array;
  readonly mean: Float64Array;
  readonly samples: readonly Float64Array[];
}

/** Rows to draw: evenly spread along a linear or a logarithmic axis, the last one among them. */
export function drawnRows(rows: number, log: boolean): number[] {
  if (rows === 0) return [];
  if (!log) {
    const stride = 2 ** Math.max(0, Math.ceil(Math.log2(rows / POINTS)));
    const drawn = Array.from({ length: Math.ceil(rows / stride) }, (_, k) => k * stride);
    if (drawn.at(-1) !== rows - 1) drawn.push(rows - 1);
    return drawn;
  }
  const drawn: number[] = [];
  for (let row = 1; row < rows; row = Math.max(row + 1, Math.floor(row * 1.012))) drawn.push(row);
  if (rows > 1 && drawn.at(-1) !== rows - 1) drawn.push(rows - 1);
  return drawn;
}

/** |ε - R| over time, R belonging to the target of each row; values below `floor` are rounding and left out. */
export function residualCurves(
  series: RunSeries,
  rows: readonly number[],
  { spectrum }: RunInfo,
  linear: boolean,
  floor: number,
) {
  const residuals = new Map<number, number>();
  const residualAt = (row: number) => {
    const target = series.targets.at(row, 0);
    let residual = residuals.get(target);
    if (residual === undefined) {
      residual = lotkaVolterra.residualOf(target, spectrum, linear ? "linear" : "quadratic");
      residuals.set(target, residual);
    }
    return residual;
  };
  const above = (value: number) => (Math.abs(value) > floor ? Math.abs(value) : Number.NaN);
  return {
    t: Float64Array.from(rows),
    mean: Float64Array.from(rows, (row) => above(series.epsilon.mean(row) - residualAt(row))),
    samples: columns(series).map((c) => Float64Array.from(rows, (row) => above(series.epsilon.at(row, c) - residualAt(row)))),
  } satisfies CurveGroup;
}

/** K over time. */
export function kernelCurves(series: RunSeries, rows: readonly number[], floor: number): CurveGroup {
  const above = (value: number) => (value > floor ? value : Number.NaN);
  return {
    t: Float64Array.from(rows),
    mean: Float64Array.from(rows, (row) => above(series.kernel.mean(row))),
    samples: columns(series).map((c) => Float64Array.from(rows, (row) => above(series.kernel.at(row, c)))),
  };
}

/** What shots say of ε and K, means over the samples and their standard errors; undefined without shots. */
export function shotCurves({ estimates }: RunSeries, rows: readonly number[]) {
  if (estimates.rows === 0) return undefined;
  const of = (value: (row: number) => number) => Float64Array.from(rows, value);
  const kernel = of((row) => estimates.kernelUnbiased.mean(row));
  const kernelError = of((row) => estimates.errorOfMean("kernelError", row));
  return {
    epsilonError: of((row) => estimates.errorOfMean("epsilonError", row)),
    kernel,
    kernelError,
    /** Values that a logarithmic axis shows: a mean that chance puts next to 0 does not set its lower end. */
    visible: kernel.map((value, k) => Math.max(value, kernelError[k] / 4)),
  };
}

/** λ and ζ where μ was measured and K stands clear of rounding. */
export function ratioCurves(series: RunSeries, log: boolean, floor: number): { lambda: CurveGroup; zeta: CurveGroup } {
  const places = drawnRows(series.muRows.length, false).filter((k) => !log || series.muRows[k] > 0);
  const t = Float64Array.from(places, (k) => series.muRows[k]);
  const clear = (k: number, value: number) => (series.kernel.mean(series.muRows[k]) > floor ? value : Number.NaN);
  const clearAt = (k: number, c: number, value: number) => (series.kernel.at(series.muRows[k], c) > floor ? value : Number.NaN);
  return {
    lambda: {
      t,
      mean: Float64Array.from(places, (k) => clear(k, series.meanLambda(k))),
      samples: columns(series).map((c) => Float64Array.from(places, (k) => clearAt(k, c, series.lambda(k, c)))),
    },
    zeta: {
      t,
      mean: Float64Array.from(places, (k) => clear(k, series.meanZeta(k))),
      samples: columns(series).map((c) => Float64Array.from(places, (k) => clearAt(k, c, series.zeta(k, c)))),
    },
  };
}

/** Smallest and largest finite value of some arrays. */
export function extent(arrays: readonly ArrayLike<number>[]): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const values of arrays) {
    for (let k = 0; k < values.length; k++) {
      if (!Number.isFinite(values[k])) continue;
      low = Math.min(low, values[k]);
      high = Math.max(high, values[k]);
    }
  }
  return [low, high];
}

function columns(series: RunSeries): number[] {
  return Array.from({ length: series.columns }, (_, c) => c);
}
