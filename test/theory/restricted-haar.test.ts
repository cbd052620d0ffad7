/**
 * The restricted Haar ensemble: derivation by Weingarten averages, Theorem 3 as its special case, limits, output states.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  asymptoticAverages,
  exactAverages,
  outputForTarget,
  outputOfPopulations,
  projectorAsymptotic,
  projectorAverages,
  projectorOutput,
  type RestrictedHaarEnsemble,
} from "../../src/theory/restricted-haar/index.ts";
import { Rational, ruleOfInvolution, twirlWords } from "../../src/theory/weingarten/index.ts";
import { averageOf, first, mixed, repeated, second } from "../support/layer-words.ts";

const integer = (value: number) => Rational.of(value);
const relative = (a: number, b: number) => Math.abs(a - b) / Math.max(1e-12, Math.abs(b));

describe.each([
  { d: 4, moments: [1, 2, 7, 29], traces: [4, 5, 31, 77] },
  { d: 2, moments: [1, -1, 3, -5], traces: [2, 0, 8, 0] },
  { d: 5, moments: [1, 3, 10, 40], traces: [5, -2, 41, 10] },
  { d: 8, moments: [1, 0, 2, 1], traces: [8, 3, 30, 9] },
])("derived by twirling X at d = $d, moments $moments, traces $traces", ({ d, moments, traces }) => {
  /** Traces of words in p = |ψ><ψ| and o: products of <o^k> between the p's. */
  const fixed = (words: readonly string[]) =>
    words.reduce((product, word) => {
      const at = word.indexOf("p");
      if (at < 0) return product.times(integer(traces[word.length]));
      const segments = (word.slice(at) + word.slice(0, at)).split("p").slice(1);
      return segments.reduce((part, { length }) => part.times(integer(moments[length])), product);
    }, Rational.ONE);
  const involution = ruleOfInvolution(d);
  const oneLayer = (words: readonly string[]) => twirlWords(words, d, "x", involution, fixed);
  const twoLayers = (words: readonly string[]) =>
    twirlWords(words, d, "x", involution, (rest) => twirlWords(rest, d, "y", involution, fixed));
  const [, m1, m2, m3] = moments;
  const output = { mean: m1, variance: m2 - m1 ** 2, excitation: (m3 - 3 * m1 * m2 + 2 * m1 ** 3) / (m2 - m1 ** 2) };
  const at = (parameters: number) => exactAverages({ dimension: d, parameters, trace: traces[1], target: m1 - 1.5, output });
  const square = averageOf([first, first], oneLayer).toNumber() / -4;
  const fourth = averageOf([first, first, first, first], oneLayer).toNumber() / 16;
  const single = averageOf([repeated, first, first], oneLayer).toNumber() / 16;
  const pair = averageOf([mixed, first, second], twoLayers).toNumber() / 16;
  const pairSquare = averageOf([first, first, second, second], twoLayers).toNumber() / 16;

  it("K̄ and Var K: layers are independent given the output state", () => {
    expect(relative(pairSquare, square ** 2)).toBeLessThan(1e-12);
    for (const l of [1, 2, 7]) {
      expect(relative(at(l).meanK, l * square)).toBeLessThan(1e-12);
      expect(relative(at(l).sdK ** 2, l * (fourth - square ** 2))).toBeLessThan(1e-11);
    }
  });

  it("μ̄: the pairs and the fourth-order single layers; mean(ε μ) = ε μ̄", () => {
    for (const l of [1, 2, 7]) {
      expect(relative(at(l).meanMu, l * single + l * (l - 1) * pair)).toBeLessThan(1e-12);
      expect(at(l).meanEpsilonMu).toBeCloseTo(1.5 * at(l).meanMu, 10);
      expect(at(l).zeta).toBeCloseTo(at(l).meanEpsilonMu / at(l).meanK ** 2, 10);
    }
  });
});

