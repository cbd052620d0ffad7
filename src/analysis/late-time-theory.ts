/**
 * The Lotka-Volterra solutions fitted to a run, as curves to draw over it: means over the samples of one target.
 */
import { mean } from "../base/arrays.ts";
import { fitLotkaVolterra, type LotkaVolterraFit } from "../theory/lotka-volterra/fit.ts";
import { isTrapped, type Phase } from "../theory/lotka-volterra/phases.ts";
import { seriesOf, type TrainingRecord } from "../training/record.ts";
import type { TargetSummary } from "./summary.ts";
import { type Extremes, trajectoryOf } from "./trajectories.ts";

/** A curve: pairs (step, value). */
export type TheoryCurve = readonly (readonly [number, number])[];

/** The fitted solutions of one target: |ε|, |ε - R| and K. */
export interface LateTimeTheory {
  readonly epsilon: TheoryCurve;
  readonly residualError: TheoryCurve;
  readonly kernel: TheoryCurve;
}

/**
 * Mean over the samples in the phase of the fitted Lotka-Volterra solutions, from a little before the fitted window on, but not back to
 * where one of them exceeds every K of its sample or has passed its pole.
 */
export function lateTimeTheory(
  record: TrainingRecord,
  columns: readonly number[],
  summary: TargetSummary,
  extremes: Extremes,
  steps: readonly number[],
): LateTimeTheory | undefined {
  const { phase, residual } = summary;
  if (phase === "undetermined") return undefined;
  const fits = columns.flatMap((column, i) => {
    if (summary.reports[i].phase !== phase) return [];
    const trajectory = trajectoryOf(record, column, extremes);
    const largest = seriesOf(record, "kernel", column).reduce((a, b) => Math.max(a, b));
    return [{ fit: fitLotkaVolterra(trajectory), trapped: isTrapped(trajectory, summary.reports[i]), largest }];
  });
  const start = Math.max(...fits.map(({ fit }) => fit.from)) / 5;
  const isPossible = (kernel: number, largest: number) => kernel > 0 && kernel <= 1.01 * largest;
  const holds = (t: number) => fits.every(({ fit, largest }) => t >= fit.from || isPossible(fit.solution.kernel(t), largest));
  const first = Math.max(start, ...steps.filter((t) => !holds(t)).map((t) => t + 1));
  const average = (value: (fit: LotkaVolterraFit, t: number, trapped: boolean) => number): [number, number][] =>
    steps.filter((t) => t >= first).map((t) => [t, mean(fits.map(({ fit, trapped }) => value(fit, t, trapped)))]);
  const absolute = (points: TheoryCurve): TheoryCurve => points.map(([t, value]) => [t, Math.abs(value)] as const);
  const residualError = average((fit, t, trapped) => residualOfSolution(fit, t, phase, trapped ? residual : undefined));
  return {
    epsilon: absolute(residualError.map(([t, value]) => [t, value + residual] as const)),
    residualError: absolute(residualError),
    kernel: average((fit, t) => fit.solution.kernel(t)),
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
