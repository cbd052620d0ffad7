/**
 * Dimensions of dynamical Lie algebras, against those known in closed form.
 */
import { describe, expect, it } from "vitest";
import { range } from "../../src/base/arrays.ts";
import { CircuitBuilder } from "../../src/quantum/circuit.ts";
import { hardwareEfficientAnsatz } from "../../src/quantum/hardware-efficient-ansatz.ts";
import { lieAlgebraDimension, pauliGenerators } from "../../src/quantum/lie-algebra.ts";
import { parsePauliSum } from "../../src/quantum/pauli-sum.ts";
import { randomPauliAnsatz } from "../../src/quantum/random-pauli-ansatz.ts";

/** `letters` on neighbouring qubits from `at` on, in text. */
const chain = (qubits: number, letters: string, at: number) =>
  range(qubits)
    .map((q) => letters[q - at] ?? "I")
    .join("");
const everywhere = (qubits: number, letters: string) =>
  range(qubits - letters.length + 1).map((at) => chain(qubits, letters, at));
const dimension = (qubits: number, sums: readonly string[]) =>
  lieAlgebraDimension(
    sums.map((text) => parsePauliSum(text, qubits).terms),
    qubits,
  );

describe("known algebras", () => {
  it.each([2, 3, 4, 5])("%i qubits", (n) => {
    const zz = everywhere(n, "ZZ");
    const x = everywhere(n, "X");
    // Free fermions: so(2n).
    expect(dimension(n, [...zz, ...x])).toBe(n * (2 * n - 1));
    // Two chains of Majorana fermions: so(n) + so(n).
    expect(dimension(n, [...everywhere(n, "XX"), ...everywhere(n, "YY")])).toBe(n === 2 ? 2 : n * (n - 1));
    // Everything: su(2^n).
    expect(dimension(n, [...zz, ...x, ...everywhere(n, "Z")])).toBe(4 ** n - 1);
    // Local rotations: n copies of su(2).
    expect(dimension(n, [...x, ...everywhere(n, "Y")])).toBe(3 * n);
    // Commuting generators span what they are.
    expect(dimension(n, zz)).toBe(n - 1);
  });

  it.each([2, 3, 4])(
    "shared parameters, %i qubits: the open Ising ansatz {Σ ZZ, Σ X} has n², with Σ Z it is bounded by the mirror symmetry",
    (n) => {
      const sums = [everywhere(n, "ZZ").join(" + "), everywhere(n, "X").join(" + ")];
      expect(dimension(n, sums)).toBe(n * n);
      const symmetric = dimension(n, [...sums, everywhere(n, "Z").join(" + ")]);
      expect(symmetric).toBeGreaterThan(n * n);
      expect(symmetric).toBeLessThan(4 ** n - 1);
    },
  );

  it("sums and strings agree where both apply, and coefficients and identities do not matter", () => {
    const strings = ["ZZI", "IZZ", "XII", "IXI", "IIX"];
    expect(dimension(3, strings)).toBe(15);
    expect(dimension(3, ["ZZI + IZZ", "ZZI - 2*IZZ", "XII + 0.3*III", "IXI", "IIX"])).toBe(15);
  });

  it("refuses sizes it cannot close", () => {
    expect(() => dimension(6, ["ZZIIII + IZZIII", "XIIIII"])).toThrow("qubits is 6; allowed: at most 5");
  });
});

describe("circuits", () => {
  it("fixed Clifford gates move through: H and S turn Z rotations into X and Y ones", () => {
    const circuit = new CircuitBuilder(1).rz(0).h(0).rz(0).s(0).h(0).rz(0).build();
    const generators = pauliGenerators(circuit);
    expect(generators?.map(([term]) => [term.x, term.z, term.coefficient])).toEqual([
      [0, 1, 1],
      [1, 0, 1],
      [1, 1, 1],
    ]);
  });

  it("the hardware-efficient ansatz reaches su(2^n); shared parameters add up; dense layers and T gates have no Pauli generators", () => {
    const hea = pauliGenerators(hardwareEfficientAnsatz({ qubits: 3, layers: 2 }));
    expect(lieAlgebraDimension(hea ?? [], 3)).toBe(63);
    const shared = new CircuitBuilder(2).rx(0).rx(1, 0).rotation("ZZ").build();
    expect(pauliGenerators(shared)?.map((terms) => terms.length)).toEqual([2, 1]);
    expect(pauliGenerators(randomPauliAnsatz({ qubits: 2, layers: 2 }))).toBeUndefined();
    expect(pauliGenerators(new CircuitBuilder(1).rx(0).t(0).rx(0).build())).toBeUndefined();
  });
});