describe("projectors: the general formula is Theorem 3", () => {
  const preparations = fc.record({
    dimension: fc.integer({ min: 2, max: 4096 }),
    parameters: fc.integer({ min: 1, max: 10_000 }),
    target: fc.double({ min: -2, max: 3, noNaN: true }),
  });
  const general = (preparation: { dimension: number; parameters: number; target: number }): RestrictedHaarEnsemble => ({
    ...preparation,
    trace: 1,
    output: projectorOutput(preparation.target),
  });

  it("any target: relative difference < 1e-9", () => {
    fc.assert(
      fc.property(preparations, (preparation) => {
        const [a, b] = [exactAverages(general(preparation)), projectorAverages(preparation)];
        for (const name of ["meanK", "sdK", "meanMu", "meanEpsilonMu", "lambda"] as const)
          expect(Math.abs(a[name] - b[name])).toBeLessThanOrEqual(1e-9 * Math.max(1e-9, Math.abs(b[name])));
        if (Number.isFinite(b.zeta)) expect(Math.abs(a.zeta - b.zeta)).toBeLessThanOrEqual(1e-9 * Math.abs(b.zeta));
        else expect(a.zeta).toBe(b.zeta);
      }),
      { numRuns: 500, seed: 1 },
    );
  });

  it.each([0, 0.5, 0.99, 1, 1.5, -1])(
    "asymptotic -> exact at O0 = %d as d and L grow together: error falls like 1/d",
    (target) => {
      const errors = [6, 8, 10, 12].map((n) => {
        const preparation = { dimension: 2 ** n, parameters: 3 * 2 ** n, target };
        const [exact, asymptotic] = [projectorAverages(preparation), projectorAsymptotic(preparation)];
        return Math.max(
          ...(["meanK", "sdK", "lambda", "zeta"] as const).map((name) =>
            exact[name] === asymptotic[name] ? 0 : relative(asymptotic[name], exact[name]),
          ),
        );
      });
      expect(errors[0]).toBeLessThan(0.15);
      for (let k = 1; k < errors.length; k++) expect(errors[k]).toBeLessThan(errors[k - 1] / 3.5);
    },
  );

  it("ζ̄ -> 1/2 + d/L at O0 = 1", () => {
    expect(projectorAverages({ dimension: 4096, parameters: 40_960, target: 1 }).zeta).toBeCloseTo(0.6, 3);
  });

  it("limits without 0/0: F -> 1 and R -> 0 are continuous", () => {
    const at = (target: number) => projectorAverages({ dimension: 32, parameters: 512, target });
    expect(at(1).zeta).toBeGreaterThan(0.5);
    expect(at(1)).toMatchObject({ meanK: 0, sdK: 0, meanMu: -0, meanEpsilonMu: -0 });
    expect(at(1 - 1e-9).lambda).toBeCloseTo(at(1).lambda, 6);
    expect(at(0.7).zeta).toBe(0);
    expect(at(5).zeta).toBe(Number.POSITIVE_INFINITY);
    const approach = (excited: number) =>
      exactAverages({
        dimension: 32,
        parameters: 512,
        trace: 1,
        target: 1,
        output: { mean: 1 - excited, variance: excited * (1 - excited), excitation: 2 * excited - 1 },
      }).zeta;
    expect(approach(1e-6)).toBeCloseTo(at(1).zeta, 4);
    expect(exactAverages(general({ dimension: 32, parameters: 512, target: 1 })).zeta).toBe(at(1).zeta);
  });
});

