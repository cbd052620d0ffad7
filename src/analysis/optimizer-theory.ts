/**
 * What is known of late times under the optimiser that made a run: the rates of gradient descent carry over where an amplitude's recurrence is known.
 */

import { naturalGradientRate } from "../theory/imaginary-time/natural-gradient.ts";
import { discreteRate } from "../theory/lotka-volterra/closed-forms.ts";
import { isTrapped, type PhaseReport } from "../theory/lotka-volterra/phases.ts";
import type { Trajectory } from "../theory/lotka-volterra/trajectory.ts";
import { lossNamed } from "../training/losses.ts";
import { isPlainDescent, optimizerOf } from "../training/optimizer-of.ts";
import type { TrainingPlan } from "../training/plan.ts";
import type { Extremes } from "./trajectories.ts";

/** The parts of a plan that say by which steps it trains. */
type Steps = Pick<TrainingPlan, "loss" | "optimizer" | "schedule">;

/**
 * A sample's report with the rates predicted for its optimiser: those of gradient flow belong to gradient descent alone; with momentum an amplitude of
 * curvature h follows x_{t+1} = (1 + m - η h) x_t - m x_{t-1} (Nesterov: both factors times 1 - η h), whose larger root takes the place of 1 - η h.
 * Here h = C in the frozen-kernel phase, λ ε in the frozen-error phase, whose K is quadratic in the amplitude, and λ under the linear loss. With the natural
 * gradient h = 2 Δ ε, or 2 Δ, of the gap Δ. NaN where nothing is known.
 *
 * @param gaps those of the observable, where the run follows imaginary time
 */
export function underOptimizer(
  report: PhaseReport,
  plan: TrainingPlan,
  trajectory: Trajectory,
  gaps?: Extremes["gaps"],
): PhaseReport {
  if (isPlainDescent(plan)) return report;
  if (followsImaginaryTime(plan)) return { ...report, ...imaginaryTimeRates(report, plan, trajectory, gaps) };
  return { ...report, predictedRate: Number.NaN, predictedRateDiscrete: knownRate(report, plan) };
}

/** Whether a plan's steps are imaginary time where the circuit's tangents span all directions. */
export function followsImaginaryTime(plan: Steps): boolean {
  const { definition, fields } = optimizerOf(plan);
  return definition.imaginaryTime?.(fields) === true && plan.schedule === undefined && lossNamed(plan.loss).theory !== undefined;
}

/** The rates of K by the gap at the end that a sample settles at; NaN elsewhere, and where it stopped short of that end. */
function imaginaryTimeRates(report: PhaseReport, plan: TrainingPlan, trajectory: Trajectory, gaps: Extremes["gaps"]) {
  const known = gaps !== undefined && report.phase === "frozen-error" && !isTrapped(trajectory, report);
  if (!known) return { predictedRate: Number.NaN, predictedRateDiscrete: Number.NaN };
  const toEnd = lossNamed(plan.loss).aims === "end";
  // ε = <O> - O0 is positive for targets below the spectrum.
  const gap = toEnd || report.epsilon > 0 ? gaps.min : gaps.max;
  const predictedRate = naturalGradientRate(gap, toEnd ? 1 : report.epsilon, plan.eta);
  return { predictedRate, predictedRateDiscrete: discreteRate(predictedRate, 2) };
}

function knownRate({ phase, lambda, epsilon, c }: PhaseReport, plan: TrainingPlan): number {
  const { definition, fields } = optimizerOf(plan);
  if (definition.theory === undefined || plan.schedule !== undefined || lossNamed(plan.loss).theory === undefined)
    return Number.NaN;
  const rate = (curvature: number) => definition.theory?.rate(curvature, plan.eta, fields) ?? Number.NaN;
  if (phase === "frozen-kernel") return rate(c);
  if (phase === "frozen-error") return 2 * rate(lossNamed(plan.loss).aims === "end" ? lambda : lambda * epsilon);
  return Number.NaN;
}

/**
 * One sentence about what is not known of a run's optimiser; undefined for gradient descent with a constant η.
 *
 * @param gaps those of the observable, where the run follows imaginary time
 */
export function optimizerSentence(plan: Steps, gaps?: Extremes["gaps"]): string | undefined {
  if (isPlainDescent(plan)) return undefined;
  const { definition } = optimizerOf(plan);
  const { theory } = lossNamed(plan.loss);
  const what = [
    ...(theory === undefined ? [`loss ${plan.loss}`] : []),
    ...(definition.plain === true ? [] : [`optimiser ${definition.name}`]),
    ...(plan.schedule === undefined ? [] : [`schedule ${plan.schedule}`]),
  ].join(" and ");
  return `${what}: the Lotka–Volterra solutions belong to gradient descent with a constant η, so that none is fitted or drawn, and ${ratesOf(plan, gaps)}`;
}

/** Which rates are predicted of an optimiser, in words. */
function ratesOf(plan: Steps, gaps: Extremes["gaps"]): string {
  const { definition } = optimizerOf(plan);
  const solved = plan.schedule === undefined && lossNamed(plan.loss).theory !== undefined;
  if (solved && definition.theory !== undefined)
    return "the rate predicted is that of the larger root of an amplitude's recurrence";
  if (!followsImaginaryTime(plan)) return "no rate is predicted";
  if (gaps === undefined)
    return "no rate is predicted: that of imaginary time is known where the tangents of the circuit span all directions of the state (checked at the first angles) and all levels of O are known (up to 8 qubits)";
  const beyond = "the rate predicted is that of imaginary time, 2 ln(1 − 2ηΔ|ε|) with the gap Δ of O";
  if (lossNamed(plan.loss).aims === "end") return beyond.replace("|ε|", "");
  return `${beyond}, in the frozen-error phase; none is in the others: that of the frozen-kernel phase takes the variance of O in the last state, which is not recorded`;
}
