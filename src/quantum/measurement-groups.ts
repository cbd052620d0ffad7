/**
 * Pauli sums split into groups that one measurement setting serves: qubit-wise commuting terms.
 */
import { requireInteger } from "../base/assert.ts";
import type { PauliSumObservable } from "./observables.ts";
import { formatPauliString, type PauliTerm } from "./pauli.ts";

/** Terms that agree, qubit by qubit, on the letter to be measured. */
export interface MeasurementGroup {
  /** The letter measured on each qubit, I where none is needed. */
  readonly letters: string;
  readonly terms: readonly PauliTerm[];
}

/** A Pauli sum as what is measured and what is known. */
export interface MeasurementPlan {
  readonly qubits: number;
  readonly groups: readonly MeasurementGroup[];
  /** Coefficient of the identity. */
  readonly constant: number;
}

/**
 * Groups the terms of a Pauli sum: each joins the first group whose letters it does not contradict on any qubit.
 *
 * Terms with more letters go first, so that XXZ takes three groups (XX.., YY.., ZZ..) on any number of qubits.
 */
export function measurementPlan({ qubits, terms }: PauliSumObservable): MeasurementPlan {
  requireInteger("qubits", qubits, 1);
  const measured = terms.filter(({ x, z }) => (x | z) !== 0);
  const weight = (term: PauliTerm) => formatPauliString(term, qubits).replaceAll("I", "").length;
  const groups: { letters: string[]; terms: PauliTerm[] }[] = [];
  for (const term of measured.toSorted((a, b) => weight(b) - weight(a))) {
    const own = [...formatPauliString(term, qubits)];
    const fits = ({ letters }: { letters: string[] }) =>
      own.every((letter, q) => letter === "I" || letters[q] === "I" || letters[q] === letter);
    const group = groups.find(fits);
    if (group === undefined) {
      groups.push({ letters: own, terms: [term] });
      continue;
    }
    group.terms.push(term);
    own.forEach((letter, q) => {
      if (letter !== "I") group.letters[q] = letter;
    });
  }
  return {
    qubits,
    groups: groups.map(({ letters, terms: own }) => ({ letters: letters.join(""), terms: own })),
    constant: terms.reduce((sum, { x, z, coefficient }) => ((x | z) === 0 ? sum + coefficient : sum), 0),
  };
}
