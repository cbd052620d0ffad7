/**
 * Times to an error: exact for an exponential fall, and the clock of the quadratic loss against its closed form.
 */
import { describe, expect, it } from "vitest";
import { range } from "../../src/base/arrays.ts";
import { largestStep, quadraticTimeTo, timeTo } from "../../src/theory/lotka-volterra/clock.ts";

const [start, rate] = [5, 0.03];
const errors = range(600).map((t) => start * Math.exp(-rate * t));

describe("timeTo", () => {
  it("is exact for an exponential fall: |t - ln(e0/goal)/a| < 1e-9", () => {
    for (const goal of [4, 0.1, 1e-6]) expect(timeTo(errors, goal)).toBeCloseTo(Math.log(start / goal) / rate, 9);
  });

  it("is 0 where the goal is met at once and NaN where it never is; the goal must be positive", () => {
    expect(timeTo(errors, 6)).toBe(0);
    expect(timeTo(errors, 1e-9)).toBeNaN();
    expect(timeTo([4, 2, 1], 1)).toBe(2);
    expect(() => timeTo(errors, 0)).toThrow("goal");
  });
});

describe("quadraticTimeTo", () => {
  it.each([0.2, 1, 30])("is ∫ dt/(R + e) for R = %d: relative 1e-8", (R) => {
    const goal = 0.01;
    const end = Math.log(start / goal) / rate;
    const exact = (end + Math.log((R + goal) / (R + start)) / rate) / R;
    expect(quadraticTimeTo(errors, R, goal) / exact).toBeCloseTo(1, 8);
  });

  it("at the end of the spectrum is the power law (1/goal − 1/e0)/a", () => {
    expect(quadraticTimeTo(errors, 0, 0.01) / ((100 - 1 / start) / rate)).toBeCloseTo(1, 8);
    expect(quadraticTimeTo(errors, 0, 1e-9)).toBeNaN();
    expect(() => quadraticTimeTo(errors, Number.NaN, 0.1)).toThrow("residual");
  });

  it("late rates have the ratio R: a decade takes R times less", () => {
    const decade = (goal: number) => quadraticTimeTo(errors, 8, goal) - quadraticTimeTo(errors, 8, 10 * goal);
    expect(Math.log(10) / rate / decade(1e-5)).toBeCloseTo(8, 3);
  });
});

describe("largestStep", () => {
  it("is max K, or max (R + e) K", () => {
    expect(largestStep([3, 1, 0.5], [2, 5, 1])).toBe(5);
    expect(largestStep([3, 1, 0.5], [2, 5, 1], 1)).toBe(10);
    expect(largestStep([9, 1, 0.5], [2, 5, 1], 1)).toBe(20);
  });
});
