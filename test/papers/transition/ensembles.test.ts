/**
 * The ensembles' theory against the authors' data: random initialisations and frame potentials. Skipped where the data is not found.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { mean, standardDeviation, standardError } from "../../../src/base/arrays.ts";
import { drawRandomPauli } from "../../../src/ensembles/draws.ts";
import { estimateAverages } from "../../../src/ensembles/estimates.ts";
import { xxz } from "../../../src/quantum/observables.ts";
import { readRealNpy } from "../../../src/runs/npy.ts";
import { haarFramePotential, restrictedHaarFramePotential, withoutSelfPairs } from "../../../src/theory/frame-potential/index.ts";
import { exactAverages } from "../../../src/theory/haar/index.ts";
import { projectorAverages } from "../../../src/theory/restricted-haar/index.ts";
import { engine, finish, sigmasFrom, tracesOf } from "../../support/ensembles.ts";
import { publishedData } from "../../support/published-data.ts";

const read = (path: string) => readRealNpy(readFileSync(join(publishedData ?? "", "data", path)), path).data;

/** O0 that the published ε is relative to. */
const TARGET = -22;
/** Samples behind each published frame potential, as their first value tells (below). */
const SAMPLES = 1000;

/** Averages of the published draws at n = 6, XXZ with J = 2. */
function publishedAverages(layers: number) {
  const file = (name: string) => read(`QNTK/RPA/n6/Heisenberg/RPA${name}XXZ_n6L${layers}.npy`);
  const expectation = file("eps").map((epsilon) => epsilon + TARGET);
  return estimateAverages({ perCircuit: 1, expectation, kernel: file("K"), mu: file("mu") }, TARGET);
}

const observable = xxz({ qubits: 6 });
const exactAt = (layers: number) => exactAverages({ ...tracesOf(observable), parameters: layers, target: TARGET });

describe.skipIf(publishedData === undefined)("published initialisations, n = 6", () => {
  it.each([12, 20, 40, 60, 80, 100])("L = %i: K̄, SD[K], μ̄, mean(ε μ), λ̄0, ζ̄0 within 3 sigma of 1000 draws", (layers) => {
    const estimates = publishedAverages(layers);
    const exact = exactAt(layers);
    for (const name of ["meanK", "sdK", "meanMu", "meanEpsilonMu", "lambda", "zeta"] as const) {
      expect(Math.abs(sigmasFrom(exact[name], estimates[name])), name).toBeLessThan(3);
    }
  });

  it("L = 2 departs, K̄ = 0.680 ± 0.015 against 0.831, as one circuit may: their averages over angles spread by 0.5", () => {
    const { meanK, sdK } = publishedAverages(2);
    expect(meanK.value).toBeCloseTo(0.68, 3);
    expect(meanK.error).toBeCloseTo(0.0147, 3);
    expect(exactAt(2).meanK).toBeCloseTo(0.831, 3);
    expect(Math.abs(sigmasFrom(exactAt(2).meanK, meanK))).toBeGreaterThan(5);
    // Two rotations do not make a circuit forget its two unitaries, which all 1000 draws share.
    const angles = 40;
    const draws = finish(drawRandomPauli(engine, { observable, layers: 2, circuits: 60, anglesPerCircuit: angles, seed: 3 }));
    const circuits = Array.from({ length: 60 }, (_, c) => draws.kernel.subarray(c * angles, (c + 1) * angles));
    const spread = standardDeviation(circuits.map(mean));
    expect(spread).toBeGreaterThan(0.3);
    expect(Math.abs(meanK.value - exactAt(2).meanK)).toBeLessThan(spread);
    const within = circuits.map(standardDeviation);
    expect(Math.abs(sdK.value - mean(within))).toBeLessThan(standardDeviation(within));
  });
});

