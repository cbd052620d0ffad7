/**
 * Elementary functions of our own: right to the last place, and the very numbers of fdlibm.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cosine, hypotenuse, logarithm, sine } from "../../src/base/elementary.ts";

/** Distance in units in the last place of the larger. */
function ulps(a: number, b: number): number {
  const unit = 2 ** (Math.floor(Math.log2(Math.max(Math.abs(a), Math.abs(b), 2 ** -1000))) - 52);
  return Math.abs(a - b) / unit;
}

describe("sine and cosine", () => {
  it("are within one unit in the last place of the platform's, up to 2^19 π/2 and at multiples of π/4", () => {
    const angle = fc.oneof(
      fc.double({ min: -7, max: 7, noNaN: true }),
      fc.double({ min: -8e5, max: 8e5, noNaN: true }),
      fc
        .integer({ min: -200, max: 200 })
        .chain((k) => fc.double({ min: -1e-9, max: 1e-9, noNaN: true }).map((d) => (k * Math.PI) / 4 + d)),
      fc.integer({ min: -1e6, max: 1e6 }).map((k) => (k * Math.PI) / 4),
    );
    fc.assert(
      fc.property(angle, (x) => {
        expect(ulps(sine(x), Math.sin(x))).toBeLessThanOrEqual(1);
        expect(ulps(cosine(x), Math.cos(x))).toBeLessThanOrEqual(1);
      }),
      { numRuns: 20_000, seed: 31 },
    );
  });

  it.each([
    // sin and cos by fdlibm, as Node 20 has it.
    [0.1, 0.09983341664682815, 0.9950041652780257],
    [0.35, 0.34289780745545134, 0.9393727128473789],
    [0.75, 0.6816387600233341, 0.7316888688738209],
    [0.79, 0.7103532724176078, 0.7038453156522361],
    [1.2, 0.9320390859672263, 0.3623577544766736],
    [1.5707963267948966, 1, 6.123233995736766e-17],
    [2.2, 0.8084964038195901, -0.5885011172553458],
    [Math.PI, 1.2246467991473532e-16, -1],
    [-2.5, -0.5984721441039564, -0.8011436155469337],
    [4.71238898038469, -1, -1.8369701987210297e-16],
    [7.5, 0.9379999767747389, 0.3466353178350258],
    [22.3, -0.30396460881104703, -0.9526833244002685],
    [100.25, -0.2772828564548513, 0.9607883312760612],
    [-12345.678, 0.7040813137533816, 0.7101193587160628],
    [800000, -0.2821662203333243, 0.959365532058978],
  ])("of %d are the same everywhere", (x, sin, cos) => {
    expect(sine(x)).toBe(sin);
    expect(cosine(x)).toBe(cos);
  });

  it("have the symmetries of the circle, and are NaN where the angle is not finite", () => {
    for (const x of [0, 1e-9, 0.3, 1, 2, 3, 10, 1000]) {
      expect(sine(-x)).toBe(-sine(x));
      expect(cosine(-x)).toBe(cosine(x));
    }
    expect([sine(Number.NaN), cosine(Number.POSITIVE_INFINITY)]).toEqual([Number.NaN, Number.NaN]);
  });
});

describe("logarithm and hypotenuse", () => {
  it("are within one unit in the last place of the platform's", () => {
    const positive = fc.oneof(
      fc.double({ min: 2 ** -53, max: 1, noNaN: true }),
      fc.double({ min: 0.9, max: 1.1, noNaN: true }),
      fc.double({ min: 2 ** -1022, max: 1e308, noNaN: true }),
    );
    fc.assert(
      fc.property(positive, fc.double({ min: -10, max: 10, noNaN: true }), (x, y) => {
        expect(ulps(logarithm(x), Math.log(x))).toBeLessThanOrEqual(1);
        expect(ulps(hypotenuse(y, 1.5), Math.hypot(y, 1.5))).toBeLessThanOrEqual(1);
      }),
      { numRuns: 20_000, seed: 32 },
    );
  });

  it.each([
    [1e-16, -36.841361487904734],
    [0.001, -6.907755278982137],
    [0.3, -1.2039728043259361],
    [0.49999, -0.693167180759948],
    [0.7, -0.35667494393873245],
    [0.9999995, -5.000001249589083e-7],
    [0.99999999999, -1.000000082745371e-11],
    [2, Math.LN2],
    [10000000000, 23.025850929940457],
  ])("log %d is the same everywhere", (x, expected) => {
    expect(logarithm(x)).toBe(expected);
  });

  it("ends of their ranges", () => {
    expect([logarithm(1), logarithm(0), logarithm(-1), logarithm(Number.POSITIVE_INFINITY)]).toEqual([
      0,
      Number.NEGATIVE_INFINITY,
      Number.NaN,
      Number.POSITIVE_INFINITY,
    ]);
    expect([hypotenuse(3, 4), hypotenuse(0, 0), hypotenuse(-3e200, 0), hypotenuse(0, -2)]).toEqual([5, 0, 3e200, 2]);
  });
});
