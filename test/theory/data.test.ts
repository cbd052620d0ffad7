/**
 * Theory of data sets: the kernel of deep circuits from their output states, phases from targets and from histories.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readComplexNpy, readRealNpy } from "../../src/runs/npy.ts";
import {
  dataPhaseNames,
  deepKernel,
  isReached,
  lateExponents,
  lateLaw,
  lazyTraining,
  nearestReached,
  phaseOfHistory,
  phaseOfTargets,
  reachArc,
} from "../../src/theory/data/index.ts";
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

describe("laws of late histories", () => {
  const steps = Array.from({ length: 2001 }, (_, t) => t);
  const samples = (of: (t: number, sample: number) => number) => [0, 1, 2, 3].map((sample) => steps.map((t) => of(t, sample)));

  it.each([
    ["exponential", (t: number, s: number) => -Math.exp(-(0.004 + 0.001 * s) * t), 0.0055],
    ["power", (t: number, s: number) => (3 + s) / (1 + 0.5 * t), 1],
    ["power", (t: number, s: number) => (3 + s) * (1 + t) ** -1.5, 1.5],
    ["constant", (t: number, s: number) => 2 + s + Math.exp(-t), 3.5],
  ] as const)("%s: %#", (kind, of, value) => {
    const law = lateLaw(steps, samples(of));
    expect([law.kind, law.samples]).toEqual([kind, 4]);
    expect(Math.abs(law.value / value - 1)).toBeLessThan(0.005);
    expect(law.interval[0]).toBeLessThanOrEqual(law.value);
    expect(law.interval[1]).toBeGreaterThanOrEqual(law.value);
  });

  it("the interval is Student's over samples; one sample has none", () => {
    const law = lateLaw(
      steps,
      samples((t, s) => Math.exp(-(0.004 + 0.001 * s) * t)),
    );
    // 3.182 standard errors of four rates whose standard deviation is 0.00129.
    expect((law.interval[1] - law.interval[0]) / 2).toBeCloseTo((3.18245 * 0.00129099) / 2, 6);
    expect(lateLaw(steps, [samples((t) => Math.exp(-0.01 * t))[0]]).interval).toEqual([Number.NaN, Number.NaN]);
  });

  it("rounding is left out, a history that changes its sign late too, a short one is unknown", () => {
    const rounded = steps.map((t) => Math.max(1e-16, Math.exp(-0.05 * t)));
    expect(lateLaw(steps, [rounded]).value).toBeCloseTo(0.05, 6);
    const changing = steps.map((t) => (1500.5 - t) / 1500);
    expect(lateLaw(steps, [changing, rounded])).toMatchObject({ kind: "exponential", samples: 1 });
    expect(lateLaw([0, 1, 2], [[1, 0.5, 0.3]]).kind).toBe("unknown");
  });

  it("exponents: a critical datum drags the others along; without one there are none", () => {
    expect(lateExponents(["frozen-kernel", "critical", "frozen-error"])).toEqual({
      epsilon: [1.5, 1, 0],
      kernel: [
        [0, 0.5, 1.5],
        [0.5, 1, 2],
        [1.5, 2, 3],
      ],
    });
    expect(lateExponents(["frozen-kernel", "frozen-error"])).toEqual({
      epsilon: [undefined, 0],
      kernel: [
        [0, undefined],
        [undefined, undefined],
      ],
    });
  });
});

describe("lazy training", () => {
  const start = {
    kernel: Float64Array.of(2, 0.5, 0.5, 1),
    cross: Float64Array.of(0.7, 0.2, 0.1, 0.9),
    trained: Float64Array.of(0.1, -0.2),
    asked: Float64Array.of(0.3, 0.4),
    targets: [1, -1],
    eta: 0.05,
  };

  it("is gradient descent with a constant kernel, step by step", () => {
    const f = [...start.trained];
    const g = [...start.asked];
    const steps = 40;
    for (let t = 0; t < steps; t++) {
      const errors = f.map((value, a) => value - start.targets[a]);
      for (const [values, matrix] of [
        [f, start.kernel],
        [g, start.cross],
      ] as const)
        for (let m = 0; m < 2; m++) values[m] -= (start.eta / 2) * (matrix[2 * m] * errors[0] + matrix[2 * m + 1] * errors[1]);
    }
    const [first, last] = lazyTraining(start, [0, steps]);
    expect([...first.trained, ...first.asked]).toEqual([0.1, -0.2, 0.3, 0.4]);
    [...last.trained, ...last.asked].forEach((value, k) => {
      expect(value).toBeCloseTo([...f, ...g][k], 12);
    });
  });

  it("a kernel without rank moves what it can", () => {
    const [last] = lazyTraining({ ...start, kernel: Float64Array.of(1, 1, 1, 1) }, [1e6]);
    // The mean error goes, the difference stays.
    expect(last.trained[0] + last.trained[1]).toBeCloseTo(0, 9);
    expect(last.trained[0] - last.trained[1]).toBeCloseTo(0.3, 9);
  });
});

describe("what two states reach together", () => {
  it("orthogonal states the square, equal ones its diagonal, others between arcs", () => {
    expect(isReached([1, -1], 0)).toBe(true);
    expect(isReached([0.5, 0.4], 1)).toBe(false);
    expect(nearestReached([0.6, 0.4], 1).map((z) => Number(z.toFixed(6)))).toEqual([0.5, 0.5]);
    // At an overlap of 1/√2 the arcs are of the unit circle.
    for (const [x, y] of reachArc(Math.SQRT1_2, "lower", 7)) expect(Math.hypot(x, y)).toBeCloseTo(1, 12);
    const [x, y] = nearestReached([2, -2], Math.SQRT1_2);
    for (const z of [x, -y]) expect(z).toBeCloseTo(Math.SQRT1_2, 6);
    expect(nearestReached([-2, 2], Math.SQRT1_2)[0]).toBeCloseTo(-Math.SQRT1_2, 6);
    expect(nearestReached([3, 4], 0.3)).toEqual([1, 1]);
    expect(nearestReached([0.2, 0.1], 0.3)).toEqual([0.2, 0.1]);
    expect(() => nearestReached([0, 1], 1.5)).toThrow("overlap is 1.5; allowed: a number from 0 to 1.");
  });
});
