/**
 * The one checker every derivative goes through: central differences, extrapolated once.
 */
import { expect } from "vitest";

/** A scalar function of a vector. */
export type ScalarFunction = (x: Float64Array) => number;

/** Step of the outer difference; the extrapolation leaves errors of the order of its fourth power. */
const STEP = 4e-3;

/** d/ds f(x + s v) at s = 0 by central differences with steps h and h/2, Richardson-extrapolated. */
function directionalDerivative(f: ScalarFunction, x: Float64Array, v: ArrayLike<number>): number {
  const along = (s: number) => f(x.map((value, i) => value + s * v[i]));
  const central = (h: number) => (along(h) - along(-h)) / (2 * h);
  return (4 * central(STEP / 2) - central(STEP)) / 3;
}

/** Expects `gradient` to be the gradient of f at x, entry by entry, within `bound`. */
export function expectGradient(f: ScalarFunction, x: Float64Array, gradient: ArrayLike<number>, bound: number): void {
  for (let l = 0; l < x.length; l++) {
    const unit = new Float64Array(x.length);
    unit[l] = 1;
    expect(Math.abs(directionalDerivative(f, x, unit) - gradient[l]), `derivative ${l}`).toBeLessThan(bound);
  }
}

/** Expects `product` to be the derivative along v of the vector function g at x, within `bound`. */
export function expectDirectional(
  g: (x: Float64Array) => Float64Array,
  x: Float64Array,
  v: ArrayLike<number>,
  product: ArrayLike<number>,
  bound: number,
): void {
  for (let l = 0; l < product.length; l++) {
    expect(Math.abs(directionalDerivative((y) => g(y)[l], x, v) - product[l]), `component ${l}`).toBeLessThan(bound);
  }
}
