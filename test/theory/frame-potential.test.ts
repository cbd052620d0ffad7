/**
 * Frame potentials: exact values, the unbiased estimator and its errors, circuits on the engine, a series along training.
 */
import { describe, expect, it } from "vitest";
import { CounterStream } from "../../src/base/random/counter-stream.ts";
import {
  circuitUnitaries,
  haarUnitaries,
  restrictedHaarUnitaries,
  type UnitaryBatch,
  unitariesAlong,
} from "../../src/ensembles/unitaries.ts";
import { xxz } from "../../src/quantum/observables.ts";
import { randomPauliAnsatz } from "../../src/quantum/random-pauli-ansatz.ts";
import { initialAngles } from "../../src/quantum/streams/index.ts";
import {
  CLASSIFIED_PAIR_FRAME_POTENTIAL,
  estimateFramePotentials,
  framePotentialSeries,
  haarFramePotential,
  preparedFramePotential,
  restrictedHaarFramePotential,
  withoutSelfPairs,
} from "../../src/theory/frame-potential/index.ts";
import { quadraticLoss } from "../../src/training/losses.ts";
import type { MeasuredSeries } from "../../src/training/record.ts";
import { train } from "../../src/training/train.ts";
import { circuitMatrix } from "../support/dense-simulator.ts";
import { engine, SIGMAS, sigmasFrom } from "../support/ensembles.ts";

describe("exact values", () => {
  it("Haar: k! up to k = d; below it permutations without long increasing subsequences", () => {
    expect([1, 2, 3, 4, 5].map((k) => Number(haarFramePotential(k, 16)))).toEqual([1, 2, 6, 24, 120]);
    // d = 2: the Catalan numbers.
    expect([1, 2, 3, 4, 5, 6].map((k) => Number(haarFramePotential(k, 2)))).toEqual([1, 2, 5, 14, 42, 132]);
    expect(haarFramePotential(7, 1)).toBe(1n);
    expect(haarFramePotential(0, 4)).toBe(1n);
  });

  it("restricted Haar: 2, 7, 34, 209, 1546, ... up to k = d - 1", () => {
    expect([1, 2, 3, 4, 5, 6].map((k) => Number(restrictedHaarFramePotential(k, 64)))).toEqual([2, 7, 34, 209, 1546, 13327]);
    expect([3, 4, 5].map((k) => Number(restrictedHaarFramePotential(k, 4)))).toEqual([34, 208, 1504]);
  });

  it("circuits that prepare N states: the restricted Haar value for one, 3, 16, 115 for two of two qubits, 2 N² - N for all", () => {
    expect([1, 2, 3].map((k) => preparedFramePotential(k, 8, 1))).toEqual(
      [1, 2, 3].map((k) => restrictedHaarFramePotential(k, 8)),
    );
    expect([1, 2, 3].map((k) => Number(preparedFramePotential(k, 4, 2)))).toEqual([3, 16, 115]);
    expect([1, 2, 3, 4, 5, 6, 7, 8].map((count) => Number(preparedFramePotential(2, 8, count)))).toEqual([
      7, 16, 29, 46, 67, 92, 120, 120,
    ]);
    expect(() => preparedFramePotential(2, 4, 5)).toThrow("states is 5; allowed: an integer from 1 to 4.");
  });

  it("circuits that classify two states of two qubits: 41/9, by Monte Carlo within 3 sigma", () => {
    const count = 20_000;
    const draws = [0, 1, 2].map((seed) => haarUnitaries(2, count, seed));
    let sum = 0;
    let squares = 0;
    for (let s = 0; s < count; s++) {
      const [plus, minus, free] = draws.map(
        ({ re, im }) =>
          (k: number) =>
            [re[4 * s + k], im[4 * s + k]] as const,
      );
      const times = ([a, b]: readonly [number, number], [c, d]: readonly [number, number]) =>
        [a * c - b * d, a * d + b * c] as const;
      // tr (W_+ ⊕ W_-)(1 ⊕ V): V acts on the second states of both eigenspaces.
      const terms = [plus(0), minus(0), times(plus(3), free(0)), times(minus(3), free(3))];
      const size = terms.reduce((a, [x]) => a + x, 0) ** 2 + terms.reduce((a, [, y]) => a + y, 0) ** 2;
      sum += size ** 2 / count;
      squares += size ** 4 / count;
    }
    expect(Math.abs(sum - CLASSIFIED_PAIR_FRAME_POTENTIAL)).toBeLessThan(3 * Math.sqrt((squares - sum ** 2) / count));
  });

  it("bad input is named", () => {
    expect(() => haarFramePotential(-1, 4)).toThrow("k is -1; allowed: an integer from 0 to 30.");
    expect(() => restrictedHaarFramePotential(2, 1)).toThrow("dimension is 1; allowed: an integer of at least 2.");
  });
});

