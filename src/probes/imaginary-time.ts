/**
 * Whether training with the natural gradient is imaginary time: the tangents of the circuit's state span all directions, 2 (d - 1) of them.
 */

import type { Simulator } from "../engine/engine.ts";
import { fubiniStudyMetric } from "../gradients/metric.ts";
import { stateTangents } from "../gradients/tangents.ts";
import { symmetricEigen } from "../linalg/eigen.ts";
import type { Circuit } from "../quantum/circuit.ts";

/** Eigenvalues of the metric, relative to the largest, below which a direction does not move the state. */
const RANK_TOLERANCE = 1e-10;

/**
 * Whether the tangents along some parameters span all directions in which the final state can move.
 *
 * @param simulator of the circuit with a parameter for every rotation, `withIndependentRotations`
 * @param theta the angles of one column, shape (parameters)
 * @param trained the parameters that are trained
 */
export function spansAllDirections(
  simulator: Pick<Simulator, "finalStates">,
  circuit: Circuit,
  theta: Float64Array,
  trained: readonly number[],
): boolean {
  const directions = 2 * (2 ** circuit.qubits - 1);
  if (trained.length < directions) return false;
  const metric = fubiniStudyMetric(stateTangents(simulator, circuit, theta), trained);
  const { values } = symmetricEigen(metric, trained.length);
  return values.filter((value) => value > RANK_TOLERANCE * values[values.length - 1]).length === directions;
}
