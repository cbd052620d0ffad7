/**
 * What figure 8 says of the device's curves: repeated experiments whose answers are known, and the published ones.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { simulateDeviceExperiment } from "../../../src/experiment/device-experiment.ts";
import { DETERMINED_HEADER, determinedRows } from "../../../src/figures/determined.ts";
import { figure8 } from "../../../src/papers/transition/figures/8.ts";
import { publishedLibrary } from "../../../src/papers/transition/verification/library.ts";
import { readCsv } from "../../../src/runs/csv.ts";
import { publishedData } from "../../support/published-data.ts";
import { describeStudy } from "../../support/study-picture.ts";
import { syntheticInput } from "../../support/synthetic-study.ts";

const TARGETS = [-10, -12, -14];
const pathOf = (target: number) => `training/HEA/Heisenberg/n2/HEAepsHistXXZ_n2L4Tgt${target}Kolkata.csv`;

/** The figure over some curves, of which it is asked what they determine. */
function figureOver(read: (path: string) => { readonly shape: readonly number[]; readonly data: Float64Array }) {
  const published = publishedLibrary(TARGETS.map(pathOf), read);
  return figure8.output({ ...syntheticInput(figure8, "quick"), published });
}

describeStudy(figure8);

describe("curves of global depolarising noise of 0.057 and 200 shots", () => {
  const strength = 0.057;
  const end = -12 * (1 - strength);
  const curves = simulateDeviceExperiment({ noise: `depolarizing:${strength}`, shots: 200, shotSeed: 3 });
  const { determined = [], agreement } = figureOver((path) => {
    const { noisy } = curves[TARGETS.findIndex((target) => pathOf(target) === path)];
    return { shape: [noisy.length, noisy[0].length], data: Float64Array.from(noisy.flatMap((one) => Array.from(one))) };
  });

  it("together they say which target lies where with respect to the noisy end, with R and λ within their intervals", () => {
    const [inside, middle, beyond] = determined.slice(0, 3);
    expect([inside, middle, beyond].map(({ target, phase }) => [target, phase])).toEqual([
      [-10, "frozen-kernel"],
      [-12, "frozen-error"],
      [-14, "frozen-error"],
    ]);
    for (const { target, constants } of [middle, beyond]) {
      expect(constants?.residual.low).toBeLessThan(end - target);
      expect(constants?.residual.high).toBeGreaterThan(end - target);
      // That of the same circuit without noise, where its K has died down to the half.
      expect(constants?.lambda.low).toBeLessThan(13.5);
      expect(constants?.lambda.high).toBeGreaterThan(11);
    }
  });

  it("no run by itself, nor the twelve of one target, is named wrongly; what is open says what would decide it", () => {
    const right = ["frozen-kernel", "frozen-error", "frozen-error"];
    expect(determined).toHaveLength(3 + 3 + 36);
    for (const { target, phase, needed, constants } of determined.slice(3)) {
      expect([right[TARGETS.indexOf(target)], "undetermined"]).toContain(phase);
      expect(needed === undefined).toBe(phase !== "undetermined");
      expect(constants === undefined).toBe(phase === "undetermined");
    }
    const open = determined.filter(({ phase }) => phase === "undetermined");
    for (const { needed } of open) expect((needed?.steps ?? 0) + (needed?.samples ?? 0)).toBeGreaterThan(1);
  });

  it("the end is beside the one of the noise, and the table has a cell for every column", () => {
    const found = agreement.find(({ what }) => what.startsWith("end of"));
    expect(found?.expected).toBeCloseTo(end, 12);
    expect(Math.abs((found?.found ?? 0) - end)).toBeLessThan(2.5 * (found?.error ?? 0));
    for (const row of determinedRows(determined, String)) expect(row).toHaveLength(DETERMINED_HEADER.length);
  });
});

describe.skipIf(publishedData === undefined)("the published curves", () => {
  const { determined = [], agreement } = figureOver((path) => {
    const text = readFileSync(join(publishedData ?? "", "data", path), "utf8");
    return readCsv(text, path);
  });

  it("together: −10 inside the noisy end, −12 and −14 beyond it, at one end that global depolarising noise has too", () => {
    expect(determined.slice(0, 3).map(({ phase }) => phase)).toEqual(["frozen-kernel", "frozen-error", "frozen-error"]);
    for (const { found, expected, error = 0, expectedError = 0 } of agreement.filter(({ what }) => /^(end|R) of/.test(what)))
      expect(Math.abs(found - expected)).toBeLessThan(2 * Math.hypot(error, expectedError));
  });

  it("twelve runs of one target: −12 is left open between critical and frozen error; alone, no run at −12 is decided and all at −14 are", () => {
    const names = (what: RegExp, target: number) =>
      determined.filter((one) => what.test(one.what) && one.target === target).map(({ phase }) => phase);
    expect(TARGETS.map((target) => names(/^12 runs/, target)[0])).toEqual(["frozen-kernel", "undetermined", "frozen-error"]);
    const open = determined[4];
    expect(open.probabilities["frozen-kernel"]).toBeLessThan(0.05);
    expect(open.needed?.steps).toBeGreaterThan(49);
    expect(new Set(names(/^run /, -12))).toEqual(new Set(["undetermined"]));
    expect(new Set(names(/^run /, -14))).toEqual(new Set(["frozen-error"]));
    expect(names(/^run /, -10)).not.toContain("critical");
    expect(names(/^run /, -10)).not.toContain("frozen-error");
  });
});
