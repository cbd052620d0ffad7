/**
 * The circuits and angles of a training on a device, and what their counts say: <O> and its gradient by the parameter-shift rule.
 */
import { range } from "../base/arrays.ts";
import { DeviceError } from "../base/errors.ts";
import { columnsOf, type Gradients } from "../engine/engine.ts";
import { addShiftRule, addShiftVariances, anglesOf, shiftedAngles } from "../gradients/parameter-shift.ts";
import { toOpenQasm } from "../interop/qasm-export.ts";
import { type Circuit, rotationsOf, withIndependentRotations } from "../quantum/circuit.ts";
import { measurementPlan } from "../quantum/measurement-groups.ts";
import { basisChange, noiselessModel, withoutChannels } from "../quantum/noise/noise-model.ts";
import type { Observable } from "../quantum/observables.ts";
import { countedEstimate, planValues } from "../shots/estimates.ts";
import { requirePauliSum } from "../shots/outcomes.ts";
import type { DeviceCounts } from "./protocol.ts";

/** What a device is asked to measure, and how its answers are read. */
export interface StepJobs {
  /** OpenQASM 3 of each group of commuting terms: the circuit with a symbol for every rotation, the change of basis, and a measurement. */
  readonly circuits: readonly string[];
  /** How many rows of angles a column takes: itself, and two for each rotation. */
  readonly rowsPerColumn: number;
  /** Rows of rotation angles for θ of shape (columns, parameters): for each column itself, then each rotation shifted by π/2 and -π/2. */
  angles(theta: Float64Array): number[][];
  /**
   * <O> and its gradient from the counts at these rows.
   *
   * @throws DeviceError for counts that are not those of so many shots of each
   */
  gradients(theta: Float64Array, counts: DeviceCounts, shots: number): Gradients;
}

/**
 * Prepares the jobs of a training.
 *
 * @throws ArgumentError for an observable that is no Pauli sum, or a circuit with fixed dense unitaries
 */
export function prepareJobs(circuit: Circuit, observable: Observable): StepJobs {
  const { qubits, parameters } = circuit;
  const plan = measurementPlan(requirePauliSum(observable));
  const values = planValues(plan);
  const rotations = rotationsOf(circuit);
  const independent = withIndependentRotations(circuit);
  const rowsPerColumn = 1 + 2 * rotations.length;

  const circuits = plan.groups.map(({ letters }) => {
    const { operations } = withoutChannels({
      ...independent,
      operations: basisChange(letters, noiselessModel),
      model: noiselessModel,
    });
    return toOpenQasm({ ...independent, operations: [...independent.operations, ...operations] }, { measure: true });
  });

  return {
    circuits,
    rowsPerColumn,
    angles(theta) {
      const columns = columnsOf(circuit, theta);
      return Array.from({ length: columns }, (_, c) => {
        const own = anglesOf(rotations, theta.subarray(c * parameters, (c + 1) * parameters));
        const shifted = shiftedAngles(own, 0, rotations.length);
        return [[...own], ...range(2 * rotations.length).map((k) => [...shifted.subarray(k * own.length, (k + 1) * own.length)])];
      }).flat();
    },
    gradients(theta, counts, shots) {
      const columns = columnsOf(circuit, theta);
      requireCounts(counts, plan.groups.length, columns * rowsPerColumn, shots, qubits);
      const estimates = range(columns * rowsPerColumn).map((k) =>
        countedEstimate(
          plan,
          values,
          counts.map((group) => ourCounts(group[k], qubits)),
        ),
      );
      const gradient = new Float64Array(theta.length);
      const variances = { expectation: new Float64Array(columns), gradient: new Float64Array(theta.length) };
      for (let c = 0; c < columns; c++) {
        const shifted = estimates.slice(c * rowsPerColumn + 1, (c + 1) * rowsPerColumn);
        const [from, to] = [c * parameters, (c + 1) * parameters];
        variances.expectation[c] = estimates[c * rowsPerColumn].error ** 2;
        addShiftRule(
          rotations,
          shifted.map(({ value }) => value),
          gradient.subarray(from, to),
        );
        addShiftVariances(
          rotations,
          shifted.map(({ error }) => error ** 2),
          variances.gradient.subarray(from, to),
        );
      }
      const expectation = Float64Array.from({ length: columns }, (_, c) => estimates[c * rowsPerColumn].value);
      return { expectation, gradient, variances };
    },
  };
}

/** Counts with qubit 0 the most significant bit, as everywhere here, from those with qubit 0 the least. */
function ourCounts(theirs: Readonly<Record<string, number>>, qubits: number): Float64Array {
  const ours = new Float64Array(2 ** qubits);
  for (const [outcome, count] of Object.entries(theirs)) {
    let [index, rest] = [0, Number(outcome)];
    for (let q = 0; q < qubits; q++) {
      index = 2 * index + (rest & 1);
      rest >>= 1;
    }
    ours[index] += count;
  }
  return ours;
}

function requireCounts(counts: DeviceCounts, groups: number, rows: number, shots: number, qubits: number): void {
  const complete =
    counts.length === groups &&
    counts.every(
      (group) =>
        group.length === rows &&
        group.every((own) => {
          const outcomes = Object.keys(own).map(Number);
          return outcomes.every((b) => b < 2 ** qubits) && Object.values(own).reduce((sum, count) => sum + count, 0) === shots;
        }),
    );
  if (!complete)
    throw new DeviceError(
      `The device returned other counts than those of ${shots} shots of ${groups} circuits on ${qubits} qubits, at ${rows} rows of angles each.`,
    );
}
