/**
 * The parameter-shift rule: exact gradients from expectation values alone, as on a device.
 */
import { columnsOf, type Simulator } from "../engine/engine.ts";
import { engineNamed } from "../engine/engines.ts";
import { rotationsOf, withIndependentRotations } from "../quantum/circuit.ts";

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
  const rotations = rotationsOf(circuit);
  const columns = columnsOf(circuit, theta);
  const simulator = engineNamed(engine).load(withIndependentRotations(circuit), observable);
  const gradient = new Float64Array(theta.length);
  for (let c = 0; c < columns; c++) {
    const angles = Float64Array.from(
      rotations,
      ({ coefficient, parameter }) => coefficient * theta[c * circuit.parameters + parameter],
    );
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
      const values = simulator.expectation(batch);
      some.forEach(({ parameter, coefficient }, k) => {
        gradient[c * circuit.parameters + parameter] += (coefficient * (values[2 * k] - values[2 * k + 1])) / 2;
      });
    }
  }
  simulator.dispose();
  return gradient;
}
