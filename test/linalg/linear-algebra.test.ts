/**
 * Decompositions and fits: identities with the bound in their name.
 */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CounterStream } from "../../src/base/random/counter-stream.ts";
import { NumpyRandomState } from "../../src/base/random/published.ts";
import { bisect } from "../../src/linalg/bisect.ts";
import { choleskyFactor, choleskyLogDeterminant, choleskySolveInPlace } from "../../src/linalg/cholesky.ts";
import {
  adjoint,
  hermiticityError,
  identityMatrix,
  kronecker,
  matrixFromRows,
  maxDifference,
  multiply,
  unitarityError,
  zeroMatrix,
} from "../../src/linalg/complex-matrix.ts";
import { hermitianEigen, hermitianEigenvalues, symmetricEigen } from "../../src/linalg/eigen.ts";
import { unitaryFactorInPlace } from "../../src/linalg/householder-qr.ts";
import { lanczosExtremes } from "../../src/linalg/lanczos.ts";
import { fitCurve, fitLine } from "../../src/linalg/least-squares.ts";
import { hermitianMatrix } from "../support/arbitraries.ts";

const golden = JSON.parse(readFileSync(new URL("../golden/streams.json", import.meta.url), "utf8"));

function ginibre(size: number, seed: number) {
  const stream = new CounterStream(seed, "test");
  const matrix = zeroMatrix(size);
  for (let k = 0; k < matrix.re.length; k++) {
    matrix.re[k] = stream.normal();
    matrix.im[k] = stream.normal();
  }
  return matrix;
}

describe("unitaryFactorInPlace", () => {
  it.each([1, 2, 3, 16, 64])("d = %i: Q is unitary and R = Q†A is upper triangular with a positive diagonal, to 1e-12", (d) => {
    const a = ginibre(d, d);
    const q = { ...a, re: a.re.slice(), im: a.im.slice() };
    unitaryFactorInPlace(q);
    expect(unitarityError(q)).toBeLessThan(1e-12);
    const r = multiply(adjoint(q), a);
    for (let i = 0; i < d; i++) {
      expect(r.re[i * d + i]).toBeGreaterThan(0);
      expect(Math.abs(r.im[i * d + i])).toBeLessThan(1e-12);
      for (let j = 0; j < i; j++) expect(Math.hypot(r.re[i * d + j], r.im[i * d + j])).toBeLessThan(1e-12);
    }
  });

  it("gives the unitaries that numpy.linalg.qr and the phase fix give for seed 22, to 1e-14", () => {
    const random = new NumpyRandomState(22);
    const blocks = [zeroMatrix(4), zeroMatrix(4)];
    for (const { re } of blocks) for (let k = 0; k < 16; k++) re[k] = random.normal() / Math.SQRT2;
    for (const { im } of blocks) for (let k = 0; k < 16; k++) im[k] = random.normal() / Math.SQRT2;
    blocks.forEach((block, k) => {
      unitaryFactorInPlace(block);
      const expected = {
        re: Float64Array.from(golden.haar22Real.slice(16 * k, 16 * k + 16)),
        im: Float64Array.from(golden.haar22Imag.slice(16 * k, 16 * k + 16)),
      };
      expect(maxDifference(block, expected)).toBeLessThan(1e-14);
    });
  });
});

describe("eigenvalues", () => {
  it("symmetric: max |A v - v λ| < 1e-12 at d = 40, values ascending", () => {
    const size = 40;
    const a = hermitianMatrix(size, 1).re;
    const { values, vectors } = symmetricEigen(a, size);
    for (let k = 0; k < size; k++) {
      if (k > 0) expect(values[k]).toBeGreaterThanOrEqual(values[k - 1]);
      for (let i = 0; i < size; i++) {
        let sum = -values[k] * vectors[i * size + k];
        for (let j = 0; j < size; j++) sum += a[i * size + j] * vectors[j * size + k];
        expect(Math.abs(sum)).toBeLessThan(1e-12);
      }
    }
  });

  it("Hermitian: the moments tr A and tr A² come out, and a known spectrum, to 1e-12", () => {
    const h = hermitianMatrix(12, 2);
    expect(hermiticityError(h)).toBe(0);
    const values = hermitianEigenvalues(h);
    const square = multiply(h, h);
    const trace = (m: typeof h) => Array.from({ length: 12 }, (_, i) => m.re[i * 13]).reduce((a, b) => a + b);
    expect(Math.abs(values.reduce((a, b) => a + b) - trace(h))).toBeLessThan(1e-12);
    expect(Math.abs(values.reduce((a, b) => a + b * b, 0) - trace(square))).toBeLessThan(1e-10);
    const y = matrixFromRows([
      [0, [0, -1]],
      [[0, 1], 0],
    ]);
    const yy = hermitianEigenvalues(kronecker(y, y));
    for (const [k, expected] of [-1, -1, 1, 1].entries()) expect(yy[k]).toBeCloseTo(expected, 12);
  });

  it("Lanczos: both ends of a 160-dimensional random spectrum, to 1e-11", () => {
    const h = hermitianMatrix(160, 3);
    const stream = new CounterStream(0, "test");
    const exact = hermitianEigenvalues(h);
    const { min, max } = lanczosExtremes(
      (input, output) => {
        for (let i = 0; i < 160; i++) {
          let re = 0;
          let im = 0;
          for (let j = 0; j < 160; j++) {
            const [a, b] = [h.re[i * 160 + j], h.im[i * 160 + j]];
            re += a * input.re[j] - b * input.im[j];
            im += a * input.im[j] + b * input.re[j];
          }
          output.re[i] = re;
          output.im[i] = im;
        }
      },
      160,
      () => stream.normal(),
    );
    expect(Math.abs(min - exact[0])).toBeLessThan(1e-11);
    expect(Math.abs(max - exact[159])).toBeLessThan(1e-11);
  });

  it("Lanczos: an operator whose Krylov space is exhausted at once", () => {
    const stream = new CounterStream(0, "test");
    const { min, max } = lanczosExtremes(
      (input, output) => {
        output.re.set(input.re.map((x) => 3 * x));
        output.im.set(input.im.map((x) => 3 * x));
      },
      64,
      () => stream.normal(),
    );
    expect(min).toBeCloseTo(3, 12);
    expect(max).toBeCloseTo(3, 12);
  });
});

