/**
 * What the terminal shows of a summary: table, notes and plots as values.
 */

import { afterEach, describe, expect, it, vi } from "vitest";
import type { TargetSummary } from "../../src/analysis/summary.ts";
import { trappedSentence } from "../../src/analysis/trapped.ts";
import { formatNumber } from "../../src/base/format.ts";
import { currentConsole, startProgress } from "../../src/terminal/terminal.ts";
import { terminalPlots } from "../../src/text/run-plot.ts";
import { summaryJson, summaryTable } from "../../src/text/summary.ts";
import type { Phase } from "../../src/theory/lotka-volterra/phases.ts";
import { emptyRecord } from "../../src/training/record.ts";

function summaryOf(target: number, phase: Phase, fields: Partial<TargetSummary> = {}): TargetSummary {
  return {
    target,
    phase,
    agreeing: 10,
    samples: 10,
    step: 100,
    epsilon: 4.5,
    kernel: 1e-6,
    lambda: 1.148,
    lambdaMeanOfRatios: 1.5175,
    zeta: 10,
    zetaMeanOfRatios: 10,
    c: -9.2,
    residual: 4,
    residualError: 0.5,
    trapped: [],
    fittedRate: -0.0125,
    fittedRateError: 1e-4,
    predictedRate: -0.01214,
    predictedRateDiscrete: -0.0122,
    reports: [],
    ...fields,
  };
}

/** K and ε - R fall exponentially at the given rates, towards O0 = -14, -16, ... of a spectrum from -12. */
function recordOf(rates: readonly number[], size = 1, steps = 100) {
  const targets = Float64Array.from(rates, (_, k) => -14 - 2 * k);
  const record = emptyRecord({ loss: "quadratic", eta: 1e-3, steps, targets, measure: {} }, 1, 4);
  record.rows = steps + 1;
  rates.forEach((rate, k) => {
    for (let t = 0; t <= steps; t++) {
      record.kernel[k * (steps + 1) + t] = size * Math.exp(-rate * t);
      record.epsilon[k * (steps + 1) + t] = 4 + size * Math.exp(-rate * t);
    }
  });
  return record;
}

describe("table", () => {
  it("shows ε, λ and ⟨μ/K⟩, of which the latter gives the predicted rate; no note where nothing is trapped", () => {
    const [header, , row, ...notes] = summaryTable([summaryOf(-18, "frozen-error")]).split("\n");
    const cells = Object.fromEntries(header.split(/\s{2,}/).map((name, k) => [name, row.split(/\s{2,}/)[k]]));
    expect(cells).toMatchObject({ ε: "4.5", λ: "1.148", "⟨μ/K⟩": "1.518", R: "4", predicted: "−0.01214", difference: "2.5 %" });
    expect(-2 * 1e-3 * 1.5175 * 4).toBeCloseTo(-0.01214, 6);
    expect(notes).toEqual([]);
  });

  it("notes the trapped: how many, on which side, how far", () => {
    const sentence = (trapped: readonly number[]) => trappedSentence({ trapped, samples: 10 }, formatNumber);
    expect(sentence([])).toBeUndefined();
    expect(sentence([0.25])).toBe("1 of 10 samples is trapped above the residual: ε − R = 0.25");
    expect(sentence([0.25, 0.3, 1.5])).toBe("3 of 10 samples are trapped above the residual: ε − R = 0.25 to 1.5");
    expect(sentence([-2, -1])).toBe("2 of 10 samples are trapped below the residual: ε − R = −2 to −1");
    const table = summaryTable([summaryOf(-18, "frozen-error", { trapped: [0.5] }), summaryOf(-10, "frozen-kernel")]);
    expect(table.split("\n").slice(4)).toEqual(["target −18: 1 of 10 samples is trapped above the residual: ε − R = 0.5"]);
  });

  it("JSON counts them", () => {
    const json = summaryJson("run", [summaryOf(-18, "frozen-error", { trapped: [0.5, 0.7] })]) as { targets: object[] };
    expect(json.targets[0]).toMatchObject({ trapped: 2, residualError: 0.5, R: 4, lambda: 1.148, lambdaMeanOfRatios: 1.5175 });
  });
});

describe("plots", () => {
  it("name the phase, and the target where a phase occurs twice", () => {
    const summaries = [summaryOf(-14, "critical"), summaryOf(-16, "frozen-error"), summaryOf(-18, "frozen-error")];
    const plots = terminalPlots(recordOf([0, 0.1, 0.2]), summaries, { columns: 100, colored: false });
    expect(plots).toMatch(/ {2}critical point\n/);
    expect(plots).toMatch(/ {2}frozen error −16\n/);
    expect(plots).toMatch(/ {2}frozen error −18\n/);
    const together = terminalPlots(recordOf([0.1, 0.1, 0.1]), [...summaries.slice(1), summaryOf(-20, "critical")], {
      columns: 100,
      colored: false,
    });
    expect(together).toMatch(/ {2}frozen error −16, −18; critical point$/m);
  });

  it("fit the width asked for", () => {
    const summaries = [summaryOf(-16.25, "frozen-error"), summaryOf(-18.25, "frozen-error")];
    const lines = terminalPlots(recordOf([0.1, 0.2]), summaries, { columns: 80, colored: false }).split("\n");
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it("show zero, one value and very long runs", () => {
    const summary = [summaryOf(-14, "undetermined", { residual: 4 })];
    expect(terminalPlots(recordOf([0], 0), summary, { columns: 100, colored: false }).match(/zero at every step/g)).toHaveLength(
      2,
    );
    for (const plots of [
      terminalPlots(recordOf([0]), summary, { columns: 100, colored: false }),
      terminalPlots({ ...recordOf([1]), rows: 1 }, summary, { columns: 100, colored: false }),
    ]) {
      expect(plots.match(/NaN|Infinity/g)).toBeNull();
    }
    expect(terminalPlots(recordOf([1e-4], 1, 300_000), summary, { columns: 100, colored: false })).toContain("t = 0 … 300000");
  });
});

describe("what the terminal allows", () => {
  const streams = { out: process.stdout.isTTY, err: process.stderr.isTTY };
  const noColor = process.env.NO_COLOR;
  afterEach(() => {
    process.stdout.isTTY = streams.out;
    process.stderr.isTTY = streams.err;
    if (noColor === undefined) delete process.env.NO_COLOR;
    else process.env.NO_COLOR = noColor;
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  it.each([
    [true, undefined, true],
    [true, "", true],
    [true, "1", false],
    [false, undefined, false],
  ])("terminal %s, NO_COLOR %s: coloured %s", (terminal, variable, colored) => {
    process.stdout.isTTY = terminal;
    if (variable === undefined) delete process.env.NO_COLOR;
    else process.env.NO_COLOR = variable;
    expect(currentConsole().colored).toBe(colored);
  });

  it.each([true, false])("a bar where standard error is a terminal: %s", (terminal) => {
    vi.useFakeTimers();
    process.stderr.isTTY = terminal;
    let written = "";
    vi.spyOn(process.stderr, "write").mockImplementation((text) => {
      written += text;
      return true;
    });
    const progress = startProgress("training", 100, false);
    progress.update(1);
    vi.advanceTimersByTime(2000);
    progress.update(50);
    progress.stop();
    expect(written.includes("training")).toBe(terminal);
  });
});
