/**
 * Pauli sums in the notation of Qiskit's SparsePauliOp, which writes qubit 0 last.
 */
import { ArgumentError } from "../base/errors.ts";
import type { PauliSumObservable } from "../quantum/observables.ts";
import { collectTerms, formatPauliString, MAX_QUBITS, parsePauliString } from "../quantum/pauli.ts";

/** Labels and coefficients, as `SparsePauliOp.to_list()` gives them: qubit 0 is a label's last letter. */
export type SparsePauliList = readonly (readonly [label: string, coefficient: number])[];

/** The list of a Pauli sum, for `SparsePauliOp.from_list`. */
export function toSparsePauliList({ terms, qubits }: PauliSumObservable): SparsePauliList {
  return terms.map((term) => [reversed(formatPauliString(term, qubits)), term.coefficient]);
}

/**
 * The Pauli sum of a list of labels and real coefficients.
 *
 * @throws ArgumentError for an empty list, labels of different lengths or other letters, or coefficients that are not finite
 */
export function fromSparsePauliList(list: SparsePauliList): PauliSumObservable {
  if (list.length === 0) throw new ArgumentError("list", "[]", "at least one label with its coefficient");
  const qubits = list[0][0].length;
  const terms = list.map(([label, coefficient]) => {
    if (!Number.isFinite(coefficient)) throw new ArgumentError("coefficient", coefficient, "finite real numbers");
    return { coefficient, ...parsePauliString(reversed(label), qubits) };
  });
  return { kind: "pauli-sum", qubits, terms: collectTerms(terms) };
}

/** The Python expression of a Pauli sum, as `repr` of a SparsePauliOp. */
export function toSparsePauliText(observable: PauliSumObservable): string {
  const list = toSparsePauliList(observable);
  const labels = list.map(([label]) => `'${label}'`).join(", ");
  const coefficients = list.map(([, coefficient]) => `${coefficient}+0j`).join(", ");
  return `SparsePauliOp([${labels}], coeffs=[${coefficients}])`;
}

/**
 * Reads the Python expression of a SparsePauliOp with real coefficients.
 *
 * @throws ArgumentError where it cannot be read, or a coefficient has an imaginary part
 */
export function fromSparsePauliText(text: string): PauliSumObservable {
  const match = /^\s*SparsePauliOp\(\s*\[([^\]]*)\]\s*,\s*coeffs\s*=\s*\[([^\]]*)\]\s*\)\s*$/.exec(text);
  const allowed = "the form SparsePauliOp(['XX', 'ZI'], coeffs=[1.+0.j, 0.5+0.j]), with real coefficients";
  if (match === null) throw new ArgumentError("text", text, allowed);
  const labels = match[1].split(",").map((label) => /^\s*['"]([IXYZ]{1,24})['"]\s*$/.exec(label)?.[1]);
  const coefficients = match[2].split(",").map((value) => realPart(value.trim()));
  if (labels.length !== coefficients.length || labels.includes(undefined) || coefficients.some(Number.isNaN))
    throw new ArgumentError("text", text, `${allowed} and at most ${MAX_QUBITS} letters`);
  return fromSparsePauliList(labels.map((label, k) => [label as string, coefficients[k]]));
}

/** The value of a Python number such as -1.+0.j; NaN with an imaginary part or anything else. */
function realPart(text: string): number {
  const number = String.raw`[+-]?\s*(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?`;
  const match = new RegExp(`^(${number})(?:\\s*([+-]\\s*(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?)j)?$`).exec(text);
  if (match === null || (match[2] !== undefined && Number(match[2].replace(/\s/g, "")) !== 0)) return Number.NaN;
  return Number(match[1].replace(/\s/g, ""));
}

function reversed(label: string): string {
  return [...label].reverse().join("");
}
