/**
 * Estimates of <O> with readout undone and noise extrapolated to zero, each with its standard error.
 */
import { requireInteger, requireLength } from "../base/assert.ts";
import { ArgumentError } from "../base/errors.ts";
import { CounterStream } from "../base/random/counter-stream.ts";
import type { Estimate } from "../engine/noisy/trajectories.ts";
import { anglesOf } from "../gradients/parameter-shift.ts";
import { adjoint } from "../linalg/complex-matrix.ts";
import { fitLine } from "../linalg/least-squares.ts";
import { type Circuit, type Operation, rotationsOf } from "../quantum/circuit.ts";
import { fixedGates } from "../quantum/gates.ts";
import { exactMean, planValues, sampledEstimate } from "./estimates.ts";
import { loadOutcomes, type OutcomeProblem } from "./outcomes.ts";

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
 * @throws ArgumentError for sizes that do not fit, or fewer than 2 shots
 */
export function estimateExpectation(
  problem: OutcomeProblem,
  theta: Float64Array,
  { shots, seed = 0, invertReadout = false }: EstimateOptions = {},
): Estimate {
  requireLength("theta", theta, problem.circuit.parameters);
  const source = loadOutcomes(problem);
  const { plan, model, circuit } = source;
  const values = planValues(plan, invertReadout ? model.readout : undefined);
  const probabilities = source.outcomes(anglesOf(rotationsOf(circuit), theta));
  source.dispose();
  if (shots !== undefined) return sampledEstimate(new CounterStream(seed, "shots"), plan, values, probabilities, shots);
  return { value: values.reduce((sum, own, g) => sum + exactMean(own, probabilities[g]), plan.constant), error: 0 };
}

export const extrapolationNames = ["richardson", "linear", "exponential"] as const;

/** How noise is extrapolated to zero. */
export type ExtrapolationName = (typeof extrapolationNames)[number];

/** <O> with the noise of the circuit stretched by a factor. */
export interface ScaledEstimate extends Estimate {
  readonly scale: number;
}

/**
 * Zero-noise extrapolation: <O> of the circuit folded to U (U† U)^k, whose noise is about 2k + 1 times that of U, extrapolated to none.
 *
 * @param options those of an estimate; `folds`: the numbers k (default 0, 1, 2); `method`: see `extrapolate`
 * @throws ArgumentError for fewer than two different folds, or an extrapolation that is impossible
 */
export function zeroNoiseExtrapolation(
  problem: OutcomeProblem,
  theta: Float64Array,
  {
    folds = [0, 1, 2],
    method = "richardson",
    seed = 0,
    ...options
  }: EstimateOptions & { readonly folds?: readonly number[]; readonly method?: ExtrapolationName } = {},
): Estimate & { readonly points: readonly ScaledEstimate[] } {
  for (const k of folds) requireInteger("folds", k, 0);
  const points = folds.map((k, index) => ({
    scale: 2 * k + 1,
    ...estimateExpectation({ ...problem, circuit: folded(problem.circuit, k) }, theta, { ...options, seed: seed + index }),
  }));
  const { constant } = loadOutcomes(problem).plan;
  return { ...extrapolate(points, method, constant), points };
}

/**
 * The value at scale 0 that estimates at other scales point to.
 *
 * - `richardson`: the polynomial through all points.
 * - `linear`: the straight line of least squares, weighted by the errors.
 * - `exponential`: a decay towards `limit` (tr O / d, where depolarising noise ends), a straight line in ln |<O> - limit|.
 *
 * The error is what those of the points make of it, to first order.
 *
 * @throws ArgumentError for fewer than two scales, equal ones, or values on both sides of the limit
 */
export function extrapolate(points: readonly ScaledEstimate[], method: ExtrapolationName, limit = 0): Estimate {
  const scales = points.map(({ scale }) => scale);
  if (points.length < 2 || new Set(scales).size !== points.length)
    throw new ArgumentError("scales", scales.join(", "), "at least two, all different");
  if (method === "richardson") {
    const weights = scales.map((own) => scales.reduce((w, other) => (other === own ? w : (w * other) / (other - own)), 1));
    return weighted(weights, points);
  }
  if (method === "linear") return weighted(interceptWeights(points), points);
  const sign = Math.sign(points[0].value - limit);
  if (points.some(({ value }) => Math.sign(value - limit) !== sign || value === limit))
    throw new ArgumentError("extrapolation", method, "linear or richardson, where values lie on both sides of tr O / d");
  const logs = points.map(({ scale, value, error }) => ({
    scale,
    value: Math.log(Math.abs(value - limit)),
    error: error / Math.abs(value - limit),
  }));
  const { value, error } = weighted(interceptWeights(logs), logs);
  return { value: limit + sign * Math.exp(value), error: Math.exp(value) * error };
}

/** The circuit U (U† U)^k. */
export function folded(circuit: Circuit, k: number): Circuit {
  const back = circuit.operations.toReversed().map(inverseOf);
  const pairs = Array.from({ length: k }, () => [...back, ...circuit.operations]).flat();
  return { ...circuit, operations: [...circuit.operations, ...pairs] };
}

function inverseOf(operation: Operation): Operation {
  switch (operation.kind) {
    case "rotation":
      return { ...operation, coefficient: -operation.coefficient };
    case "gate":
      return { ...operation, gate: fixedGates[operation.gate].inverse };
    case "dense":
      return { ...operation, matrix: adjoint(operation.matrix) };
  }
}

/** The weights of the points in the intercept of a straight line of least squares, which is linear in them. */
function interceptWeights(points: readonly ScaledEstimate[]): number[] {
  const scales = points.map(({ scale }) => scale);
  const exact = points.some(({ error }) => error === 0);
  const trust = points.map(({ error }) => (exact ? 1 : 1 / error ** 2));
  return points.map(
    (_, k) =>
      fitLine(
        scales,
        points.map((__, i) => (i === k ? 1 : 0)),
        trust,
      ).intercept,
  );
}

function weighted(weights: readonly number[], points: readonly Estimate[]): Estimate {
  return {
    value: weights.reduce((sum, w, k) => sum + w * points[k].value, 0),
    error: Math.sqrt(weights.reduce((sum, w, k) => sum + (w * points[k].error) ** 2, 0)),
  };
}
