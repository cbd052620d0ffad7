/**
 * Histograms of draws as charts, with the theory's mean and spread, and what the comparison says. Knows no page.
 */
import { type EnsembleAverages, ensembles } from "qntk";
import { formatCount, formatNumber } from "../../format/numbers.ts";
import type { Bar, ChartModel, Dot, Ink, Rule } from "../../plots/model.ts";
import { niceCeiling } from "../../plots/ticks.ts";
import type { Draws } from "./draw.ts";

/** Draws from which averages have an error. */
const ENOUGH = 8;
/** Bins of a histogram. */
const BINS = { least: 8, most: 36 };
/** Share of draws left out at each end where the axis is chosen: ratios have long tails. */
const TAIL = 0.005;

/** Numbers that lie on an axis, with the theory for them. */
export interface Distribution {
  readonly label: string;
  readonly values: Float64Array;
  readonly ink: Ink;
  /** Mean, and standard deviation where the theory has one. */
  readonly theory: { readonly mean: number; readonly deviation?: number };
  /** Values of the present run's samples. */
  readonly samples?: readonly number[];
}

export function histogramModel({ label, values, ink, theory, samples = [] }: Distribution): ChartModel {
  const finite = values.filter(Number.isFinite).sort();
  const deviation = theory.deviation ?? 0;
  const reach = [theory.mean - 1.5 * deviation, theory.mean + 1.5 * deviation, ...samples.filter(Number.isFinite)];
  const tail = Math.floor(TAIL * finite.length);
  const low = Math.min(...reach, finite[tail] ?? theory.mean);
  const high = Math.max(...reach, finite[finite.length - 1 - tail] ?? theory.mean);
  const margin = 0.06 * (high - low) || Math.max(1e-6, Math.abs(high));
  const [from, to] = [low >= 0 ? Math.max(0, low - margin) : low - margin, high + margin];
  const count = Math.max(BINS.least, Math.min(BINS.most, Math.round(1.6 * Math.sqrt(finite.length))));
  const width = (to - from) / count;
  const heights = new Float64Array(count);
  for (const value of finite) {
    const bin = Math.floor((value - from) / width);
    if (bin >= 0 && bin < count) heights[bin]++;
  }
  const rule = (at: number, text?: string): Rule => ({ axis: "x", at, ink: "ink", dashed: true, label: text });
  const top = niceCeiling(1.15 * Math.max(4, ...heights));
  return {
    x: { domain: [from, to], label },
    y: { domain: [0, top], label: "draws" },
    bars: Array.from(heights, (height, k): Bar => ({ from: from + k * width, to: from + (k + 1) * width, height, ink })),
    rules: [
      rule(theory.mean, "theory"),
      ...(deviation > 0
        ? [theory.mean - deviation, theory.mean + deviation].map((at): Rule => ({ axis: "x", at, ink: "muted", dashed: true }))
        : []),
    ],
    dots: samples.filter(Number.isFinite).map((x): Dot => ({ x, y: 0.04 * top, ink: "ink", radius: 3.5, hollow: true })),
    empty: finite.length === 0 ? "drawing" : undefined,
  };
}

/** Averages of draws against theory: value, error and distance in standard errors, in the order of the rows of a table. */
export interface Comparison {
  readonly name: string;
  readonly measured: string;
  readonly theory: string;
  /** Standard errors apart; NaN before there are enough draws. */
  readonly sigmas: number;
}

export function compare(draws: Draws, target: number, theory: EnsembleAverages): Comparison[] {
  const names = [
    ["meanK", "mean K"],
    ["sdK", "SD of K"],
    ["lambda", "λ = mean μ / mean K"],
  ] as const;
  if (draws.kernel.length < ENOUGH)
    return names.map(([key, name]) => ({ name, measured: "–", theory: formatNumber(theory[key]), sigmas: Number.NaN }));
  const estimates = ensembles.estimateAverages({ ...draws, perCircuit: 1 }, target);
  return names.map(([key, name]) => {
    const { value, error } = estimates[key];
    return {
      name,
      measured: `${formatNumber(value)} ± ${formatNumber(error, 2)}`,
      theory: formatNumber(theory[key]),
      sigmas: Math.abs(value - theory[key]) / error,
    };
  });
}

/** Batches one after the other as one. */
export function joined(batches: readonly Draws[]): Draws {
  const all = (pick: (draws: Draws) => Float64Array) => Float64Array.from(batches.flatMap((draws) => [...pick(draws)]));
  return { expectation: all((draws) => draws.expectation), kernel: all((draws) => draws.kernel), mu: all((draws) => draws.mu) };
}

/** λ of each draw. */
export function lambdas({ kernel, mu }: Draws): Float64Array {
  return mu.map((value, k) => value / kernel[k]);
}

/** How far the draws have come, in words. */
export function progressOf(done: number, wanted: number, seconds: number): string {
  if (done >= wanted) return `${formatCount(done)} draws`;
  const left = seconds > 2 ? `, about ${formatNumber(seconds, 2)} s to go` : "";
  return `${formatCount(done)} of ${formatCount(wanted)} draws${left}`;
}
