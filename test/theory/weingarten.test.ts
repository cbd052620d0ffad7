/**
 * The Weingarten calculus: known values, identities, poles, and averages against sampled unitaries.
 */
import { describe, expect, it } from "vitest";
import { CounterStream } from "../../src/base/random/counter-stream.ts";
import { adjoint, type ComplexMatrix, matrixFromRows, multiply } from "../../src/linalg/complex-matrix.ts";
import { haarUnitary } from "../../src/linalg/haar.ts";
import {
  character,
  compose,
  cyclesOf,
  cycleTypeOf,
  inverse,
  partitionsOf,
  permutationsOf,
  Rational,
  ruleOfPowers,
  ruleOfProjector,
  standardTableaux,
  twirlAverage,
  twirlWords,
  weingarten,
  weingartenFunction,
  weingartenWeight,
} from "../../src/theory/weingarten/index.ts";

const degrees = [1, 2, 3, 4, 5];
const fraction = (numerator: number | bigint, denominator: number | bigint) =>
  Rational.of(numerator).over(Rational.of(denominator));

describe("rationals", () => {
  it("are reduced, with the sign on top", () => {
    expect(String(new Rational(6n, -4n))).toBe("-3/2");
    expect(String(fraction(1, 3).plus(fraction(1, 6)).minus(fraction(1, 2)))).toBe("0");
    expect(fraction(2n ** 2000n, 3n * 2n ** 1999n).toNumber()).toBeCloseTo(2 / 3, 15);
    expect(new Rational(2n ** 3000n + 1n, 2n ** 3001n + 1n).toNumber()).toBeCloseTo(0.5, 15);
  });

  it("are divided and compared as fractions", () => {
    expect(String(fraction(3, 4).over(fraction(-2, 5)))).toBe("-15/8");
    expect(fraction(1, 2).equals(fraction(2, 4))).toBe(true);
    expect(fraction(1, 2).equals(fraction(1, 3))).toBe(false);
    expect(fraction(1, 3).equals(fraction(2, 3))).toBe(false);
  });

  it("are numbers where their terms are beyond the range of numbers: 2^1100/3^300, its inverse, and 2^1020/3", () => {
    const [large, small] = [2n ** 1100n, 3n ** 300n];
    const known = 2 ** (1100 - 800) * (2 ** 80 / 3 ** 50) ** 6 * 2 ** (800 - 480);
    for (const sign of [1n, -1n]) {
      expect(new Rational(sign * large, small).toNumber() / known).toBeCloseTo(Number(sign), 12);
      expect(new Rational(sign * small, large).toNumber() * known).toBeCloseTo(Number(sign), 12);
    }
    expect(new Rational(2n ** 1020n, 3n).toNumber() / (2 ** 1020 / 3)).toBeCloseTo(1, 15);
    expect(Rational.ZERO.toNumber()).toBe(0);
  });

  it("division by zero is an error", () => {
    expect(() => fraction(1, 0)).toThrow("allowed: an integer other than 0.");
  });
});

describe("permutations and characters", () => {
  it("cycles, types, inverses", () => {
    const permutation = [2, 0, 1, 4, 3];
    expect(cyclesOf(permutation)).toEqual([
      [0, 2, 1],
      [3, 4],
    ]);
    expect(cycleTypeOf(permutation)).toEqual([3, 2]);
    expect(cycleTypeOf([1, 0, 3, 4, 2])).toEqual([3, 2]);
    expect(compose(permutation, inverse(permutation))).toEqual([0, 1, 2, 3, 4]);
    expect(new Set(permutationsOf(5).map(String)).size).toBe(120);
  });

  it("characters of S4 are the known table", () => {
    const classes = [[1, 1, 1, 1], [2, 1, 1], [2, 2], [3, 1], [4]];
    expect(partitionsOf(4).map((shape) => classes.map((type) => Number(character(shape, type))))).toEqual([
      [1, 1, 1, 1, 1],
      [3, 1, -1, 0, -1],
      [2, 0, 2, -1, 0],
      [3, -1, -1, 0, 1],
      [1, -1, 1, 1, -1],
    ]);
  });

  it("a class of another degree is refused", () => {
    expect(() => character([2, 1], [2, 2])).toThrow("cycleType is [2,2]; allowed: a partition of 3, as the representation.");
  });

  it.each(degrees)("rows of the table of S%i are orthonormal, and hook lengths give its first column", (k) => {
    const all = permutationsOf(k).map(cycleTypeOf);
    for (const a of partitionsOf(k)) {
      expect(character(a, Array<number>(k).fill(1))).toBe(standardTableaux(a));
      for (const b of partitionsOf(k)) {
        const product = all.reduce((sum, type) => sum + character(a, type) * character(b, type), 0n);
        expect(product).toBe(a === b || String(a) === String(b) ? BigInt(all.length) : 0n);
      }
    }
  });
});

