/**
 * What every engine offers: batches of one circuit, each column with its own angles.
 *
 * An engine turns (circuit, observable) into a simulator; a simulator evaluates <O>, its gradient and Hessian-vector products for
 * all columns of a batch in one call, in complex128 unless it says otherwise. Column results do not depend on which other columns are in the batch.
 * Calls are synchronous: an engine that uses threads waits for them. Losses, targets and kernels are not known here.
 */
import { requireInteger, requireLength, requireNumbers } from "../base/assert.ts";
import { ArgumentError, Described } from "../base/errors.ts";
import type { Precision } from "../base/precision.ts";
import { kindInWords } from "../base/words.ts";
import { type Circuit, requireCircuit } from "../quantum/circuit.ts";
import { type Observable, requireObservable } from "../quantum/observables.ts";

/** The name of an engine. */
export type EngineName = string;

/** An implementation of the simulation. */
export interface Engine {
  readonly name: EngineName;
  /** Of states and matrices; everything it takes and gives back is double. */
  readonly precision: Precision;
  /**
   * Prepares a circuit and an observable for simulation.
   *
   * @throws ArgumentError if the two differ in their number of qubits, or the circuit has no parameter
   */
  load(circuit: Circuit, observable: Observable): Simulator;
  /**
   * Prepares a circuit and data for simulation: every column of a batch belongs to a datum, and has its state and its observable.
   *
   * @param observable where the data have none of their own
   * @throws ArgumentError if they differ in their number of qubits, or the circuit has no parameter
   */
  loadData(circuit: Circuit, observable: Observable, data: ColumnData): DataSimulator;
}

/**
 * What the columns of a batch may differ in beside their angles. All of them share a sweep, so that a fixed unitary is read once for all data.
 */
export interface ColumnData {
  /** How many data there are. */
  readonly count: number;
  /** The input states, rows of shape (count, dimension), in place of |0...0>. */
  readonly states?: { readonly re: Float64Array; readonly im: Float64Array };
  /** The observable of each datum, in place of one for all. */
  readonly observables?: readonly Observable[];
}

