/**
 * The law of the Haar-random matrices from both generators: moments, spectral form factor and level spacing, by k sigma, with
 * samples large enough to reject generators that are slightly wrong.
 */
import { inverse, Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { mean, standardError } from "../../src/base/arrays.ts";
import { CounterStream } from "../../src/base/random/counter-stream.ts";
import { NumpyRandomState } from "../../src/base/random/published.ts";
import { type ComplexMatrix, multiply, unitarityError, zeroMatrix } from "../../src/linalg/complex-matrix.ts";
import { hermitianEigenvalues } from "../../src/linalg/eigen.ts";
import { haarState, haarUnitary, type NormalSource } from "../../src/linalg/haar.ts";
import { unitaryFactorInPlace } from "../../src/linalg/householder-qr.ts";

type Generator = (size: number, normal: NormalSource) => ComplexMatrix;

const byReflections: Generator = haarUnitary;

const byQr: Generator = (size, normal) => {
  const matrix = zeroMatrix(size);
  for (let k = 0; k < matrix.re.length; k++) {
    matrix.re[k] = normal();
    matrix.im[k] = normal();
  }
  unitaryFactorInPlace(matrix);
  return matrix;
};

/** QR whose first column keeps a real first entry: the textbook mistake of leaving out the phases of R's diagonal. */
const withoutPhases: Generator = (size, normal) => {
  const matrix = byQr(size, normal);
  for (let j = 0; j < size; j++) {
    const norm = Math.hypot(matrix.re[j * size + j], matrix.im[j * size + j]);
    const [c, s] = [matrix.re[j * size + j] / norm, matrix.im[j * size + j] / norm];
    for (let i = 0; i < size; i++) {
      const [re, im] = [matrix.re[i * size + j], matrix.im[i * size + j]];
      matrix.re[i * size + j] = re * c + im * s;
      matrix.im[i * size + j] = im * c - re * s;
    }
  }
  return matrix;
};

const streams: [string, () => NormalSource][] = [
  [
    "default stream",
    () => {
      const stream = new CounterStream(3, "test");
      return () => stream.normal();
    },
  ],
  [
    "NumPy stream",
    () => {
      const stream = new NumpyRandomState(5);
      return () => stream.normal();
    },
  ],
];

const generators: [string, Generator, () => NormalSource][] = [
  ["direct reflections, default stream", byReflections, streams[0][1]],
  ["Householder QR, NumPy stream", byQr, streams[1][1]],
];

/** Deviations, in standard errors, of moments from their Haar values. */
function momentDeviations(generate: Generator, normal: NormalSource, size: number, count: number): Record<string, number> {
  const series: Record<string, { values: number[]; expected: number }> = {
    "E|U_11|^2 = 1/d": { values: [], expected: 1 / size },
    "E|U_11|^4 = 2/(d(d+1))": { values: [], expected: 2 / (size * (size + 1)) },
    "E|U_dd|^4 = 2/(d(d+1))": { values: [], expected: 2 / (size * (size + 1)) },
    "E|U_11|^2|U_22|^2 = 1/(d^2-1)": { values: [], expected: 1 / (size ** 2 - 1) },
    "Re E U_11 U_22 conj(U_12 U_21) = -1/(d(d^2-1))": { values: [], expected: -1 / (size * (size ** 2 - 1)) },
    "Re E U_11 = 0": { values: [], expected: 0 },
    "Re E tr U = 0": { values: [], expected: 0 },
    "E|tr U|^2 = 1": { values: [], expected: 1 },
    "E|tr U|^4 = 2": { values: [], expected: 2 },
    "E|tr U^2|^2 = min(2, d)": { values: [], expected: Math.min(2, size) },
    "E|tr U^3|^2 = min(3, d)": { values: [], expected: Math.min(3, size) },
    "E|tr U^6|^2 = min(6, d)": { values: [], expected: Math.min(6, size) },
  };
  const add = (name: string, value: number) => series[name].values.push(value);
  for (let k = 0; k < count; k++) {
    const u = generate(size, normal);
    const at = (i: number, j: number): [number, number] => [u.re[i * size + j], u.im[i * size + j]];
    const square = ([a, b]: [number, number]) => a * a + b * b;
    const times = ([a, b]: [number, number], [c, d]: [number, number]): [number, number] => [a * c - b * d, a * d + b * c];
    const bar = ([a, b]: [number, number]): [number, number] => [a, -b];
    const trace = (m: ComplexMatrix): [number, number] => {
      let re = 0;
      let im = 0;
      for (let i = 0; i < size; i++) {
        re += m.re[i * size + i];
        im += m.im[i * size + i];
      }
      return [re, im];
    };
    const u2 = multiply(u, u);
    const u3 = multiply(u2, u);
    add("E|U_11|^2 = 1/d", square(at(0, 0)));
    add("E|U_11|^4 = 2/(d(d+1))", square(at(0, 0)) ** 2);
    add("E|U_dd|^4 = 2/(d(d+1))", square(at(size - 1, size - 1)) ** 2);
    add("E|U_11|^2|U_22|^2 = 1/(d^2-1)", square(at(0, 0)) * square(at(1, 1)));
    add("Re E U_11 U_22 conj(U_12 U_21) = -1/(d(d^2-1))", times(times(at(0, 0), at(1, 1)), bar(times(at(0, 1), at(1, 0))))[0]);
    add("Re E U_11 = 0", at(0, 0)[0]);
    add("Re E tr U = 0", trace(u)[0]);
    add("E|tr U|^2 = 1", square(trace(u)));
    add("E|tr U|^4 = 2", square(trace(u)) ** 2);
    add("E|tr U^2|^2 = min(2, d)", square(trace(u2)));
    add("E|tr U^3|^2 = min(3, d)", square(trace(u3)));
    add("E|tr U^6|^2 = min(6, d)", square(trace(multiply(u3, u3))));
  }
  return Object.fromEntries(
    Object.entries(series).map(([name, { values, expected }]) => [name, (mean(values) - expected) / standardError(values)]),
  );
}

/** Eigenphases in (-π, π), ascending, through the Cayley transform H = i (1 - U)(1 + U)^{-1} with eigenvalues tan(θ/2). */
function eigenphases(u: ComplexMatrix): Float64Array {
  const d = u.rows;
  const embed = (sign: number) =>
    new Matrix(
      Array.from({ length: 2 * d }, (_, i) =>
        Array.from({ length: 2 * d }, (_, j) => {
          const at = (i % d) * d + (j % d);
          if (i < d === j < d) return (i % d === j % d ? 1 : 0) + sign * u.re[at];
          return (i < d ? -sign : sign) * u.im[at];
        }),
      ),
    );
  const cayley = embed(-1).mmul(inverse(embed(1)));
  const h = zeroMatrix(d);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < d; j++) {
      h.re[i * d + j] = -cayley.get(d + i, j);
      h.im[i * d + j] = cayley.get(i, j);
    }
  }
  return hermitianEigenvalues(h).map((x) => 2 * Math.atan(x));
}