describe("Wg", () => {
  it("closed forms of degree 1 to 4 in lowest terms, with their poles", () => {
    const form = (type: number[]) => {
      const { numerator, scale, poles } = weingartenFunction(type);
      return [numerator.map(Number), Number(scale), poles];
    };
    expect(form([1])).toEqual([[1], 1, [0]]);
    expect(form([1, 1])).toEqual([[1], 1, [-1, 1]]);
    expect(form([2])).toEqual([[-1], 1, [-1, 0, 1]]);
    expect(form([1, 1, 1])).toEqual([[-2, 0, 1], 1, [-2, -1, 0, 1, 2]]);
    expect(form([2, 1])).toEqual([[-1], 1, [-2, -1, 1, 2]]);
    expect(form([3])).toEqual([[2], 1, [-2, -1, 0, 1, 2]]);
    expect(form([1, 1, 1, 1])).toEqual([[6, 0, -8, 0, 1], 1, [-3, -2, -1, 0, 0, 1, 2, 3]]);
    expect(form([2, 1, 1])).toEqual([[-1], 1, [-3, -1, 0, 1, 3]]);
    expect(form([2, 2])).toEqual([[6, 0, 1], 1, [-3, -2, -1, 0, 0, 1, 2, 3]]);
    expect(form([3, 1])).toEqual([[-3, 0, 2], 1, [-3, -2, -1, 0, 0, 1, 2, 3]]);
    expect(form([4])).toEqual([[-5], 1, [-3, -2, -1, 0, 1, 2, 3]]);
  });

  it.each(degrees)("Σ_σ Wg(σ, d) = 1/(d (d + 1) ... (d + k - 1)), k = %i", (k) => {
    for (const d of [k, k + 3, 16]) {
      const sum = permutationsOf(k).reduce((total, sigma) => total.plus(weingarten(cycleTypeOf(sigma), d)), Rational.ZERO);
      const rising = Array.from({ length: k }, (_, i) => BigInt(d + i)).reduce((product, factor) => product * factor, 1n);
      expect(String(sum)).toBe(String(fraction(1, rising)));
    }
  });

  it("of one cycle of any degree up to 12: (-1)^(k-1) C_(k-1)/Π (d + j), |j| < k, with the Catalan numbers (Collins 2003)", () => {
    const catalan = [1n, 1n, 2n, 5n, 14n, 42n, 132n, 429n, 1430n, 4862n, 16_796n, 58_786n];
    catalan.forEach((number, i) => {
      const d = 14;
      const product = Array.from({ length: 2 * i + 1 }, (_, j) => BigInt(d - i + j)).reduce((all, factor) => all * factor, 1n);
      const known = String(fraction(i % 2 === 0 ? number : -number, product));
      expect(String(weingartenWeight([i + 1], d))).toBe(known);
      if (i < 8) expect(String(weingarten([i + 1], d))).toBe(known);
    });
    for (const type of [[], [13], [12, 1], [1.5, 1.5]])
      expect(() => weingartenWeight(type, 3)).toThrow("allowed: positive integers with a sum from 1 to 12.");
  });

  it.each(degrees.slice(0, 4))("is the inverse of d^cycles, k = %i: unitarity", (k) => {
    const d = k + 2;
    const all = permutationsOf(k);
    for (const sigma of all) {
      const sum = all.reduce(
        (total, tau) =>
          total.plus(
            weingarten(cycleTypeOf(compose(sigma, inverse(tau))), d).times(
              Rational.of(BigInt(d) ** BigInt(cyclesOf(tau).length)),
            ),
          ),
        Rational.ZERO,
      );
      expect(String(sum)).toBe(cycleTypeOf(sigma).length === k ? "1" : "0");
    }
  });

  it("poles are reported, and only where the function diverges", () => {
    expect(() => weingarten([2, 1, 1], 3)).toThrow(
      "dimension is 3; allowed: an integer other than the poles of Wg([2,1,1]), -3, -1, 0, 1, 3.",
    );
    expect(String(weingarten([2, 1, 1], 2))).toBe("1/30");
    expect(String(weingarten([1, 1], 0))).toBe("-1");
    expect(() => weingarten([0, 2], 5)).toThrow("cycleType is [0,2]");
  });

  it("weights for d below the degree: equal to Wg from d = k on, finite below", () => {
    expect(weingartenWeight([3, 1], 4).equals(weingarten([3, 1], 4))).toBe(true);
    expect(String(weingartenWeight([2], 1))).toBe("1/4");
  });
});

