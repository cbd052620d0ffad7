/**
 * Which arrays are taken for what their file's name says, and which files of one experiment fit together.
 */
import { describe, expect, it } from "vitest";
import { recognizeFile } from "../../src/papers/transition/data/catalogue.ts";
import type { LoadedFile } from "../../src/papers/transition/verification/outcome.ts";
import { samplesOf, shapeProblem, splitByAgreement, strideProblem } from "../../src/papers/transition/verification/shapes.ts";

function file(path: string, shape: number[]): LoadedFile {
  const recognized = recognizeFile(path);
  if (recognized.kind !== "determined") throw new Error(path);
  return { path, file: recognized, array: { shape, data: new Float64Array(shape.reduce((a, b) => a * b, 1)) } };
}

const N4 = "training/RPA/Heisenberg/n4/L32/";
const HEA = "training/HEA/Heisenberg/n8/";
const DEVICE = "training/HEA/Heisenberg/n2/";

describe("shapes", () => {
  it.each([
    [`${N4}RPAepshistXXZ_n4L32_-9.npy`, [101, 20], 20],
    [`${N4}RPAmuhistXXZ_n4L32_-9.npy`, [6, 20], 20],
    [`${N4}RPAthetahistXXZ_n4L32_-9.npy`, [6, 20, 32], 20],
    [`${N4}RPAHendXXZ_n4L32_-9.npy`, [20, 32, 32], 20],
    [`${N4}RPAJendXXZ_n4L32_-9.npy`, [20, 32], 20],
    [`${HEA}HEAmusXXZ_n8D48Tgt-20.npy`, [10], 10],
    [`${HEA}HEAthetahistXXZ_n8D48Tgt-20.npy`, [27, 10, 768], 10],
    [`${DEVICE}HEAepsHistXXZ_n2L4Tgt-10.npy`, [200], 1],
    [`${DEVICE}HEAparamsHistXXZ_n2L4Tgt-10.npy`, [200, 16], 1],
  ])("%s %j: %d samples", (path, shape, samples) => {
    expect(shapeProblem(file(path, shape))).toBeUndefined();
    expect(samplesOf(file(path, shape))).toBe(samples);
  });

  it.each([
    [`${N4}RPAepshistXXZ_n4L32_-9.npy`, [101], "has shape (101,); allowed: (rows, samples), at least one of each"],
    [`${N4}RPAepshistXXZ_n4L32_-9.npy`, [0, 20], "has shape (0, 20); allowed: (rows, samples), at least one of each"],
    [`${N4}RPAKhistXXZ_n4L32_-9.npy`, [101, 0], "has shape (101, 0); allowed: (rows, samples), at least one of each"],
    [
      `${N4}RPAthetahistXXZ_n4L32_-9.npy`,
      [6, 20, 31],
      "has shape (6, 20, 31); allowed: (rows, samples, 32), at least one of each",
    ],
    [`${N4}RPAHendXXZ_n4L32_-9.npy`, [20, 32, 31], "has shape (20, 32, 31); allowed: (samples, 32, 32), at least one of each"],
    [`${N4}RPAHendXXZ_n4L32_-9.npy`, [32, 32], "has shape (32, 32); allowed: (samples, 32, 32), at least one of each"],
    [`${N4}RPAJendXXZ_n4L32_-9.npy`, [20, 64], "has shape (20, 64); allowed: (samples, 32), at least one of each"],
    [`${HEA}HEAmusXXZ_n8D48Tgt-20.npy`, [2, 10], "has shape (2, 10); allowed: (samples,), at least one of each"],
    [
      `${HEA}HEAthetahistXXZ_n8D48Tgt-20.npy`,
      [27, 10, 48],
      "has shape (27, 10, 48); allowed: (rows, samples, 768), at least one",
    ],
    [`${DEVICE}HEAepsHistXXZ_n2L4Tgt-10.npy`, [200, 1], "has shape (200, 1); allowed: (rows,), at least one of each"],
  ])("%s %j is refused", (path, shape, problem) => {
    expect(shapeProblem(file(path, shape))).toContain(problem);
  });
});

describe("files of one experiment", () => {
  const epsilon = file(`${N4}RPAepshistXXZ_n4L32_-9.npy`, [101, 20]);
  const theta = file(`${N4}RPAthetahistXXZ_n4L32_-9.npy`, [6, 20, 32]);

  it("a file with another number of samples than most is refused", () => {
    const odd = file(`${N4}RPAKhistXXZ_n4L32_-9.npy`, [101, 19]);
    const { agreeing, outcomes } = splitByAgreement([odd, epsilon, theta]);
    expect(agreeing).toEqual([epsilon, theta]);
    expect(outcomes).toEqual([{ path: odd.path, status: "unreadable", reason: `has 19 samples where ${epsilon.path} has 20` }]);
  });

  it("so is a history of every step with another number of rows than most", () => {
    const odd = file(`${N4}RPAKhistXXZ_n4L32_-9.npy`, [102, 20]);
    const { agreeing, outcomes } = splitByAgreement([epsilon, odd, theta]);
    expect(agreeing).toEqual([epsilon, theta]);
    expect(outcomes.map(({ reason }) => reason)).toEqual([`has 102 rows where ${epsilon.path} has 101`]);
  });

  it("a file of the wrong shape does not count among them", () => {
    const flat = file(`${N4}RPAKhistXXZ_n4L32_-9.npy`, [19]);
    const { agreeing, outcomes } = splitByAgreement([flat, epsilon]);
    expect(agreeing).toEqual([epsilon]);
    expect(outcomes.map(({ path }) => path)).toEqual([flat.path]);
  });

  it.each([
    [theta, 100, undefined],
    [theta, 101, "has 6 rows, which fits no run of 101 updates"],
    [file(theta.path, [1, 20, 32]), 100, "has 1 row, which fits no run of 100 updates"],
    [file("training/RPA/Heisenberg/n6/RPAmuhistXXZ_n6L192Tgt-18.npy", [52, 5]), 3001, undefined],
    [
      file("training/RPA/Heisenberg/n6/RPAmuhistXXZ_n6L192Tgt-18.npy", [52, 5]),
      1999,
      "has 52 rows, which fits no run of 1999 updates",
    ],
    [epsilon, 101, undefined],
  ])("rows of a stride history must fit the run (%#)", (loaded, updates, problem) => {
    expect(strideProblem(loaded, updates)).toBe(problem);
  });
});
