/**
 * Target `critical`: each sample's own end of what a circuit of limited depth reaches, O_min(L), read off a preliminary run towards a
 * target far beyond the spectrum. What is trained, and how, is the caller's.
 */
import { mean, range } from "../base/arrays.ts";
import { requireLength } from "../base/assert.ts";
import { ArgumentError } from "../base/errors.ts";
import { expectationsAt, rowsOf, type TrainingRecord } from "../training/record.ts";
import type { Experiment } from "./build.ts";
import { CRITICAL_TARGET, type ExperimentConfig, parseExperiment } from "./config.ts";

/** Whether an experiment has targets that a preliminary run must find. */
export function needsPreliminaryRun({ target }: Pick<ExperimentConfig, "target">): boolean {
  return target.includes(CRITICAL_TARGET);
}

/** Which columns are trained at their own critical targets; undefined where none is. */
export function criticalColumns({ target, samples }: Pick<ExperimentConfig, "target" | "samples">): boolean[] | undefined {
  if (!target.includes(CRITICAL_TARGET)) return undefined;
  return target.flatMap((each) => range(samples).map(() => each === CRITICAL_TARGET));
}

/**
 * The configuration of the preliminary run: the same samples of the same circuit, towards `criticalFrom` for `criticalSteps` steps,
 * none of which a stop rule spares.
 *
 * @throws ArgumentError for a configuration without critical target
 */
export function preliminaryConfig({ criticalFrom, criticalSteps, stopWhen: _, ...config }: ExperimentConfig): ExperimentConfig {
  if (criticalFrom === undefined || criticalSteps === undefined)
    throw new ArgumentError("target", config.target, `a configuration with target ${CRITICAL_TARGET}`);
  return parseExperiment({ ...config, target: [criticalFrom], steps: criticalSteps, measure: { mu: criticalSteps } });
}

/** The end of a preliminary run. */
export interface ReachedEnds {
  /** <O> of every sample at the last row: O_min(L), or O_max(L) for a target above the spectrum. Shape (samples). */
  readonly expectation: Float64Array;
  /** How far each sample still has to go, K/(2λ) by the Lotka-Volterra solution; NaN where μ = λK does not drive K to zero. */
  readonly remaining: Float64Array;
}

/** Share of |ε| that may be left to go. */
const SETTLED = 1e-3;

/** Reads the ends off a run towards one target that has measured μ at its last row. Source: Eq. 11, K = 2λ(ε - ε∞). */
export function reachedEnds(record: TrainingRecord): ReachedEnds {
  const { steps, targets } = record.plan;
  const mu = record.measured.mu;
  const remaining = Float64Array.from(targets, (_, column) => {
    const end = column * (steps + 1) + rowsOf(record, column) - 1;
    const kernel = record.kernel[end];
    const last = mu === undefined ? Number.NaN : mu.values[(column + 1) * mu.steps.length - 1];
    const distance = Math.abs(kernel ** 2 / (2 * last));
    const drives = last * record.epsilon[end] > 0;
    return kernel === 0 ? 0 : drives ? distance : Number.NaN;
  });
  return { expectation: expectationsAt(record, steps), remaining };
}

/** The samples that have not come to their end: more than a thousandth of |ε| is left to go. */
export function unsettledSamples(record: TrainingRecord): number[] {
  const { remaining } = reachedEnds(record);
  const { steps } = record.plan;
  return [...remaining.keys()].filter(
    (column) => !(remaining[column] <= SETTLED * Math.abs(record.epsilon[column * (steps + 1) + steps])),
  );
}

/**
 * An experiment with its critical targets put in: those of the columns are the ends their samples reached, the target itself their mean.
 *
 * @param ends shape (samples)
 * @throws ArgumentError if there is not one end for each sample
 */
export function withCriticalTargets(experiment: Experiment, ends: ArrayLike<number>): Experiment {
  const { config, plan } = experiment;
  requireLength("ends", ends, config.samples);
  const { targets, columns } = criticalTargets(config, experiment.targets, ends);
  return { ...experiment, targets, plan: { ...plan, targets: columns } };
}

/** The targets and those of all columns, from the targets as resolved without a run and the ends. */
export function criticalTargets(
  { target, samples }: Pick<ExperimentConfig, "target" | "samples">,
  resolved: readonly number[],
  ends: ArrayLike<number>,
): { targets: number[]; columns: Float64Array } {
  const isCritical = (k: number) => target[k] === CRITICAL_TARGET;
  return {
    targets: resolved.map((value, k) => (isCritical(k) ? mean(Array.from(ends)) : value)),
    columns: Float64Array.from(resolved.flatMap((value, k) => range(samples).map((s) => (isCritical(k) ? ends[s] : value)))),
  };
}
