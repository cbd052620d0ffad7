/**
 * Curves over time of a run with data, from its rows: every datum's error and kernel, products of two gradients, and λ.
 */
import type { RunSeries } from "../../state/series.ts";

/** A curve of a datum, or of two of them: the mean over samples, and the samples. */
export interface DataCurve {
  readonly data: readonly number[];
  readonly t: Float64Array;
  readonly mean: Float64Array;
  readonly samples: readonly Float64Array[];
}

/** Every datum, or every two of them in ascending order. */
export function singles(data: number): number[][] {
  return Array.from({ length: data }, (_, a) => [a]);
}
export function pairs(data: number): number[][] {
  return singles(data).flatMap(([a]) => singles(data).flatMap(([b]) => (b > a ? [[a, b]] : [])));
}

/** A curve from the value of every column at every row; the mean is that of the columns that have not ended, where all of them have a value. */
function curve(
  { columns, data: count, epsilon }: RunSeries,
  data: readonly number[],
  t: readonly number[],
  at: (place: number, column: number) => number,
): DataCurve {
  const samples = Array.from({ length: columns }, (_, c) => Float64Array.from(t, (_, place) => at(place, c)));
  const mean = Float64Array.from(t, (row, place) => {
    const going = samples.filter((_, c) => !Number.isNaN(epsilon.at(row, c * count)));
    return going.reduce((sum, values) => sum + values[place], 0) / going.length;
  });
  return { data, t: Float64Array.from(t), mean, samples };
}

const above = (value: number, floor: number) => (Math.abs(value) > floor ? Math.abs(value) : Number.NaN);

/** |ε_α|; what is below `floor` is rounding. */
export function errorCurves(series: RunSeries, rows: readonly number[], floor: number): DataCurve[] {
  const { data, epsilon } = series;
  return singles(data).map(([a]) => curve(series, [a], rows, (place, c) => above(epsilon.at(rows[place], c * data + a), floor)));
}

/** |K_αβ| of some data, in pairs or alone. */
export function kernelCurves(
  series: RunSeries,
  rows: readonly number[],
  which: readonly (readonly number[])[],
  floor: number,
): DataCurve[] {
  return which.map((data) => curve(series, data, rows, (place, c) => above(kernelAt(series, rows[place], c, data), floor)));
}

/** K_αβ/√(K_αα K_ββ), the cosine between two gradients. */
export function cosineCurves(series: RunSeries, rows: readonly number[], floor: number): DataCurve[] {
  return pairs(series.data).map((data) =>
    curve(series, data, rows, (place, c) => {
      const [own, other] = data.map((a) => kernelAt(series, rows[place], c, [a]));
      return own > floor && other > floor ? kernelAt(series, rows[place], c, data) / Math.sqrt(own * other) : Number.NaN;
    }),
  );
}

/** λ_ααα = μ_ααα/K_αα, where K stands clear of rounding. */
export function lambdaCurves(series: RunSeries, places: readonly number[], floor: number): DataCurve[] {
  const { data, muRows, mu } = series;
  const rows = places.map((k) => muRows[k]);
  return singles(data).map(([a]) =>
    curve(series, [a], rows, (place, c) => {
      const kernel = kernelAt(series, rows[place], c, [a]);
      const own = mu.at(places[place], c * data ** 3 + (a * data + a) * data + a);
      return kernel > floor ? own / kernel : Number.NaN;
    }),
  );
}

/** K of a datum with itself, or of two data. */
export function kernelAt({ kernel, data }: RunSeries, row: number, column: number, which: readonly number[]): number {
  const [a, b = a] = which;
  return kernel.at(row, (column * data + a) * data + b);
}
