/**
 * A second, independent simulator for tests: every operation becomes a 2^n x 2^n matrix made of Kronecker products of 2 x 2
 * matrices, and is multiplied out. Shares no bit mask with the engines.
 */
import {
  type ComplexMatrix,
  type ComplexVector,
  identityMatrix,
  kronecker,
  matrixFromRows,
  multiply,
  type StoredMatrix,
  zeroMatrix,
} from "../../src/linalg/complex-matrix.ts";
import type { Circuit, Operation } from "../../src/quantum/circuit.ts";
import { fixedGates } from "../../src/quantum/gates.ts";
import type { Observable } from "../../src/quantum/observables.ts";
import { formatPauliString, type PauliString } from "../../src/quantum/pauli.ts";

const LETTERS: Record<string, ComplexMatrix> = {
  I: identityMatrix(2),
  X: matrixFromRows([
    [0, 1],
    [1, 0],
  ]),
  Y: matrixFromRows([
    [0, [0, -1]],
    [[0, 1], 0],
  ]),
  Z: matrixFromRows([
    [1, 0],
    [0, -1],
  ]),
};

/** The matrix of a Pauli string. */
export function pauliMatrix(pauli: PauliString, qubits: number): ComplexMatrix {
  return [...formatPauliString(pauli, qubits)].map((letter) => LETTERS[letter]).reduce(kronecker);
}

/** U(θ) of a circuit. */
export function circuitMatrix(circuit: Circuit, theta: ArrayLike<number>): ComplexMatrix {
  return circuit.operations.reduce(
    (u, operation) => multiply(operationMatrix(operation, circuit.qubits, theta), u),
    identityMatrix(2 ** circuit.qubits),
  );
}

/** U(θ)|0...0>. */
export function finalState(circuit: Circuit, theta: ArrayLike<number>): ComplexVector {
  const u = circuitMatrix(circuit, theta);
  return { re: u.re.filter((_, i) => i % u.columns === 0), im: u.im.filter((_, i) => i % u.columns === 0) };
}

/** The matrix of an observable. */
export function observableMatrix(observable: Observable): ComplexMatrix {
  if (observable.kind === "dense") return observable.matrix;
  const d = 2 ** observable.qubits;
  if (observable.kind === "projector") {
    const column: ComplexMatrix = { rows: d, columns: 1, ...observable.state };
    const row: ComplexMatrix = { rows: 1, columns: d, re: observable.state.re, im: observable.state.im.map((x) => -x) };
    return multiply(column, row);
  }
  return observable.terms.reduce(
    (sum, term) => add(sum, scale(pauliMatrix(term, observable.qubits), term.coefficient, 0)),
    zeroMatrix(d),
  );
}

/** <ψ|O|ψ>. */
export function expectationOf(observable: Observable, state: ComplexVector): number {
  const d = state.re.length;
  const image = multiply(observableMatrix(observable), { rows: d, columns: 1, ...state });
  return state.re.reduce((sum, re, i) => sum + re * image.re[i] + state.im[i] * image.im[i], 0);
}

/** The matrix of an operation on all qubits. */
export function operationMatrix(operation: Operation, qubits: number, theta: ArrayLike<number>): ComplexMatrix {
  if (operation.kind === "rotation") {
    const half = (operation.coefficient * theta[operation.parameter]) / 2;
    return add(
      scale(identityMatrix(2 ** qubits), Math.cos(half), 0),
      scale(pauliMatrix(operation.pauli, qubits), 0, -Math.sin(half)),
    );
  }
  return embed(operation.kind === "gate" ? fixedGates[operation.gate].matrix : operation.matrix, operation.qubits, qubits);
}

/** A matrix on some qubits, the first the most significant, as a matrix on all: entry by entry from the bits of both indices. */
export function embed(matrix: StoredMatrix, on: readonly number[], qubits: number): ComplexMatrix {
  const d = 2 ** qubits;
  const result = zeroMatrix(d);
  const bits = (index: number) => [...index.toString(2).padStart(qubits, "0")];
  const local = (index: number) => Number.parseInt(on.map((q) => bits(index)[q]).join(""), 2);
  const rest = (index: number) =>
    bits(index)
      .filter((_, q) => !on.includes(q))
      .join("");
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < d; j++) {
      if (rest(i) !== rest(j)) continue;
      result.re[i * d + j] = matrix.re[local(i) * matrix.columns + local(j)];
      result.im[i * d + j] = matrix.im[local(i) * matrix.columns + local(j)];
    }
  }
  return result;
}

function add(a: ComplexMatrix, b: ComplexMatrix): ComplexMatrix {
  return { rows: a.rows, columns: a.columns, re: a.re.map((x, i) => x + b.re[i]), im: a.im.map((x, i) => x + b.im[i]) };
}

function scale(a: ComplexMatrix, re: number, im: number): ComplexMatrix {
  return {
    rows: a.rows,
    columns: a.columns,
    re: a.re.map((x, i) => re * x - im * a.im[i]),
    im: a.im.map((x, i) => re * x + im * a.re[i]),
  };
}
