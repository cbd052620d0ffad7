/**
 * The parameter-shift rule: exact gradients from expectation values alone, as on a device.
 */
import { columnsOf, type Simulator } from "../engine/engine.ts";
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
export function parameterShift({ engine, circuit, observable }: Simulator, theta: Float64Array): Float64Array {
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
    const angles = anglesOf(rotations, theta.subarray(c * circuit.parameters, (c + 1) * circuit.parameters));
    for (let first = 0; first < rotations.length; first += SHIFTS_AT_ONCE / 2) {
      const some = rotations.slice(first, first + SHIFTS_AT_ONCE / 2);
      const batch = new Float64Array(2 * some.length * rotations.length);
      some.forEach((_, k) => {
        for (const side of [0, 1]) {
          const row = (2 * k + side) * rotations.length;
          batch.set(angles, row);
          batch[row + first + k] += side === 0 ? Math.PI / 2 : -Math.PI / 2;
        }
      });
      const values = evaluate(batch, c, 2 * first);
      some.forEach(({ parameter, coefficient }, k) => {
        gradient[c * circuit.parameters + parameter] += (coefficient * (values[2 * k] - values[2 * k + 1])) / 2;
      });
    }
  }
  return gradient;
}

/** The angle c_r θ_p of every rotation. */
export function anglesOf(rotations: readonly Rotation[], theta: Float64Array): Float64Array {
  return Float64Array.from(rotations, ({ coefficient, parameter }) => coefficient * theta[parameter]);
}
