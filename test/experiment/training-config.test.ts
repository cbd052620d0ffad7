/**
 * The part of a configuration that says how the angles move: what is filled in, left out and refused.
 */
import { describe, expect, it } from "vitest";
import { parseExperiment } from "../../src/experiment/config.ts";
import { frozenList, rangesOf } from "../../src/experiment/training-config.ts";

const parsed = (fields: object) => parseExperiment(fields) as unknown as Record<string, unknown>;

describe("the optimiser of a configuration", () => {
  it("is left out where it is plain gradient descent: old runs and new ones say the same", () => {
    expect(parsed({ optimizer: "gd", schedule: "constant" })).toEqual(parsed({}));
  });

  it("has its own fields filled in, and no others", () => {
    expect(parsed({ optimizer: "adam", beta1: 0.8 })).toMatchObject({
      optimizer: "adam",
      beta1: 0.8,
      beta2: 0.999,
      adamEpsilon: 1e-8,
    });
    expect(parsed({ optimizer: "qng" })).toMatchObject({ damping: 0, metric: "full" });
    expect(parsed({ schedule: "cosine", steps: 300 }).schedule).toBe("cosine:300");
  });

  it.each([
    [{ momentum: 0.5 }, "momentum is 0.5; allowed: no momentum with optimizer gd (it belongs to momentum and nesterov)."],
    [{ optimizer: "momentum", momentum: 1 }, "momentum is 1; allowed: a finite number of at least 0 and less than 1."],
    [{ optimizer: "newton" }, 'optimizer is "newton"; allowed: gd, momentum, nesterov, adam, spsa, qng.'],
    [
      { optimizer: "qng", shots: 100 },
      'optimizer is "qng"; allowed: another one with shots: the metric is that of the ideal state.',
    ],
    [
      { freeze: "3-1" },
      'freeze is "3-1"; allowed: parameters such as 0-3,7, or a mask (.npy, .npz, .csv) with a number for each, other than 0 where it is frozen.',
    ],
  ])("%j is refused", (fields, message) => {
    expect(() => parseExperiment(fields)).toThrow(message);
  });
});

it("frozen parameters as text and as a list", () => {
  expect(frozenList("0-3, 7,2")).toEqual([0, 1, 2, 3, 7]);
  expect(rangesOf([0, 1, 2, 3, 7, 9, 10])).toBe("0-3,7,9-10");
  expect(parsed({ freeze: [7, 0, 1] }).freeze).toBe("0-1,7");
});
