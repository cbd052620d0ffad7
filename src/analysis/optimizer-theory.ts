/**
 * What is known of late times under the optimiser that made a run: the rates of gradient descent carry over where an amplitude's recurrence is known.
 */
import type { PhaseReport } from "../theory/lotka-volterra/phases.ts";
import { lossNamed } from "../training/losses.ts";
import { isPlainDescent, optimizerOf } from "../training/optimizer-of.ts";
import type { TrainingPlan } from "../training/plan.ts";

/**
 * A sample's report with the rates predicted for its optimiser: those of gradient flow belong to gradient descent alone; with momentum an amplitude of
 * curvature h follows x_{t+1} = (1 + m - η h) x_t - m x_{t-1} (Nesterov: both factors times 1 - η h), whose larger root takes the place of 1 - η h.
 * Here h = C in the frozen-kernel phase, λ ε in the frozen-error phase, whose K is quadratic in the amplitude, and λ under the linear loss. NaN where nothing is known.
 */
export function underOptimizer(report: PhaseReport, plan: TrainingPlan): PhaseReport {
  if (isPlainDescent(plan)) return report;
  return { ...report, predictedRate: Number.NaN, predictedRateDiscrete: knownRate(report, plan) };
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

/** One sentence about what is not known of a run's optimiser; undefined for gradient descent with a constant η. */
export function optimizerSentence(plan: Pick<TrainingPlan, "loss" | "optimizer" | "schedule">): string | undefined {
  if (isPlainDescent(plan)) return undefined;
  const { definition } = optimizerOf(plan);
  const { theory } = lossNamed(plan.loss);
  const what = [
    ...(theory === undefined ? [`loss ${plan.loss}`] : []),
    ...(definition.plain === true ? [] : [`optimiser ${definition.name}`]),
    ...(plan.schedule === undefined ? [] : [`schedule ${plan.schedule}`]),
  ].join(" and ");
  const rates =
    definition.theory === undefined || plan.schedule !== undefined || theory === undefined
      ? "no rate is predicted"
      : "the rate predicted is that of the larger root of an amplitude's recurrence";
  return `${what}: the Lotka–Volterra solutions belong to gradient descent with a constant η, so that none is fitted or drawn, and ${rates}`;
}
