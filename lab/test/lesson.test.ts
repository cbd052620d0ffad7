/**
 * What the page says, and the charts it says it with.
 */
import { describe, expect, it } from "vitest";
import type { Readout, RunInfo } from "../src/engine/protocol.ts";
import { sweepTargets } from "../src/engine/sweep.ts";
import { formatCount, formatNumber, formatPosition, powerOfTen } from "../src/format/numbers.ts";
import { share, valueAt } from "../src/plots/model.ts";
import { logDomain, niceCeiling, tickLabel, ticksOf } from "../src/plots/ticks.ts";
import { initialSnapshot } from "../src/snapshot/snapshot.ts";
import { lessonOf, type Phrase } from "../src/views/dynamics/lesson.ts";

const spectrum = { min: -14, max: 8.7 };
const info = { spectrum, target: -13 } as RunInfo;
const readout: Readout = {
  ...{
    rows: 2000,
    firstRow: 0,
    target: -13,
    residual: 0,
    phase: "frozen-kernel",
    agreeing: 8,
    samples: 8,
    trapped: 0,
    dead: false,
    fromShots: false,
  },
  ...{
    epsilon: 4e-5,
    kernel: 8.15,
    lambda: 5,
    zeta: 5e-6,
    c: 8.15,
    fittedRate: -0.00819,
    fittedRateError: 1e-5,
    predictedRate: -0.00818,
  },
};
const textOf = (text: readonly Phrase[]) =>
  text.map((phrase) => (typeof phrase === "string" ? phrase : Object.values(phrase).join(""))).join("");
const lesson = (changes: Partial<Readout>) => lessonOf({ ...readout, ...changes }, info, initialSnapshot, undefined);

describe("the lesson", () => {
  it("names the phase, the sign of C, and the rate measured beside the one predicted", () => {
    expect(textOf(lesson({}).text)).toBe(
      "C = +8.15 > 0: the kernel has frozen at K = 8.15 and the error dies as e−0.00819 t; −ηC predicts e−0.00818 t (0.12 % off).",
    );
    const withAdam = lessonOf(
      { ...readout, predictedRate: Number.NaN },
      info,
      { ...initialSnapshot, optimizer: "adam" },
      undefined,
    );
    expect(textOf(withAdam.text)).toMatch(/e−0.00819 t; no rate is predicted for Adam\.$/);
    const error = lesson({ phase: "frozen-error", target: -18, residual: 4, c: -9.2, trapped: 2 });
    expect(error.badge).toBe("frozen error");
    expect(textOf(error.text)).toContain("C = −9.20 < 0: the error has stopped at R = 4.00");
    expect(textOf(error.text)).toContain("2 of 8 samples are trapped");
    expect(textOf(lesson({ phase: "critical", target: -14, zeta: 0.52, fittedRate: -0.998 }).text)).toContain(
      "as t−0.998; theory says t−1",
    );
  });

  it("says what to expect while it is too early, and when training does not descend", () => {
    const early = lesson({ phase: "undetermined", target: -18, c: -3 });
    expect(early.badge).toBe("too early to tell");
    expect(textOf(early.text)).toContain("it lies 4 beyond Omin. Theory expects C < 0");
    const event = {
      ...{ column: 2, step: 40, rule: "oscillating", ends: false },
      ...{ reason: "the loss rose at 16 of the last 41 steps", largestStableEta: 0.0125 },
    };
    const { badge, text } = lessonOf({ ...readout, phase: "undetermined" }, info, initialSnapshot, event);
    expect(badge).toBe("oscillates");
    expect(text.join("")).toContain("The largest stable η there is 0.0125. Training goes on.");
  });
});

describe("numbers and axes", () => {
  it("are written with a true minus sign, three digits and raised powers", () => {
    expect([0.00123, -12.3456, 1234, 0, 4.05e-5, 2.4e8, Number.NaN, -1e-12].map((value) => formatNumber(value))).toEqual([
      ...["0.00123", "−12.3", "1234", "0", "4.05·10⁻⁵", "2.40·10⁸", "–", "−1.00·10⁻¹²"],
    ]);
    expect([formatCount(-12345), formatPosition(-13.00001), powerOfTen(-12)]).toEqual(["−12,345", "−13", "10⁻¹²"]);
  });

  it("ticks lie inside the domain, at round values", () => {
    expect(ticksOf({ domain: [0, 1500], label: "" }, 4)).toEqual([0, 500, 1000, 1500]);
    expect(
      ticksOf({ domain: [1e-12, 10], log: true, label: "" }, 5)
        .map(Math.log10)
        .map(Math.round),
    ).toEqual([-12, -9, -6, -3, 0]);
    expect(tickLabel({ domain: [1e-3, 1], log: true, label: "" }, 1e-3)).toBe("10⁻³");
    expect(tickLabel({ domain: [-1, 1], label: "" }, -0.5)).toBe("−0.5");
    const small = { domain: [-2e-5, 2e-5] as const, label: "" };
    const labels = ticksOf(small, 8).map((value) => tickLabel(small, value));
    expect(labels.slice(0, 5)).toEqual(["−2·10⁻⁵", "−1.5·10⁻⁵", "−1·10⁻⁵", "−5·10⁻⁶", "0"]);
    expect([niceCeiling(1234), niceCeiling(0)]).toEqual([1500, 1]);
    expect(logDomain(3e-4, 20).map((value) => Math.log10(value))).toEqual([-4, 2]);
  });

  it.each([true, false])("a share of an axis and its value are inverse (log %s)", (log) => {
    const axis = { domain: [0.5, 80] as const, log, label: "" };
    for (const value of [0.5, 3, 80]) expect(valueAt(axis, share(axis, value))).toBeCloseTo(value, 12);
  });
});

describe("the targets of a sweep", () => {
  it("hold both ends exactly, lie on both sides of them, and fill the range from the start", () => {
    const targets = sweepTargets(spectrum, 19);
    expect(targets).toHaveLength(19);
    expect(targets).toContain(spectrum.min);
    expect(targets).toContain(spectrum.max);
    expect(Math.max(...targets)).toBeGreaterThan(spectrum.max);
    expect(Math.abs(targets[1] - targets[0])).toBeGreaterThan(5);
  });
});