describe("fits", () => {
  it("a straight line: slope, intercept and their errors are those of the normal equations", () => {
    const x = [0, 1, 2, 3];
    const y = [1, 2, 4, 4];
    const { slope, intercept, slopeError, interceptError } = fitLine(x, y);
    expect(slope).toBeCloseTo(1.1, 12);
    expect(intercept).toBeCloseTo(1.1, 12);
    expect(slopeError).toBeCloseTo(Math.sqrt(0.7 / 2 / 5), 12);
    expect(interceptError).toBeCloseTo(Math.sqrt((0.7 / 2) * (1 / 4 + 2.25 / 5)), 12);
  });

  it("a curve: parameters to 1e-8, and errors that cover the truth for noisy points", () => {
    const stream = new CounterStream(1, "test");
    const model =
      ([a, b]: number[]) =>
      (t: number) =>
        a * Math.exp(-b * t);
    const x = Array.from({ length: 60 }, (_, k) => k / 10);
    const clean = fitCurve(x, x.map(model([2, 0.7])), model, [1, 1]);
    expect(Math.abs(clean.parameters[0] - 2)).toBeLessThan(1e-8);
    expect(Math.abs(clean.parameters[1] - 0.7)).toBeLessThan(1e-8);
    const noisy = fitCurve(
      x,
      x.map((t) => model([2, 0.7])(t) + 0.01 * stream.normal()),
      model,
      [1, 1],
    );
    expect(Math.abs(noisy.parameters[1] - 0.7)).toBeLessThan(4 * noisy.errors[1]);
    expect(noisy.errors[1]).toBeLessThan(0.01);
    expect(noisy.errors[1]).toBeGreaterThan(1e-3);
  });
});

describe("matrices", () => {
  it("from rows: refuses ragged rows", () => {
    expect(() => matrixFromRows([[1, 2], [3]])).toThrow("rows[1] is of 1 entries; allowed: 2 entries, as in the first row.");
  });

  it("products: refuse sizes that do not fit", () => {
    expect(() => multiply(identityMatrix(2), identityMatrix(3))).toThrow(
      "b is a matrix of 3 rows; allowed: 2 rows, the columns of a.",
    );
  });
});

describe("hermitianEigen", () => {
  it.each([2, 5, 16])("d = %i: H v = λ v and V unitary, to 1e-11, real, complex and degenerate", (d) => {
    const complex = hermitianMatrix(d, 7);
    const real = { ...complex, im: new Float64Array(d * d) };
    for (let i = 0; i < d; i++) for (let j = 0; j < i; j++) real.re[i * d + j] = real.re[j * d + i];
    // U diag(1, 1, 2, 2, ...) U†: eigenvalues in pairs.
    const unitary = ginibre(d, 3);
    unitaryFactorInPlace(unitary);
    const scaled = { ...unitary, re: unitary.re.slice(), im: unitary.im.slice() };
    for (let i = 0; i < d; i++) {
      for (let j = 0; j < d; j++) {
        scaled.re[i * d + j] *= 1 + (j >> 1);
        scaled.im[i * d + j] *= 1 + (j >> 1);
      }
    }
    const degenerate = multiply(scaled, adjoint(unitary));
    for (const h of [complex, real, degenerate]) {
      const { values, vectors } = hermitianEigen(h);
      expect(unitarityError(vectors)).toBeLessThan(1e-11);
      const image = multiply(h, vectors);
      for (let i = 0; i < d; i++) {
        for (let k = 0; k < d; k++) {
          const at = i * d + k;
          const error = Math.hypot(image.re[at] - values[k] * vectors.re[at], image.im[at] - values[k] * vectors.im[at]);
          expect(error).toBeLessThan(1e-11 * d * d);
        }
      }
    }
  });
});

describe("Cholesky and bisection", () => {
  it("A = C Cᵀ: solutions and determinant as by hand; undefined where not positive definite", () => {
    const a = Float64Array.of(4, 2, 2, 2, 5, 3, 2, 3, 6);
    const factor = choleskyFactor(a, 3) as Float64Array;
    expect([...factor]).toEqual([2, 0, 0, 1, 2, 0, 1, 1, 2]);
    expect(choleskyLogDeterminant(factor, 3)).toBeCloseTo(Math.log(64), 12);
    const b = Float64Array.of(4 + 4 + 6, 2 + 10 + 9, 2 + 6 + 18);
    choleskySolveInPlace(factor, 3, b);
    b.forEach((value, i) => {
      expect(value).toBeCloseTo(i + 1, 12);
    });
    expect(choleskyFactor(Float64Array.of(1, 2, 2, 4), 2)).toBeUndefined();
  });

  it("roots of rising and falling functions that diverge at the ends, to 1e-14", () => {
    expect(bisect((x) => 1 - 1 / x, 0, 5)).toBeCloseTo(1, 14);
    expect(bisect((x) => Math.cos(x), 0, 3)).toBeCloseTo(Math.PI / 2, 14);
  });
});
