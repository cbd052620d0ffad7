/**
 * The gate table: one loop proves that its redundant facts agree.
 */
import { describe, expect, it } from "vitest";
import { referenceEngine } from "../../src/engine/reference/reference-engine.ts";
import { identityMatrix, maxDifference, multiply, unitarityError } from "../../src/linalg/complex-matrix.ts";
import { CircuitBuilder } from "../../src/quantum/circuit.ts";
import { fixedGates, rotationGates } from "../../src/quantum/gates.ts";
import { pauliSum } from "../../src/quantum/observables.ts";
import { circuitMatrix } from "../support/dense-simulator.ts";

describe.each(Object.values(fixedGates))("gate $name", (gate) => {
  const size = 2 ** gate.qubits;

  it("is unitary, has the size its qubits say and a symbol for each of them", () => {
    expect([gate.matrix.rows, gate.matrix.columns]).toEqual([size, size]);
    expect(unitarityError(gate.matrix)).toBeLessThan(1e-15);
    expect(gate.symbol).toHaveLength(gate.qubits);
  });

  it("times its inverse is 1, and the inverse of the inverse is itself", () => {
    const inverse = fixedGates[gate.inverse];
    expect(maxDifference(multiply(gate.matrix, inverse.matrix), identityMatrix(size))).toBeLessThan(1e-15);
    expect(inverse.inverse).toBe(gate.name);
  });

  it("is the transposition it claims to be", () => {
    if (gate.transposition === undefined) return;
    const [a, b] = gate.transposition;
    for (let j = 0; j < size; j++) {
      const image = j === a ? b : j === b ? a : j;
      expect(gate.matrix.re[image * size + j]).toBe(1);
    }
  });
});

describe.each(Object.values(rotationGates))("rotation $name", ({ name, generator }) => {
  const build = name.toLowerCase() as "rx" | "ry" | "rz";

  it("is exp(-i θ P / 2): at θ = π it is -i P", () => {
    const u = circuitMatrix(new CircuitBuilder(1)[build](0).build(), [Math.PI]);
    const p = fixedGates[generator].matrix;
    // -i (a + ib) = b - ia
    expect(maxDifference(u, { re: p.im, im: p.re.map((x) => -x) })).toBeLessThan(1e-15);
  });

  it("is the same as the rotation about its Pauli string", () => {
    const theta = Float64Array.of(0.3, 1.1);
    const one = new CircuitBuilder(2).h(1)[build](0)[build](1).build();
    const two = new CircuitBuilder(2).h(1).rotation(`${generator}I`).rotation(`I${generator}`).build();
    const observable = pauliSum("XY + 0.3*ZI - YX");
    expect(referenceEngine.load(one, observable).expectation(theta)).toEqual(
      referenceEngine.load(two, observable).expectation(theta),
    );
  });
});

describe("identities between gates", () => {
  const product = (build: (builder: CircuitBuilder) => CircuitBuilder, qubits = 1) =>
    circuitMatrix(build(new CircuitBuilder(qubits)).build(), []);

  it.each([
    ["S S = Z", (b: CircuitBuilder) => b.s(0).s(0), (b: CircuitBuilder) => b.gate("Z", 0), 1],
    ["T T = S", (b: CircuitBuilder) => b.t(0).t(0), (b: CircuitBuilder) => b.s(0), 1],
    ["SX SX = X", (b: CircuitBuilder) => b.gate("SX", 0).gate("SX", 0), (b: CircuitBuilder) => b.gate("X", 0), 1],
    ["H X H = Z", (b: CircuitBuilder) => b.h(0).gate("X", 0).h(0), (b: CircuitBuilder) => b.gate("Z", 0), 1],
    ["H(1) CZ H(1) = CNOT", (b: CircuitBuilder) => b.h(1).cz(0, 1).h(1), (b: CircuitBuilder) => b.cnot(0, 1), 2],
    [
      "three CNOTs = SWAP",
      (b: CircuitBuilder) => b.cnot(0, 2).cnot(2, 0).cnot(0, 2),
      (b: CircuitBuilder) => b.gate("SWAP", 0, 2),
      3,
    ],
  ])("%s, to 1e-15", (_, left, right, qubits) => {
    expect(maxDifference(product(left, qubits), product(right, qubits))).toBeLessThan(1e-15);
  });
});
