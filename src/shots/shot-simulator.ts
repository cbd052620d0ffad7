/**
 * Training as on a device: <O> and its gradient, both from finite shots, by the parameter-shift rule.
 */
import { requireFields, requireInteger } from "../base/assert.ts";
import { ArgumentError } from "../base/errors.ts";
import type { CounterStream } from "../base/random/counter-stream.ts";
import { columnsOf, type Gradients } from "../engine/engine.ts";
import { addShiftVariances, anglesOf, shiftGradient } from "../gradients/parameter-shift.ts";
import { rotationsOf } from "../quantum/circuit.ts";
import type { TrainingSimulator } from "../training/state.ts";
import { type CountProblem, loadCounts } from "./counts.ts";
import { countedEstimate, planValues } from "./estimates.ts";
import { folded, foldedAngles, measuredCircuits } from "./extrapolation.ts";
import type { Mitigation } from "./mitigation-choice.ts";
import { OUTCOME_FIELDS } from "./outcomes.ts";

/** What shots are simulated for. */
export interface ShotProblem extends CountProblem {
  /** Shots for each group of the observable's terms and each circuit. */
  readonly shots: number;
  /** The random stream of a column at a row. */
  readonly stream: (row: number, column: number, which?: number) => CounterStream;
  /** What every estimate is corrected for; nothing where left out. With extrapolation, every fold of a circuit takes all shots. */
  readonly mitigation?: Mitigation;
}

/**
 * A simulator whose <O> and gradient come from shots; one more step of training draws its own numbers, keyed by row and column.
 *
 * For each column, first <O> itself is measured, then for each rotation the circuits shifted by π/2 and -π/2.
 *
 * @throws ArgumentError for fewer than 2 shots, an observable that is no Pauli sum, or noise that cannot be simulated
 */
export function loadShots(options: ShotProblem): TrainingSimulator {
  requireFields("loadShots", options, [...OUTCOME_FIELDS, "trajectories", "shots", "stream", "mitigation"]);
  const { shots, stream, mitigation, ...problem } = options;
  requireInteger("shots", shots, 2);
  const sources = measuredCircuits(mitigation?.extrapolation).map(({ folds, weight }) => ({
    ...{ folds, weight },
    source: loadCounts({ ...problem, circuit: folded(problem.circuit, folds) }),
  }));
  // The first is the circuit itself.
  const [{ source: plain }] = sources;
  const { plan, circuit, model } = plain;
  const values = planValues(plan, mitigation?.readout ? model.readout : undefined);
  const rotations = rotationsOf(circuit);

  /** Estimates for angles of shape (circuits, rotations), drawn from one stream in order, and their variances. */
  function estimates(random: CounterStream, angles: Float64Array): { values: Float64Array; variances: Float64Array } {
    const total = new Float64Array(angles.length / rotations.length);
    const variances = new Float64Array(total.length);
    for (const { source, folds, weight } of sources) {
      const counts = source.counts(random, foldedAngles(angles, rotations.length, folds), shots);
      counts.forEach((own, k) => {
        const { value, error } = countedEstimate(plan, values, own);
        total[k] += weight * value;
        variances[k] += (weight * error) ** 2;
      });
    }
    return { values: total, variances };
  }

  return {
    circuit: problem.circuit,
    gradient(theta, row, which): Gradients {
      const columns = columnsOf(problem.circuit, theta);
      const { parameters } = problem.circuit;
      const streams = Array.from({ length: columns }, (_, c) => stream(row, which?.[c] ?? c));
      const plain = streams.map((own, c) =>
        estimates(own, anglesOf(rotations, theta.subarray(c * parameters, (c + 1) * parameters))),
      );
      const variances = {
        expectation: Float64Array.from(plain, (own) => own.variances[0]),
        gradient: new Float64Array(theta.length),
      };
      const gradient = shiftGradient(circuit, theta, (angles, c, first) => {
        const shifted = estimates(streams[c], angles);
        const own = variances.gradient.subarray(c * parameters, (c + 1) * parameters);
        addShiftVariances(rotations.slice(first / 2, (first + shifted.values.length) / 2), shifted.variances, own);
        return shifted.values;
      });
      return { expectation: Float64Array.from(plain, (own) => own.values[0]), gradient, variances };
    },
    expectation(theta, row, columns, which = 0) {
      const { parameters } = problem.circuit;
      return Float64Array.from({ length: columnsOf(problem.circuit, theta) }, (_, c) => {
        const own = theta.subarray(c * parameters, (c + 1) * parameters);
        return estimates(stream(row, columns?.[c] ?? c, which), anglesOf(rotations, own)).values[0];
      });
    },
    hessianVectorProduct() {
      throw new ArgumentError("measure", "mu or hessian", "theta, with shots: second derivatives are not measured");
    },
    dispose() {
      for (const { source } of sources) source.dispose();
    },
  };
}
