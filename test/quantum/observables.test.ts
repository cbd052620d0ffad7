/**
 * Pauli sums, observables and their spectra.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CounterStream } from "../../src/base/random/counter-stream.ts";
import { matrixFromRows, maxDifference, zeroMatrix } from "../../src/linalg/complex-matrix.ts";
import { denseObservable, pauliSum, stateProjector, tfim, xxz } from "../../src/quantum/observables.ts";
import { bitCount, formatPauliString, formatPauliSum, parsePauliString } from "../../src/quantum/pauli.ts";
import { parsePauliSum } from "../../src/quantum/pauli-sum.ts";
import { denseMatrix, spectrum } from "../../src/quantum/spectrum.ts";
import { hermitianMatrix, observables } from "../support/arbitraries.ts";
import { observableMatrix } from "../support/dense-simulator.ts";

describe("Pauli strings", () => {
  it("text -> masks -> text", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(..."IXYZ"), { minLength: 1, maxLength: 24 }), (letters) => {
        const text = letters.join("");
        expect(formatPauliString(parsePauliString(text), letters.length)).toBe(text);
      }),
      { seed: 21 },
    );
  });

  it("bitCount counts", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), (mask) => {
        expect(bitCount(mask)).toBe([...mask.toString(2)].filter((bit) => bit === "1").length);
      }),
      { seed: 22 },
    );
  });
});

describe("Pauli sums", () => {
  it("reads signs, coefficients, exponents and blanks, and adds equal strings up", () => {
    const { qubits, terms } = parsePauliSum(" -1.0*XXII + 0.5*ZIIZ - ZZII+1e-3 YIYI + .5ZIIZ ");
    expect(qubits).toBe(4);
    expect(terms.map((term) => [term.coefficient, formatPauliString(term, 4)])).toEqual([
      [-1, "XXII"],
      [1, "ZIIZ"],
      [-1, "ZZII"],
      [1e-3, "YIYI"],
    ]);
  });

  it("a coefficient may have a sign of its own", () => {
    expect(parsePauliSum("XX + -0.5*ZZ - -YY -+2*XY").terms.map(({ coefficient }) => coefficient)).toEqual([1, -0.5, 1, -2]);
  });

  it("text -> terms -> text -> terms is exact", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.stringMatching(/^[IXYZ]{3}$/), { minLength: 1, maxLength: 6 }),
        fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 6, maxLength: 6 }),
        (strings, values) => {
          const terms = strings.map((text, k) => ({ coefficient: values[k], ...parsePauliString(text) }));
          expect(parsePauliSum(formatPauliSum(terms, 3)).terms.map(({ coefficient }) => coefficient)).toEqual(
            terms.map(({ coefficient }) => coefficient + 0),
          );
        },
      ),
      { seed: 23 },
    );
  });

  it.each([
    ["", "there is no term; one is needed"],
    ["1e999*XX", "this number is too large; coefficients are finite"],
    ["1.0*XXQI", "XXQI is no Pauli string: the letters are I, X, Y and Z"],
    ["XX + YYY", "YYY has 3 letters; the strings before have 2"],
    ["XX YY", "a sign is missing here"],
    ["XX + 2*", "where a term such as"],
    ["i*XX", "i is no Pauli string"],
    ["XX + * YY", "where a term such as"],
  ])("refuses %j", (text, message) => {
    expect(() => pauliSum(text)).toThrow(message);
  });

  it("refuses a sum on another number of qubits", () => {
    expect(() => pauliSum("XX", 3)).toThrow("XX has 2 letters; there are 3 qubits, with one letter each");
  });
});

describe("observables", () => {
  it("matrices agree with Kronecker products, to 1e-14", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }).chain(observables), (observable) => {
        expect(maxDifference(denseMatrix(observable), observableMatrix(observable))).toBeLessThan(1e-14);
      }),
      { numRuns: 60, seed: 24 },
    );
  });

  it("XXZ on two qubits, J = 2, written out", () => {
    expect(formatPauliSum(xxz({ qubits: 2 }).terms, 2)).toBe("-1*XX - 1*YY - 2*ZZ - 2*ZI - 2*IZ");
    expect(formatPauliSum(tfim({ qubits: 3, field: 0.5, boundary: "periodic" }).terms, 3)).toBe(
      "-1*ZZI - 1*IZZ - 1*ZIZ - 0.5*XII - 0.5*IXI - 0.5*IIX",
    );
  });

  it.each([
    ["XXZ n=2 J=4: O_min = -12", xxz({ qubits: 2, coupling: 4 }), -12],
    ["XXZ n=4 J=2: O_min = -14", xxz({ qubits: 4 }), -14],
    ["XXZ n=6 J=2: O_min = -22", xxz({ qubits: 6 }), -22],
    ["XXZ n=8 J=2: O_min = -30", xxz({ qubits: 8 }), -30],
    ["TFIM n=8 h=2: O_min = -16.88514149320817", tfim({ qubits: 8 }), -16.88514149320817],
    ["TFIM n=10 h=2, by Lanczos: O_min = -21.14 by free fermions", tfim({ qubits: 10 }), -freeFermionEnergy(10, 2)],
  ])("%s, to 1e-10", (_, observable, expected) => {
    expect(Math.abs(spectrum(observable).min - expected)).toBeLessThan(1e-10);
  });

  it("beyond 8 qubits both ends come from Lanczos; XXZ n=9 has O_min = -J(2n-1)", () => {
    const { min, eigenvalues, method } = spectrum(xxz({ qubits: 9 }));
    expect(method).toBe("lanczos");
    expect(eigenvalues).toBeUndefined();
    expect(Math.abs(min + 34)).toBeLessThan(1e-10);
  });

  it.each([
    ["real strings on few qubits", 0, 3],
    ["strings with an odd number of Y", 1, 3],
    ["strings on up to eight qubits", 2, 8],
  ])("sums of random Pauli strings have the ends of their matrix, wherever their qubits lie among more: %s", (_, seed, most) => {
    const stream = new CounterStream(seed, "test");
    const draw = (below: number) => Math.floor(stream.uniform() * below);
    const terms = Array.from({ length: 14 }, () => {
      const letters = Array.from({ length: 8 }, () => "I");
      for (let k = 0; k < most; k++) letters[draw(8)] = "XYZ"[draw(3)];
      return { letters, coefficient: stream.normal() };
    }).filter(({ letters }) => seed !== 0 || letters.filter((letter) => letter === "Y").length % 2 === 0);
    const sumOn = (qubits: number, places: readonly number[]) =>
      pauliSum(
        terms
          .map(({ letters, coefficient }) => {
            const word = Array.from({ length: qubits }, () => "I");
            letters.forEach((letter, q) => {
              word[places[q]] = letter;
            });
            return `${coefficient < 0 ? "-" : "+"} ${Math.abs(coefficient)} ${word.join("")}`;
          })
          .join(" "),
        qubits,
      );
    const { min, max, method } = spectrum(sumOn(8, [0, 1, 2, 3, 4, 5, 6, 7]));
    expect(method).toBe("dense");
    for (const [qubits, places] of [
      [9, [8, 0, 1, 2, 3, 5, 6, 7]],
      [13, [0, 12, 5, 1, 11, 6, 2, 7]],
      [14, [13, 12, 11, 10, 3, 2, 1, 0]],
    ] as const) {
      const ends = spectrum(sumOn(qubits, places));
      expect(ends.method).toBe("lanczos");
      expect(Math.abs(ends.min - min)).toBeLessThan(1e-10);
      expect(Math.abs(ends.max - max)).toBeLessThan(1e-10);
    }
  });

  it("ends are looked for once for each observable", () => {
    const observable = xxz({ qubits: 10 });
    expect(spectrum(observable)).toBe(spectrum(observable));
  });

  it("beyond 8 qubits dense matrices go by Lanczos as well", () => {
    const matrix = zeroMatrix(512);
    // Ends that stand apart, as those of a Hamiltonian do.
    const level = (i: number) => 4 * ((2 * i) / 511 - 1) ** 3;
    for (let i = 0; i < 512; i++) matrix.re[i * 513] = level(i);
    matrix.im[1] = 0.25;
    matrix.im[512] = -0.25;
    const { min, max, method } = spectrum(denseObservable(matrix));
    expect(method).toBe("lanczos");
    const block = (level(0) + level(1)) / 2 - Math.hypot((level(0) - level(1)) / 2, 0.25);
    expect(Math.abs(min - block)).toBeLessThan(1e-10);
    expect(Math.abs(max - 4)).toBeLessThan(1e-10);
  });

  it("a projector has eigenvalues 0 and one 1", () => {
    const { min, max, eigenvalues } = spectrum(stateProjector({ re: Float64Array.of(0.6, 0), im: Float64Array.of(0, 0.8) }));
    expect([min, max, ...(eigenvalues ?? [])]).toEqual([0, 1, 0, 1]);
  });

  it.each([
    [
      "a matrix that is not Hermitian",
      () =>
        denseObservable(
          matrixFromRows([
            [1, 2],
            [3, 4],
          ]),
        ),
      "a Hermitian matrix",
    ],
    [
      "a matrix whose size is no power of two",
      () => denseObservable(hermitianMatrix(3, 0)),
      "a dimension that is a power of two",
    ],
    ["a matrix that is not square", () => denseObservable(matrixFromRows([[1, 2]])), "a square matrix"],
    ["a state of norm 2", () => stateProjector({ re: Float64Array.of(2, 0), im: Float64Array.of(0, 0) }), "a vector of norm 1"],
    ["0 qubits", () => xxz({ qubits: 0 }), "qubits is 0; allowed: an integer from 1 to 24."],
    ["a coupling that is NaN", () => xxz({ qubits: 2, coupling: Number.NaN }), "coupling is NaN; allowed: a finite number."],
    [
      "a periodic chain of two",
      () => tfim({ qubits: 2, boundary: "periodic" }),
      'boundary is "periodic"; allowed: open, for fewer than 3 qubits.',
    ],
  ])("refuses %s", (_, build, message) => {
    expect(build).toThrow(message);
  });
});

/** Ground-state energy of the open transverse-field Ising chain: minus the sum of the singular values of its fermion matrix. */
function freeFermionEnergy(n: number, h: number): number {
  // Jordan-Wigner: H = -Σ singular values of the bidiagonal matrix with h on the diagonal and 1 beside it (Lieb, Schultz, Mattis 1961).
  const m = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i === j ? h : j === i + 1 ? 1 : 0)));
  const gram = matrixFromRows(m.map((_, i) => m.map((_, j) => m.reduce((sum, row) => sum + row[i] * row[j], 0))));
  const size = { kind: "dense" as const, qubits: 4, matrix: padded(gram, 16) };
  return spectrum(size).eigenvalues?.reduce((sum, value) => sum + Math.sqrt(Math.max(0, value)), 0) ?? Number.NaN;
}

function padded(matrix: ReturnType<typeof matrixFromRows>, size: number) {
  const result = matrixFromRows(Array.from({ length: size }, () => Array<number>(size).fill(0)));
  for (let i = 0; i < matrix.rows; i++)
    for (let j = 0; j < matrix.columns; j++) result.re[i * size + j] = matrix.re[i * matrix.columns + j];
  return result;
}
