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
  estimateFramePotentials,
  framePotentialSeries,
  haarFramePotential,
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

  it("bad input is named", () => {
    expect(() => haarFramePotential(-1, 4)).toThrow("k is -1; allowed: an integer from 0 to 30.");
    expect(() => restrictedHaarFramePotential(2, 1)).toThrow("dimension is 1; allowed: an integer of at least 2.");
  });
});

describe("estimates from samples", () => {
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