/** Spacings of neighbouring eigenphases on the circle, in units of their mean 2π/d. */
function spacings(u: ComplexMatrix): number[] {
  const phases = eigenphases(u);
  const d = phases.length;
  return Array.from(phases, (phase, k) => (((k + 1 < d ? phases[k + 1] : phases[0] + 2 * Math.PI) - phase) * d) / (2 * Math.PI));
}

describe.each(generators)("Haar unitaries by %s", (_, generate, source) => {
  it("are unitary to 1e-13 at d = 64", () => {
    expect(unitarityError(generate(64, source()))).toBeLessThan(1e-13);
  });

  it.each([2, 4, 5])("have the Haar moments within 4 sigma of 6,000 matrices at d = %i", (size) => {
    for (const [name, sigmas] of Object.entries(momentDeviations(generate, source(), size, 6000))) {
      expect(Math.abs(sigmas), name).toBeLessThan(4);
    }
  });

  it("d = 2: the distance of the two eigenphases has density (1 - cos s)/π on (0, π), chi² of 20 bins within 4 sigma", () => {
    const count = 8000;
    const bins = 20;
    const normal = source();
    const observed = new Float64Array(bins);
    for (let k = 0; k < count; k++) {
      const [first, second] = eigenphases(generate(2, normal));
      const distance = Math.min(second - first, 2 * Math.PI - (second - first));
      observed[Math.min(bins - 1, Math.floor((distance / Math.PI) * bins))]++;
    }
    const cumulative = (s: number) => (s - Math.sin(s)) / Math.PI;
    let chi2 = 0;
    for (let b = 0; b < bins; b++) {
      const expected = count * (cumulative((Math.PI * (b + 1)) / bins) - cumulative((Math.PI * b) / bins));
      chi2 += (observed[b] - expected) ** 2 / expected;
    }
    expect(Math.abs(chi2 - (bins - 1))).toBeLessThan(4 * Math.sqrt(2 * (bins - 1)));
  });

  it("d = 16: neighbouring eigenphases repel, E s² within 4 sigma of 1.180 (independent phases: 1.88, real matrices: 1.28)", () => {
    const normal = source();
    // One number for each matrix: spacings of one matrix are not independent.
    const perMatrix = Array.from({ length: 400 }, () => mean(spacings(generate(16, normal)).map((s) => s * s)));
    expect(standardError(perMatrix)).toBeLessThan(0.006);
    expect(Math.abs(mean(perMatrix) - 1.18)).toBeLessThan(4 * standardError(perMatrix) + 0.005);
  });
});

describe("the power of these tests", () => {
  it("QR without the phases is rejected by more than 10 sigma", () => {
    const deviations = momentDeviations(withoutPhases, streams[0][1](), 4, 6000);
    expect(Math.max(...Object.values(deviations).map(Math.abs))).toBeGreaterThan(10);
  });

  it("reflections along vectors of uniform instead of normal numbers are rejected by more than 4 sigma", () => {
    const stream = new CounterStream(4, "test");
    const deviations = momentDeviations(byReflections, () => 2 * stream.uniform() - 1, 4, 6000);
    expect(Math.max(...Object.values(deviations).map(Math.abs))).toBeGreaterThan(4);
  });
});

describe("Haar states", () => {
  it("E|ψ_k|² = 1/d and E|ψ_k|⁴ = 2/(d(d+1)) within 4 sigma of 20,000 at d = 3", () => {
    const normal = streams[0][1]();
    const weights = Array.from({ length: 20_000 }, () => {
      const { re, im } = haarState(3, normal);
      return re[1] ** 2 + im[1] ** 2;
    });
    expect(Math.abs(mean(weights) - 1 / 3)).toBeLessThan(4 * standardError(weights));
    const squares = weights.map((w) => w * w);
    expect(Math.abs(mean(squares) - 1 / 6)).toBeLessThan(4 * standardError(squares));
  });
});
