/**
 * Estimates of <O> with readout undone and noise extrapolated to zero, each with its standard error.
 */
import { requireFields, requireInteger, requireLength } from "../base/assert.ts";
import { ArgumentError } from "../base/errors.ts";
import { CounterStream } from "../base/random/counter-stream.ts";
import type { Estimate } from "../engine/noisy/trajectories.ts";
import { anglesOf } from "../gradients/parameter-shift.ts";
import { rotationsOf } from "../quantum/circuit.ts";
import { measurementPlan } from "../quantum/measurement-groups.ts";
import { type CountProblem, loadCounts } from "./counts.ts";
import { countedEstimate, exactMean, expectedError, planValues } from "./estimates.ts";
import {
  DEFAULT_FOLDS,
  type ExtrapolationName,
  extrapolate,
  extrapolationNames,
  folded,
  measuredCircuits,
  onOneSide,
  type ScaledEstimate,
  scaleOf,
} from "./extrapolation.ts";
import type { Mitigation } from "./mitigation-choice.ts";
import { loadOutcomes, requirePauliSum } from "./outcomes.ts";

/** How an estimate is made. */
export interface EstimateOptions {
  /** Shots for each group; exact expectation values where left out. */
  readonly shots?: number;
  /** Seed of the shots. Default 0. */
  readonly seed?: number;
  /** Undo readout errors by the inverse of each qubit's confusion matrix. Default false. */
  readonly invertReadout?: boolean;
}

/**
 * <O> at one set of angles, as measured.
 *
 * @param theta shape (parameters)
 * @throws ArgumentError for sizes that do not fit, fewer than 2 shots, or trajectories without shots
 */
export function estimateExpectation(problem: CountProblem, theta: Float64Array, options: EstimateOptions = {}): Estimate {
  requireFields("estimateExpectation", options, ["shots", "seed", "invertReadout"]);
  const { shots, seed = 0, invertReadout = false } = options;
  return estimatesOf(problem, theta, [invertReadout], shots, new CounterStream(seed, "shots"))[0];
}

/**
 * Zero-noise extrapolation: <O> of the circuit folded to U (U† U)^k, whose noise is about 2k + 1 times that of U, extrapolated to none.
 *
 * @param options those of an estimate; `folds`: the numbers k (default 0, 1, 2); `method`: see `extrapolate`
 * @throws ArgumentError for fewer than two different folds, or an extrapolation that is impossible
 */
export function zeroNoiseExtrapolation(
  problem: CountProblem,
  theta: Float64Array,
  options: EstimateOptions & { readonly folds?: readonly number[]; readonly method?: ExtrapolationName } = {},
): Estimate & { readonly points: readonly ScaledEstimate[] } {
  requireFields("zeroNoiseExtrapolation", options, ["folds", "method", "seed", "shots", "invertReadout"]);
  const { folds = DEFAULT_FOLDS, method = "richardson", seed = 0, ...estimates } = options;
  for (const k of folds) requireInteger("folds", k, 0);
  const points = folds.map((k, index) => ({
    scale: scaleOf(k),
    ...estimateExpectation({ ...problem, circuit: folded(problem.circuit, k) }, theta, { ...estimates, seed: seed + index }),
  }));
  return { ...extrapolate(points, method, constantOf(problem)), points };
}

/** One of several estimates of the same <O>: with readout inverted or not, extrapolated or not. */
export interface MitigatedEstimate extends Estimate {
  readonly invertReadout: boolean;
  readonly extrapolation?: ExtrapolationName;
}

/**
 * <O> at one set of angles, raw and by every mitigation, all from the same shots of the circuit and of its folds.
 *
 * @param theta shape (parameters)
 * @param options `shots`: for each group and fold, exact values where left out; `stream`: what shots are drawn from
 * @returns without readout inverted, then with, where it errs: plain, then every extrapolation that is possible
 * @throws ArgumentError as `estimateExpectation`
 */
export function mitigatedEstimates(
  problem: CountProblem,
  theta: Float64Array,
  options: { readonly shots?: number; readonly stream?: CounterStream } = {},
): readonly MitigatedEstimate[] {
  requireFields("mitigatedEstimates", options, ["shots", "stream"]);
  const { shots, stream = new CounterStream(0, "shots") } = options;
  const choices = problem.model.readout.length === 0 ? [false] : [false, true];
  const byFold = DEFAULT_FOLDS.map((k) => ({
    scale: scaleOf(k),
    estimates: estimatesOf({ ...problem, circuit: folded(problem.circuit, k) }, theta, choices, shots, stream),
  }));
  const limit = constantOf(problem);
  return choices.flatMap((invertReadout, choice) => {
    const points = byFold.map(({ scale, estimates }): ScaledEstimate => ({ scale, ...estimates[choice] }));
    const { value, error } = points[0];
    const possible = extrapolationNames.filter((method) => method !== "exponential" || onOneSide(points, limit));
    return [
      { value, error, invertReadout },
      ...possible.map((extrapolation) => ({ ...extrapolate(points, extrapolation, limit), invertReadout, extrapolation })),
    ];
  });
}

/**
 * The standard error that the estimates of a run have at one set of angles: exact where outcomes are, from shots of `stream` with trajectories.
 *
 * @param theta shape (parameters)
 */
export function shotErrorAt(
  problem: CountProblem,
  theta: Float64Array,
  { shots, mitigation, stream }: { shots: number; mitigation?: Mitigation; stream: CounterStream },
): number {
  const readout = mitigation?.readout ?? false;
  const errors = measuredCircuits(mitigation?.extrapolation).map(({ folds, weight }) => {
    const own = { ...problem, circuit: folded(problem.circuit, folds) };
    if (problem.trajectories) return weight * estimatesOf(own, theta, [readout], shots, stream)[0].error;
    const { plan, model, circuit, outcomes, dispose } = loadOutcomes(own);
    const probabilities = outcomes(anglesOf(rotationsOf(circuit), theta));
    dispose();
    return weight * expectedError(planValues(plan, readout ? model.readout : undefined), probabilities, shots);
  });
  return Math.hypot(...errors);
}

/** <O> from one set of shots, or exactly, without and with readout inverted as listed. */
function estimatesOf(
  problem: CountProblem,
  theta: Float64Array,
  invert: readonly boolean[],
  shots: number | undefined,
  stream: CounterStream,
): readonly Estimate[] {
  requireLength("theta", theta, problem.circuit.parameters);
  if (shots === undefined) {
    if (problem.trajectories) throw new ArgumentError("shots", shots, "a number of shots, with trajectories");
    const { plan, model, circuit, outcomes, dispose } = loadOutcomes(problem);
    const probabilities = outcomes(anglesOf(rotationsOf(circuit), theta));
    dispose();
    return invert.map((inverted) => {
      const values = planValues(plan, inverted ? model.readout : undefined);
      return { value: values.reduce((sum, own, g) => sum + exactMean(own, probabilities[g]), plan.constant), error: 0 };
    });
  }
  requireInteger("shots", shots, 2);
  const source = loadCounts(problem);
  const [counts] = source.counts(stream, anglesOf(rotationsOf(source.circuit), theta), shots);
  source.dispose();
  return invert.map((inverted) =>
    countedEstimate(source.plan, planValues(source.plan, inverted ? source.model.readout : undefined), counts),
  );
}

/** tr O / d. */
function constantOf({ observable }: CountProblem): number {
  return measurementPlan(requirePauliSum(observable)).constant;
}
