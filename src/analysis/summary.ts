/**
 * What a run shows, target by target: phase, late-time constants, and measured beside predicted rates.
 */
import { mean, standardError } from "../base/arrays.ts";
import { discreteRate, frozenErrorRate, linearLossRate } from "../theory/lotka-volterra/closed-forms.ts";
import { type Estimate, fitLotkaVolterra } from "../theory/lotka-volterra/fit.ts";
import { classifyPhase, commonPhase, isTrapped, type Phase, type PhaseReport } from "../theory/lotka-volterra/phases.ts";
import { lastKernelStep, residualOf, type Trajectory } from "../theory/lotka-volterra/trajectory.ts";
import { isPlainDescent } from "../training/optimizer-of.ts";
import type { TrainingPlan } from "../training/plan.ts";
import type { TrainingRecord } from "../training/record.ts";
import { underOptimizer } from "./optimizer-theory.ts";
import { columnsOfTarget, type Extremes, ensembleSeries, meanOverSamples, trajectoryOf } from "./trajectories.ts";

/**
 * Constants of the Lotka-Volterra solution: means over samples of the fits. Errors: the standard error over samples in quadrature with
 * the mean error of the fits, because what λ drifts by within the window has one sign in all samples and does not average out; the
 * latter alone for a single sample.
 */
export interface FittedConstants {
  readonly lambda: Estimate;
  /** Under the linear loss -2 λ R. */
  readonly c: Estimate;
  /** ln|B1| of Eq. 33; undefined at the critical point, where 1/B2 takes its place, and for the linear loss. */
  readonly lnB1?: Estimate;
  /** How many of the samples have B1 < 0, which is the sign of λε; defined where `lnB1` is. */
  readonly negativeB1?: number;
  /** 1/B2 of Eq. 34; defined at the critical point only. */
  readonly inverseB2?: Estimate;
}

/** λ of a target known before training, and what follows from it; see docs/finite-depth.md. */
export interface PredictedLambda {
  /** One for each sample; undefined for those that have none. */
  readonly samples: readonly (number | undefined)[];
  /** Mean over the agreeing samples that have one. */
  readonly lambda: number;
  /** Mean of their rates per step: of K, for gradient descent with its finite step. */
  readonly rate: number;
}

/** The summary of one target. Late-time values are taken at the last step at which the mean K stands clear of rounding. */
export interface TargetSummary {
  readonly target: number;
  /** Phase the samples agree on. */
  readonly phase: Phase;
  /** How many samples were found in it. */
  readonly agreeing: number;
  readonly samples: number;
  /** Step the late-time values are taken at. */
  readonly step: number;
  /** mean(ε). */
  readonly epsilon: number;
  /** mean(K). */
  readonly kernel: number;
  /** mean(μ)/mean(K). */
  readonly lambda: number;
  /** Mean of μ/K, the average of ratios. */
  readonly lambdaMeanOfRatios: number;
  /** mean(εμ)/mean(K)². */
  readonly zeta: number;
  /** Mean of εμ/K². */
  readonly zetaMeanOfRatios: number;
  /** mean(K) - 2 λ mean(ε). */
  readonly c: number;
  /** Residual R of the target with respect to the spectrum. */
  readonly residual: number;
  /** mean(ε) - R. */
  readonly residualError: number;
  /** ε - R of the samples that stopped short of the residual, ascending: see `isTrapped`. Empty where all the circuits are deep enough. */
  readonly trapped: readonly number[];
  /** Mean over the agreeing samples of the measured rate, per step (the exponent of K at the critical point). */
  readonly fittedRate: number;
  /** Standard error of that mean over samples. */
  readonly fittedRateError: number;
  /** Mean of the rate predicted by gradient flow for each of these samples. */
  readonly predictedRate: number;
  /** The same for gradient descent with its finite step. */
  readonly predictedRateDiscrete: number;
  /** λ known before training, where it was asked for and the samples are in the frozen-error phase. */
  readonly predictedLambda?: PredictedLambda;
  /** Constants fitted to the late half of the agreeing samples; undefined where they do not agree on a phase. */
  readonly fit?: FittedConstants;
  /** One report for each sample. */
  readonly reports: readonly PhaseReport[];
}

/**
 * Summaries of all targets of a run.
 *
 * @param lambdas λ known before training: for each target one for each sample; undefined where there is none
 */
