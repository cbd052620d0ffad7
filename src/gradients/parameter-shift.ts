/**
 * The parameter-shift rule: exact gradients from expectation values alone, as on a device.
 */
import { columnsOf, requireSimulator, type Simulator } from "../engine/engine.ts";
import { engineNamed } from "../engine/engines.ts";
import { loadNoisyCircuit, type NoisySimulator } from "../engine/noisy/noisy-simulator.ts";
import { type Circuit, type Rotation, rotationsOf, withIndependentRotations } from "../quantum/circuit.ts";
import { withIndependentNoisyRotations, withoutChannels } from "../quantum/noise/noise-model.ts";

/** How many shifted circuits are evaluated in one batch. */
const SHIFTS_AT_ONCE = 128;

/**
 * ∂<O>/∂θ_p = Σ_r c_r [<O>(φ_r + π/2) - <O>(φ_r - π/2)] / 2, over the rotations r with angle φ_r = c_r θ_p.
 *
 * Every rotation is shifted alone, so parameters may be shared. Costs two circuits for each rotation and column.
 *
 * @param theta angles, shape (columns, parameters)
 * @returns shape (columns, parameters)
 * @throws ArgumentError if the angles do not fit the circuit
 */
export function parameterShift(of: Simulator, theta: Float64Array): Float64Array {
  requireSimulator(of);
  const { engine, circuit, observable } = of;
  const simulator = engineNamed(engine).load(withIndependentRotations(circuit), observable);
  const gradient = shiftGradient(circuit, theta, (angles) => simulator.expectation(angles));
  simulator.dispose();
  return gradient;
}

/** As `parameterShift`, for a circuit with noise: channels do not depend on the angles, so the rule holds with them. */
export function noisyParameterShift({ noisy, circuit, observable }: NoisySimulator, theta: Float64Array): Float64Array {
  columnsOf(circuit, theta);
  const simulator = loadNoisyCircuit(withIndependentNoisyRotations(noisy), observable);
  return shiftGradient(withoutChannels(noisy), theta, (angles) => simulator.expectation(angles));
}

/**
 * The parameter-shift rule on top of anything that evaluates batches of rotation angles.
 *
 * @param evaluate <O> for angles of shape (circuits, rotations), the rotations of `circuit` in order; `column` is the column of θ they belong to,
 * `first` the number of the first of these shifted circuits among the column's
 */
export function shiftGradient(
  circuit: Circuit,
  theta: Float64Array,
  evaluate: (angles: Float64Array, column: number, first: number) => Float64Array,
): Float64Array {
  const rotations = rotationsOf(circuit);
  const columns = columnsOf(circuit, theta);
  const gradient = new Float64Array(theta.length);
  for (let c = 0; c < columns; c++) {
    const own = gradient.subarray(c * circuit.parameters, (c + 1) * circuit.parameters);
    const angles = anglesOf(rotations, theta.subarray(c * circuit.parameters, (c + 1) * circuit.parameters));
    for (let first = 0; first < rotations.length; first += SHIFTS_AT_ONCE / 2) {
      const some = rotations.slice(first, first + SHIFTS_AT_ONCE / 2);
      addShiftRule(some, evaluate(shiftedAngles(angles, first, some.length), c, 2 * first), own);
    }
  }
  return gradient;
}

/** The angles with each of `count` rotations from `first` on shifted alone, by π/2 and by -π/2; shape (2 count, rotations). */
export function shiftedAngles(angles: Float64Array, first: number, count: number): Float64Array {
  const batch = new Float64Array(2 * count * angles.length);
  for (let k = 0; k < count; k++) {
    for (const side of [0, 1]) {
      const row = (2 * k + side) * angles.length;
      batch.set(angles, row);
      batch[row + first + k] += side === 0 ? Math.PI / 2 : -Math.PI / 2;
    }
  }
  return batch;
}

/** Adds to a column's gradient what <O> at the angles of `shiftedAngles`, shape (2 rotations), says about these rotations. */
export function addShiftRule(rotations: readonly Rotation[], values: ArrayLike<number>, gradient: Float64Array): void {
  rotations.forEach(({ parameter, coefficient }, k) => {
    gradient[parameter] += (coefficient * (values[2 * k] - values[2 * k + 1])) / 2;
  });
}

/** Adds to the variances of a column's gradient those of the values that `addShiftRule` takes: Σ_r (c_r/2)² (Var + Var). */
export function addShiftVariances(rotations: readonly Rotation[], variances: ArrayLike<number>, gradient: Float64Array): void {
  rotations.forEach(({ parameter, coefficient }, k) => {
    gradient[parameter] += (coefficient / 2) ** 2 * (variances[2 * k] + variances[2 * k + 1]);
  });
}

/** The angle c_r θ_p of every rotation. */
export function anglesOf(rotations: readonly Rotation[], theta: Float64Array): Float64Array {
  return Float64Array.from(rotations, ({ coefficient, parameter }) => coefficient * theta[parameter]);
}
