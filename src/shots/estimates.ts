/**
 * Estimates of <O> from finite shots, with their standard errors.
 *
 * A group's outcome b has the value f(b) = Σ_k c_k (-1)^{|b & support k|}; its estimate is the mean of f over the shots, its error that of a mean.
 * Every group is measured with the same number of shots of its own.
 */
import type { Estimate } from "../engine/noisy/trajectories.ts";
import type { MeasurementGroup, MeasurementPlan } from "../quantum/measurement-groups.ts";
import type { ReadoutError } from "../quantum/noise/noise-model.ts";
import { parity } from "../quantum/pauli.ts";

/** The value f(b) of every outcome of a group, shape (2^n). */
export function groupValues({ terms }: MeasurementGroup, qubits: number): Float64Array {
  return Float64Array.from({ length: 2 ** qubits }, (_, b) =>
    terms.reduce((sum, { x, z, coefficient }) => sum + (parity(b & (x | z)) === 1 ? -coefficient : coefficient), 0),
  );
}

/**
 * Values that undo readout errors on average: f through the inverse of each qubit's confusion matrix.
 *
 * The mean of these values over misread outcomes is the mean of f over the true ones; their scatter, and with it the error, is larger.
 */
export function unconfusedValues(values: Float64Array, readout: readonly ReadoutError[], qubits: number): Float64Array {
  const result = values.slice();
  for (let q = 0; q < qubits; q++) {
    const { p10, p01 } = readout[q] ?? { p10: 0, p01: 0 };
    const bit = 1 << (qubits - 1 - q);
    const determinant = 1 - p10 - p01;
    for (let b = 0; b < result.length; b++) {
      if ((b & bit) !== 0) continue;
      const [zero, one] = [result[b], result[b | bit]];
      result[b] = ((1 - p01) * zero - p10 * one) / determinant;
      result[b | bit] = ((1 - p10) * one - p01 * zero) / determinant;
    }
  }
  return result;
}

/** The values of all groups of a plan, readout undone where errors are given. */
export function planValues(plan: MeasurementPlan, readout?: readonly ReadoutError[]): readonly Float64Array[] {
  return plan.groups.map((group) => {
    const values = groupValues(group, plan.qubits);
    return readout === undefined ? values : unconfusedValues(values, readout, plan.qubits);
  });
}

/** The mean of an outcome's value over a distribution. */
export function exactMean(values: Float64Array, probabilities: Float64Array): number {
  return values.reduce((sum, value, b) => sum + value * probabilities[b], 0);
}

/** Mean and standard error of outcome values with the given counts. */
export function countedMean(values: Float64Array, counts: Float64Array): Estimate {
  let shots = 0;
  let sum = 0;
  for (let b = 0; b < counts.length; b++) {
    shots += counts[b];
    sum += counts[b] * values[b];
  }
  const centre = sum / shots;
  let squares = 0;
  for (let b = 0; b < counts.length; b++) squares += counts[b] * (values[b] - centre) ** 2;
  return { value: centre, error: Math.sqrt(squares / (shots - 1) / shots) };
}

/**
 * An estimate of <O> from the counts of every group's outcomes.
 *
 * @param counts of at least 2 shots for each group, shape (2^n)
 */
export function countedEstimate(
  { constant, groups }: MeasurementPlan,
  values: readonly Float64Array[],
  counts: readonly Float64Array[],
): Estimate {
  let value = constant;
  let variance = 0;
  groups.forEach((_, g) => {
    const part = countedMean(values[g], counts[g]);
    value += part.value;
    variance += part.error ** 2;
  });
  return { value, error: Math.sqrt(variance) };
}

/** The standard error that estimates with this many shots will have: sqrt(Σ_groups Var f / shots). */
export function expectedError(values: readonly Float64Array[], probabilities: readonly Float64Array[], shots: number): number {
  const variance = values.reduce((sum, own, g) => {
    const centre = exactMean(own, probabilities[g]);
    return (
      sum +
      exactMean(
        own.map((value) => (value - centre) ** 2),
        probabilities[g],
      )
    );
  }, 0);
  return Math.sqrt(variance / shots);
}
