/**
 * The equations of training on data against gradient flow of functions that are quadratic in the parameters, and the arcs that bound pairs.
 */
import { describe, expect, it } from "vitest";
import { dataRates } from "../../src/theory/data/dynamics.ts";
import { isReached, reachArc } from "../../src/theory/data/pair-reach.ts";

describe("rates of ε and K on three data", () => {
  // f_α = J_α·θ + θ·H_α θ/2 of two parameters, so that gradients are J_α + H_α θ.
  const slopes = [
    [1, -2],
    [0.5, 3],
    [-1, 0.7],
  ];
  const curved = [
    [2, 1, -1],
    [-0.5, 0.3, 4],
    [1, -2, 0.6],
  ];
  const eta = 0.02;
  const targets = [0.3, -1, 2];
  const gradientOf = (a: number, [x, y]: readonly number[]) => {
    const [xx, xy, yy] = curved[a];
    return [slopes[a][0] + xx * x + xy * y, slopes[a][1] + xy * x + yy * y];
  };
  const errorOf = (a: number, [x, y]: readonly number[]) => {
    const [xx, xy, yy] = curved[a];
    return slopes[a][0] * x + slopes[a][1] * y + (xx * x * x + 2 * xy * x * y + yy * y * y) / 2 - targets[a];
  };
  const kernelOf = (a: number, b: number, theta: readonly number[]) => {
    const [g, h] = [gradientOf(a, theta), gradientOf(b, theta)];
    return g[0] * h[0] + g[1] * h[1];
  };
  const all = [0, 1, 2];

  it("are those along θ' = -(η/N) Σ ε_β J_β, by central differences to 1e-8", () => {
    const theta = [0.4, -0.2];
    const velocity = [0, 1].map((l) => (-eta / 3) * all.reduce((sum, a) => sum + errorOf(a, theta) * gradientOf(a, theta)[l], 0));
    const moved = (s: number) => theta.map((angle, l) => angle + s * velocity[l]);
    const rateOf = (f: (theta: readonly number[]) => number) => (f(moved(1e-4)) - f(moved(-1e-4))) / 2e-4;
    const mu = all.flatMap((a) =>
      all.flatMap((b) =>
        all.map((c) => {
          const [g, h] = [gradientOf(a, theta), gradientOf(c, theta)];
          const [xx, xy, yy] = curved[b];
          return g[0] * (xx * h[0] + xy * h[1]) + g[1] * (xy * h[0] + yy * h[1]);
        }),
      ),
    );
    const kernel = all.flatMap((a) => all.map((b) => kernelOf(a, b, theta)));
    const epsilon = Float64Array.from(all, (a) => errorOf(a, theta));
    const rates = dataRates(epsilon, Float64Array.from(kernel), Float64Array.from(mu), eta);
    for (const a of all) {
      expect(Math.abs(rates.epsilon[a] - rateOf((at) => errorOf(a, at)))).toBeLessThan(1e-8);
      for (const b of all) expect(Math.abs(rates.kernel[3 * a + b] - rateOf((at) => kernelOf(a, b, at)))).toBeLessThan(1e-8);
    }
    expect(() => dataRates(epsilon, new Float64Array(8), new Float64Array(27), eta)).toThrow("kernel");
    expect(() => dataRates(epsilon, new Float64Array(9), new Float64Array(26), eta)).toThrow("mu");
  });
});

describe("the arc that cuts a corner off", () => {
  it.each([0, 0.3, 0.8])("overlap %d: its points are just reached, from one edge to the other, and mirrored", (overlap) => {
    const lower = reachArc(overlap, "lower", 8);
    const upper = reachArc(overlap, "upper", 8);
    expect(lower).toHaveLength(9);
    expect(lower[0][0]).toBeCloseTo(1, 12);
    expect(lower[8][1]).toBeCloseTo(-1, 12);
    lower.forEach(([z1, z2], k) => {
      expect(upper[k]).toEqual([z2, z1]);
      expect(z1).toBeGreaterThanOrEqual(z2);
      // Half the difference of the angles is that of the overlap.
      expect((Math.acos(z2) - Math.acos(z1)) / 2).toBeCloseTo(Math.acos(overlap), 7);
      if (overlap === 0) return;
      expect(isReached([z1 - 1e-6 * (z1 - z2), z2 + 1e-6 * (z1 - z2)], overlap)).toBe(true);
      expect(isReached([Math.min(1, z1 + 1e-6), Math.max(-1, z2 - 1e-6)], overlap)).toBe(false);
    });
  });
});