export function summarizeTargets(
  record: TrainingRecord,
  targets: readonly number[],
  extremes: Extremes,
  lambdas: readonly (readonly (number | undefined)[] | undefined)[] = [],
): TargetSummary[] {
  return targets.map((target, k) => {
    const columns = columnsOfTarget(record, k);
    const trajectories = columns.map((column) => trajectoryOf(record, column, extremes));
    const reports = trajectories.map((trajectory) => underOptimizer(classifyPhase(trajectory), record.plan));
    const plain = isPlainDescent(record.plan);
    const phase = commonPhase(reports);
    const agreeing = phase === "undetermined" ? [] : reports.filter((report) => report.phase === phase);
    const residual = residualOf(target, extremes, record.plan.loss);
    const late = lateTimeValues(record, columns, reports);
    const average = (value: (report: PhaseReport) => number) => mean(agreeing.map(value));
    return {
      target,
      phase,
      agreeing: agreeing.length,
      samples: columns.length,
      ...late,
      residual,
      residualError: late.epsilon - residual,
      trapped: reports
        .filter((report, i) => isTrapped(trajectories[i], report))
        .map((report) => report.epsilon - residual)
        .sort((a, b) => a - b),
      fittedRate: average((report) => report.fittedRate.value),
      fittedRateError: standardError(agreeing.map((report) => report.fittedRate.value)),
      predictedRate: average((report) => report.predictedRate),
      predictedRateDiscrete: average((report) => report.predictedRateDiscrete),
      predictedLambda:
        plain && phase === "frozen-error" ? predictedLambda(lambdas[k], reports, residual, record.plan) : undefined,
      fit:
        phase === "undetermined" || !plain
          ? undefined
          : fittedConstants(
              trajectories.filter((_, i) => reports[i].phase === phase),
              phase,
            ),
      reports,
    };
  });
}

function predictedLambda(
  samples: readonly (number | undefined)[] | undefined,
  reports: readonly PhaseReport[],
  residual: number,
  { eta, loss }: TrainingPlan,
): PredictedLambda | undefined {
  const found = samples?.filter((lambda, i) => lambda !== undefined && reports[i].phase === "frozen-error") as
    | number[]
    | undefined;
  if (samples === undefined || found === undefined || found.length === 0) return undefined;
  const rate = (lambda: number) => (loss === "linear" ? linearLossRate(lambda, eta) : frozenErrorRate(lambda, residual, eta));
  return { samples, lambda: mean(found), rate: mean(found.map((lambda) => discreteRate(rate(lambda), 2))) };
}

function fittedConstants(trajectories: readonly Trajectory[], phase: Phase): FittedConstants {
  const fits = trajectories.map(fitLotkaVolterra);
  const lnB1 = definedOnly(fits.map((fit) => fit.lnB1));
  const inverseB2 = definedOnly(fits.map((fit) => fit.inverseB2));
  return {
    lambda: overSamples(fits.map((fit) => fit.lambda)),
    c: overSamples(fits.map((fit) => fit.c)),
    ...(phase === "critical"
      ? inverseB2.length > 0 && { inverseB2: overSamples(inverseB2) }
      : lnB1.length > 0 && { lnB1: overSamples(lnB1), negativeB1: fits.filter((fit) => fit.signB1 === -1).length }),
  };
}

/** Mean of the samples' estimates; its error as `FittedConstants` says. */
function overSamples(estimates: readonly Estimate[]): Estimate {
  const values = estimates.map(({ value }) => value);
  const spread = values.length > 1 ? standardError(values) : 0;
  return { value: mean(values), error: Math.hypot(spread, mean(estimates.map(({ error }) => error))) };
}

function definedOnly(estimates: readonly (Estimate | undefined)[]): Estimate[] {
  return estimates.filter((estimate) => estimate !== undefined);
}

function lateTimeValues(record: TrainingRecord, columns: readonly number[], reports: readonly PhaseReport[]) {
  const epsilon = meanOverSamples(record, columns, "epsilon");
  const kernel = meanOverSamples(record, columns, "kernel");
  const last = lastKernelStep({ ...record.plan, epsilon, kernel, target: 0 });
  const ratios = {
    lambdaMeanOfRatios: mean(reports.map((report) => report.lambda)),
    zetaMeanOfRatios: mean(reports.map((report) => report.zeta)),
  };
  const series = ensembleSeries(record, columns);
  if (series === undefined) {
    const lambda = ratios.lambdaMeanOfRatios;
    return {
      step: last,
      epsilon: epsilon[last],
      kernel: kernel[last],
      lambda,
      zeta: (lambda * epsilon[last]) / kernel[last],
      c: kernel[last] - 2 * lambda * epsilon[last],
      ...ratios,
    };
  }
  let k = series.steps.length - 1;
  while (k > 0 && series.steps[k] > last) k--;
  const step = series.steps[k];
  return {
    step,
    epsilon: epsilon[step],
    kernel: kernel[step],
    lambda: series.lambda[k],
    zeta: series.zeta[k],
    c: series.c[k],
    ...ratios,
  };
}
