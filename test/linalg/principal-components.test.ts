/**
 * Principal components against directions that are known.
 */
import { describe, expect, it } from "vitest";
import { CounterStream } from "../../src/base/random/counter-stream.ts";
import { principalComponents } from "../../src/linalg/principal-components.ts";

describe("principalComponents", () => {
  // Rows in the plane of two orthonormal directions, twice as wide along the first: few long rows, and many short ones.
  it.each([
    ["fewer rows than numbers", 10, 30],
    ["more rows than numbers", 50, 6],
  ])("finds the plane that the rows lie in: %s", (_, rows, width) => {
    const stream = new CounterStream(1, "pca");
    const u = Float64Array.from({ length: width }, (_unused, i) => (i < 2 ? Math.SQRT1_2 : 0));
    const v = Float64Array.from({ length: width }, (_unused, i) => (i === 0 ? Math.SQRT1_2 : i === 1 ? -Math.SQRT1_2 : 0));
    const values = new Float64Array(rows * width);
    for (let r = 0; r < rows; r++) {
      const [a, b] = [3 * stream.normal(), 0.5 * stream.normal()];
      for (let i = 0; i < width; i++) values[r * width + i] = 7 + a * u[i] + b * v[i];
    }
    const { mean, components, shares, scores } = principalComponents(values, width, 3);
    expect(shares[0] + shares[1]).toBeCloseTo(1, 12);
    expect(shares[0]).toBeGreaterThan(0.9);
    expect(components[2].every((value) => Math.abs(value) < 1e-6) || shares[2] < 1e-12).toBe(true);
    for (let r = 0; r < rows; r++) {
      for (let i = 0; i < width; i++) {
        const rebuilt = mean[i] + scores[r * 3] * components[0][i] + scores[r * 3 + 1] * components[1][i];
        expect(rebuilt).toBeCloseTo(values[r * width + i], 9);
      }
    }
  });

  it("gives zero vectors where nothing varies, and refuses half rows", () => {
    expect(principalComponents(Float64Array.of(1, 2, 1, 2), 2, 1)).toMatchObject({
      shares: [0],
      components: [new Float64Array(2)],
    });
    expect(() => principalComponents(new Float64Array(5), 2, 1)).toThrow(
      "values is 5; allowed: a positive multiple of 2 numbers",
    );
  });
});