/** States of a batch: amplitude k of column c is re[k * columns + c] + i im[k * columns + c]. */
export interface StateBatch {
  readonly dimension: number;
  readonly columns: number;
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** <O> and its gradient. */
export interface Gradients {
  /** <O> of every column, shape (columns). */
  readonly expectation: Float64Array;
  /** ∂<O>/∂θ_l, shape (columns, parameters). */
  readonly gradient: Float64Array;
  /** Variances of both as estimated from the same counts, where they come from shots; every number of a row is then independent of the others. */
  readonly variances?: GradientVariances;
}

/** Unbiased estimates of the variances of <O> and its gradient. */
export interface GradientVariances {
  /** Shape (columns). */
  readonly expectation: Float64Array;
  /** Shape (columns, parameters). */
  readonly gradient: Float64Array;
}

/** The update θ <- θ - η s ∂<O>. */
export interface DescentRule {
  /** Learning rate η. */
  readonly eta: number;
  /** s = <O> - offset, an offset for every column, shape (columns); s = 1 without them. */
  readonly offsets?: Float64Array;
}

/** Some steps of gradient descent. */
export interface Descent {
  /** How many. */
  readonly steps: number;
  /** <O> before each step, shape (steps, columns). */
  readonly expectation: Float64Array;
  /** Σ_l (∂<O>/∂θ_l)² before each step, shape (steps, columns). */
  readonly kernel: Float64Array;
  /** θ after the last of them, shape (columns, parameters). */
  readonly theta: Float64Array;
}

/** <O>, its gradient and products of its Hessian with given vectors. */
export interface HessianVectorProducts extends Gradients {
  /** Σ_m ∂²<O>/∂θ_l∂θ_m v_m, shape (columns, vectors per column, parameters). */
  readonly product: Float64Array;
}

/** The part of a simulator that derivatives and training use, ideal or noisy. Angles have shape (columns, parameters), row-major, in radians. */
export interface DifferentiableSimulator {
  readonly circuit: Circuit;
  readonly observable: Observable;
  /** <O> of every column. */
  expectation(theta: Float64Array): Float64Array;
  /** <O> and its exact gradient by the adjoint method. */
  gradient(theta: Float64Array): Gradients;
  /**
   * Exact Hessian-vector products, forward over reverse: the adjoint sweep is differentiated along each vector.
   *
   * @param vectors shape (columns, vectors per column, parameters)
   */
  hessianVectorProduct(theta: Float64Array, vectors: Float64Array): HessianVectorProducts;
  /**
   * Makes up to `steps` steps of gradient descent in one call, with the numbers that as many gradients and updates would give; where
   * a simulator can. It may stop after fewer, and makes none where angles are too large for it.
   */
  descend?(theta: Float64Array, rule: DescentRule, steps: number): Descent;
  /** Releases what the simulator holds outside the garbage-collected heap. */
  dispose(): void;
}

/** The part of a simulator that second derivatives use. */
export type HessianSource = Pick<DifferentiableSimulator, "circuit" | "hessianVectorProduct">;

/** A circuit and observable ready to be evaluated by an engine. */
export interface Simulator extends DifferentiableSimulator {
  readonly engine: EngineName;
  /** U(θ)|0...0> of every column. */
  finalStates(theta: Float64Array): StateBatch;
  /**
   * The largest amplitude by which the input |0...0> is missed when every operation is undone again on the final states.
   *
   * The adjoint method rests on this inversion; rounding alone keeps it near 1e-14.
   */
  inversionError(theta: Float64Array): number;
}

/** A circuit and data ready to be evaluated. Column c of a batch belongs to datum `which[c]`; where that is not given, to datum `c mod count`. */
export interface DataSimulator {
  readonly engine: EngineName;
  readonly circuit: Circuit;
  readonly data: ColumnData;
  /** <O> of every column. */
  expectation(theta: Float64Array, which?: Int32Array): Float64Array;
  /** <O> and its exact gradient by the adjoint method. */
  gradient(theta: Float64Array, which?: Int32Array): Gradients;
  /** As that of `DifferentiableSimulator`. */
  hessianVectorProduct(theta: Float64Array, vectors: Float64Array, which?: Int32Array): HessianVectorProducts;
  /** U(θ)|ψ> of every column, ψ the state of its datum. */
  finalStates(theta: Float64Array, which?: Int32Array): StateBatch;
  dispose(): void;
}

/** Checks that a circuit and an observable, or those of data, can be simulated together. */
export function requireLoadable(circuit: Circuit, observable: Observable, data?: ColumnData): void {
  requireCircuit(circuit);
  requireObservable(observable);
  if (data !== undefined) requireColumnData(circuit, data);
  if (circuit.qubits !== observable.qubits) {
    throw new ArgumentError(
      "observable",
      new Described(`on ${observable.qubits} qubits`),
      `an observable on ${circuit.qubits} qubits, as the circuit`,
    );
  }
  if (circuit.parameters < 1)
    throw new ArgumentError("circuit", new Described("without parameters"), "a circuit with at least one parameter");
}

function requireColumnData(circuit: Circuit, { count, states, observables }: ColumnData): void {
  if (states !== undefined) {
    requireLength("states", states.re, count * 2 ** circuit.qubits);
    requireLength("states", states.im, count * 2 ** circuit.qubits);
  }
  if (observables === undefined) return;
  requireLength("observables", observables, count);
  for (const observable of observables) requireLoadable(circuit, observable);
}

/**
 * The datum of every column: as a call says, or the columns' places in turn.
 *
 * @throws ArgumentError for one that there is not
 */
export function datumOfColumns({ count }: ColumnData, columns: number, asked?: Int32Array): Int32Array {
  if (asked === undefined) return Int32Array.from({ length: columns }, (_, c) => c % count);
  requireLength("data", asked, columns);
  asked.forEach((datum, c) => {
    requireInteger(`data[${c}]`, datum, 0, count - 1);
  });
  return asked;
}

/**
 * The number of vectors for each column of angles.
 *
 * @throws ArgumentError unless it is a whole number of at least 1
 */
export function vectorsPerColumn(theta: Float64Array, vectors: Float64Array): number {
  const perColumn = vectors.length / theta.length;
  if (!Number.isInteger(perColumn) || perColumn < 1) {
    throw new ArgumentError(
      "vectors",
      new Described(`of ${vectors.length} entries`),
      `a positive multiple of ${theta.length}, the number of angles`,
    );
  }
  return perColumn;
}

/** Refuses what is no simulator, such as angles where arguments were taken in another order. @throws ArgumentError */
export function requireSimulator(value: { readonly circuit: Circuit }): void {
  if (!Array.isArray(value?.circuit?.operations))
    throw new ArgumentError(
      "simulator",
      new Described(kindInWords(value)),
      "a simulator, such as the load of an engine makes of a circuit and an observable",
    );
}

/** The number of columns of an angle array. */
export function columnsOf(circuit: Circuit, theta: Float64Array): number {
  requireNumbers("theta", theta);
  const columns = theta.length / circuit.parameters;
  if (!Number.isInteger(columns) || columns < 1) {
    throw new ArgumentError(
      "theta",
      new Described(`of ${theta.length} angles`),
      `a positive multiple of ${circuit.parameters}, the circuit's parameters`,
    );
  }
  return columns;
}