describe.skipIf(publishedData === undefined)("published state preparation, n = 5, L = 512", () => {
  const rows = (target: string) => {
    const mu = read(`training/RPA/randS/n5/RPAmusrandS_n5L512Tgt${target}.npy`);
    return { first: mu.subarray(0, 100), last: mu.subarray(100) };
  };

  it("μ̄ at random initialisation is the Haar ensemble's within 3 sigma of 100 draws", () => {
    const { first } = rows("0.5");
    const exact = exactAverages({ dimension: 32, traces: [1, 1, 1, 1], parameters: 512, target: 0.5 });
    expect(Math.abs(mean(first) - exact.meanMu)).toBeLessThan(3 * standardError(first));
  });

  it("after training μ̄ stays below the restricted Haar value, the more the further it was trained: 0.88 to 0.62 of it", () => {
    const shares = ["0.5", "0.6", "0.7", "0.8", "0.9"].map((target) => {
      const exact = projectorAverages({ dimension: 32, parameters: 512, target: Number(target) });
      return mean(rows(target).last) / exact.meanMu;
    });
    expect(shares.map((share) => Number(share.toFixed(2)))).toEqual([0.88, 0.85, 0.79, 0.72, 0.62]);
  });
});

describe.skipIf(publishedData === undefined)("published frame potentials", () => {
  const series = (target: string) => read(`training/RPA/Heisenberg/n2/RPAFP2HistXXZ_n2L64Tgt${target}.npy`);
  const unbiased = (value: number, dimension = 4) => withoutSelfPairs(value, { k: 2, dimension, count: SAMPLES });
  /** Standard error of F² from N unitaries of a group or a coset of one: pairs are uncorrelated. */
  const pairError = (variance: number) => Math.sqrt((2 * variance) / (SAMPLES * (SAMPLES - 1)));
  const haar = Number(haarFramePotential(2, 4));
  const restricted = Number(restrictedHaarFramePotential(2, 4));
  const haarError = pairError(Number(haarFramePotential(4, 4)) - haar ** 2);
  const restrictedError = pairError(Number(restrictedHaarFramePotential(4, 4)) - restricted ** 2);

  it("count every unitary with itself, which adds (d⁴ - F)/1000; without that they start at the Haar value within 3 sigma", () => {
    for (const target of ["-8.0", "-6.0", "-4.0", "0.0", "2.0", "4.0"]) {
      expect(series(target)[0] - haar).toBeGreaterThan(0.24);
      expect(Math.abs(unbiased(series(target)[0]) - haar)).toBeLessThan(3 * haarError);
    }
    expect(unbiased(read("training/RPA/randS/n4/RPAFP2HistrandS_n4L64Tgt1.npy")[0], 16)).toBeCloseTo(haar, 2);
  });

  it("end at the restricted Haar value 7 below O_min, within 3 sigma", () => {
    const values = series("-8.0");
    expect(Math.abs(unbiased(values[values.length - 1]) - restricted)).toBeLessThan(3 * restrictedError);
  });

  it("the critical point O_min, O0 = -6, comes close to 7 and the frozen-kernel phase does not", () => {
    const last = (target: string) => unbiased(series(target)[series(target).length - 1]);
    expect(Math.abs(last("-6.0") - restricted)).toBeLessThan(0.1);
    for (const target of ["-4.0", "0.0", "2.0"]) expect(last(target)).toBeLessThan(4);
  });

  it("the theory line 2, 7, 34, 209, ... is the value for k <= d - 1", () => {
    const line = read("training/RPA/randS/toyUFP_d4.npy");
    expect(line).toHaveLength(10);
    expect([...line]).toEqual(Array.from(line, (_, i) => Number(restrictedHaarFramePotential(i + 1, 64))));
  });

  it("their own samples at d = 4 follow the exact values for k > 3 as well, not the line: 5000 unitaries with themselves", () => {
    const sampled = read("training/RPA/randS/toyUFP2_d4.npy");
    sampled.forEach((value, i) => {
      const k = i + 1;
      const exact = Number(restrictedHaarFramePotential(k, 4));
      const biased = exact + (4 ** (2 * k) - exact) / 5000;
      expect(Math.abs(value / biased - 1)).toBeLessThan(0.01);
      if (k > 4) expect(value / (Number(restrictedHaarFramePotential(k, 64)) + 4 ** (2 * k) / 5000)).toBeLessThan(0.99);
    });
  });
});
