/**
 * Theory of data sets: the kernel of deep circuits from their output states, phases from targets and from histories.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readComplexNpy, readRealNpy } from "../../src/runs/npy.ts";
import { dataPhaseNames, deepKernel, phaseOfHistory, phaseOfTargets } from "../../src/theory/data/index.ts";
import { findPublishedDataSets } from "../support/find-published-data.mjs";

const projected = (re: Float64Array, im: Float64Array, on: number) => ({
  ...{ re, im },
  image: { re: re.map((value, k) => (k === on ? value : 0)), im: im.map((value, k) => (k === on ? value : 0)) },
});

describe("the kernel of a deep circuit", () => {
  it("of one prepared state is L d F (1 - F) / (2 (d² - 1)), and of none that commutes 0", () => {
    const d = 4;
    const f = 0.3;
    const re = Float64Array.of(Math.sqrt(f), Math.sqrt(1 - f), 0, 0);
    expect(deepKernel([projected(re, new Float64Array(d), 0)], 64)[0]).toBeCloseTo(
      (64 * d * f * (1 - f)) / (2 * (d * d - 1)),
      12,
    );
    expect(deepKernel([projected(Float64Array.of(1, 0, 0, 0), new Float64Array(d), 0)], 64)[0]).toBeCloseTo(0, 15);
  });

  const folder = findPublishedDataSets();
  it.skipIf(folder === undefined)(
    "explains the published late-time kernels of two prepared states, n = 2, L = 320: means within 3 sigma, sample by sample to a correlation above 0.9",
    () => {
      const read = (name: string) => readFileSync(join(folder as string, "rstHaar/n2/L320", name));
      const states = readComplexNpy(read("RPASpstates_n2L320_0.5_0.6.npy"), "states");
      const kernels = readRealNpy(read("RPASpKend_n2L320_0.5_0.6.npy"), "K").data;
      const samples = states.shape[0];
      const pairs = [0, 1, 3].map((k) => ({ k, predicted: [] as number[], found: [] as number[] }));
      for (let s = 0; s < samples; s++) {
        const part = (values: Float64Array, a: number) => values.slice((s * 2 + a) * 4, (s * 2 + a + 1) * 4);
        const own = deepKernel(
          [0, 1].map((a) => projected(part(states.re, a), part(states.im, a), a)),
          320,
        );
        for (const pair of pairs) {
          pair.predicted.push(own[pair.k]);
          pair.found.push(kernels[s * 4 + pair.k]);
        }
      }
      for (const { predicted, found } of pairs) {
        const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / samples;
        const differences = found.map((value, s) => value - predicted[s]);
        const spread = Math.sqrt(differences.reduce((sum, value) => sum + (value - mean(differences)) ** 2, 0) / (samples - 1));
        expect(Math.abs(mean(differences))).toBeLessThan((3 * spread) / Math.sqrt(samples));
      }
      const [, { predicted, found }] = pairs;
      const centred = (values: readonly number[]) => {
        const mean = values.reduce((sum, value) => sum + value / samples, 0);
        return values.map((value) => value - mean);
      };
      const [x, y] = [centred(predicted), centred(found)];
      const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, k) => sum + value * b[k], 0);
      expect(dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y))).toBeGreaterThan(0.9);
      // Orthogonal states gain together: the mean off the diagonal is positive, by 13 of its errors.
      expect(found.reduce((sum, value) => sum + value / samples, 0)).toBeGreaterThan(1);
    },
  );
});

describe("phases", () => {
  const range = [{ min: -1, max: 1 }];
  it.each([
    [[0.3, -0.5], "frozen-kernel", [], []],
    [[5, -6], "frozen-error", [0, 1], [0, 1]],
    [[1, -1], "critical", [], [0, 1]],
    [[0.4, -1], "frozen-kernel+critical", [], [1]],
    [[0.4, -5], "frozen-kernel+frozen-error", [1], [1]],
    [[1, 2], "critical+frozen-error", [1], [0, 1]],
    [[0, 1, 2], "frozen-kernel+critical+frozen-error", [2], [1, 2]],
  ])("targets %j are %s", (targets, phase, errorsThatStay, kernelsThatVanish) => {
    expect(phaseOfTargets(targets, range)).toMatchObject({ phase, errorsThatStay, kernelsThatVanish });
    expect(dataPhaseNames).toContain(phase);
  });

  const history = (of: (t: number) => number) => Float64Array.from({ length: 1001 }, (_, t) => of(t));
  it.each([
    ["frozen-kernel", (t: number) => Math.exp(-0.01 * t), () => 3],
    ["frozen-error", () => -2, (t: number) => Math.exp(-0.01 * t)],
    ["critical", (t: number) => 1 / (1 + 0.1 * t), (t: number) => 2 / (1 + 0.1 * t)],
    ["critical", (t: number) => 1 / (1 + 0.1 * t) ** 2, (t: number) => 2 / (1 + 0.1 * t) ** 2],
    ["undetermined", () => 1, () => 1],
  ])("%s is read off its history", (phase, epsilon, kernel) => {
    expect(phaseOfHistory(history(epsilon), history(kernel))).toBe(phase);
  });
});