describe("invariance", () => {
  it("O -> O + c, O0 -> O0 + c changes nothing; O -> s O scales K by s², λ by s, ζ by 1", () => {
    fc.assert(
      fc.property(
        fc.record({
          dimension: fc.integer({ min: 2, max: 64 }),
          parameters: fc.integer({ min: 1, max: 500 }),
          trace: fc.double({ min: -9, max: 9, noNaN: true }),
          target: fc.double({ min: -9, max: 9, noNaN: true }),
          output: fc.record({
            mean: fc.double({ min: -5, max: 5, noNaN: true }),
            variance: fc.double({ min: 0.1, max: 4, noNaN: true }),
            excitation: fc.double({ min: -3, max: 3, noNaN: true }),
          }),
        }),
        fc.double({ min: -5, max: 5, noNaN: true }),
        (ensemble, c) => {
          const { dimension, trace, target, output } = ensemble;
          for (const averages of [exactAverages, asymptoticAverages]) {
            const base = averages(ensemble);
            const shifted = averages({
              ...ensemble,
              trace: trace + dimension * c,
              target: target + c,
              output: { ...output, mean: output.mean + c },
            });
            const scaled = averages({
              ...ensemble,
              trace: 2 * trace,
              target: 2 * target,
              output: { mean: 2 * output.mean, variance: 4 * output.variance, excitation: 2 * output.excitation },
            });
            for (const name of ["meanK", "sdK", "meanMu", "meanEpsilonMu", "lambda", "zeta"] as const) {
              expect(Math.abs(shifted[name] - base[name])).toBeLessThan(
                1e-9 * (1 + Math.abs(base[name])) * parametersScale(ensemble),
              );
            }
            expect(scaled.meanK).toBeCloseTo(4 * base.meanK, 9);
            expect(scaled.lambda).toBeCloseTo(2 * base.lambda, 9);
            expect(Math.abs(scaled.zeta - base.zeta)).toBeLessThan(1e-9 * (1 + Math.abs(base.zeta)));
          }
        },
      ),
      { numRuns: 200, seed: 2 },
    );
  });
});

describe("any observable", () => {
  it.each([
    { mean: -0.7, variance: 0.4, excitation: 1.3, perLevel: 0.2, target: -1.1 },
    { mean: 2, variance: 1.5, excitation: -0.6, perLevel: -0.5, target: 3 },
  ])("asymptotic -> exact as d and L grow together, moments $mean, $variance, $excitation: relative error below 6/d", (known) => {
    const { perLevel, target, ...output } = known;
    for (const n of [6, 8, 10, 12]) {
      const dimension = 2 ** n;
      const ensemble = { dimension, parameters: 3 * dimension, trace: perLevel * dimension, target, output };
      const [exact, asymptotic] = [exactAverages(ensemble), asymptoticAverages(ensemble)];
      for (const name of ["meanK", "sdK", "meanMu", "meanEpsilonMu", "lambda", "zeta"] as const)
        expect(relative(asymptotic[name], exact[name]), `${name}, d = ${dimension}`).toBeLessThan(6 / dimension);
    }
  });

  it("an eigenstate reached at its level: ζ̄ = λ̄ σ²/(x K̄), the limit of states that mix a little of the level x above", () => {
    const at = (mixed: number) =>
      exactAverages({
        dimension: 16,
        parameters: 40,
        trace: 3,
        target: -2,
        output: { mean: -2 + 2.5 * mixed, variance: 6.25 * mixed * (1 - mixed), excitation: 2.5 * (1 - 2 * mixed) },
      }).zeta;
    expect(at(0)).toBeGreaterThan(0.1);
    expect(at(1e-7)).toBeCloseTo(at(0), 5);
    expect(at(0.2)).not.toBeCloseTo(at(0), 1);
  });
});

