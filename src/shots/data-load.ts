/**
 * The simulator that training on a data set asks for: an engine that sweeps over all data at once, or, where gates are noisy or numbers come
 * from shots, one measurement after the other.
 */

import { ArgumentError, Described } from "../base/errors.ts";
import type { DataSet } from "../data/data-set.ts";
import type { ColumnData, DataSimulator } from "../engine/engine.ts";
import type { Circuit, Operation } from "../quantum/circuit.ts";
import type { Observable } from "../quantum/observables.ts";
import type { DataTrainingSimulator, TrainingSimulator } from "../training/state.ts";

/** A circuit, its data and what is measured on them. Plain data. */
export interface DataProblem {
  readonly circuit: Circuit;
  /** The circuit's parameters that are trained, or could be: all that data do not set, in order. */
  readonly parameters: readonly number[];
  /** What is trained on. */
  readonly train: DataSet;
  /** What is held out. */
  readonly test?: DataSet;
  /** One observable for all, or one for each datum that is trained on. */
  readonly observables: readonly Observable[];
}

/** Parameters of a circuit that data do not set, in order. */
export function parametersBeside({ parameters }: Circuit, { angles }: DataSet): number[] {
  const set = new Set(angles?.parameters);
  return Array.from({ length: parameters }, (_, p) => p).filter((p) => !set.has(p));
}

/** The states and observables of a problem as an engine takes them: the data that are trained on, then those held out. */
export function columnDataOf({ train, test, observables }: DataProblem): ColumnData {
  const count = train.count + (test?.count ?? 0);
  const joined = (part: "re" | "im") => {
    const all = [train, ...(test === undefined ? [] : [test])].map(({ states }) => states?.[part] ?? new Float64Array());
    const out = new Float64Array(all.reduce((sum, { length }) => sum + length, 0));
    all.reduce((at, values) => {
      out.set(values, at);
      return at + values.length;
    }, 0);
    return out;
  };
  return {
    count,
    ...(train.states !== undefined && { states: { re: joined("re"), im: joined("im") } }),
    // Where every datum has an observable of its own, there is none to judge others by: nothing is held out then.
    ...(observables.length > 1 && { observables }),
  };
}

/**
 * Refuses data that are measured one after the other in circuits of gates, and are no circuits.
 *
 * @throws ArgumentError for states that are no basis states
 */
export function requireMeasuredData({ circuit, train, test }: DataProblem): void {
  for (const set of [train, ...(test === undefined ? [] : [test])]) {
    for (let a = 0; a < set.count; a++) preparationOf(circuit.qubits, set, a);
  }
}

/** X gates that prepare a datum's state. */
function preparationOf(qubits: number, { states }: DataSet, datum: number): Operation[] {
  if (states === undefined) return [];
  const dimension = 2 ** qubits;
  const own = states.re.subarray(datum * dimension, (datum + 1) * dimension);
  const index = own.findIndex((re) => Math.abs(re) === 1);
  if (index === -1)
    throw new ArgumentError(
      "data",
      new Described("states that are no basis states"),
      "basis states, or a table that is encoded as angles, with noise or shots: a circuit prepares them",
    );
  return Array.from({ length: qubits }, (_, q) => q)
    .filter((q) => ((index >> (qubits - 1 - q)) & 1) === 1)
    .map((q) => ({ kind: "gate", gate: "X", qubits: [q] }));
}

/** The circuit of a datum, its state prepared by gates. */
export function circuitOfDatum({ circuit, train, test }: DataProblem, datum: number): Circuit {
  const [set, place] = datum < train.count || test === undefined ? [train, datum] : [test, datum - train.count];
  return { ...circuit, operations: [...preparationOf(circuit.qubits, set, place), ...circuit.operations] };
}

