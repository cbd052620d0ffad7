/**
 * What each target of a run contributes to the figure: its curves, thinned, with the Lotka-Volterra theory.
 */
import { lateTimeTheory } from "../analysis/late-time-theory.ts";
import { roundingOf } from "../analysis/rounding.ts";
import type { TargetSummary } from "../analysis/summary.ts";
import {
  columnsOfTarget,
  type EnsembleSeries,
  type Extremes,
  ensembleSeries,
  meanOverSamples,
  trajectoryOf,
} from "../analysis/trajectories.ts";
import { range } from "../base/arrays.ts";
import type { Phase } from "../theory/lotka-volterra/phases.ts";
import { lastErrorStep, lastKernelStep } from "../theory/lotka-volterra/trajectory.ts";
import { measuredOf, seriesOf, type TrainingRecord } from "../training/record.ts";
import { type CurveSet, type Points, thinned, thinnedPoints } from "./domains.ts";
import { blend, phaseLabels, shadesOf, type Theme } from "./palette.ts";

/** Everything one target contributes. */
export interface TargetCurves {
  readonly color: string;
  /** The phase's name, or the target where the run has several of that phase. */
  readonly name: string;
  /** Colour of the name: nearer to ink where it is not the phase's own, which is dark enough to read. */
  readonly nameColor: string;
  readonly epsilon: CurveSet;
  readonly residualError: CurveSet;
  readonly kernel: CurveSet;
  readonly portrait: CurveSet;
  readonly lambda: CurveSet;
  readonly zeta: CurveSet;
  /** Late-time C of the ensemble. */
  readonly c: number;
}

/** First step of the phase portrait: before it λ is far from constant. Short runs are drawn from the start. */
const PORTRAIT_FROM = 20;

/** The curves of every target. */
export function curvesOfRun(
  record: TrainingRecord,
  summaries: readonly TargetSummary[],
  extremes: Extremes,
  theme: Theme,
): TargetCurves[] {
  const colors = curveColors(summaries, theme);
  const repeated = (phase: Phase) => summaries.filter((summary) => summary.phase === phase).length > 1;
  return summaries.map((summary, k) => ({
    color: colors[k],
    nameColor: repeated(summary.phase) ? blend(colors[k], theme.ink, 0.35) : colors[k],
    name: repeated(summary.phase) ? formatTarget(summary.target) : phaseLabels[summary.phase],
    ...curvesOf(record, k, summary, extremes),
  }));
}

/** One colour for each target: its phase's, in shades from light to dark by ascending target where there are several of a phase. */
export function curveColors(summaries: readonly Pick<TargetSummary, "target" | "phase">[], theme: Theme): string[] {
  return summaries.map(({ phase }, k) => {
    const alike = range(summaries.length)
      .filter((i) => summaries[i].phase === phase)
      .sort((a, b) => summaries[a].target - summaries[b].target);
    return shadesOf(phase, alike.length, theme)[alike.indexOf(k)];
  });
}

/** A target with at most six digits and a true minus sign. */
export function formatTarget(target: number): string {
  return String(Number(target.toPrecision(6))).replace("-", "−");
}

function curvesOf(
  record: TrainingRecord,
  target: number,
  summary: TargetSummary,
  extremes: Extremes,
): Omit<TargetCurves, "color" | "name" | "nameColor"> {
  const columns = columnsOfTarget(record, target);
  const steps = thinned(record.rows);
  const theory = lateTimeTheory(record, columns, summary, extremes, steps);
  const { residual } = summary;
  const { plan } = record;
  const averages = {
    epsilon: meanOverSamples(record, columns, "epsilon"),
    kernel: meanOverSamples(record, columns, "kernel"),
  };
  const pick = (values: ArrayLike<number>, map: (value: number) => number): Points => steps.map((t) => [t, map(values[t])]);
  const curveSet = (quantity: "epsilon" | "kernel", map: (value: number) => number, dashed?: Points): CurveSet => ({
    samples: columns.map((column) => pick(seriesOf(record, quantity, column), map)),
    mean: pick(averages[quantity], map),
    theory: dashed,
  });
  const ensemble = ensembleSeries(record, columns);
  const lastZeta = Math.min(summary.step, lastErrorStep({ ...averages, eta: plan.eta, loss: plan.loss, target: summary.target }));
  const ratios = columns.map((column) => measuredRatios(record, column, roundingOf(record, extremes).kernel));
  return {
    epsilon: curveSet("epsilon", Math.abs, theory?.epsilon),
    residualError: curveSet("epsilon", (value) => Math.abs(value - residual), theory?.residualError),
    kernel: curveSet("kernel", (value) => value, theory?.kernel),
    portrait: {
      samples: ratios.map(({ portrait }) => portrait),
      mean: ensemblePortrait(record, columns, ensemble, summary.step),
    },
    lambda: { samples: ratios.map(({ lambda }) => lambda), mean: ensemblePoints(ensemble, "lambda", summary.step) },
    zeta: { samples: ratios.map(({ zeta }) => zeta), mean: ensemblePoints(ensemble, "zeta", lastZeta) },
    c: summary.c,
  };
}

/** λ, ζ and the phase portrait of one column at the steps where μ was measured, as far as they stand clear of rounding. */
function measuredRatios(
  record: TrainingRecord,
  column: number,
  rounding: number,
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
    lambda: thinnedPoints(places.map((k) => [at(k).t, at(k).lambda])),
    zeta: thinnedPoints(
      places
        .filter((k) => mu.steps[k] <= lastError)
        .map((k) => [at(k).t, Math.abs((epsilon[at(k).t] * at(k).lambda) / kernel[at(k).t])]),
    ),
    portrait: places.filter((k) => at(k).t >= from).map((k) => [2 * at(k).lambda * epsilon[at(k).t], kernel[at(k).t]]),
  };
}

function ensemblePoints(series: EnsembleSeries | undefined, name: "lambda" | "zeta", last: number): Points {
  if (series === undefined) return [];
  const points = range(series.steps.length)
    .filter((k) => series.steps[k] <= last)
    .map((k): [number, number] => [series.steps[k], name === "zeta" ? Math.abs(series.zeta[k]) : series.lambda[k]]);
  return thinnedPoints(points);
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
