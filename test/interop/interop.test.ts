/**
 * OpenQASM and SparsePauliOp, both ways.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  fromOpenQasm,
  fromSparsePauliList,
  fromSparsePauliText,
  toOpenQasm,
  toSparsePauliList,
  toSparsePauliText,
} from "../../src/interop/index.ts";
import { maxDifference } from "../../src/linalg/complex-matrix.ts";
import { CircuitBuilder } from "../../src/quantum/circuit.ts";
import { hardwareEfficientAnsatz } from "../../src/quantum/hardware-efficient-ansatz.ts";
import { pauliSum, xxz } from "../../src/quantum/observables.ts";
import { formatPauliSum } from "../../src/quantum/pauli.ts";
import { anglesFor, circuits, haarMatrix } from "../support/arbitraries.ts";
import { circuitMatrix } from "../support/dense-simulator.ts";

describe("OpenQASM", () => {
  it("circuit -> text -> circuit is the same unitary, phase included, in both versions: 1e-12", () => {
    fc.assert(
      fc.property(circuits(3), fc.nat(1000), (circuit, seed) => {
        fc.pre(circuit.operations.every(({ kind }) => kind !== "dense"));
        const theta = anglesFor(circuit, 1, seed);
        for (const version of [2, 3] as const) {
          const back = fromOpenQasm(toOpenQasm(circuit, { version, theta, measure: true }), "text", { train: "all" });
          expect(maxDifference(circuitMatrix(back.circuit, back.theta), circuitMatrix(circuit, theta))).toBeLessThan(1e-12);
          expect(back.names.every((name) => name === undefined)).toBe(true);
        }
        // Symbols come back in the order of their first use, which is theirs here.
        const symbolic = fromOpenQasm(toOpenQasm(circuit));
        const order = symbolic.names.map((name) => theta[Number(name?.slice("theta_".length))]);
        expect(maxDifference(circuitMatrix(symbolic.circuit, order), circuitMatrix(circuit, theta))).toBeLessThan(1e-12);
      }),
      { seed: 51, numRuns: 60 },
    );
  });

  it("writes the device experiment's first layer as one expects", () => {
    expect(toOpenQasm(hardwareEfficientAnsatz({ qubits: 2, layers: 1 }))).toBe(`OPENQASM 3.0;
include "stdgates.inc";
input float[64] theta_0;
input float[64] theta_1;
input float[64] theta_2;
input float[64] theta_3;
qubit[2] q;
ry(theta_0) q[0];
ry(theta_1) q[1];
rz(theta_2) q[0];
rz(theta_3) q[1];
cx q[0], q[1];
`);
  });

  it("reads what others write: comments, expressions, barriers, both spellings of registers", () => {
    const { circuit, theta } = fromOpenQasm(
      `OPENQASM 2.0; // a comment
      include "qelib1.inc"; qreg r[2]; creg c[2];
      rx(-pi/2 + 2*(0.25)) r[0]; /* another */ rz(3e-1*pi) r[1];
      barrier r[0], r[1]; CX r[1],r[0]; measure r[0] -> c[0];`,
      "text",
      { train: "all" },
    );
    expect([...theta]).toEqual([-Math.PI / 2 + 0.5, 0.3 * Math.PI]);
    expect(circuit.operations.at(-1)).toEqual({ kind: "gate", gate: "CNOT", qubits: [1, 0] });
    const shared = fromOpenQasm("OPENQASM 3;\ninput angle a;\nqubit[1] q;\nrx(a) q[0];\nry(-a/4) q[0];\ninv @ sx q[0];");
    expect(shared.circuit.parameters).toBe(1);
    expect(shared.circuit.operations[1]).toMatchObject({ parameter: 0, coefficient: -0.25 });
    expect(shared.circuit.operations[2]).toMatchObject({ gate: "SXdg" });
  });

  it("refuses dense unitaries, and symbols in version 2", () => {
    expect(() => toOpenQasm(new CircuitBuilder(1).unitary(haarMatrix(2, 1)).build())).toThrow("circuits of rotations and gates");
    expect(() => toOpenQasm(new CircuitBuilder(1).rx(0).build(), { version: 2 })).toThrow("OpenQASM 2 has no symbols");
    expect(() => toOpenQasm(new CircuitBuilder(1).rx(0).build(), { version: 4 as 3 })).toThrow("2 or 3");
  });
});

describe("SparsePauliOp", () => {
  const sum = pauliSum("-1.5*XYI + 0.25*ZII - IIZ");

  it("qubit 0 is a label's last letter", () => {
    expect(toSparsePauliList(sum)).toEqual([
      ["IYX", -1.5],
      ["IIZ", 0.25],
      ["ZII", -1],
    ]);
    expect(toSparsePauliText(sum)).toBe("SparsePauliOp(['IYX', 'IIZ', 'ZII'], coeffs=[-1.5+0j, 0.25+0j, -1+0j])");
  });

  it("both ways is the same sum, as a list and as text", () => {
    for (const observable of [sum, xxz({ qubits: 4 })]) {
      const text = formatPauliSum(observable.terms, observable.qubits);
      for (const back of [fromSparsePauliList(toSparsePauliList(observable)), fromSparsePauliText(toSparsePauliText(observable))])
        expect(formatPauliSum(back.terms, back.qubits)).toBe(text);
    }
  });

  it("reads what Python prints, and refuses complex coefficients", () => {
    const { terms } = fromSparsePauliText("SparsePauliOp(['XX', 'ZI'],\n              coeffs=[1. +0.j, -0.5+0.j])");
    expect(terms.map(({ coefficient }) => coefficient)).toEqual([1, -0.5]);
    for (const text of [
      "SparsePauliOp(['XX'], coeffs=[1.+1.j])",
      "SparsePauliOp(['XX', 'ZZ'], coeffs=[1.])",
      "XX",
      "SparsePauliOp(['XQ'], coeffs=[1])",
    ])
      expect(() => fromSparsePauliText(text)).toThrow("with real coefficients");
    expect(() => fromSparsePauliList([["XX", Number.NaN]])).toThrow("finite real numbers");
    expect(() => fromSparsePauliList([])).toThrow("at least one label");
  });
});
