/**
 * Zero-noise extrapolation: circuits folded so that their noise grows, and estimates at several strengths of noise continued to none.
 */
import { ArgumentError } from "../base/errors.ts";
import type { Estimate } from "../engine/noisy/trajectories.ts";
import { adjoint } from "../linalg/complex-matrix.ts";
import { fitLine } from "../linalg/least-squares.ts";
import type { Circuit, Operation } from "../quantum/circuit.ts";
import { fixedGates } from "../quantum/gates.ts";

export const extrapolationNames = ["richardson", "linear", "exponential"] as const;

/** How noise is extrapolated to zero. */
export type ExtrapolationName = (typeof extrapolationNames)[number];

/** Numbers of folds k, where none are given: noise of about 1, 3 and 5 times the circuit's own. */
export const DEFAULT_FOLDS: readonly number[] = [0, 1, 2];

/** <O> with the noise of the circuit stretched by a factor. */
export interface ScaledEstimate extends Estimate {
  readonly scale: number;
}

/** About how many times the noise of a circuit its k-fold has. */
export function scaleOf(k: number): number {
  return 2 * k + 1;
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
  if (scales.length < 2 || new Set(scales).size !== scales.length)
    throw new ArgumentError("scales", scales.join(", "), "at least two, all different");
  if (method === "richardson") return weighted(richardsonWeights(scales), points);
  if (method === "linear") return weighted(interceptWeights(scales, trustOf(points)), points);
  if (!onOneSide(points, limit))
    throw new ArgumentError("extrapolation", method, "linear or richardson, where values lie on both sides of tr O / d");
  const sign = Math.sign(points[0].value - limit);
  const logs = points.map(({ scale, value, error }) => ({
    scale,
    value: Math.log(Math.abs(value - limit)),
    error: error / Math.abs(value - limit),
  }));
  const { value, error } = weighted(interceptWeights(scales, trustOf(logs)), logs);
  return { value: limit + sign * Math.exp(value), error: Math.exp(value) * error };
}

/** Whether all values lie on one side of the limit, as an exponential decay towards it would. */
export function onOneSide(points: readonly Estimate[], limit: number): boolean {
  const sign = Math.sign(points[0].value - limit);
  return sign !== 0 && points.every(({ value }) => Math.sign(value - limit) === sign);
}

/** A circuit that is measured: how often it is folded, and the weight of its <O> in an estimate. */
interface MeasuredCircuit {
  readonly folds: number;
  readonly weight: number;
}

/**
 * The circuits behind an estimate: the circuit itself or, with an extrapolation, its default folds. Their weights do not depend on what is
 * measured: a straight line trusts all alike.
 */
export function measuredCircuits(method?: "richardson" | "linear"): readonly MeasuredCircuit[] {
  if (method === undefined) return [{ folds: 0, weight: 1 }];
  const scales = DEFAULT_FOLDS.map(scaleOf);
  const alike = scales.map(() => 1);
  const weights = method === "richardson" ? richardsonWeights(scales) : interceptWeights(scales, alike);
  return DEFAULT_FOLDS.map((folds, k) => ({ folds, weight: weights[k] }));
}

/** The circuit U (U† U)^k. */
export function folded(circuit: Circuit, k: number): Circuit {
  const back = circuit.operations.toReversed().map(inverseOf);
  const pairs = Array.from({ length: k }, () => [...back, ...circuit.operations]).flat();
  return { ...circuit, operations: [...circuit.operations, ...pairs] };
}

/**
 * The rotation angles of a k-fold circuit from those of the circuit.
 *
 * @param angles shape (circuits, rotations)
 * @param rotations of the circuit
 * @returns shape (circuits, (2k + 1) rotations)
 */
export function foldedAngles(angles: Float64Array, rotations: number, k: number): Float64Array {
  const scale = scaleOf(k);
  const all = new Float64Array(angles.length * scale);
  for (let row = 0; row < angles.length / rotations; row++) {
    const own = angles.subarray(row * rotations, (row + 1) * rotations);
    const back = own.map((angle) => -angle).reverse();
    for (let copy = 0; copy < scale; copy++) all.set(copy % 2 === 0 ? own : back, (row * scale + copy) * rotations);
  }
  return all;
}

function inverseOf(operation: Operation): Operation {
  switch (operation.kind) {
    case "rotation":
      return { ...operation, coefficient: -operation.coefficient };
    case "gate":
      return { ...operation, gate: fixedGates[operation.gate].inverse };
    case "dense":
      return {
        ...operation,
        matrix: adjoint(operation.matrix),
        ...(operation.rotation && { rotation: { ...operation.rotation, angle: -operation.rotation.angle } }),
      };
  }
}

/** The weights of the values at 0 of the polynomial through all points. */
function richardsonWeights(scales: readonly number[]): number[] {
  return scales.map((own) => scales.reduce((w, other) => (other === own ? w : (w * other) / (other - own)), 1));
}

/** The weights of the points in the intercept of a straight line of least squares, which is linear in them. */
function interceptWeights(scales: readonly number[], trust: readonly number[]): number[] {
  return scales.map(
    (_, k) =>
      fitLine(
        scales,
        scales.map((__, i) => (i === k ? 1 : 0)),
        trust,
      ).intercept,
  );
}

/** The weights of least squares that belong to errors; all alike where a value is exact. */
function trustOf(points: readonly Estimate[]): number[] {
  const exact = points.some(({ error }) => error === 0);
  return points.map(({ error }) => (exact ? 1 : 1 / error ** 2));
}

function weighted(weights: readonly number[], points: readonly Estimate[]): Estimate {
  return {
    value: weights.reduce((sum, w, k) => sum + w * points[k].value, 0),
    error: Math.sqrt(weights.reduce((sum, w, k) => sum + (w * points[k].error) ** 2, 0)),
  };
}
