/**
 * Theory of noisy training: the depolarising line, its fit, and the plateaus of shot noise.
 */
import { describe, expect, it } from "vitest";
import { CounterStream } from "../../src/base/random/counter-stream.ts";
import { depolarizedError, fitDepolarizing, shotNoisePlateau } from "../../src/theory/noise/index.ts";

const ideal = Float64Array.from({ length: 50 }, (_, t) => 14 * Math.exp(-t / 12));

describe("global depolarising noise", () => {
  it("ε_noisy = (1 - p) ε - p O0 for traceless O, and the fit gives p back: 1e-15", () => {
    const noisy = depolarizedError(ideal, 0.04, { target: -12 });
    expect(noisy[0]).toBeCloseTo(0.96 * 14 + 0.04 * 12, 13);
    expect(Math.abs(fitDepolarizing(ideal, noisy, { target: -12 }) - 0.04)).toBeLessThan(1e-15);
  });

  it("tr O / d moves both alike", () => {
    const noisy = depolarizedError(ideal, 0.3, { target: -12, mean: 2 });
    expect(noisy[49]).toBeCloseTo(0.7 * ideal[49] + 0.3 * 14, 13);
    expect(Math.abs(fitDepolarizing(ideal, noisy, { target: -12, mean: 2 }) - 0.3)).toBeLessThan(1e-14);
  });

  it("counts the steps it is told to", () => {
    const noisy = depolarizedError(ideal, 0.04, { target: -12 }).map((value, t) => (t < 10 || t > 40 ? 99 : value));
    expect(Math.abs(fitDepolarizing(ideal, noisy, { target: -12, to: 40 }) - 0.04)).toBeLessThan(1e-15);
    expect(Math.abs(fitDepolarizing(ideal, noisy, { target: -12 }) - 0.04)).toBeGreaterThan(0.1);
    expect(Math.abs(fitDepolarizing(ideal, noisy, { target: -12, from: 20, to: 20 }) - 0.04)).toBeLessThan(1e-15);
    expect(() => fitDepolarizing(ideal, noisy, { target: -12, to: 50 })).toThrow("to is 50; allowed: an integer from 0 to 49");
  });

  it("refuses what cannot be fitted", () => {
    expect(() => fitDepolarizing(ideal, ideal.slice(1), { target: -12 })).toThrow("exactly 50 entries");
    expect(() => fitDepolarizing(ideal, ideal, { target: -12, from: 50 })).toThrow("from is 50");
    expect(() => fitDepolarizing([12, 12], [1, 1], { target: -12, from: 0 })).toThrow("an expectation that noise can change");
  });
});

describe("shot noise", () => {
  it("the plateau of ε and K, against 200 000 steps of δθ = -η (ε + ξ)(g + γ): within 3 %", () => {
    const g = [1.5, -0.7, 0.2, 2];
    const [eta, sigma] = [0.05, 0.6];
    const kernel = g.reduce((sum, x) => sum + x * x, 0);
    const variance = sigma ** 2;
    const stream = new CounterStream(3, "test");
    const deviation = Math.sqrt(variance / 2);
    let epsilon = 1;
    let [exact, measured, floor] = [0, 0, 0];
    const steps = 200_000;
    for (let t = -1000; t < steps; t++) {
      const seen = epsilon + sigma * stream.normal();
      const gradient = g.map((x) => x + deviation * stream.normal());
      if (t >= 0) {
        exact += epsilon ** 2 / steps;
        measured += seen ** 2 / steps;
        floor += gradient.reduce((sum, x) => sum + x * x, 0) / steps;
      }
      epsilon -= eta * seen * g.reduce((sum, x, l) => sum + x * gradient[l], 0);
    }
    const plateau = shotNoisePlateau({ eta, kernel, variance, parameters: 4 });
    expect(Math.abs(Math.sqrt(exact) / plateau.error - 1)).toBeLessThan(0.03);
    expect(Math.abs(Math.sqrt(measured) / plateau.measuredError - 1)).toBeLessThan(0.03);
    expect(Math.abs(floor / plateau.measuredKernel - 1)).toBeLessThan(0.03);
  });

  it("by hand: η = 0.1, K = 3, s = 1, σ² = 0.5: a rate of 0.4 settles at 0.4 σ²/(2 - 0.4)", () => {
    const plateau = shotNoisePlateau({ eta: 0.1, kernel: 3, variance: 0.5, gradientVariance: 1, parameters: 7 });
    expect(plateau.error).toBeCloseTo(Math.sqrt(0.125), 12);
    expect(plateau.measuredError).toBeCloseTo(Math.sqrt(0.625), 12);
    expect(plateau.measuredKernel).toBe(10);
    // 2/(K + s) = 0.5 is the limit itself.
    expect(() => shotNoisePlateau({ eta: 0.5, kernel: 3, variance: 0.5, gradientVariance: 1, parameters: 7 })).toThrow(
      "eta is 0.5; allowed: less than 0.5, 2 / (K + s)",
    );
  });

  it("refuses learning rates that noise makes unstable", () => {
    expect(() => shotNoisePlateau({ eta: 1, kernel: 1.9, variance: 0.4, parameters: 3 })).toThrow("eta is 1; allowed: less than");
    expect(() => shotNoisePlateau({ eta: 0.1, kernel: 0, variance: 0.4, parameters: 3 })).toThrow("kernel is 0");
  });
});