/** Training on an engine that sweeps over all data at once. */
export function sweptData(simulator: DataSimulator, problem: DataProblem): DataTrainingSimulator {
  const { circuit, parameters, train, test } = problem;
  const own = parameters.length;
  const all = circuit.parameters;

  /** Angles of every (column, datum) from those of the columns. */
  function spread(theta: Float64Array, { count, angles }: DataSet): Float64Array {
    const columns = theta.length / own;
    const wide = new Float64Array(columns * count * all);
    for (let c = 0; c < columns; c++) {
      for (let a = 0; a < count; a++) {
        const at = (c * count + a) * all;
        for (let l = 0; l < own; l++) wide[at + parameters[l]] = theta[c * own + l];
        angles?.parameters.forEach((p, k) => {
          wide[at + p] = angles.values[a * angles.parameters.length + k];
        });
      }
    }
    return wide;
  }

  /** The trained entries of rows of all parameters. */
  function trained(wide: Float64Array): Float64Array {
    if (own === all) return wide;
    const rows = wide.length / all;
    const some = new Float64Array(rows * own);
    for (let r = 0; r < rows; r++) for (let l = 0; l < own; l++) some[r * own + l] = wide[r * all + parameters[l]];
    return some;
  }

  function widened(some: Float64Array): Float64Array {
    if (own === all) return some;
    const rows = some.length / own;
    const wide = new Float64Array(rows * all);
    for (let r = 0; r < rows; r++) for (let l = 0; l < own; l++) wide[r * all + parameters[l]] = some[r * own + l];
    return wide;
  }

  /** The data of a batch of columns: `count` of them, from the first on. */
  function which(columns: number, first: number, count: number): Int32Array {
    return Int32Array.from({ length: columns * count }, (_, k) => first + (k % count));
  }

  return {
    parameters: own,
    gradient(theta) {
      const wide = spread(theta, train);
      const { expectation, gradient } = simulator.gradient(wide, which(theta.length / own, 0, train.count));
      return { expectation, gradient: trained(gradient) };
    },
    products(theta, vectors) {
      const wide = spread(theta, train);
      const { product } = simulator.hessianVectorProduct(wide, widened(vectors), which(theta.length / own, 0, train.count));
      return trained(product);
    },
    heldOut(theta) {
      if (test === undefined) return new Float64Array();
      return simulator.expectation(spread(theta, test), which(theta.length / own, train.count, test.count));
    },
    dispose: () => simulator.dispose(),
  };
}

/**
 * Training where data are measured one after the other.
 *
 * @param load a simulator of one datum, by its place among the data that are trained on and those held out
 */
export function measuredData(problem: DataProblem, load: (datum: number) => TrainingSimulator): DataTrainingSimulator {
  const { circuit, parameters, train, test } = problem;
  const own = parameters.length;
  const all = circuit.parameters;
  const simulators = new Map<number, TrainingSimulator>();
  const of = (datum: number) => {
    const known = simulators.get(datum) ?? load(datum);
    simulators.set(datum, known);
    return known;
  };
  const anglesOf = (theta: Float64Array, { angles }: DataSet, a: number) => {
    const columns = theta.length / own;
    const wide = new Float64Array(columns * all);
    for (let c = 0; c < columns; c++) {
      for (let l = 0; l < own; l++) wide[c * all + parameters[l]] = theta[c * own + l];
      angles?.parameters.forEach((p, k) => {
        wide[c * all + p] = angles.values[a * angles.parameters.length + k];
      });
    }
    return wide;
  };
  return {
    parameters: own,
    gradient(theta, row, which) {
      const columns = theta.length / own;
      const { count } = train;
      const expectation = new Float64Array(columns * count);
      const gradient = new Float64Array(columns * count * own);
      for (let a = 0; a < count; a++) {
        const made = of(a).gradient(anglesOf(theta, train, a), row, which);
        for (let c = 0; c < columns; c++) {
          expectation[c * count + a] = made.expectation[c];
          for (let l = 0; l < own; l++) gradient[(c * count + a) * own + l] = made.gradient[c * all + parameters[l]];
        }
      }
      return { expectation, gradient };
    },
    products(theta, vectors) {
      const columns = theta.length / own;
      const { count } = train;
      const each = vectors.length / (columns * count * own);
      const products = new Float64Array(vectors.length);
      for (let a = 0; a < count; a++) {
        const wide = new Float64Array(columns * each * all);
        for (let c = 0; c < columns; c++)
          for (let v = 0; v < each; v++)
            for (let l = 0; l < own; l++)
              wide[(c * each + v) * all + parameters[l]] = vectors[((c * count + a) * each + v) * own + l];
        const { product } = of(a).hessianVectorProduct(anglesOf(theta, train, a), wide);
        for (let c = 0; c < columns; c++)
          for (let v = 0; v < each; v++)
            for (let l = 0; l < own; l++)
              products[((c * count + a) * each + v) * own + l] = product[(c * each + v) * all + parameters[l]];
      }
      return products;
    },
    heldOut(theta, row) {
      if (test === undefined) return new Float64Array();
      const columns = theta.length / own;
      const { count } = test;
      const values = new Float64Array(columns * count);
      for (let a = 0; a < count; a++) {
        const simulator = of(train.count + a);
        const wide = anglesOf(theta, test, a);
        const found = simulator.expectation?.(wide, row) ?? simulator.gradient(wide, row).expectation;
        for (let c = 0; c < columns; c++) values[c * count + a] = found[c];
      }
      return values;
    },
    dispose() {
      for (const simulator of simulators.values()) simulator.dispose();
    },
  };
}
