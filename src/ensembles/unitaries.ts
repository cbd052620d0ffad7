/**
 * Unitaries as numbers: whole circuits at given angles, and draws from the ensembles whose frame potentials are known.
 */
import { requireInteger, requireLength } from "../base/assert.ts";
import { CounterStream } from "../base/random/counter-stream.ts";
import type { Engine } from "../engine/engine.ts";
import { haarUnitary } from "../linalg/haar.ts";
import type { Circuit, GateOperation } from "../quantum/circuit.ts";
import type { Observable } from "../quantum/observables.ts";

/** `count` unitaries of d x d: entry (i, j) of unitary s is re[(s d + i) d + j] + i im[(s d + i) d + j]. */
export interface UnitaryBatch {
  readonly dimension: number;
  readonly count: number;
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/**
 * U(θ) of a circuit for every column of angles: one run of the engine for each basis state, all columns at once.
 *
 * @param theta shape (columns, parameters)
 * @throws ArgumentError if the angles do not fit the circuit
 */
export function circuitUnitaries(engine: Engine, circuit: Circuit, theta: Float64Array): UnitaryBatch {
  const { qubits, operations } = circuit;
  const dimension = 2 ** qubits;
  const count = theta.length / circuit.parameters;
  const batch = emptyUnitaries(dimension, count);
  const idle: Observable = { kind: "pauli-sum", qubits, terms: [] };
  for (let j = 0; j < dimension; j++) {
    const flips = Array.from({ length: qubits }, (_, q) => q)
      .filter((q) => (j >> (qubits - 1 - q)) & 1)
      .map((q): GateOperation => ({ kind: "gate", gate: "X", qubits: [q] }));
    const simulator = engine.load({ ...circuit, operations: [...flips, ...operations] }, idle);
    const states = simulator.finalStates(theta);
    simulator.dispose();
    for (let i = 0; i < dimension; i++) {
      for (let s = 0; s < count; s++) {
        batch.re[(s * dimension + i) * dimension + j] = states.re[i * count + s];
        batch.im[(s * dimension + i) * dimension + j] = states.im[i * count + s];
      }
    }
  }
  return batch;
}

/** Angles of several columns at several times, as a training record holds them: shape (columns, times, parameters). */
export interface AngleHistory {
  readonly columns: number;
  readonly times: number;
  readonly values: Float64Array;
}

/**
 * U(θ(t)) of all columns, one batch for each time, made when it is asked for.
 *
 * @throws ArgumentError if the history does not fit the circuit
 */
export function* unitariesAlong(
  engine: Engine,
  circuit: Circuit,
  { columns, times, values }: AngleHistory,
): Generator<UnitaryBatch, void, void> {
  const { parameters } = circuit;
  requireLength("values", values, columns * times * parameters);
  for (let t = 0; t < times; t++) {
    const theta = new Float64Array(columns * parameters);
    for (let c = 0; c < columns; c++) {
      const at = (c * times + t) * parameters;
      theta.set(values.subarray(at, at + parameters), c * parameters);
    }
    yield circuitUnitaries(engine, circuit, theta);
  }
}

/** Haar-random unitaries; number s depends on (seed, s) alone. */
export function haarUnitaries(dimension: number, count: number, seed = 0): UnitaryBatch {
  requireInteger("dimension", dimension, 1);
  requireInteger("count", count, 1);
  return blockUnitaries(dimension, count, seed, 0);
}

/** Unitaries of the restricted Haar ensemble 1 ⊕ V, V Haar random on d - 1 dimensions. */
export function restrictedHaarUnitaries(dimension: number, count: number, seed = 0): UnitaryBatch {
  requireInteger("dimension", dimension, 2);
  requireInteger("count", count, 1);
  return blockUnitaries(dimension, count, seed, 1);
}

/** The identity on the first `fixed` basis states, Haar random on the others. */
function blockUnitaries(dimension: number, count: number, seed: number, fixed: number): UnitaryBatch {
  const batch = emptyUnitaries(dimension, count);
  const size = dimension - fixed;
  for (let s = 0; s < count; s++) {
    const stream = new CounterStream(seed, fixed === 0 ? "haar-sample" : "restricted-haar-sample", s);
    const block = haarUnitary(size, () => stream.normal());
    for (let i = 0; i < fixed; i++) batch.re[(s * dimension + i) * dimension + i] = 1;
    for (let i = 0; i < size; i++) {
      const at = (s * dimension + fixed + i) * dimension + fixed;
      batch.re.set(block.re.subarray(i * size, (i + 1) * size), at);
      batch.im.set(block.im.subarray(i * size, (i + 1) * size), at);
    }
  }
  return batch;
}

function emptyUnitaries(dimension: number, count: number): UnitaryBatch {
  const size = count * dimension * dimension;
  return { dimension, count, re: new Float64Array(size), im: new Float64Array(size) };
}
