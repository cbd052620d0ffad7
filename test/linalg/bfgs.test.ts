/**
 * Minima by BFGS, of functions whose minima are known.
 */
import { expect, it } from "vitest";
import { bfgs } from "../../src/linalg/bfgs.ts";

it("finds the minimum of Rosenbrock's function at (1, 1)", () => {
  const { point, value, converged } = bfgs(
    ([x, y]) => ({
      value: (1 - x) ** 2 + 100 * (y - x * x) ** 2,
      gradient: Float64Array.of(-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)),
    }),
    Float64Array.of(-1.2, 1),
  );
  expect(converged).toBe(true);
  expect(value).toBeLessThan(1e-15);
  expect(Math.hypot(point[0] - 1, point[1] - 1)).toBeLessThan(1e-6);
});

it("finds the minimum of a stiff quadratic form, and says when its steps were not enough", () => {
  const scales = Float64Array.from({ length: 12 }, (_, k) => 10 ** (k / 3));
  const evaluate = (point: Float64Array) => ({
    value: point.reduce((sum, x, k) => sum + (scales[k] * (x - k) ** 2) / 2, 0),
    gradient: point.map((x, k) => scales[k] * (x - k)),
  });
  const found = bfgs(evaluate, new Float64Array(12), { tolerance: 1e-7 });
  expect(found.converged).toBe(true);
  found.point.forEach((x, k) => {
    expect(Math.abs(x - k)).toBeLessThan(1e-6);
  });
  expect(bfgs(evaluate, new Float64Array(12), { steps: 3 }).converged).toBe(false);
});
