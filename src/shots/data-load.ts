/**
 * The simulator that training on a data set asks for: an engine that sweeps over all data at once, or, where gates are noisy or numbers come
 * from shots, one measurement after the other.
 */

import { range } from "../base/arrays.ts";
import { ArgumentError, Described } from "../base/errors.ts";
import type { DataSet } from "../data/data-set.ts";
import type { ColumnData, DataSimulator, EngineName, Gradients, StateBatch } from "../engine/engine.ts";
import { dataMetric, layersOfParameters } from "../gradients/metric.ts";
import { pickEntries } from "../gradients/pick.ts";
import type { Circuit, Operation } from "../quantum/circuit.ts";
import type { Observable } from "../quantum/observables.ts";
import type { TrainingPlan } from "../training/plan.ts";
import type { DataTrainingSimulator, TrainingSimulator } from "../training/state.ts";
import { loadMeasured, type Measurement } from "./load.ts";

/** A circuit, its data and what is measured on them. Plain data. */
export interface DataProblem {
  readonly circuit: Circuit;
  /** The circuit's parameters that are trained, or could be: all that data do not set, in order. */
  readonly parameters: readonly number[];
  /** What is trained on: one set, or several of the same size one after the other, where `sets` says so. */
  readonly train: DataSet;
  /** How many sets there are, one for each target vector. Default 1, for all of them. */
  readonly sets?: number;
  /** What is held out. */
  readonly test?: DataSet;
  /** One observable for all, or one for each datum that is trained on; with classes, one for each entry. */
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
  const plane = (part: "re" | "im") =>
    joined([train, ...(test === undefined ? [] : [test])].map(({ states }) => states?.[part] ?? new Float64Array()));
  return {
    count,
    ...(train.states !== undefined && { states: { re: plane("re"), im: plane("im") } }),
    // Those of the data of a set, again and again: with classes, what is held out has them in the same order.
    ...(observables.length > 1 && { observables: range(count).map((k) => observables[k % observables.length]) }),
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
      "basis states, or a table that is encoded as angles, with noise, shots or parameter-shift gradients: a circuit prepares them",
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

/**
 * The angles of a datum's circuit: the trained ones with what the datum sets.
 *
 * @param theta trained angles of some columns, shape (columns, trained parameters)
 * @returns shape (columns, parameters of the circuit)
 */
export function anglesOfDatum(problem: DataProblem, theta: Float64Array, datum: number): Float64Array {
  return anglesOf(theta, problem, problem.train, [datum]);
}

/** Rows of the trained parameters as rows of all of a circuit's, zero for the others. */
function embedded(some: Float64Array, { circuit, parameters }: DataProblem): Float64Array {
  const [own, all] = [parameters.length, circuit.parameters];
  if (own === all) return some;
  const rows = some.length / own;
  const wide = new Float64Array(rows * all);
  for (let r = 0; r < rows; r++) for (let l = 0; l < own; l++) wide[r * all + parameters[l]] = some[r * own + l];
  return wide;
}

/**
 * The angles of a circuit for some data: those of every column, once for each of them, with what the data set.
 *
 * @param firsts where a column's data begin among those of the set; at 0 where left out
 */
function anglesOf(
  theta: Float64Array,
  problem: DataProblem,
  { angles }: DataSet,
  which: readonly number[],
  firsts?: readonly number[],
): Float64Array {
  const all = problem.circuit.parameters;
  const columns = theta.length / problem.parameters.length;
  const alike = embedded(theta, problem);
  const wide = new Float64Array(columns * which.length * all);
  for (let c = 0; c < columns; c++) {
    which.forEach((datum, k) => {
      const at = (c * which.length + k) * all;
      wide.set(alike.subarray(c * all, (c + 1) * all), at);
      angles?.parameters.forEach((p, j) => {
        wide[at + p] = angles.values[((firsts?.[c] ?? 0) + datum) * angles.parameters.length + j];
      });
    });
  }
  return wide;
}

/**
 * Training on an engine that sweeps over all data at once.
 *
 * @param place which columns of the run the simulator's are, where each target vector has a set of its own
 */
export function sweptData(simulator: DataSimulator, problem: DataProblem, place?: TrainingPlan["place"]): DataTrainingSimulator {
  const { circuit, parameters, train, test, sets = 1 } = problem;
  const layers = layersOfParameters(circuit);
  const trained = (wide: Float64Array) => pickEntries(wide, circuit.parameters, parameters);
  const count = train.count / sets;
  /** Where the data of every column of a batch begin. */
  const firstsOf = (theta: Float64Array, which?: readonly number[]) =>
    range(theta.length / parameters.length).map((c) => {
      const [column, total] = [which?.[c] ?? c, place?.total ?? theta.length / parameters.length];
      return count * Math.floor(((place?.columns[column] ?? column) * sets) / total);
    });
  /** The data of a batch of columns, in the engine's order: what is trained on, then what is held out. */
  const dataOf = (firsts: readonly number[], width: number) =>
    Int32Array.from({ length: firsts.length * width }, (_, k) => firsts[Math.floor(k / width)] + (k % width));
  return {
    parameters: parameters.length,
    gradient(theta, _, which) {
      const firsts = firstsOf(theta, which);
      const angles = anglesOf(theta, problem, train, range(count), firsts);
      const { expectation, gradient } = simulator.gradient(angles, dataOf(firsts, count));
      return { expectation, gradient: trained(gradient) };
    },
    products(theta, vectors, which) {
      const firsts = firstsOf(theta, which);
      const angles = anglesOf(theta, problem, train, range(count), firsts);
      return trained(simulator.hessianVectorProduct(angles, embedded(vectors, problem), dataOf(firsts, count)).product);
    },
    expectation(theta, _, which) {
      const firsts = firstsOf(theta, which);
      return simulator.expectation(anglesOf(theta, problem, train, range(count), firsts), dataOf(firsts, count));
    },
    metric(theta, { column, datum, parameters: some }, which) {
      const first = firstsOf(theta, which)[column];
      const own = theta.subarray(column * parameters.length, (column + 1) * parameters.length);
      const angles = anglesOf(own, problem, train, [datum], [first]);
      return dataMetric(
        simulator,
        problem.observables[0],
        angles,
        first + datum,
        some.map((l) => parameters[l]),
      );
    },
    layers: parameters.map((p) => layers[p]),
    heldOut(theta) {
      if (test === undefined) return new Float64Array();
      const firsts = range(theta.length / parameters.length).map(() => train.count);
      return simulator.expectation(anglesOf(theta, problem, test, range(test.count)), dataOf(firsts, test.count));
    },
    dispose: () => simulator.dispose(),
  };
}

/** U(θ)|ψ_α> of all data of some columns, the datum behind the column. */
export function outputStates(simulator: DataSimulator, problem: DataProblem, theta: Float64Array): StateBatch {
  const { parameters, train } = problem;
  const columns = theta.length / parameters.length;
  const which = Int32Array.from({ length: columns * train.count }, (_, k) => k % train.count);
  return simulator.finalStates(anglesOf(theta, problem, train, range(train.count)), which);
}

/**
 * Training where data are measured one after the other.
 *
 * @param load a simulator of one datum, by its place among the data that are trained on and those held out
 */
export function measuredData(problem: DataProblem, load: (datum: number) => TrainingSimulator): DataTrainingSimulator {
  const { circuit, parameters, train, test } = problem;
  const own = parameters.length;
  const trained = (wide: Float64Array) => pickEntries(wide, circuit.parameters, parameters);
  const simulators = new Map<number, TrainingSimulator>();
  const of = (datum: number) => {
    const known = simulators.get(datum) ?? load(datum);
    simulators.set(datum, known);
    return known;
  };
  return {
    parameters: own,
    gradient(theta, row, which) {
      const columns = theta.length / own;
      const made = range(train.count).map((a) => of(a).gradient(anglesOf(theta, problem, train, [a]), row, which));
      return {
        expectation: byColumn(
          made.map(({ expectation }) => expectation),
          columns,
        ),
        gradient: byColumn(
          made.map(({ gradient }) => trained(gradient)),
          columns,
        ),
        ...variancesOf(made, trained, columns),
      };
    },
    products(theta, vectors) {
      const columns = theta.length / own;
      const ofDatum = vectors.length / (columns * train.count);
      const made = range(train.count).map((a) => {
        const some = range(columns).map((c) =>
          vectors.subarray((c * train.count + a) * ofDatum, (c * train.count + a + 1) * ofDatum),
        );
        const angles = anglesOf(theta, problem, train, [a]);
        return trained(of(a).hessianVectorProduct(angles, embedded(joined(some), problem)).product);
      });
      return byColumn(made, columns);
    },
    expectation(theta, row, which, call) {
      const made = range(train.count).map((a) => {
        const angles = anglesOf(theta, problem, train, [a]);
        return of(a).expectation?.(angles, row, which, call) ?? of(a).gradient(angles, row, which).expectation;
      });
      return byColumn(made, theta.length / own);
    },
    heldOut(theta, row) {
      if (test === undefined) return new Float64Array();
      const made = range(test.count).map((a) => {
        const simulator = of(train.count + a);
        const angles = anglesOf(theta, problem, test, [a]);
        return simulator.expectation?.(angles, row) ?? simulator.gradient(angles, row).expectation;
      });
      return byColumn(made, theta.length / own);
    },
    dispose() {
      for (const simulator of simulators.values()) simulator.dispose();
    },
  };
}

/** Training where every datum of a problem is a circuit of its own, measured with shots of its own. */
export function loadMeasuredData(engine: EngineName, problem: DataProblem, measurement: Measurement): DataTrainingSimulator {
  const parts = problem.train.count + (problem.test?.count ?? 0);
  return measuredData(problem, (part) => {
    const own = problem.observables[part % problem.observables.length];
    return loadMeasured(engine, circuitOfDatum(problem, part), own, { ...measurement, part, parts });
  });
}

/** Variances of all data, where each has them. */
function variancesOf(
  made: readonly Gradients[],
  trained: (wide: Float64Array) => Float64Array,
  columns: number,
): Pick<Gradients, "variances"> {
  const own = made.flatMap(({ variances }) => (variances === undefined ? [] : [variances]));
  if (own.length < made.length) return {};
  const expectation = byColumn(
    own.map((each) => each.expectation),
    columns,
  );
  const gradient = byColumn(
    own.map((each) => trained(each.gradient)),
    columns,
  );
  return { variances: { expectation, gradient } };
}

/** One array of shape (columns, data, width) from one of shape (columns, width) for each datum. */
function byColumn(ofData: readonly Float64Array[], columns: number): Float64Array {
  const width = ofData[0].length / columns;
  return joined(range(columns).flatMap((c) => ofData.map((values) => values.subarray(c * width, (c + 1) * width))));
}

/** Arrays one behind the other. */
function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  parts.reduce((at, values) => {
    all.set(values, at);
    return at + values.length;
  }, 0);
  return all;
}
