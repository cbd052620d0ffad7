/**
 * The curves of a run as numbers, target by target: samples, mean and Lotka-Volterra theory, thinned to what a figure can show.
 */
import { range } from "../base/arrays.ts";
import { lastErrorStep, lastKernelStep } from "../theory/lotka-volterra/trajectory.ts";
import { theoryLossOf } from "../training/losses.ts";
import { measuredOf, seriesOf, type TrainingRecord } from "../training/record.ts";
import { lateTimeTheory } from "./late-time-theory.ts";
import { roundingOf } from "./rounding.ts";
import type { TargetSummary } from "./summary.ts";
import {
  columnsOfTarget,
  type EnsembleSeries,
  type Extremes,
  ensembleSeries,
  estimatesOverSamples,
  meanOverSamples,
  trajectoryOf,
} from "./trajectories.ts";

/** A curve. */
export type Points = readonly (readonly [number, number])[];

/** A quantity's samples, mean and theory. */
export interface CurveSet {
  readonly samples: readonly Points[];
  readonly mean: Points;
  readonly theory?: Points;
  /** With shots: one standard error of the mean, below it and above. */
  readonly band?: Band;
  /** With shots: the mean of K as it is measured, with the bias of squared estimates, where `mean` is without. */
  readonly raw?: Points;
}

/** Lower and upper value at each step. */
export type Band = readonly (readonly [t: number, low: number, high: number])[];

/** The curves of one target. */
export interface TargetCurves {
  readonly epsilon: CurveSet;
  readonly residualError: CurveSet;
  readonly kernel: CurveSet;
  readonly portrait: CurveSet;
  readonly lambda: CurveSet;
  readonly zeta: CurveSet;
  /** Late-time C of the ensemble. */
  readonly c: number;
}

/** Points kept of a curve. */
const CURVE_POINTS = 160;
/** First step of the phase portrait: before it λ is far from constant. Short runs are drawn from the start. */
const PORTRAIT_FROM = 20;

/**
 * The curves of one target.
 *
 * @param target its index
 * @param keep which of so many places of a series to keep; evenly spread ones where left out
 */
export function curvesOfTarget(
  record: TrainingRecord,
  target: number,
  summary: TargetSummary,
  extremes: Extremes,
  keep: (count: number) => readonly number[] = thinned,
): TargetCurves {
  const steps = keep(record.rows);
  const columns = columnsOfTarget(record, target);
  const theory = lateTimeTheory(record, columns, summary, extremes, steps);
  const { residual } = summary;
  const { plan } = record;
  const averages = {
    epsilon: meanOverSamples(record, columns, "epsilon"),
    kernel: meanOverSamples(record, columns, "kernel"),
  };
  const pick = (values: ArrayLike<number>, map: (value: number) => number): Points =>
    steps.filter((t) => t < values.length).map((t) => [t, map(values[t])]);
  const estimates = estimatesOverSamples(record, columns);
  const curveSet = (quantity: "epsilon" | "kernel", map: (value: number) => number, dashed?: Points): CurveSet => {
    const errors = quantity === "kernel" ? estimates?.kernelError : estimates?.epsilonError;
    const mean = pick((quantity === "kernel" ? estimates?.kernelUnbiased : undefined) ?? averages[quantity], map);
    return {
      samples: columns.map((column) => pick(seriesOf(record, quantity, column), map)),
      mean,
      theory: dashed,
      ...(errors !== undefined && { band: mean.map(([t, value]) => [t, value - errors[t], value + errors[t]] as const) }),
      ...(quantity === "kernel" && estimates !== undefined && { raw: pick(averages.kernel, map) }),
    };
  };
  const ensemble = ensembleSeries(record, columns);
  const lastZeta = Math.min(
    summary.step,
    lastErrorStep({ ...plan, ...averages, loss: theoryLossOf(plan.loss), target: summary.target }),
  );
  const ratios = columns.map((column) => measuredRatios(record, column, roundingOf(record, extremes).kernel, keep));
  return {
    epsilon: curveSet("epsilon", Math.abs, theory?.epsilon),
    residualError: curveSet("epsilon", (value) => Math.abs(value - residual), theory?.residualError),
    kernel: curveSet("kernel", (value) => value, theory?.kernel),
    portrait: {
      samples: ratios.map(({ portrait }) => portrait),
      mean: ensemblePortrait(record, columns, ensemble, summary.step),
    },
    lambda: { samples: ratios.map(({ lambda }) => lambda), mean: ensemblePoints(ensemble, "lambda", summary.step, keep) },
    zeta: { samples: ratios.map(({ zeta }) => zeta), mean: ensemblePoints(ensemble, "zeta", lastZeta, keep) },
    c: summary.c,
  };
}

