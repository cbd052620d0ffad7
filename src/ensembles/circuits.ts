/**
 * Random circuits to draw ensembles from, each determined by (seed, index). Knows no theory.
 */
import { requireFields, requireInteger, requireLength } from "../base/assert.ts";
import { CounterStream } from "../base/random/counter-stream.ts";
import {
  adjoint,
  type ComplexMatrix,
  type ComplexVector,
  identityMatrix,
  multiply,
  zeroMatrix,
} from "../linalg/complex-matrix.ts";
import { haarUnitary, type NormalSource } from "../linalg/haar.ts";
import type { Circuit, Operation } from "../quantum/circuit.ts";
import { parsePauliString } from "../quantum/pauli.ts";
import { MAX_RPA_QUBITS } from "../quantum/random-pauli-ansatz.ts";

/** Size and identity of a drawn circuit. */
export interface DrawnCircuitOptions {
  readonly qubits: number;
  /** L: one rotation about a random Pauli string in each layer. */
  readonly layers: number;
  readonly seed: number;
  /** Which of the ensemble's circuits, an integer in [0, 2^32). */
  readonly index: number;
}

/**
 * A circuit of the Haar ensemble: W_0, then V_1, W_1, ..., V_L, W_L with V_l = exp(-i θ_l X_l / 2), X_l a random string of X, Y and Z,
 * every W Haar random, so that the states on both sides of every rotation are Haar random and independent.
 */
export function haarCircuit(options: DrawnCircuitOptions): Circuit {
  return draw(options, true);
}

/** A random Pauli ansatz as it is defined: the same without W_0. Source: Eqs. 26-27. */
export function randomPauliCircuit(options: DrawnCircuitOptions): Circuit {
  return draw(options, false);
}

/**
 * A circuit of the restricted Haar ensemble with its angles: W_0, ..., W_{L-1} as in the Haar ensemble, and W_L such that the whole
 * circuit is 1 ⊕ V in the frame of input and output: |0...0> goes to `output`, V is Haar random on the rest.
 *
 * @param output a normalised state of 2^qubits amplitudes
 * @param finalState the state that a circuit reaches from |0...0> at given angles, of an engine
 * @returns the circuit and the only angles for which it is restricted so, uniform in [0, 2π)
 */
export function restrictedHaarCircuit(
  options: DrawnCircuitOptions,
  output: ComplexVector,
  finalState: (circuit: Circuit, theta: Float64Array) => ComplexVector,
): { readonly circuit: Circuit; readonly theta: Float64Array } {
  const { qubits, layers, seed, index } = options;
  requireLength("output", output.re, 2 ** qubits);
  const drawn = draw(options, true);
  const operations = drawn.operations.slice(0, -1);
  const theta = drawnAngles(layers, 1, seed, index);
  const reached = finalState({ ...drawn, operations }, theta);
  const normals = new CounterStream(seed, "ensemble-restricted", index);
  const last = unitaryBetween(reached, output, () => normals.normal());
  return { circuit: { ...drawn, operations: [...operations, denseOn(qubits, last)] }, theta };
}

/** Random angles, uniform in [0, 2π), shape (columns, parameters), for circuit `index` of an ensemble. */
export function drawnAngles(parameters: number, columns: number, seed: number, index: number): Float64Array {
  const stream = new CounterStream(seed, "ensemble-angles", index);
  return Float64Array.from({ length: columns * parameters }, () => 2 * Math.PI * stream.uniform());
}

function draw(options: DrawnCircuitOptions, leading: boolean): Circuit {
  requireFields("the options of a drawn circuit", options, ["qubits", "layers", "seed", "index"]);
  const { qubits, layers, seed, index } = options;
  requireInteger("qubits", qubits, 1, MAX_RPA_QUBITS);
  requireInteger("layers", layers, 1);
  const labels = new CounterStream(seed, "ensemble-labels", index);
  const normals = new CounterStream(seed, "ensemble-unitaries", index);
  const haar = () =>
    denseOn(
      qubits,
      haarUnitary(2 ** qubits, () => normals.normal()),
    );
  const operations: Operation[] = leading ? [haar()] : [];
  for (let parameter = 0; parameter < layers; parameter++) {
    const pauli = parsePauliString(Array.from({ length: qubits }, () => "XYZ"[labels.integer(3)]).join(""));
    operations.push({ kind: "rotation", pauli, parameter, coefficient: 1 }, haar());
  }
  return { qubits, parameters: layers, operations };
}

function denseOn(qubits: number, matrix: ComplexMatrix): Operation {
  return { kind: "dense", matrix, qubits: Array.from({ length: qubits }, (_, q) => q) };
}

/** A unitary that maps `from` to `to`, both normalised, and is Haar random otherwise: B (1 ⊕ V) A†, A and B having them as first columns. */
function unitaryBetween(from: ComplexVector, to: ComplexVector, normal: NormalSource): ComplexMatrix {
  const d = from.re.length;
  const middle = identityMatrix(d);
  const random = d > 1 ? haarUnitary(d - 1, normal) : undefined;
  for (let i = 1; random !== undefined && i < d; i++) {
    for (let j = 1; j < d; j++) {
      middle.re[i * d + j] = random.re[(i - 1) * (d - 1) + j - 1];
      middle.im[i * d + j] = random.im[(i - 1) * (d - 1) + j - 1];
    }
  }
  return multiply(multiply(unitaryWithFirstColumn(to), middle), adjoint(unitaryWithFirstColumn(from)));
}

/** α (1 - 2 w w†) with first column v: the reflection of v to α e_1, α = -v_1/|v_1|, times α. */
function unitaryWithFirstColumn(v: ComplexVector): ComplexMatrix {
  const d = v.re.length;
  const head = Math.hypot(v.re[0], v.im[0]);
  const alphaRe = head === 0 ? -1 : -v.re[0] / head;
  const alphaIm = head === 0 ? 0 : -v.im[0] / head;
  const wRe = v.re.slice();
  const wIm = v.im.slice();
  wRe[0] -= alphaRe;
  wIm[0] -= alphaIm;
  const factor = 1 / (1 + head);
  const matrix = zeroMatrix(d);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < d; j++) {
      const re = (i === j ? 1 : 0) - factor * (wRe[i] * wRe[j] + wIm[i] * wIm[j]);
      const im = -factor * (wIm[i] * wRe[j] - wRe[i] * wIm[j]);
      matrix.re[i * d + j] = alphaRe * re - alphaIm * im;
      matrix.im[i * d + j] = alphaRe * im + alphaIm * re;
    }
  }
  return matrix;
}
