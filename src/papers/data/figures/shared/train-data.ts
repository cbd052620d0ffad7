/**
 * Training on a data set inside a study's computation: errors and kernels at chosen steps, and the angles it ends with.
 */
import { range } from "../../../../base/arrays.ts";
import type { DataSet } from "../../../../data/data-set.ts";
import type { Engine } from "../../../../engine/engine.ts";
import { kernelMatrix } from "../../../../gradients/data-kernel.ts";
import type { Circuit } from "../../../../quantum/circuit.ts";
import { type Observable, stateProjector } from "../../../../quantum/observables.ts";
import { columnDataOf, type DataProblem, parametersBeside, sweptData } from "../../../../shots/data-load.ts";
import type { TrainingPlan } from "../../../../training/plan.ts";
import type { TrainingState } from "../../../../training/state.ts";
import { advance, isOver } from "../../../../training/step.ts";

/** What is trained. */
export interface DataTraining {
  readonly circuit: Circuit;
  readonly train: DataSet;
  readonly test?: DataSet;
  /** One for all data, or one each. */
  readonly observables: readonly Observable[];
  /** y of every column, N numbers each. */
  readonly targets: readonly (readonly number[])[];
  /** y of the data that are held out, the same in every column. */
  readonly testTargets?: readonly number[];
  /** θ(0), shape (columns, parameters). */
  readonly theta: Float64Array;
  readonly eta: number;
  /** Steps to record at, ascending; the last one ends the training. */
  readonly times: readonly number[];
}

/** One of the recorded rows. */
export interface RecordedRow {
  readonly time: number;
  /** ε, shape (columns, N). */
  readonly epsilon: Float64Array;
  /** K, shape (columns, N, N). */
  readonly kernel: Float64Array;
  /** Errors of the data held out, shape (columns, M). */
  readonly test?: Float64Array;
  /** θ, shape (columns, parameters). */
  readonly theta: Float64Array;
}

/** Rows of training between two looks at Ctrl-C. */
const ROWS_AT_ONCE = 20;

/** Trains; yields the share of the steps done, and returns the recorded rows. */
export function* trainData(engine: Engine, training: DataTraining): Generator<number, RecordedRow[], void> {
  const { circuit, train, test, observables, targets, testTargets, eta, times } = training;
  const steps = times[times.length - 1];
  const problem: DataProblem = {
    ...{ circuit, parameters: parametersBeside(circuit, train), train, observables },
    ...(test !== undefined && { test }),
  };
  const simulator = sweptData(engine.loadData(circuit, observables[0], columnDataOf(problem)), problem);
  const { count } = train;
  const plan: TrainingPlan = {
    // The kernel is asked for at the recorded steps alone.
    ...{ loss: "quadratic", eta, steps, measure: { kernel: steps + 1 } },
    targets: Float64Array.from(targets, ([first]) => first),
    data: { count, loss: "quadratic", targets: Float64Array.from(targets.flat()) },
  };
  const rows: RecordedRow[] = [];
  try {
    let state: TrainingState = { row: 0, theta: training.theta };
    for (const time of times) {
      while (state.row < time && !isOver(plan, state)) {
        ({ state } = advance(simulator, plan, state, Math.min(ROWS_AT_ONCE, time - state.row)));
        yield state.row / steps;
      }
      const { theta } = state;
      const { expectation, gradient } = simulator.gradient(theta, time);
      const held = testTargets === undefined ? undefined : simulator.heldOut(theta, time);
      rows.push({
        ...{ time, theta },
        epsilon: expectation.map((value, k) => value - targets[Math.floor(k / count)][k % count]),
        kernel: kernelMatrix(gradient, targets.length, count),
        ...(held !== undefined &&
          testTargets !== undefined && { test: held.map((value, k) => value - testTargets[k % testTargets.length]) }),
      });
    }
    return rows;
  } finally {
    simulator.dispose();
  }
}

/** ε_α and K_αα of a column and a datum at every recorded row. */
export function datumSeries(rows: readonly RecordedRow[], column: number, datum: number, count: number) {
  return {
    epsilon: rows.map(({ epsilon }) => epsilon[column * count + datum]),
    kernel: rows.map(({ kernel }) => kernel[(column * count + datum) * count + datum]),
  };
}

/** Target vectors repeated, one for each of some samples. */
export function eachSample(vectors: readonly (readonly number[])[], samples: number): (readonly number[])[] {
  return vectors.flatMap((vector) => range(samples).map(() => vector));
}

/** θ(0) of some samples repeated, once for each target vector. */
export function repeatedAngles(angles: Float64Array, vectors: number): Float64Array {
  const all = new Float64Array(angles.length * vectors);
  for (let k = 0; k < vectors; k++) all.set(angles, k * angles.length);
  return all;
}

/** The projector on a computational basis state. */
export function basisProjector(qubits: number, index: number): Observable {
  const size = 2 ** qubits;
  return stateProjector({
    re: Float64Array.from({ length: size }, (_, k) => (k === index ? 1 : 0)),
    im: new Float64Array(size),
  });
}