describe("output states", () => {
  it("O -> s O with O0 -> s O0 changes no populations, of spectra as narrow as 1e-8 and as wide as 1e8", () => {
    const levels = [-3, -3, -1, 0, 2, 2.5];
    for (const target of [-99, -3, -2.5, 0.1, 2.4, 2.5]) {
      const plain = outputForTarget(levels, target);
      for (const s of [1e-8, 1e8]) {
        const scaled = outputForTarget(
          levels.map((level) => s * level),
          s * target,
        );
        scaled.populations.forEach((population, k) => {
          expect(Math.abs(population - plain.populations[k])).toBeLessThan(1e-9);
        });
        expect(scaled.mean / s).toBeCloseTo(plain.mean, 9);
        expect(scaled.variance / s ** 2).toBeCloseTo(plain.variance, 9);
        expect(scaled.excitation / s).toBeCloseTo(plain.excitation, 9);
      }
    }
  });

  it("a level far away from the others takes no part: 0.99 and 0.01 of the two near the target, from either end", () => {
    for (const shift of [-5000, 0, 5000]) {
      const below = outputForTarget([shift, shift + 1, shift + 1000], shift + 0.01);
      const above = outputForTarget([shift - 1000, shift - 1, shift], shift - 0.01);
      [0.99, 0.01, 0].forEach((population, k) => {
        expect(Math.abs(below.populations[k] - population)).toBeLessThan(1e-9);
        expect(Math.abs(above.populations[2 - k] - population)).toBeLessThan(1e-9);
      });
    }
  });

  it("a projector's populations are determined by the target", () => {
    const levels = [0, 0, 0, 1];
    const state = outputForTarget(levels, 0.3);
    expect(state.mean).toBe(0.3);
    expect(state.variance).toBeCloseTo(projectorOutput(0.3).variance, 12);
    expect(state.excitation).toBeCloseTo(projectorOutput(0.3).excitation, 12);
    expect([...state.populations].map((p) => Number(p.toFixed(12)))).toEqual(
      [0.7 / 3, 0.7 / 3, 0.7 / 3, 0.3].map((p) => Number(p.toFixed(12))),
    );
  });

  it("populations are exponential in the levels and reach the target: |mean - O0| < 1e-12", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: -30, max: 30 }), { minLength: 3, maxLength: 20 }),
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        (list, share) => {
          const levels = list.sort((a, b) => a - b);
          const width = levels[levels.length - 1] - levels[0];
          const target = levels[0] + share * width;
          const { populations, mean } = outputForTarget(levels, target);
          const reached = levels.reduce((sum, level, k) => sum + level * populations[k], 0);
          expect(Math.abs(reached - target)).toBeLessThan(1e-12 * width);
          expect(Math.abs(mean - target)).toBeLessThan(1e-12 * width);
          const slope = (i: number, j: number) => Math.log(populations[i] / populations[j]) / (levels[i] - levels[j]);
          if (populations.every((p) => p > 1e-200)) expect(slope(0, 1)).toBeCloseTo(slope(1, 2), 6);
        },
      ),
      { numRuns: 100, seed: 3 },
    );
  });

  it("at and beyond an end: the end's level, one gap away from the next, approached continuously", () => {
    const levels = [-3, -3, -1, 0, 2, 2.5];
    expect(outputForTarget(levels, -3)).toMatchObject({ mean: -3, variance: 0, excitation: 2 });
    expect([...outputForTarget(levels, -99).populations]).toEqual([0.5, 0.5, 0, 0, 0, 0]);
    expect(outputForTarget(levels, 7)).toMatchObject({ mean: 2.5, variance: 0, excitation: -0.5 });
    expect(outputForTarget(levels, -3 + 1e-12).excitation).toBeCloseTo(2, 4);
  });

  it("moments of populations", () => {
    const { mean, variance, excitation } = outputOfPopulations([0, 1, 3], [0.5, 0.25, 0.25]);
    expect([mean, variance, excitation * variance]).toEqual([1, 1.5, 0.5 * -1 + 0.25 * 8]);
    expect(() => outputOfPopulations([0, 1], [1, 0])).toThrow("populations is those of an eigenstate");
  });

  it("bad input is named", () => {
    expect(() => outputForTarget([1, 1], 0)).toThrow("eigenvalues is of one level");
    expect(() => outputForTarget([0, Number.NaN], 0)).toThrow("eigenvalues[1] is NaN");
    expect(() => projectorAverages({ dimension: 1, parameters: 4, target: 1 })).toThrow("dimension is 1");
    expect(() =>
      exactAverages({ dimension: 4, parameters: 4, trace: 0, target: 0, output: { mean: 0, variance: -1, excitation: 0 } }),
    ).toThrow("output.variance is -1; allowed: a finite number of at least 0.");
  });
});

/** Rounding of ζ grows with the size of its factors. */
function parametersScale({ parameters, dimension }: { parameters: number; dimension: number }): number {
  return 10 * Math.max(1, parameters, dimension);
}
