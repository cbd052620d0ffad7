/**
 * Pauli strings as bit masks, and real Pauli sums with their text form.
 *
 * Qubit 0 is the most significant bit of the basis index: |q0 q1 ... q_{n-1}>.
 */
import { ArgumentError } from "../base/errors.ts";

/** Largest number of qubits of any circuit or observable; a state of 24 qubits takes 256 MiB. */
export const MAX_QUBITS = 24;

/**
 * A Pauli string P = i^{|x & z|} X^x Z^z: P|j> = i^{|x & z|} (-1)^{|j & z|} |j xor x>.
 *
 * Bit n - 1 - q of a mask belongs to qubit q. X sets a bit of `x`, Z of `z`, Y of both.
 */
export interface PauliString {
  readonly x: number;
  readonly z: number;
}

/** One term of a Pauli sum. */
export interface PauliTerm extends PauliString {
  readonly coefficient: number;
}

/** Number of set bits of a 32-bit mask. */
export function bitCount(mask: number): number {
  let v = mask - ((mask >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** 0 or 1: the parity of the set bits of a mask. */
export function parity(mask: number): number {
  return bitCount(mask) & 1;
}

/** i^{|x & z|}, the phase of a Pauli string's Y letters. */
export function yPhase({ x, z }: PauliString): readonly [number, number] {
  return (
    [
      [1, 0],
      [0, 1],
      [-1, 0],
      [0, -1],
    ] as const
  )[bitCount(x & z) & 3];
}

/** Bit of qubit `q` of `qubits` in the basis index. */
export function qubitBit(qubits: number, q: number): number {
  return 1 << (qubits - 1 - q);
}

/**
 * The Pauli string written as letters I, X, Y, Z, qubit 0 first.
 *
 * @param qubits required length, where known
 * @throws ArgumentError for another letter or another length
 */
export function parsePauliString(text: string, qubits = text.length): PauliString {
  if (typeof text !== "string") throw new ArgumentError("pauli", text, "a text such as XXIZ");
  if (text.length !== qubits || qubits === 0) {
    throw new ArgumentError("pauli", text, `Pauli strings of ${qubits} letters, one for each qubit`);
  }
  if (qubits > MAX_QUBITS) throw new ArgumentError("pauli", text, `at most ${MAX_QUBITS} letters`);
  let x = 0;
  let z = 0;
  for (const letter of text) {
    if (!"IXYZ".includes(letter))
      throw new ArgumentError("pauli", text, `the letters I, X, Y and Z (found ${JSON.stringify(letter)})`);
    x = (x << 1) | (letter === "X" || letter === "Y" ? 1 : 0);
    z = (z << 1) | (letter === "Z" || letter === "Y" ? 1 : 0);
  }
  return { x, z };
}

/** The letters of a Pauli string, qubit 0 first. */
export function formatPauliString(pauli: PauliString, qubits: number): string {
  let text = "";
  for (let q = 0; q < qubits; q++) {
    const bit = qubitBit(qubits, q);
    text += "IXZY"[(pauli.x & bit ? 1 : 0) + (pauli.z & bit ? 2 : 0)];
  }
  return text;
}

/** A Pauli string with `letters[k]` on qubit `at[k]` and the identity elsewhere. */
export function pauliOn(qubits: number, letters: string, at: readonly number[]): PauliString {
  const text = Array<string>(qubits).fill("I");
  at.forEach((q, k) => {
    text[q] = letters[k];
  });
  return parsePauliString(text.join(""), qubits);
}

/** The text form of a Pauli sum, which `parsePauliSum` reads back exactly. */
export function formatPauliSum(terms: readonly PauliTerm[], qubits: number): string {
  return terms
    .map((term, k) => {
      const sign = term.coefficient < 0 || Object.is(term.coefficient, -0) ? "-" : "+";
      const lead = k === 0 ? (sign === "-" ? "-" : "") : ` ${sign} `;
      return `${lead}${Math.abs(term.coefficient)}*${formatPauliString(term, qubits)}`;
    })
    .join("");
}

/** Adds up the coefficients of equal strings, keeping the order of first appearance. */
export function collectTerms(terms: readonly PauliTerm[]): PauliTerm[] {
  const byMasks = new Map<string, PauliTerm>();
  for (const { x, z, coefficient } of terms) {
    const key = `${x},${z}`;
    byMasks.set(key, { x, z, coefficient: coefficient + (byMasks.get(key)?.coefficient ?? 0) });
  }
  return [...byMasks.values()];
}