describe("estimates from samples", () => {
  it("by hand, of five numbers with squares 1, 1, 1, 1 and 3: six pairs of 1 and four of 3", () => {
    const re = Float64Array.of(1, -1, 0, 1, Math.sqrt(3));
    const im = Float64Array.of(0, 0, 1, 0, 0);
    const [{ value, error }] = estimateFramePotentials({ dimension: 1, count: 5, re, im }, [1]);
    expect(value).toBeCloseTo(1.8, 12);
    // ζ2 = 4.2 - 1.8². Means over the pairs of one number are 1.5 four times and 3: variance 0.45, so ζ1 = 0.45 · 16/3 - ζ2. (2 · 3 ζ1 + ζ2)/10.
    expect(error ** 2).toBeCloseTo((6 * (2.4 - 0.96) + 0.96) / 10, 12);
  });

  it.each([
    { name: "Haar", d: 2, draw: haarUnitaries, exact: haarFramePotential },
    { name: "Haar", d: 4, draw: haarUnitaries, exact: haarFramePotential },
    { name: "restricted Haar", d: 4, draw: restrictedHaarUnitaries, exact: restrictedHaarFramePotential },
    { name: "restricted Haar", d: 8, draw: restrictedHaarUnitaries, exact: restrictedHaarFramePotential },
  ])("$name, d = $d: k = 1 .. 4 within 4 sigma, one sigma resolving 1 % for k <= 2", ({ d, draw, exact }) => {
    for (const { k, value, error } of estimateFramePotentials(draw(d, 800, 3), [1, 2, 3, 4])) {
      expect(Math.abs(sigmasFrom(Number(exact(k, d)), { value, error }))).toBeLessThan(SIGMAS);
      if (k <= 2) expect(error / value).toBeLessThan(0.011);
    }
  });

  it("errors are honest: over 60 repetitions their spread is the stated one within 35 %, for a group and for a mixture", () => {
    const mixture = (seed: number): UnitaryBatch => {
      // Each unitary Haar or the identity with equal chances: not a group, so that pairs that share a unitary are correlated.
      const batch = haarUnitaries(2, 40, seed);
      const coin = new CounterStream(seed, "coin");
      for (let s = 0; s < 40; s++) {
        if (coin.uniform() < 0.5) continue;
        batch.re.set([1, 0, 0, 1], 4 * s);
        batch.im.fill(0, 4 * s, 4 * s + 4);
      }
      return batch;
    };
    for (const draw of [(seed: number) => haarUnitaries(2, 40, seed), mixture]) {
      const estimates = Array.from({ length: 60 }, (_, seed) => estimateFramePotentials(draw(seed), [2])[0]);
      const average = estimates.reduce((sum, { value }) => sum + value, 0) / 60;
      const spread = Math.sqrt(estimates.reduce((sum, { value }) => sum + (value - average) ** 2, 0) / 59);
      const stated = Math.sqrt(estimates.reduce((sum, { error }) => sum + error ** 2, 0) / 60);
      expect(Math.abs(stated / spread - 1)).toBeLessThan(0.35);
    }
  });

  it("leave out the pairs of a unitary with itself, which would add (d^{2k} - F)/N", () => {
    const batch = haarUnitaries(4, 50, 9);
    let all = 0;
    for (let s = 0; s < 50; s++) {
      for (let t = 0; t < 50; t++) {
        let [re, im] = [0, 0];
        for (let i = 0; i < 16; i++) {
          re += batch.re[s * 16 + i] * batch.re[t * 16 + i] + batch.im[s * 16 + i] * batch.im[t * 16 + i];
          im += batch.re[s * 16 + i] * batch.im[t * 16 + i] - batch.im[s * 16 + i] * batch.re[t * 16 + i];
        }
        all += (re * re + im * im) ** 2 / 2500;
      }
    }
    const [{ value }] = estimateFramePotentials(batch, [2]);
    expect(withoutSelfPairs(all, { k: 2, dimension: 4, count: 50 })).toBeCloseTo(value, 10);
  });

  it("bad input is named", () => {
    expect(() => estimateFramePotentials(haarUnitaries(2, 4), [1])).toThrow("unitaries is 4 of them; allowed: at least 5.");
    expect(() => estimateFramePotentials(haarUnitaries(2, 5), [0])).toThrow("orders[0] is 0; allowed: an integer of at least 1.");
    expect(() => estimateFramePotentials({ ...haarUnitaries(2, 5), dimension: 3 }, [1])).toThrow("unitaries.re is of 20 entries");
  });
});

describe("circuits", () => {
  it("circuitUnitaries are the matrices of the circuit: max difference < 1e-12", () => {
    const circuit = randomPauliAnsatz({ qubits: 3, layers: 4, seed: 2 });
    const theta = initialAngles({ samples: 3, parameters: 4, seed: 2 });
    const { re, im } = circuitUnitaries(engine, circuit, theta);
    for (let s = 0; s < 3; s++) {
      const matrix = circuitMatrix(circuit, theta.slice(4 * s, 4 * s + 4));
      for (let i = 0; i < 64; i++) {
        expect(Math.abs(re[64 * s + i] - matrix.re[i])).toBeLessThan(1e-12);
        expect(Math.abs(im[64 * s + i] - matrix.im[i])).toBeLessThan(1e-12);
      }
    }
  });

  it("F² along training below O_min: from the Haar value 2 to the restricted one, 7", () => {
    const circuit = randomPauliAnsatz({ qubits: 2, layers: 48, seed: 4 });
    const { record } = train({
      circuit,
      observable: xxz({ qubits: 2 }),
      loss: quadraticLoss,
      targets: [-10],
      samples: 120,
      seed: 4,
      steps: 250,
      eta: 2e-3,
      measure: { theta: 50 },
    });
    const { steps, values } = record.measured.theta as MeasuredSeries;
    const series = framePotentialSeries(unitariesAlong(engine, circuit, { columns: 120, times: steps.length, values }), 2);
    expect(Math.abs(sigmasFrom(2, series[0]))).toBeLessThan(SIGMAS);
    expect(Math.abs(sigmasFrom(7, series[series.length - 1]))).toBeLessThan(SIGMAS);
    expect(Math.abs(sigmasFrom(2, series[series.length - 1]))).toBeGreaterThan(10);
  });
});
