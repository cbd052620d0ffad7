/**
 * Channels as real matrices on Pauli coefficients, and what is read off them: Choi matrix, fidelity.
 *
 * A density matrix is the vector r_P = tr(P ρ) over the Pauli strings. Strings are numbered by two bits for each qubit, the first qubit
 * the most significant: I = 0, X = 1, Z = 2, Y = 3, so that the product of two strings is, up to a phase, the exclusive or of their numbers.
 */
import {
  adjoint,
  type ComplexMatrix,
  identityMatrix,
  kronecker,
  matrixFromRows,
  multiply,
  zeroMatrix,
} from "../../linalg/complex-matrix.ts";
import { hermitianEigenvalues } from "../../linalg/eigen.ts";
import type { PauliString } from "../pauli.ts";
import { qubitBit } from "../pauli.ts";
import type { Channel } from "./channels.ts";

/** A row-major matrix of size x size real numbers. */
export interface TransferMatrix {
  readonly size: number;
  readonly values: Float64Array;
}

const LETTERS: readonly ComplexMatrix[] = [
  identityMatrix(2),
  matrixFromRows([
    [0, 1],
    [1, 0],
  ]),
  matrixFromRows([
    [1, 0],
    [0, -1],
  ]),
  matrixFromRows([
    [0, [0, -1]],
    [[0, 1], 0],
  ]),
];

/** The number of a Pauli string. */
export function pauliNumber({ x, z }: PauliString, qubits: number): number {
  let number = 0;
  for (let q = 0; q < qubits; q++) {
    const bit = qubitBit(qubits, q);
    number = number * 4 + (x & bit ? 1 : 0) + (z & bit ? 2 : 0);
  }
  return number;
}

/** The Pauli string of a number. */
export function pauliOfNumber(number: number, qubits: number): PauliString {
  let [x, z] = [0, 0];
  for (let q = 0; q < qubits; q++) {
    const digit = Math.floor(number / 4 ** (qubits - 1 - q)) & 3;
    x = (x << 1) | (digit & 1);
    z = (z << 1) | (digit >> 1);
  }
  return { x, z };
}

/** R_PQ = tr(P Σ_k K_k Q K_k†) / 2^n, the matrix of a channel on the vectors r_P = tr(P ρ). */
export function transferMatrix({ qubits, kraus }: Channel): TransferMatrix {
  const size = 4 ** qubits;
  const strings = pauliMatrices(qubits);
  const values = new Float64Array(size * size);
  for (const k of kraus) {
    const back = adjoint(k);
    strings.forEach((q, column) => {
      const image = multiply(multiply(k, q), back);
      strings.forEach((p, row) => {
        values[row * size + column] += traceOfProduct(p, image) / k.rows;
      });
    });
  }
  return { size, values };
}

/** The product A B. */
export function multiplyTransfer(a: TransferMatrix, b: TransferMatrix): TransferMatrix {
  const { size } = a;
  const values = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < size; k++) {
      const factor = a.values[i * size + k];
      if (factor === 0) continue;
      for (let j = 0; j < size; j++) values[i * size + j] += factor * b.values[k * size + j];
    }
  }
  return { size, values };
}

/** The transfer matrix of two channels side by side, the first on the more significant qubits. */
export function kroneckerTransfer(a: TransferMatrix, b: TransferMatrix): TransferMatrix {
  const size = a.size * b.size;
  const values = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      values[i * size + j] =
        a.values[Math.floor(i / b.size) * a.size + Math.floor(j / b.size)] * b.values[(i % b.size) * b.size + (j % b.size)];
    }
  }
  return { size, values };
}

/**
 * The smallest eigenvalue of the Choi matrix Σ_PQ R_PQ P (x) Qᵀ / 4^n, of trace one: not negative for a completely positive channel.
 */
export function smallestChoiEigenvalue({ size, values }: TransferMatrix): number {
  const qubits = Math.log2(size) / 2;
  const strings = pauliMatrices(qubits);
  const choi = zeroMatrix(size);
  strings.forEach((p, row) => {
    strings.forEach((q, column) => {
      const weight = values[row * size + column] / size;
      if (weight === 0) return;
      const term = kronecker(p, transpose(q));
      for (let i = 0; i < choi.re.length; i++) {
        choi.re[i] += weight * term.re[i];
        choi.im[i] += weight * term.im[i];
      }
    });
  });
  return hermitianEigenvalues(choi)[0];
}

/** Average fidelity of a channel with the identity over pure states, (d F_pro + 1) / (d + 1) with F_pro = tr R / d². */
export function averageGateFidelity({ size, values }: TransferMatrix): number {
  const dimension = Math.sqrt(size);
  let trace = 0;
  for (let i = 0; i < size; i++) trace += values[i * (size + 1)];
  return (trace / dimension + 1) / (dimension + 1);
}

function pauliMatrices(qubits: number): ComplexMatrix[] {
  return Array.from({ length: 4 ** qubits }, (_, number) =>
    Array.from({ length: qubits }, (__, q) => LETTERS[Math.floor(number / 4 ** (qubits - 1 - q)) & 3]).reduce(kronecker),
  );
}

/** Re tr(A B). */
function traceOfProduct(a: ComplexMatrix, b: ComplexMatrix): number {
  let sum = 0;
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < a.columns; j++) {
      const [p, q] = [i * a.columns + j, j * b.columns + i];
      sum += a.re[p] * b.re[q] - a.im[p] * b.im[q];
    }
  }
  return sum;
}

function transpose(a: ComplexMatrix): ComplexMatrix {
  const result = adjoint(a);
  return { ...result, im: result.im.map((x) => -x) };
}
