/**
 * The parsers under random texts: whatever is put in, a value or an error of ours with a place in the text comes out, and soon.
 *
 * QNTK_FUZZ=100000 sets the number of texts for each.
 */
import { readdirSync, readFileSync } from "node:fs";
import type fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromOpenQasm } from "../../src/interop/index.ts";
import { pauliSum } from "../../src/quantum/observables.ts";
import { formatPauliSum } from "../../src/quantum/pauli.ts";
import { anything, changed, fuzz, fuzzTimeout, reads, soup } from "../support/fuzz.ts";

const corpus = new URL("../corpus/", import.meta.url);
const circuits = readdirSync(new URL("circuits/", corpus)).map((name) =>
  readFileSync(new URL(`circuits/${name}`, corpus), "utf8"),
);
const sums = Object.values(
  JSON.parse(readFileSync(new URL("hamiltonians.json", corpus), "utf8")) as Record<string, { text: string }>,
).map(({ text }) => text);

const QASM_WORDS =
  'OPENQASM 2.0 3.0 include "stdgates.inc" "qelib1.inc" qreg creg qubit bit q r c a b x k [ ] ( ) { } ; , : = -> @ + - * / ** ^ % 0 1 2 3 0.5 1e3 pi tau sin cos ln sqrt gate opaque barrier measure reset if for in int uint float angle bool const input array let ctrl negctrl inv pow gphase U CX h cx rx rz u3 crx cp ccx swap ++ $0 // /* */ " θ _ . \n'.split(
    " ",
  );
const PAULI_WORDS =
  "X Y Z I XX ZZI IXY Z0 X1 Y2 Z(0) X(1) I(0) [ ] ( ) { } , + - \u2212 * @ / . 0 1 0.5 2 1e-3 1e300 j 0j 1j ' \" SparsePauliOp coeffs = qml. Hamiltonian from_list array # \n ₀ · q".split(
    " ",
  );

function readCircuit(text: string): void {
  const { circuit, names, theta } = fromOpenQasm(text);
  expect(names).toHaveLength(circuit.parameters);
  expect(theta).toHaveLength(circuit.parameters);
  for (const operation of circuit.operations) {
    if (operation.kind === "rotation") {
      expect(Number.isFinite(operation.coefficient) && operation.coefficient !== 0).toBe(true);
      expect(operation.parameter).toBeLessThan(circuit.parameters);
    } else {
      expect(operation.qubits.every((q) => q >= 0 && q < circuit.qubits)).toBe(true);
      expect(new Set(operation.qubits).size).toBe(operation.qubits.length);
    }
  }
}

function readSum(text: string): void {
  const { qubits, terms } = pauliSum(text);
  expect(terms.every(({ coefficient }) => Number.isFinite(coefficient))).toBe(true);
  const written = formatPauliSum(terms, qubits);
  expect(formatPauliSum(pauliSum(written, qubits).terms, qubits)).toBe(written);
}

const cases: [name: string, texts: fc.Arbitrary<string>, read: (text: string) => void, share: number][] = [
  ["OpenQASM, changed texts", changed(circuits, QASM_WORDS), readCircuit, 0.005],
  ["OpenQASM, words", soup(QASM_WORDS), readCircuit, 0],
  ["OpenQASM, anything", anything, readCircuit, 0],
  ["Pauli sums, changed texts", changed(sums, PAULI_WORDS), readSum, 0.02],
  ["Pauli sums, words", soup(PAULI_WORDS), readSum, 0],
  ["Pauli sums, anything", anything, readSum, 0],
];

describe("random texts", () => {
  it.each(cases)("%s", (name, texts, read, share) => fuzz(name, texts, (text) => reads(text, read), share), fuzzTimeout);
});
