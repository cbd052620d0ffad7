/**
 * The Haar ensemble's formulae: asymptotic forms, chains, invariances, limits.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tfim, xxz } from "../../src/quantum/observables.ts";
import {
  asymptoticAverages,
  centralTraces,
  exactAverages,
  type HaarEnsemble,
  layerAverages,
  randomPauliMeanK,
  sdKAsPrinted,
  sdKOfIndependentLayers,
  tfimAsymptotic,
  xxzAsymptotic,
} from "../../src/theory/haar/index.ts";
import { tracesOf } from "../support/ensembles.ts";

const relative = (a: number, b: number) => Math.abs(a - b) / Math.abs(b);
const names = ["meanK", "sdK", "meanMu", "meanEpsilonMu", "lambda", "zeta"] as const;

/** Traces of a spectrum. */
const tracesOfLevels = (levels: readonly number[]) => ({
  dimension: levels.length,
  traces: [1, 2, 3, 4].map((k) => levels.reduce((sum, level) => sum + level ** k, 0)) as [number, number, number, number],
});
const spectra = fc.array(fc.double({ min: -4, max: 4, noNaN: true }), { minLength: 2, maxLength: 32 });

describe("exact averages", () => {
  it("O -> O + c, O0 -> O0 + c changes nothing, O -> -O with O0 -> -O0 only signs", () => {
    fc.assert(
      fc.property(
        spectra,
        fc.double({ min: -3, max: 3, noNaN: true }),
        fc.double({ min: -9, max: 9, noNaN: true }),
        fc.integer({ min: 1, max: 300 }),
        (levels, c, target, parameters) => {
          const base = { ...tracesOfLevels(levels), target, parameters };
          if (centralTraces(base)[1] < 0.1) return;
          const shifted = { ...tracesOfLevels(levels.map((level) => level + c)), target: target + c, parameters };
          const mirrored = { ...tracesOfLevels(levels.map((level) => -level)), target: -target, parameters };
          for (const averages of [exactAverages, asymptoticAverages]) {
            const [a, b, m] = [averages(base), averages(shifted), averages(mirrored)];
            for (const name of names) {
              const scale = name === "zeta" ? 1 + a.meanK ** -2 : 1 + a.meanK;
              expect(Math.abs(a[name] - b[name])).toBeLessThan(1e-7 * scale * (1 + Math.abs(a[name])));
              const sign = name === "meanMu" || name === "lambda" ? -1 : 1;
              expect(Math.abs(a[name] - sign * m[name])).toBeLessThan(1e-7 * scale * (1 + Math.abs(a[name])));
            }
          }
        },
      ),
      { numRuns: 200, seed: 5 },
    );
  });

  it("one parameter: no pairs, so SD[K]² = q - E[g²]², μ̄ = 0 and mean(ε μ) = -q/3 whatever the target", () => {
    const observable = tracesOf(xxz({ qubits: 2 }));
    const { square, fourth } = layerAverages(observable);
    for (const target of [-6, 0, 11]) {
      const averages = exactAverages({ ...observable, parameters: 1, target });
      expect(averages.sdK ** 2).toBeCloseTo(fourth - square ** 2, 12);
      expect(Math.abs(averages.meanMu)).toBe(0);
      expect(averages.meanEpsilonMu).toBeCloseTo(-fourth / 3, 12);
    }
  });

  it("known numbers: K̄ = 5.973 at n = 2, L = 4; -q/3 = -2.1867", () => {
    const observable = tracesOf(xxz({ qubits: 2 }));
    expect(exactAverages({ ...observable, parameters: 4, target: -6 }).meanK).toBeCloseTo(5.9733, 4);
    expect(layerAverages(observable).diagonalEpsilonMu).toBeCloseTo(-2.18667, 5);
  });

  it("layers are nearly, not quite independent: SD[K] exceeds the older estimate for XXZ, and it alone falls like 1/√L", () => {
    const observable = tracesOf(xxz({ qubits: 6 }));
    const ratio = (parameters: number) => {
      const ensemble = { ...observable, parameters, target: 0 };
      const { meanK, sdK } = exactAverages(ensemble);
      return [sdK / meanK, sdKOfIndependentLayers(ensemble) / meanK];
    };
    const [exact, older] = ratio(1e6);
    expect(exact).toBeGreaterThan(0.15);
    expect(older).toBeLessThan(0.002);
  });

  it("randomPauliMeanK -> K̄ as L grows", () => {
    const at = (parameters: number): HaarEnsemble => ({ ...tracesOf(xxz({ qubits: 3 })), parameters, target: 0 });
    const excess = [4, 40, 400].map((parameters) => randomPauliMeanK(at(parameters)) / exactAverages(at(parameters)).meanK - 1);
    expect(excess[0] / excess[1]).toBeCloseTo(10, 9);
    expect(excess[1] / excess[2]).toBeCloseTo(10, 9);
  });

  it("SD[K] as printed and the mean with the first layer on |0...0>, by hand for levels -1, 0, 0, 1 and 4, 5, 5, 6", () => {
    for (const levels of [
      [-1, 0, 0, 1],
      [4, 5, 5, 6],
    ]) {
      // d = 4, tr O² = tr O⁴ = 2 about the mean, r = 2: (L/16) √((3/L) · 3/2 + 1/4).
      const ensemble = { ...tracesOfLevels(levels), parameters: 2, target: 0 };
      expect(sdKAsPrinted(ensemble)).toBeCloseTo(Math.sqrt(2.5) / 8, 12);
      expect(sdKAsPrinted({ ...ensemble, parameters: 8 })).toBeCloseTo(Math.sqrt(0.5625 + 0.25) / 2, 12);
      // A first rotation that is no Z on every qubit gives E Im² of an entry off the diagonal, tr O²/(2 (d² - 1)); others d/(d + 1) of it.
      const first = (2 / 30) * (1 - 1 / 9);
      expect(randomPauliMeanK({ ...ensemble, parameters: 1 })).toBeCloseTo(first, 12);
      expect(randomPauliMeanK({ ...ensemble, parameters: 6 })).toBeCloseTo(first + (5 * 2 * 4) / (30 * 5), 12);
    }
  });

  it("bad input is named", () => {
    const good: HaarEnsemble = { ...tracesOf(xxz({ qubits: 2 })), parameters: 4, target: 0 };
    expect(() => exactAverages({ ...good, dimension: 1 })).toThrow("dimension is 1; allowed: an integer of at least 2.");
    expect(() => exactAverages({ ...good, parameters: 0 })).toThrow("parameters is 0; allowed: an integer of at least 1.");
    expect(() => exactAverages({ ...good, target: Number.NaN })).toThrow("target is NaN; allowed: a finite number.");
    expect(() => exactAverages({ ...good, traces: [0, 1, Number.POSITIVE_INFINITY, 1] })).toThrow("traces[2] is Infinity");
  });
});

