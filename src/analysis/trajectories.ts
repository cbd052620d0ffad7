/**
 * Training records as the theory reads them: one sample's history, and averages over samples.
 */
import { mean, range } from "../base/arrays.ts";
import type { Trajectory } from "../theory/lotka-volterra/trajectory.ts";
import { theoryLossOf } from "../training/losses.ts";
import { estimatesOf, measuredOf, rowsOf, seriesOf, soundColumns, type TrainingRecord } from "../training/record.ts";
import type { RowEstimates } from "../training/state.ts";

/** Ends of an observable's spectrum. */
export interface Extremes {
  readonly min: number;
  readonly max: number;
  /** Distances of the ends from the next levels, where a run with the natural gradient follows imaginary time. */
  readonly gaps?: { readonly min: number; readonly max: number };
  /** Whether a device's noise, which no model describes, moves what is reached: the ends are then those of the spectrum, and where a target lies is not known. */
  readonly moved?: boolean;
}

/** The history of one column. A column whose target is its own critical point reaches no further than that, whatever the spectrum. */
export function trajectoryOf(record: TrainingRecord, column: number, extremes?: Extremes): Trajectory {
  const { eta, loss, targets, critical, precision } = record.plan;
  return {
    epsilon: seriesOf(record, "epsilon", column),
    kernel: seriesOf(record, "kernel", column),
    mu: measuredOf(record, "mu", column),
    eta,
    loss: theoryLossOf(loss),
    target: targets[column],
    extremes: extremes !== undefined && critical?.[column] ? endingAt(targets[column], extremes) : extremes,
    precision,
  };
}

/** The extremes with the nearer one moved to a target. */
function endingAt(target: number, { min, max }: Extremes): Extremes {
  return target - min < max - target ? { min: target, max } : { min, max: target };
}

/** The columns of one target. */
export function columnsOfTarget(record: TrainingRecord, target: number): number[] {
  return range(record.samples).map((sample) => target * record.samples + sample);
}

/**
 * Mean over the columns of ε or K, at every row that all of them have: columns whose numbers did not stay finite are left out, those that a
 * stop rule ended count up to the first end.
 */
export function meanOverSamples(
  record: TrainingRecord,
  columns: readonly number[],
  quantity: "epsilon" | "kernel",
): Float64Array {
  const sound = soundColumns(record, columns);
  const sum = new Float64Array(commonRows(record, sound));
  for (const column of sound) {
    const series = seriesOf(record, quantity, column);
    for (let t = 0; t < sum.length; t++) sum[t] += series[t] / sound.length;
  }
  return sum;
}

/** What shots say of the mean over samples: K without the bias of squared estimates, and the standard errors of ε and of that K. Shape (rows common) each. */
export function estimatesOverSamples(record: TrainingRecord, columns: readonly number[]): RowEstimates | undefined {
  const sound = soundColumns(record, columns);
  const each = sound.flatMap((column) => estimatesOf(record, column) ?? []);
  if (each.length === 0) return undefined;
  const rows = range(commonRows(record, sound));
  const errorOf = (name: "epsilonError" | "kernelError") =>
    Float64Array.from(rows, (t) => Math.hypot(...each.map((estimates) => estimates[name][t])) / each.length);
  return {
    epsilonError: errorOf("epsilonError"),
    kernelUnbiased: Float64Array.from(rows, (t) => mean(each.map(({ kernelUnbiased }) => kernelUnbiased[t]))),
    kernelError: errorOf("kernelError"),
  };
}

/** How many rows all of some columns have. */
function commonRows(record: TrainingRecord, columns: readonly number[]): number {
  return columns.reduce((least, column) => Math.min(least, rowsOf(record, column)), record.rows);
}

/** λ, ζ and C of an ensemble at the steps where μ was measured. */
export interface EnsembleSeries {
  readonly steps: Int32Array;
  /** mean(μ) / mean(K). */
  readonly lambda: Float64Array;
  /** mean(ε μ) / mean(K)². */
  readonly zeta: Float64Array;
  /** mean(K) - 2 λ mean(ε). */
  readonly c: Float64Array;
}

/**
 * Ensemble averages as ratios of averages: \bar λ = mean(μ)/mean(K), \bar ζ = mean(εμ)/mean(K)², over the rows and columns of `meanOverSamples`.
 *
 * @returns undefined where μ was not measured
 */
export function ensembleSeries(record: TrainingRecord, columns: readonly number[]): EnsembleSeries | undefined {
  const sound = soundColumns(record, columns);
  const shortest = sound.reduce((a, b) => (rowsOf(record, b) < rowsOf(record, a) ? b : a), sound[0]);
  const first = measuredOf(record, "mu", shortest);
  if (first === undefined) return undefined;
  const count = first.steps.length;
  const sums = range(4).map(() => new Float64Array(count));
  for (const column of sound) {
    const { values } = measuredOf(record, "mu", column) as typeof first;
    const epsilon = seriesOf(record, "epsilon", column);
    const kernel = seriesOf(record, "kernel", column);
    for (let k = 0; k < count; k++) {
      const t = first.steps[k];
      sums[0][k] += values[k];
      sums[1][k] += kernel[t];
      sums[2][k] += epsilon[t] * values[k];
      sums[3][k] += epsilon[t];
    }
  }
  const [mu, kernel, epsilonMu, epsilon] = sums;
  const n = sound.length;
  const lambda = mu.map((value, k) => value / kernel[k]);
  return {
    steps: first.steps,
    lambda,
    zeta: epsilonMu.map((value, k) => (value * n) / kernel[k] ** 2),
    c: kernel.map((value, k) => (value - 2 * lambda[k] * epsilon[k]) / n),
  };
}