describe("twirl averages", () => {
  const d = 3;
  const diagonal = (values: number[]): ComplexMatrix =>
    matrixFromRows(values.map((value, i) => values.map((_, j) => (i === j ? value : 0))));
  const [a, b, c] = [
    diagonal([1, 2, -1]),
    diagonal([0, 1, 3]),
    matrixFromRows([
      [1, [0, 1], 0],
      [[0, -1], 2, 1],
      [0, 1, 0],
    ]),
  ];
  const trace = (m: ComplexMatrix) => {
    let sum = 0;
    for (let i = 0; i < m.rows; i++) sum += m.re[i * m.columns + i];
    return sum;
  };
  const matrices: Record<string, ComplexMatrix> = { a, b, c };
  /** Exact traces of words in the given fixed matrices, which have integer entries. */
  const traces = (words: readonly string[]) =>
    words.reduce((product, word) => {
      const value = word === "" ? d : trace([...word].map((letter) => matrices[letter]).reduce(multiply));
      return product.times(Rational.of(Math.round(value)));
    }, Rational.ONE);

  it.each([
    [["ab"]],
    [["aac", "b"]],
    [["abac"]],
    [["ab", "ac"]],
    [["abcab"]],
    [["ab", "ab", "ac"]],
    [["abacab"]],
    [["abacacab"]],
  ])("%j against 4000 Haar unitaries: within 4 sigma, sigma below 5 %% of its scale", (words) => {
    const exact = twirlWords(words, d, "a", traces, traces).toNumber();
    const stream = new CounterStream(7, words.join());
    const draws = Float64Array.from({ length: 4000 }, () => {
      const u = haarUnitary(d, () => stream.normal());
      const turned: Record<string, ComplexMatrix> = { ...matrices, a: multiply(multiply(u, a), adjoint(u)) };
      return words.reduce((product, word) => product * trace([...word].map((letter) => turned[letter]).reduce(multiply)), 1);
    });
    const average = draws.reduce((sum, x) => sum + x, 0) / draws.length;
    const spread = Math.sqrt(draws.reduce((sum, x) => sum + (x - average) ** 2, 0) / draws.length);
    const sigma = spread / Math.sqrt(draws.length);
    expect(Math.abs(average - exact)).toBeLessThan(4 * sigma);
    expect(sigma).toBeLessThan(0.05 * Math.max(Math.abs(exact), spread));
  });

  it("E tr(UAU†B) = tr A tr B / d, and the identity drops out", () => {
    const inner = ruleOfPowers([fraction(5, 1), fraction(11, 1)], d);
    const outer = ruleOfPowers([fraction(7, 1), fraction(19, 1)], d);
    expect(String(twirlWords(["ab"], d, "a", inner, outer))).toBe("35/3");
    expect(String(twirlWords(["aa", "b"], d, "a", inner, outer))).toBe("77");
    expect(String(twirlWords([""], d, "a", inner, outer))).toBe("3");
  });

  it("words of a projector are ranks, and without a letter the dimension", () => {
    expect(String(ruleOfProjector(5)(["p", "ppp"]))).toBe("1");
    expect(String(ruleOfProjector(5)(["", "p", ""]))).toBe("25");
  });

  it("too many pairs, too short a list of traces: errors", () => {
    expect(() =>
      twirlAverage(
        [0, 1, 2, 3, 4, 5],
        2,
        () => Rational.ONE,
        () => Rational.ONE,
      ),
    ).toThrow("degree is 6; allowed");
    expect(() => twirlWords(["aab"], d, "a", ruleOfPowers([Rational.ONE], d), traces)).toThrow("the first 2 powers");
  });
});
