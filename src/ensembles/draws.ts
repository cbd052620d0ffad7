/**
 * Monte Carlo draws of <O>, K and μ over ensembles of circuits, batched on an engine. Knows no theory: what is drawn is compared
 * with it elsewhere.
 */
import { requireFields, requireInteger } from "../base/assert.ts";
import type { Engine } from "../engine/engine.ts";
import { dqntk, qntk } from "../gradients/qntk.ts";
import type { ComplexVector } from "../linalg/complex-matrix.ts";
import type { Circuit } from "../quantum/circuit.ts";
import type { Observable } from "../quantum/observables.ts";
import { drawnAngles, haarCircuit, randomPauliCircuit, restrictedHaarCircuit } from "./circuits.ts";

/** Draws from an ensemble; draws of one circuit stand together and are correlated. */
export interface EnsembleDraws {
  /** Draws of each circuit. */
  readonly perCircuit: number;
  /** <O>, K and μ, shape (circuits, perCircuit). */
  readonly expectation: Float64Array;
  readonly kernel: Float64Array;
  readonly mu: Float64Array;
}

/** What to draw. */
export interface DrawOptions {
  readonly observable: Observable;
  /** Number of circuits. */
  readonly circuits: number;
  /** Sets of random angles for each circuit, evaluated as one batch. Default 1, so that all draws are independent. */
  readonly anglesPerCircuit?: number;
  readonly seed?: number;
}

const LAYERED = ["observable", "layers", "circuits", "anglesPerCircuit", "first", "seed"];

/** Draws with layers of random circuits. */
export interface LayeredDrawOptions extends DrawOptions {
  /** L. */
  readonly layers: number;
  /** Index of the first circuit. Default 0. Each depends on the seed and its index alone, so that parts make up a whole. */
  readonly first?: number;
}

/**
 * Draws of the Haar ensemble: circuits whose states are Haar random on both sides of every rotation, with random angles.
 *
 * Yields the number of circuits done after each one, so that a caller can show progress or stop.
 *
 * @throws ArgumentError for numbers out of range
 */
export function drawHaar(engine: Engine, options: LayeredDrawOptions): Generator<number, EnsembleDraws, void> {
  requireFields("drawHaar", options, LAYERED);
  return drawRandomAngles(engine, options, haarCircuit);
}

/** Draws of the random Pauli ansatz at random initialisation, as it is defined: its first rotation acts on |0...0>. */
export function drawRandomPauli(engine: Engine, options: LayeredDrawOptions): Generator<number, EnsembleDraws, void> {
  requireFields("drawRandomPauli", options, LAYERED);
  return drawRandomAngles(engine, options, randomPauliCircuit);
}

/** Draws of one circuit with random angles: an ansatz at random initialisation. Every draw counts as independent. */
export function* drawCircuit(engine: Engine, circuit: Circuit, options: DrawOptions): Generator<number, EnsembleDraws, void> {
  requireFields("drawCircuit", options, ["observable", "circuits", "anglesPerCircuit", "seed"]);
  const { observable, circuits: draws, anglesPerCircuit = 1, seed = 0 } = options;
  const result = emptyDraws(draws, 1);
  requireInteger("anglesPerCircuit", anglesPerCircuit, 1);
  const simulator = engine.load(circuit, observable);
  for (let first = 0, k = 0; first < draws; first += anglesPerCircuit, k++) {
    const columns = Math.min(anglesPerCircuit, draws - first);
    const theta = drawnAngles(circuit.parameters, columns, seed, k);
    const { expectation, gradient } = simulator.gradient(theta);
    result.expectation.set(expectation, first);
    result.kernel.set(qntk(gradient, columns), first);
    result.mu.set(dqntk(simulator, theta, gradient), first);
    yield first + columns;
  }
  simulator.dispose();
  return result;
}

/**
 * Draws of the restricted Haar ensemble: circuits that map |0...0> to `output` and are Haar random otherwise.
 *
 * @param options `output`: a normalised state of 2^n amplitudes
 * @throws ArgumentError for numbers out of range or a state of another size
 */
export function* drawRestrictedHaar(
  engine: Engine,
  options: Omit<LayeredDrawOptions, "anglesPerCircuit"> & { readonly output: ComplexVector },
): Generator<number, EnsembleDraws, void> {
  requireFields("drawRestrictedHaar", options, ["observable", "layers", "circuits", "first", "seed", "output"]);
  const { observable, layers, circuits, first = 0, seed = 0, output } = options;
  const result = emptyDraws(circuits, 1);
  const finalState = (circuit: Circuit, theta: Float64Array) => {
    const simulator = engine.load(circuit, observable);
    const state = simulator.finalStates(theta);
    simulator.dispose();
    return state;
  };
  for (let k = 0; k < circuits; k++) {
    const drawn = { qubits: observable.qubits, layers, seed, index: first + k };
    const { circuit, theta } = restrictedHaarCircuit(drawn, output, finalState);
    evaluate(engine, circuit, observable, theta, result, k);
    yield k + 1;
  }
  return result;
}

function* drawRandomAngles(
  engine: Engine,
  { observable, layers, circuits, first = 0, anglesPerCircuit = 1, seed = 0 }: LayeredDrawOptions,
  circuitOf: typeof haarCircuit,
): Generator<number, EnsembleDraws, void> {
  const result = emptyDraws(circuits, anglesPerCircuit);
  for (let k = 0; k < circuits; k++) {
    const index = first + k;
    const circuit = circuitOf({ qubits: observable.qubits, layers, seed, index });
    evaluate(engine, circuit, observable, drawnAngles(layers, anglesPerCircuit, seed, index), result, k * anglesPerCircuit);
    yield k + 1;
  }
  return result;
}

/** Writes <O>, K and μ of a circuit at some angles from place `at` on. */
function evaluate(
  engine: Engine,
  circuit: Circuit,
  observable: Observable,
  theta: Float64Array,
  result: EnsembleDraws,
  at: number,
): void {
  const simulator = engine.load(circuit, observable);
  const { expectation, gradient } = simulator.gradient(theta);
  result.expectation.set(expectation, at);
  result.kernel.set(qntk(gradient, expectation.length), at);
  result.mu.set(dqntk(simulator, theta, gradient), at);
  simulator.dispose();
}

function emptyDraws(circuits: number, perCircuit: number): EnsembleDraws {
  requireInteger("circuits", circuits, 1);
  requireInteger("anglesPerCircuit", perCircuit, 1);
  const count = circuits * perCircuit;
  return {
    perCircuit,
    expectation: new Float64Array(count),
    kernel: new Float64Array(count),
    mu: new Float64Array(count),
  };
}
