/**
 * Sweeps over target vectors of data sets.
 */
import { describe, expect, it } from "vitest";
import { sweepPoints } from "../../src/sweeps/points.ts";
import { parseSweep } from "../../src/sweeps/sweep-file.ts";

const base = { qubits: 2, layers: 8, data: "haar:2", observable: "pauli", pauli: "ZI", steps: 5, samples: 2 };

describe("a sweep with data", () => {
  it("has y1 and y2 as axes: the entries of the target vector", () => {
    const sweep = parseSweep({ base, axes: { y1: { from: -1, to: 1, count: 3 }, y2: [0, "min-1"] } });
    expect(sweep.keep).toEqual(["phase", "loss", "accuracy", "seconds"]);
    expect(sweepPoints(sweep).map(({ config }) => config.target)).toEqual([
      [-1, 0],
      [-1, "min-1"],
      [0, 0],
      [0, "min-1"],
      [1, 0],
      [1, "min-1"],
    ]);
  });

  it("changes some entries of a vector that is given", () => {
    const sweep = parseSweep({ base: { ...base, target: [0.1, 0.2] }, axes: { y2: [3, 4] } });
    expect(sweepPoints(sweep).map(({ config }) => config.target)).toEqual([
      [0.1, 3],
      [0.1, 4],
    ]);
  });

  it("refuses a vector with a gap, and quantities of one state and one target", () => {
    expect(() => sweepPoints(parseSweep({ base, axes: { y2: [1] } }))).toThrow(
      "axes.y1 is missing; allowed: a number for every datum.",
    );
    expect(() => parseSweep({ base, axes: { y1: [1], y2: [1] }, keep: ["lambdaInfinity"] })).toThrow(/phase, loss, accuracy/);
  });
});
