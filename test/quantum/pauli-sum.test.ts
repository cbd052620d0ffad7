/**
 * Pauli sums as other tools print them, against these tools; messages that point at the term.
 */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { SourceError } from "../../src/base/errors.ts";
import { pauliSum } from "../../src/quantum/observables.ts";
import { formatPauliSum } from "../../src/quantum/pauli.ts";
import { denseMatrix, spectrum } from "../../src/quantum/spectrum.ts";

interface Case {
  readonly text: string;
  readonly qubits: number;
  readonly eigenvalues: readonly number[];
  readonly diagonal: readonly number[];
  readonly row: readonly (readonly [number, number])[];
}

const file = new URL("../corpus/hamiltonians.json", import.meta.url);
const cases = Object.entries(JSON.parse(readFileSync(file, "utf8")) as Record<string, Case>);

describe("the corpus", () => {
  it.each(cases)("%s: eigenvalues, diagonal and first row to 1e-10", (_, { text, qubits, eigenvalues, diagonal, row }) => {
    const observable = pauliSum(text);
    expect(observable.qubits).toBe(qubits);
    const { re, im } = denseMatrix(observable);
    const size = 2 ** qubits;
    for (let k = 0; k < size; k++) {
      expect(Math.abs(re[k * (size + 1)] - diagonal[k])).toBeLessThan(1e-10);
      expect(Math.hypot(re[k] - row[k][0], im[k] - row[k][1])).toBeLessThan(1e-10);
    }
    const { min, max } = spectrum(observable);
    expect(Math.abs(min - eigenvalues[0])).toBeLessThan(1e-10);
    expect(Math.abs(max - eigenvalues[size - 1])).toBeLessThan(1e-10);
    // As we write it, it is read back the same.
    const written = formatPauliSum(observable.terms, qubits);
    expect(formatPauliSum(pauliSum(written).terms, qubits)).toBe(written);
  });
});

describe("a coefficient of zero", () => {
  it("has no sign", () => expect(formatPauliSum(pauliSum("-(Z0 Z1 + 0 - X1)").terms, 2)).toBe("-1*ZZ + 0*II + 1*IX"));
});

describe("indices in braces and i", () => {
  it("are read as in papers", () => {
    expect(formatPauliSum(pauliSum("0.5 Z_{0} Z_{1} - (1 + 0i) X_{1}").terms, 2)).toBe("0.5*ZZ - 1*IX");
    // i X Y = -Z on one qubit.
    expect(formatPauliSum(pauliSum("0.5i*X0*Y0", 1).terms, 1)).toBe("-0.5*Z");
  });
});

describe("the number of qubits", () => {
  it("is what the strings have letters, what is named, or what is asked for", () => {
    expect(pauliSum("0.5*ZZ").qubits).toBe(2);
    expect(pauliSum("Z0 Z4").qubits).toBe(5);
    expect(pauliSum("Z0 Z1 - 0.5", 4).qubits).toBe(4);
    expect(formatPauliSum(pauliSum("X1 + 2", 3).terms, 3)).toBe("1*IXI + 2*III");
  });
});

describe("what is refused points at the term", () => {
  it.each([
    ["0.5*ZZ + 0.3*XQ", undefined, 14, "XQ is no Pauli string"],
    ["0.5*ZZ + 0.3*xx", undefined, 14, "xx is no Pauli string"],
    ["0.5*ZZ XX", undefined, 8, "a sign is missing here"],
    ["1 000*ZZ", undefined, 3, "a sign is missing here: a number follows"],
    ["ZZ + XXX", undefined, 6, "XXX has 3 letters; the strings before have 2"],
    ["ZZ + XX", 3, 1, "ZZ has 2 letters; there are 3 qubits"],
    ["Z0 Z3", 3, 4, "Z3 is beyond qubit 2"],
    ["Z0 + X30", undefined, 6, "X30 is beyond qubit 23"],
    ["(0.5+0.1j)*ZZ", undefined, 6, "the coefficient of a term is complex"],
    ["0.5i ZZ", undefined, 1, "the coefficient of a term is complex"],
    ["X0*Y0", undefined, 1, "the coefficient of a term is complex"],
    ["(0.8+0j) [] + 0.2 [Z0] + (0.1+0j) [X0 Z1 X1]", undefined, 26, "the coefficient of a term is complex"],
    ["1j*X0*Y0 + (0.5+0.1j)*Z1", undefined, 17, "the coefficient of a term is complex"],
    ["0.5*ZZ +", undefined, 9, "the text ends where"],
    ["0.5 [Z0 X1", undefined, 11, "the text ends where"],
    ["SparsePauliOp(['ZZ', 'XI'], coeffs=[1.])", undefined, 15, "2 labels and 1 coefficients"],
    ["SparsePauliOp(['ZZ', 'XQ'], coeffs=[1., 2.])", undefined, 22, "label XQ has letters other"],
    ["1e400*ZZ", undefined, 1, "this number is too large"],
    ["ZZ/X0", undefined, 4, "divided by real numbers"],
    ["0.5", undefined, 1, "nothing says how many qubits"],
    ["  ", undefined, 1, "there is no term"],
    [`${"Z".repeat(25)}`, undefined, 1, "at most 24"],
    ["0.5*Z0\n+ 0.5*foo", undefined, 7, "foo is no Pauli string"],
  ] as const)("%j", (text, qubits, column, problem) => {
    let error: unknown;
    try {
      pauliSum(text, qubits);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(SourceError);
    const { message, column: met } = error as SourceError;
    expect(message).toContain(problem);
    expect(met).toBe(column);
    expect(message.split("\n").at(-1)).toBe(`  ${" ".repeat(column - 1)}^`);
  });

  it("coefficients that overflow together are refused in one sentence", () => {
    expect(() => pauliSum("1e308*ZZ + 1e308*XX")).toThrow(
      "coefficients add up to Infinity in size; allowed: sizes that add up to at most 1e+100",
    );
  });

  it("brackets that multiply out to too much, and too deep ones, are refused quickly", () => {
    const sum = `(${Array.from({ length: 23 }, (_, q) => `X${q} + Y${q}`).join(" + ")})`;
    expect(() => pauliSum(Array.from({ length: 8 }, () => sum).join("*"))).toThrow("once multiplied");
    expect(() => pauliSum(`${"(".repeat(100_000)}Z0${")".repeat(100_000)}`)).toThrow("nested too deeply");
    expect(() => pauliSum(`${"2(".repeat(60)}Z0${")".repeat(59)}`)).toThrow("the text ends");
  });
});
