/**
 * Fates of data read off power laws that lie on either side of what vanishes and what stays, of short and of broken histories; ends of ranges.
 */
import { describe, expect, it } from "vitest";
import { combinedPhase, phaseOfHistory, phaseOfTargets } from "../../src/theory/data/index.ts";

const rows = (count: number, of: (t: number) => number) => Float64Array.from({ length: count }, (_, t) => of(t));
const power = (exponent: number, count = 1001) => rows(count, (t) => 5 * Math.max(1, t) ** exponent);

describe("a datum's fate", () => {
  it.each([
    [-0.6, 0, "frozen-kernel"],
    [-0.6, -0.2, "frozen-kernel"],
    [-0.6, 0.2, "frozen-kernel"],
    [0, -0.6, "frozen-error"],
    [0.2, -0.6, "frozen-error"],
    [-0.6, -0.6, "critical"],
    // Between vanishing and staying.
    [-0.4, 0, "undetermined"],
    [-0.4, -0.6, "undetermined"],
    [-0.6, -0.4, "undetermined"],
    [0, -0.4, "undetermined"],
    // What grows does not stay.
    [-0.6, 0.4, "undetermined"],
    [0.4, -0.6, "undetermined"],
    [0, 0, "undetermined"],
  ] as const)("ε ~ t^%d and K ~ t^%d: %s", (error, norm, phase) => {
    expect(phaseOfHistory(power(error), power(norm))).toBe(phase);
    expect(
      phaseOfHistory(
        power(error).map((value) => -value),
        power(norm),
      ),
    ).toBe(phase);
  });

  it("only the later half of the rows counts", () => {
    const wild = (values: Float64Array) => values.map((value, t) => (t > 0 && t < 490 ? value * (1 + 50 * (t % 7)) : value));
    expect(phaseOfHistory(wild(power(-0.6)), wild(power(0)))).toBe("frozen-kernel");
    const early = power(0).map((value, t) => (t < 490 ? Number.NaN : value));
    early[0] = 5;
    expect(phaseOfHistory(power(-0.6), early)).toBe("frozen-kernel");
    // A step between the halves is no slope of the later one.
    const step = power(0).map((value, t) => (t < 500 ? 100 * value : value));
    expect(phaseOfHistory(step, power(-1))).toBe("frozen-error");
  });

  it("four late rows are enough, three are not", () => {
    for (const count of [6, 7, 8]) expect(phaseOfHistory(power(-1, count), power(0, count))).toBe("frozen-kernel");
    for (const count of [0, 1, 4, 5]) expect(phaseOfHistory(power(-1, count), power(0, count))).toBe("undetermined");
    // Of two histories the shorter one decides.
    expect(phaseOfHistory(power(-1, 5), power(0, 100))).toBe("undetermined");
    expect(phaseOfHistory(power(-1, 100), power(0, 5))).toBe("undetermined");
  });

  it("a late number that is not finite leaves it open, on either side and in the last row", () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY])
      for (const at of [6, 9]) {
        const broken = rows(10, (t) => (t === at ? bad : 1));
        expect(phaseOfHistory(broken, power(-1, 10))).toBe("undetermined");
        expect(phaseOfHistory(power(-1, 10), broken)).toBe("undetermined");
      }
  });

  it("what has come down to rounding has vanished, whatever its slope: 1e-11 of the first row", () => {
    const down = (to: number) => rows(1001, (t) => (t === 0 ? 3 : 3 * to));
    expect(phaseOfHistory(down(0.9e-11), power(0))).toBe("frozen-kernel");
    expect(phaseOfHistory(down(1.1e-11), power(0))).toBe("undetermined");
    expect(phaseOfHistory(power(0), down(-0.9e-11))).toBe("frozen-error");
    expect(phaseOfHistory(down(0), down(0))).toBe("critical");
    // Zero from the start on is a zero.
    expect(
      phaseOfHistory(
        rows(100, () => 0),
        power(0, 100),
      ),
    ).toBe("frozen-kernel");
  });
});

describe("fates from targets", () => {
  it("each datum has its own range, or all have one; ends count within the tolerance", () => {
    const ranges = [
      { min: -1, max: 1 },
      { min: 2, max: 5 },
    ];
    expect(phaseOfTargets([0, 0], ranges).data).toEqual(["frozen-kernel", "frozen-error"]);
    expect(phaseOfTargets([3, 3], ranges).data).toEqual(["frozen-error", "frozen-kernel"]);
    expect(phaseOfTargets([-1, 5], ranges).data).toEqual(["critical", "critical"]);
    expect(phaseOfTargets([3, 3], [ranges[1]]).data).toEqual(["frozen-kernel", "frozen-kernel"]);
    const near = (target: number) => phaseOfTargets([target], [ranges[0]], 0.25).data[0];
    expect([-1.25, -1.2, -0.75, 1.25, 0.8].map(near)).toEqual(["critical", "critical", "critical", "critical", "critical"]);
    expect([-1.3, -0.7, 0.7, 1.3].map(near)).toEqual(["frozen-error", "frozen-kernel", "frozen-kernel", "frozen-error"]);
    expect(() => phaseOfTargets([0, 0, 0], ranges)).toThrow("ranges is 2; allowed: one, or 3, one for each datum");
  });

  it("one that is open leaves the data set open, with the sets of the others", () => {
    const found = combinedPhase(["frozen-error", "undetermined", "critical", "frozen-kernel"]);
    expect(found).toEqual({
      ...{ phase: "undetermined", errorsThatStay: [0], kernelsThatVanish: [0, 2] },
      data: ["frozen-error", "undetermined", "critical", "frozen-kernel"],
    });
  });
});
