/**
 * What a run shows, target by target: phase, late-time constants, and measured beside predicted rates.
 */
import { mean, standardError } from "../base/arrays.ts";
import { ArgumentError } from "../base/errors.ts";
import { inferTarget, type PhaseDecision, type TargetInference } from "../theory/inference/index.ts";
import { discreteRate, frozenErrorRate, linearLossRate } from "../theory/lotka-volterra/closed-forms.ts";
import { type Estimate, fitLotkaVolterra } from "../theory/lotka-volterra/fit.ts";
import {
  classifyPhase,
  commonPhase,
  isSteady,
  isTrapped,
  openReport,
  type Phase,
  type PhaseReport,
  phaseReport,
} from "../theory/lotka-volterra/phases.ts";
import { lastKernelStep, residualOf, type Trajectory } from "../theory/lotka-volterra/trajectory.ts";
import { lossNamed, theoryLossOf } from "../training/losses.ts";
import { isPlainDescent } from "../training/optimizer-of.ts";
import type { TrainingPlan } from "../training/plan.ts";
import type { TrainingRecord } from "../training/record.ts";
import { historyOf, lateMeans, placeOf } from "./histories.ts";
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
  /** With shots: means over the last octave of the run and the samples, with their standard errors, K without and with the bias of squared estimates. */
  readonly estimates?: { readonly epsilon: Estimate; readonly kernel: Estimate; readonly rawKernel: number };
  /** What the whole histories say, with their errors; undefined under the linear loss, where the theory has no phases, and under other optimisers. */
  readonly inference?: TargetInference;
  /** Under the linear loss, how many of the samples have reached late time: their K decays at a steady rate. */
  readonly steady?: number;
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
  if (!Array.isArray(targets)) throw new ArgumentError("targets", targets, "an array of targets, after the record");
  return targets.map((target, k) => {
    const columns = columnsOfTarget(record, k);
    const trajectories = columns.map((column) => trajectoryOf(record, column, extremes));
    const plain = isPlainDescent(record.plan);
    // The histories are read with the clock of gradient descent.
    const inference =
      theoryLossOf(record.plan.loss) === "quadratic" && plain
        ? inferTarget(
            columns.map((column) => historyOf(record, column)),
            placeOf(record, columns, extremes),
          )
        : undefined;
    const read =
      record.plan.shots === undefined || inference === undefined
        ? trajectories.map((trajectory) => underOptimizer(classifyPhase(trajectory), record.plan, trajectory, extremes.gaps))
        : [];
    const common = commonPhase(read);
    const phase = common === "undetermined" ? (inference?.phase ?? common) : common;
    // Constants of exact samples that have settled are not mixed with those of samples that are only inferred to.
    const reports =
      inference === undefined || common !== "undetermined"
        ? read
        : trajectories.map((trajectory, i) => inferredReport(trajectory, read[i], inference.samples[i]));
    const agreeing = phase === "undetermined" ? [] : reports.filter((report) => report.phase === phase);
    const residual = residualOf(target, extremes, theoryLossOf(record.plan.loss));
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
        .flatMap((report, i) => trappedAt(record, columns[i], trajectories[i], report, residual))
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
      ...(inference !== undefined && { inference, ...fromShots(record, columns, inference) }),
      ...(lossNamed(record.plan.loss).aims === "end" && { steady: trajectories.filter(isSteady).length }),
      reports,
    };
  });
}

/**
 * The numbers of a target with shots: late means in place of one row that scatters, and the constants of the whole histories in place of ratios in
 * which the floor of K would stand. What is not known is NaN. Empty without shots.
 */
function fromShots(record: TrainingRecord, columns: readonly number[], { constants }: TargetInference) {
  if (record.plan.shots === undefined || record.rows === 0) return {};
  const late = lateMeans(record, columns);
  const lambda = constants?.lambda.value ?? Number.NaN;
  const rate = constants?.rate.value ?? Number.NaN;
  return {
    step: record.rows - 1,
    ...(late !== undefined && { estimates: late }),
    lambda,
    lambdaMeanOfRatios: lambda,
    zeta: late === undefined ? Number.NaN : (lambda * late.epsilon.value) / late.kernel.value,
    zetaMeanOfRatios: Number.NaN,
    c: constants?.c.value ?? Number.NaN,
    fittedRate: rate,
    fittedRateError: constants?.rate.error ?? Number.NaN,
  };
}

/** How many errors of its late mean a sample with shots must lie off the residual to count as trapped. */
const TRAPPED_ERRORS = 5;

/** ε - R of a sample that is trapped, by its late mean where one row scatters; nothing where it is not. */
function trappedAt(
  record: TrainingRecord,
  column: number,
  trajectory: Trajectory,
  report: PhaseReport,
  residual: number,
): number[] {
  if (record.plan.shots === undefined) return isTrapped(trajectory, report) ? [report.epsilon - residual] : [];
  const late = lateMeans(record, [column])?.epsilon;
  if (late === undefined || !isTrapped(trajectory, { ...report, epsilon: late.value })) return [];
  const distance = late.value - residual;
  return Math.abs(distance) > TRAPPED_ERRORS * late.error ? [distance] : [];
}

/** The report of a sample that has not settled by itself, where the whole history says its phase. */
function inferredReport(trajectory: Trajectory, read: PhaseReport | undefined, inferred: PhaseDecision): PhaseReport {
  if (read !== undefined && read.phase !== "undetermined") return read;
  if (inferred.phase !== "undetermined") return phaseReport(trajectory, inferred.phase);
  return read ?? openReport(trajectory, "its own data leave more than one phase possible");
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
  const rate = (lambda: number) =>
    lossNamed(loss).aims === "end" ? linearLossRate(lambda, eta) : frozenErrorRate(lambda, residual, eta);
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
  const last = lastKernelStep({ ...record.plan, loss: theoryLossOf(record.plan.loss), epsilon, kernel, target: 0 });
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
