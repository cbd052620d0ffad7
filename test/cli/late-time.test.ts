/**
 * The late-time commands as a user runs them: numbers, figures, refusals.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mean } from "../../src/base/arrays.ts";
import { runCli, withOptions } from "../support/cli.ts";

const folder = mkdtempSync(join(tmpdir(), "qntk-test-"));
const small = ["--qubits", "2", "--layers", "24", "--samples", "3", "--steps", "900", "--eta", "0.004"];

/** Runs a command that must succeed and reads its JSON. */
async function json(...args: string[]) {
  const { code, stdout, stderr } = await runCli([...args, "--json"], folder);
  expect(stderr).toBe("");
  expect(code).toBe(0);
  return JSON.parse(stdout);
}

beforeAll(async () => {
  expect((await runCli(["train", ...small, "--out", "run", "--no-plot", "--quiet"], folder)).code).toBe(0);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("theory late-time", () => {
  it("λ from tangent vectors is what the run measures; gap and rate follow from it", async () => {
    const report = await json("theory", "late-time", "--run", "run", "--monte-carlo", "30");
    const [end] = report.ends;
    expect([end.end, end.threshold, report.parameters]).toEqual(["min", 6, 24]);
    const below = report.targets[2];
    expect([below.phase, below.R]).toEqual(["frozen-error", 4]);
    for (const { measured, final, separation } of below.measured) {
      if (separation > 1.2) expect(Math.abs(final / measured - 1)).toBeLessThan(0.01);
    }
    expect(below.lambda).toBe(mean(end.lambda.tangentVectors.samples));
    expect(below.gap).toBeCloseTo(4 * below.lambda, 10);
    expect(below.C).toBeCloseTo(-8 * below.lambda, 10);
    expect(below.rate).toBeCloseTo(2 * Math.log1p(-16e-3 * below.lambda), 12);
    // Every way of knowing λ agrees within the spread between circuits, except the deep limit, which is above.
    for (const other of [end.lambda.trainedEnsemble, end.lambda.wishart, end.lambda.edge])
      expect(Math.abs(other.value - below.lambda)).toBeLessThan(3 * end.lambda.trainedEnsemble.deviation);
    expect(end.lambda.deep).toBeGreaterThan(end.lambda.trainedEnsemble.value);
    expect(report.targets.map(({ phase }: { phase: string }) => phase)).toEqual(["frozen-kernel", "critical", "frozen-error"]);
  });

  it("prints tables, and below the threshold says 0", async () => {
    const { stdout, code } = await runCli(
      ["theory", "late-time", ...withOptions(small, ["--layers", "5"]), "--monte-carlo", "0"],
      folder,
    );
    expect(code).toBe(0);
    expect(stdout).toContain("L = 5 is 0.833 times the threshold 2(d − 1) = 6");
    expect(stdout).toMatch(/edge for large d +0 /);
  });
});

describe("theory deep-limit and lotka-volterra", () => {
  it("deep-limit starts at the run's own ε(0), and puts the run beside it", async () => {
    const report = await json("theory", "deep-limit", "--run", "run");
    for (const target of report.targets) {
      expect(target.epsilon[0]).toBeCloseTo(target.simulated.epsilon[0], 10);
      expect(target.K).toHaveLength(report.steps.length);
    }
    expect(report.steps.at(-1)).toBe(900);
  });

  it("lotka-volterra takes λ as told: its rates are -2ηλR and the closed form runs to the fixed point", async () => {
    const report = await json("theory", "lotka-volterra", ...small, "--lambda", "2.5");
    const [inside, critical, below] = report.targets;
    expect(report.lambda.min).toEqual({ value: 2.5, from: "as given" });
    expect(below.rate).toBeCloseTo(2 * Math.log1p(-4e-2), 12);
    expect(below.epsilon.at(-1)).toBeCloseTo(4, 3);
    expect([critical.C, critical.stableK, below.stableK]).toEqual([0, 0, 0]);
    expect(inside.stableK).toBe(inside.C);
    expect(inside.K.at(-1)).toBeCloseTo(inside.C, 6);
    expect(inside.variable.kernel.at(-1)).toBeCloseTo(inside.C, 1);
    const circuit = await json("theory", "lotka-volterra", ...small, "--lambda", "circuit");
    expect(circuit.lambda.min.from).toBe("from the tangent vectors of 3 samples");
  });

  it.each([
    ["late-time", "lt.svg"],
    ["deep-limit", "dl.svg"],
    ["lotka-volterra", "lv.png"],
  ])("%s draws %s", async (name, file) => {
    const args = ["theory", name, ...small, "--plot", file, ...(name === "late-time" ? ["--monte-carlo", "0"] : [])];
    expect((await runCli(args, folder)).code).toBe(0);
    const written = readFileSync(join(folder, file));
    expect(file.endsWith(".svg") ? written.toString().slice(0, 4) : written.subarray(1, 4).toString()).toBe(
      file.endsWith(".svg") ? "<svg" : "PNG",
    );
  });

  it("an existing figure is replaced only with --force", async () => {
    const args = ["theory", "late-time", "--qubits", "1", "--layers", "4", "--monte-carlo", "0", "--plot", "lt.svg"];
    const again = await runCli(args, folder);
    expect([again.code, again.stderr]).toEqual([1, "qntk: lt.svg: exists already; choose another file or add --force.\n"]);
    expect((await runCli([...args, "--force"], folder)).code).toBe(0);
  });
});

describe("diagnose", () => {
  it("foresees what the run did: phase, steps within a factor of 3, and a stable learning rate", async () => {
    const report = await json("diagnose", ...small, "--error", "0.01");
    expect([report.parameters, report.threshold, report.fisherRank, report.overParametrised]).toEqual([24, 6, 6, true]);
    const shown = await json("show", "run", "--at", "0,900");
    const run = await json("show", "run");
    report.targets.forEach(
      (target: { phase: string; initial: { epsilon: number; K: number }; largestStableEta: number }, k: number) => {
        expect(target.phase).toBe(run.targets[k].phase === "undetermined" ? target.phase : run.targets[k].phase);
        expect(target.initial.epsilon).toBeCloseTo(mean(shown.epsilon[k][0]), 10);
        expect(target.initial.K).toBeCloseTo(mean(shown.kernel[k][0]), 10);
        expect(target.largestStableEta).toBeGreaterThan(4e-3);
      },
    );
    const steps = report.targets[2].steps.estimate;
    const range = (first: number, last: number) => `${Math.round(first)},${Math.round(last)}`;
    const around = await json("show", "run", "--at", range(steps / 3, Math.min(900, steps * 3)));
    expect(mean(around.epsilon[2][0]) - 4).toBeGreaterThan(0.01);
    expect(mean(around.epsilon[2][1]) - 4).toBeLessThan(0.01);
  });

  it("above its bound gradient descent leaves the minimum; far below it does not", async () => {
    const { targets } = await json("diagnose", ...small, "--target", "min-4");
    const bound = Math.max(...targets[0].etaBounds.map(({ eta }: { eta: number }) => eta));
    const settled = async (eta: number) => {
      const name = `eta-${eta.toFixed(4)}`;
      const args = [
        "train",
        ...withOptions(small, ["--eta", String(eta)]),
        "--target",
        "min-4",
        "--out",
        name,
        "--no-plot",
        "--quiet",
        "--measure",
        "none",
      ];
      await runCli(args, folder);
      const shown = await json("show", name, "--at", "900");
      return Math.max(...shown.epsilon[0][0].map((value: number) => value - 4)) < 1e-3;
    };
    expect(await settled(0.3 * targets[0].largestStableEta)).toBe(true);
    expect(await settled(4 * bound)).toBe(false);
  });

  it("circuits of Pauli generators: the dimension of their Lie algebra; too few parameters are reported", async () => {
    const args = ["--ansatz", "hea", "--qubits", "3", "--layers", "2", "--observable", "tfim", "--samples", "1"];
    const report = await json("diagnose", ...args);
    expect(report.lieAlgebra.dimension).toBe(63);
    expect([report.parameters, report.threshold, report.overParametrised]).toEqual([12, 14, false]);
    const { stdout } = await runCli(["diagnose", ...args, "--target", "min"], folder);
    expect(stdout).toContain("not above the over-parametrisation threshold 2d − 2 = 14");
    expect(stdout).toContain("dimension 63: all of su(2^n)");
  });
});

describe("refusals", () => {
  it.each([
    [["theory", "late-time", "--plot", "x.pdf"], '--plot is "x.pdf"; allowed: a file name that ends in .svg or .png.'],
    [["theory", "late-time", "--ensemble", "1.5"], "--ensemble is 1.5; allowed: an integer from 0 to 100000."],
    [["theory", "late-time", "--run", "nowhere"], "nowhere: does not exist."],
    [["theory", "late-time", "--run", "run", "--qubits", "3"], '--qubits is "3"; allowed: nothing with --run'],
    [
      ["theory", "lotka-volterra", "--lambda", "0"],
      '--lambda is "0"; allowed: circuit, edge, deep, or a finite number other than 0.',
    ],
    [["theory", "lotka-volterra", "--layers", "6", "--lambda", "edge"], "L = 6 is not above the threshold 30"],
    [
      ["theory", "deep-limit", "--ansatz", "hea", "--qubits", "9", "--layers", "1", "--target", "-1"],
      "--qubits is 9; allowed: at most 8",
    ],
    [["diagnose", "--error", "0"], "--error is 0; allowed: a finite number greater than 0."],
    [["theory", "nonsense"], "unknown command 'nonsense'"],
  ])("%j", async (args, message) => {
    const { code, stderr, stdout } = await runCli(args, folder);
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain(message);
  });

  it("nothing is written where the figure is refused", () => {
    expect(existsSync(join(folder, "x.pdf"))).toBe(false);
  });
});