/** λ, ζ and the phase portrait of one column at the steps where μ was measured, as far as they stand clear of rounding. */
function measuredRatios(
  record: TrainingRecord,
  column: number,
  rounding: number,
  keep: (count: number) => readonly number[],
): { lambda: Points; zeta: Points; portrait: Points } {
  const mu = measuredOf(record, "mu", column);
  if (mu === undefined) return { lambda: [], zeta: [], portrait: [] };
  const epsilon = seriesOf(record, "epsilon", column);
  const kernel = seriesOf(record, "kernel", column);
  const trajectory = trajectoryOf(record, column);
  const last = lastKernelStep(trajectory);
  const lastError = lastErrorStep(trajectory);
  const places = range(mu.steps.length).filter((k) => mu.steps[k] <= last && kernel[mu.steps[k]] > rounding);
  const at = (k: number) => ({ t: mu.steps[k], lambda: mu.values[k] / kernel[mu.steps[k]] });
  const from = portraitStart(record);
  return {
    lambda: keptPoints(
      places.map((k) => [at(k).t, at(k).lambda]),
      keep,
    ),
    zeta: keptPoints(
      places
        .filter((k) => mu.steps[k] <= lastError)
        .map((k) => [at(k).t, Math.abs((epsilon[at(k).t] * at(k).lambda) / kernel[at(k).t])]),
      keep,
    ),
    portrait: places.filter((k) => at(k).t >= from).map((k) => [2 * at(k).lambda * epsilon[at(k).t], kernel[at(k).t]]),
  };
}

function ensemblePoints(
  series: EnsembleSeries | undefined,
  name: "lambda" | "zeta",
  last: number,
  keep: (count: number) => readonly number[],
): Points {
  if (series === undefined) return [];
  const points = range(series.steps.length)
    .filter((k) => series.steps[k] <= last)
    .map((k): [number, number] => [series.steps[k], name === "zeta" ? Math.abs(series.zeta[k]) : series.lambda[k]]);
  return keptPoints(points, keep);
}

/** (2 λ mean(ε), mean(K)) of the ensemble. */
function ensemblePortrait(
  record: TrainingRecord,
  columns: readonly number[],
  series: EnsembleSeries | undefined,
  last: number,
): Points {
  if (series === undefined) return [];
  const epsilon = meanOverSamples(record, columns, "epsilon");
  const kernel = meanOverSamples(record, columns, "kernel");
  const from = portraitStart(record);
  return range(series.steps.length)
    .filter((k) => series.steps[k] >= from && series.steps[k] <= last)
    .map((k) => [2 * series.lambda[k] * epsilon[series.steps[k]], kernel[series.steps[k]]]);
}

function portraitStart({ rows }: TrainingRecord): number {
  return rows > 2 * PORTRAIT_FROM ? PORTRAIT_FROM : 0;
}

/** At most `CURVE_POINTS` of the places 0 .. count - 1, evenly spread, with both ends. */
export function thinned(count: number): number[] {
  const kept = Math.min(CURVE_POINTS, count);
  return range(kept).map((k) => Math.round((k * (count - 1)) / Math.max(1, kept - 1)));
}

/** The points at the places kept. */
function keptPoints(points: Points, keep: (count: number) => readonly number[]): Points {
  return points.length === 0 ? [] : keep(points.length).map((k) => points[k]);
}
