/**
 * The Lotka-Volterra solutions of a run, fitted or with the predicted λ, as curves to draw over it: means over the samples of one target.
 */
import { mean } from "../base/arrays.ts";
import { fitLotkaVolterra, type LotkaVolterraFit, predictedSolution } from "../theory/lotka-volterra/fit.ts";
import { isTrapped, type Phase } from "../theory/lotka-volterra/phases.ts";
import { isPlainDescent } from "../training/optimizer-of.ts";
import { seriesOf, type TrainingRecord } from "../training/record.ts";
import type { TargetSummary } from "./summary.ts";
import { type Extremes, trajectoryOf } from "./trajectories.ts";

/** A curve: pairs (step, value). */
export type TheoryCurve = readonly (readonly [number, number])[];

/** The solutions of one target: |ε|, |ε - R| and K. */
export interface LateTimeTheory {
  readonly epsilon: TheoryCurve;
  readonly residualError: TheoryCurve;
  readonly kernel: TheoryCurve;
}

/** The solution of one sample, from the step its constants are meant for. */
interface TheoryOfSample {
  readonly from: number;
  /** The largest K of the sample. */
  readonly largest: number;
  kernel(t: number): number;
  /** ε - R. */
  residualError(t: number): number;
}

/**
 * Mean over the samples in the phase of the Lotka-Volterra solutions, fitted or with the predicted λ, from a little before the late
 * half on, but not back to where one of them exceeds every K of its sample or has passed its pole.
 *
 * @param columns those of the target
 * @param steps where the curves are wanted
 * @returns undefined where the phase is, for a run whose optimiser or schedule has no such solution, and with shots, whose rows scatter: a fit that
 *   takes them as exact follows the scatter
 */
export function lateTimeTheory(
  record: TrainingRecord,
  columns: readonly number[],
  summary: TargetSummary,
  extremes: Extremes,
  steps: readonly number[],
): LateTimeTheory | undefined {
  const { phase, residual } = summary;
  if (phase === "undetermined" || !isPlainDescent(record.plan) || record.plan.shots !== undefined) return undefined;
  const curves = columns.flatMap((column, i) =>
    summary.reports[i].phase === phase ? [theoryOfSample(record, column, i, summary, extremes)] : [],
  );
  const start = Math.max(...curves.map(({ from }) => from)) / 5;
  const isPossible = (kernel: number, largest: number) => kernel > 0 && kernel <= 1.01 * largest;
  const holds = (t: number) => curves.every(({ from, largest, kernel }) => t >= from || isPossible(kernel(t), largest));
  const first = Math.max(start, ...steps.filter((t) => !holds(t)).map((t) => t + 1));
  const average = (value: (curve: TheoryOfSample, t: number) => number): TheoryCurve =>
    steps.filter((t) => t >= first).map((t) => [t, mean(curves.map((curve) => value(curve, t)))]);
  const absolute = (points: TheoryCurve): TheoryCurve => points.map(([t, value]) => [t, Math.abs(value)]);
  const residualError = average((curve, t) => curve.residualError(t));
  return {
    epsilon: absolute(residualError.map(([t, value]) => [t, value + residual])),
    residualError: absolute(residualError),
    kernel: average((curve, t) => curve.kernel(t)),
  };
}

/** The solution with the sample's predicted λ where it has one and ended at the residual, else the fitted one. */
function theoryOfSample(
  record: TrainingRecord,
  column: number,
  sample: number,
  { phase, residual, reports, predictedLambda }: TargetSummary,
  extremes: Extremes,
): TheoryOfSample {
  const trajectory = trajectoryOf(record, column, extremes);
  const trapped = isTrapped(trajectory, reports[sample]);
  const largest = seriesOf(record, "kernel", column).reduce((a, b) => Math.max(a, b));
  const lambda = predictedLambda?.samples[sample];
  if (lambda !== undefined && !trapped) {
    const { solution, from } = predictedSolution(trajectory, lambda, residual);
    return { from, largest, kernel: solution.kernel, residualError: (t) => solution.kernel(t) / (2 * lambda) };
  }
  const fit = fitLotkaVolterra(trajectory);
  return {
    from: fit.from,
    largest,
    kernel: fit.solution.kernel,
    residualError: (t) => residualOfSolution(fit, t, phase, trapped ? residual : undefined),
  };
}

/**
 * ε - R of a fitted solution; in the frozen-error phase through K = 2 λ (ε - ε∞), where the difference itself would be rounded away,
 * with ε∞ = -C/(2λ) = R unless the sample is trapped.
 *
 * @param residual R of a trapped sample
 */
function residualOfSolution({ solution, lambda, c }: LotkaVolterraFit, t: number, phase: Phase, residual?: number): number {
  if (phase !== "frozen-error") return solution.lambdaEpsilon(t) / lambda.value;
  return solution.kernel(t) / (2 * lambda.value) - (residual === undefined ? 0 : c.value / (2 * lambda.value) + residual);
}