describe("asymptotic averages", () => {
  const sizes = [4, 6, 8, 10, 12];
  /** Largest relative error of any average for n qubits, L = 4 d. */
  const errorAt = (observable: Parameters<typeof tracesOf>[0], target: number) => {
    const ensemble = { ...tracesOf(observable), parameters: 4 * 2 ** observable.qubits, target };
    const [exact, asymptotic] = [exactAverages(ensemble), asymptoticAverages(ensemble)];
    return Math.max(...names.map((name) => (exact[name] === asymptotic[name] ? 0 : relative(asymptotic[name], exact[name]))));
  };

  it.each([
    ["XXZ at O_min", (n: number) => errorAt(xxz({ qubits: n }), -2 * (2 * n - 1))],
    ["TFIM below O_min", (n: number) => errorAt(tfim({ qubits: n }), -3 * n)],
  ])("-> exact as d and L grow, %s: the error falls like 1/d", (_, errorOf) => {
    const errors = sizes.map(errorOf);
    for (let k = 1; k < errors.length; k++) expect(errors[k]).toBeLessThan(errors[k - 1] / 2.5);
    expect(errors[errors.length - 1]).toBeLessThan(0.005);
  });

  it("a projector too, whose kurtosis grows like d", () => {
    const errors = sizes.map((n) => {
      const ensemble: HaarEnsemble = { dimension: 2 ** n, traces: [1, 1, 1, 1], parameters: 4 * 2 ** n, target: 1 };
      const [exact, asymptotic] = [exactAverages(ensemble), asymptoticAverages(ensemble)];
      return Math.max(...names.map((name) => relative(asymptotic[name], exact[name])));
    });
    for (let k = 1; k < errors.length; k++) expect(errors[k]).toBeLessThan(errors[k - 1] / 2.5);
  });

  it("the chains in their couplings -> the general form as n grows: the error falls like 1/n", () => {
    const parameters = 1e9;
    const errorOf = (n: number) => {
      const chains = [
        [xxzAsymptotic({ qubits: n, parameters, target: -2 * 1.5 * n, coupling: 1.5 }), xxz({ qubits: n, coupling: 1.5 })],
        [tfimAsymptotic({ qubits: n, parameters, target: -3 * n, field: 2 }), tfim({ qubits: n, field: 2 })],
      ] as const;
      return Math.max(
        ...chains.flatMap(([special, observable], k) => {
          const general = asymptoticAverages({ ...tracesOf(observable), parameters, target: k === 0 ? -3 * n : -3 * n });
          return (k === 0 ? names : (["meanK", "sdK"] as const)).map((name) => relative(special[name], general[name]));
        }),
      );
    };
    const [small, large] = [errorOf(10), errorOf(20)];
    expect(large).toBeLessThan(small / 1.8);
    expect(large).toBeLessThan(0.12);
    expect(tfimAsymptotic({ qubits: 20, parameters: 100, target: -3, field: 2 })).toMatchObject({ lambda: 0, zeta: -0.01 });
  });
});
