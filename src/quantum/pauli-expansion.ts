/**
 * Any observable as the Pauli sum that it is: what a device can measure of a projector or a matrix.
 */
import { ArgumentError } from "../base/errors.ts";
import type { DenseObservable, Observable, PauliSumObservable, ProjectorObservable } from "./observables.ts";
import { MAX_QUBITS, type PauliTerm, parity, yPhase } from "./pauli.ts";

/** Most qubits of an expansion: it may have 4^n terms in 3^n groups. */
const MAX_EXPANDED_QUBITS = 5;

/** Smallest coefficient, relative to the largest, that is not rounding. */
const ROUNDING = 1e-15;

/**
 * O = Σ_P c_P P with c_P = tr(P O) / 2^n; a Pauli sum is itself.
 *
 * @throws ArgumentError for a projector or a matrix on more than 5 qubits
 */
export function pauliExpansion(observable: Observable): PauliSumObservable {
  if (observable.kind === "pauli-sum") return observable;
  const { kind, qubits } = observable;
  if (qubits > MAX_EXPANDED_QUBITS)
    throw new ArgumentError(
      "qubits",
      qubits,
      `at most ${MAX_EXPANDED_QUBITS} to measure observable ${kind}, a sum of up to 4^n Pauli strings; up to ${MAX_QUBITS} for xxz, tfim and pauli`,
    );
  const dimension = 2 ** qubits;
  const entry = observable.kind === "projector" ? projectorEntry(observable) : matrixEntry(observable);
  const terms: PauliTerm[] = [];
  for (let x = 0; x < dimension; x++) {
    for (let z = 0; z < dimension; z++) {
      const [a, b] = yPhase({ x, z });
      let sum = 0;
      for (let j = 0; j < dimension; j++) {
        const [re, im] = entry(j, j ^ x);
        sum += parity(j & z) === 1 ? b * im - a * re : a * re - b * im;
      }
      terms.push({ x, z, coefficient: sum / dimension });
    }
  }
  const largest = Math.max(...terms.map(({ coefficient }) => Math.abs(coefficient)));
  return { kind: "pauli-sum", qubits, terms: terms.filter(({ coefficient }) => Math.abs(coefficient) > ROUNDING * largest) };
}

type Entry = (row: number, column: number) => readonly [re: number, im: number];

function projectorEntry({ state: { re, im } }: ProjectorObservable): Entry {
  return (j, k) => [re[j] * re[k] + im[j] * im[k], im[j] * re[k] - re[j] * im[k]];
}

function matrixEntry({ matrix: { columns, re, im } }: DenseObservable): Entry {
  return (j, k) => [re[j * columns + k], im[j * columns + k]];
}
