/**
 * `qntk train`, `show` and `export` as a user meets them: numbers, files, what is refused, what is said of a run.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { readRealNpy, writeNpy } from "../../src/runs/npy.ts";
import { readRun } from "../../src/runs/run-folder.ts";
import { runAlone, runCli } from "../support/cli.ts";
import { temporaryFolder } from "../support/temporary.ts";

/** Two samples with a learning rate far above the limit of stability. */
const OSCILLATING = [
  ...["train", "--qubits", "2", "--layers", "16", "--eta", "2", "--target", "-1", "--samples", "2", "--steps", "300"],
];

describe("qntk train, show and export", () => {
  it("negative targets parse; show prints every digit; export gives NumPy the same numbers", async () => {
    const folder = temporaryFolder();
    const out = join(folder, "run");
    const args = [
      "--qubits",
      "3",
      "--layers",
      "8",
      "--samples",
      "2",
      "--steps",
      "20",
      "--target",
      "-20",
      "--target",
      "max+1",
      "--measure",
      "mu:10,theta:20,hessian:20",
    ];
    expect((await runAlone(["train", ...args, "--out", out, "--quiet", "--no-plot"])).code).toBe(0);

    const at = JSON.parse((await runCli(["show", out, "--at", "0,7,20", "--json"])).stdout);
    expect(at.steps).toEqual([0, 7, 20]);
    expect(at.targets[0]).toBe(-20);
    expect([at.epsilon.length, at.epsilon[0].length, at.epsilon[0][0].length]).toEqual([2, 3, 2]);
    expect(at.mu.steps).toEqual([0, 10, 20]);
    expect([at.mu.values.length, at.mu.values[0].length, at.mu.values[0][0].length]).toEqual([2, 3, 2]);

    const npz = join(folder, "run.npz");
    expect((await runCli(["export", out, "--npz", npz])).code).toBe(0);
    const members = unzipSync(readFileSync(npz));
    const epsilon = readRealNpy(members["epsilon.npy"], "epsilon");
    expect(epsilon.shape).toEqual([2, 2, 21]);
    for (const [k, t] of [0, 7, 20].entries()) for (const s of [0, 1]) expect(at.epsilon[0][k][s]).toBe(epsilon.data[s * 21 + t]);
    expect(readRealNpy(members["theta.npy"], "theta").shape).toEqual([2, 2, 2, 8]);
    expect(readRealNpy(members["hessian_eigenvalues.npy"], "hessian").shape).toEqual([2, 2, 2, 8]);
    expect(JSON.parse(new TextDecoder().decode(members["run.json"])).config.target).toEqual([-20, "max+1"]);

    const summary = await runCli(["show", out]);
    expect(summary.stdout).toContain("complete, 21 of 21 rows");
    expect(summary.stdout).toContain("undetermined");
    expect(JSON.parse((await runCli(["show", out, "--json"])).stdout)).toMatchObject({
      status: "complete",
      rows: 21,
      config: { qubits: 3 },
    });
  });

  // The second circuit's matrices fill a memory of their own, which the threads share.
  it.each([
    ["gates", ["--ansatz", "hea", "--qubits", "3", "--layers", "4"]],
    ["matrices", ["--qubits", "6", "--layers", "16"]],
  ])("the number of threads changes nothing, to the last bit: %s", async (_, circuit) => {
    const folder = temporaryFolder();
    const results = [];
    for (const threads of ["1", "2", "3"]) {
      const out = join(folder, threads);
      const run = ["--steps", "60", "--samples", "5", "--threads", threads, "--out", out, "--quiet", "--no-plot"];
      const { code, stderr } = await runCli(["train", ...circuit, ...run]);
      expect([code, stderr]).toEqual([0, ""]);
      results.push((await runCli(["show", out, "--at", "0,30,60", "--json"])).stdout);
    }
    expect(results[1]).toBe(results[0]);
    expect(results[2]).toBe(results[0]);
  });

  it("nothing is overwritten without --force", async () => {
    const folder = temporaryFolder();
    const out = join(folder, "run");
    const train = ["train", "--qubits", "2", "--layers", "4", "--steps", "5", "--out", out, "--quiet", "--no-plot"];
    expect((await runCli(train)).code).toBe(0);
    const before = readFileSync(join(out, "run.json"), "utf8");
    const refused = await runAlone(train);
    expect([refused.code, refused.stderr]).toEqual([1, `qntk: ${out}: exists already; choose another folder or add --force.\n`]);
    expect(readFileSync(join(out, "run.json"), "utf8")).toBe(before);
    expect((await runCli([...train, "--force"])).code).toBe(0);
    const npz = join(folder, "run.npz");
    expect((await runCli(["export", out, "--npz", npz])).code).toBe(0);
    expect((await runCli(["export", out, "--npz", npz])).code).toBe(1);
    expect((await runCli(["export", out, "--npz", npz, "--force"])).code).toBe(0);
  });

  it("a learning rate far too large: warns once, goes on to the end, marks the samples in JSON, show and report", async () => {
    const out = join(temporaryFolder(), "run");
    const { code, stdout, stderr } = await runCli([...OSCILLATING, "--out", out, "--json"]);
    expect(code).toBe(0);
    expect(stderr.match(/qntk: /g)).toHaveLength(1);
    expect(stderr).toMatch(
      /qntk: target −1, sample [01], step \d+: the loss rose at \d+ of the last \d+ steps; the largest stable η there is [\d.]+ \(2 \/ largest eigenvalue of the loss Hessian\), and η is 2; training goes on\.\n/,
    );
    const result = JSON.parse(stdout);
    expect(result.rows).toBe(301);
    expect(result.events).toHaveLength(2);
    expect(result.events[0]).toMatchObject({ target: -1, rule: "oscillating", ends: false });
    const shown = JSON.parse((await runCli(["show", out, "--json"])).stdout);
    expect([shown.status, shown.rows, shown.events]).toEqual(["complete", 301, result.events]);
    expect((await runCli(["show", out])).stdout).toMatch(/target −1: 2 of 2 samples oscillate, first seen at steps? \d+/);
    expect(readFileSync(join(out, "report.html"), "utf8")).toContain("2 of 2 samples oscillate");
    const hessian = await runCli(["hessian", out, "--json"]);
    expect([hessian.code, JSON.parse(hessian.stdout).step]).toEqual([0, 300]);
  });

  it("--stop-when ends samples one by one: honest arrays, the same on any number of threads", async () => {
    const folder = temporaryFolder();
    const rules = ["--stop-when", "diverged", "--stop-when", "epsilon<1e-3"];
    const runs = [];
    for (const threads of ["1", "2"]) {
      const out = join(folder, threads);
      const { code, stdout } = await runCli([
        ...["train", "--qubits", "2", "--layers", "16", "--eta", "2", "--steps", "300", "--samples", "3"],
        ...["--target", "-1", "--target", "max-1"],
        ...rules,
        "--threads",
        threads,
        "--out",
        out,
        "--json",
        "--no-plot",
      ]);
      expect(code).toBe(0);
      runs.push({ ...JSON.parse(stdout), run: "" });
      const { record, document } = await readRun(out);
      expect(document.status).toBe("complete");
      for (const { column, step } of document.events ?? []) {
        const own = record.epsilon.subarray(column * 301, (column + 1) * 301);
        expect(own.findIndex((value) => Number.isNaN(value))).toBe(step === 300 ? -1 : step + 1);
      }
      expect(document.events?.every(({ ends }) => ends)).toBe(true);
      expect(new Set(document.events?.map(({ step }) => step)).size).toBeGreaterThan(1);
    }
    expect(runs[0]).toEqual(runs[1]);
  });

  it("a circuit too shallow for its target: table, JSON and report say that samples are trapped", async () => {
    const out = join(temporaryFolder(), "run");
    const shallow = ["--layers", "4", "--samples", "6", "--steps", "2000", "--target", "min-4", "--out", out];
    const { code, stdout } = await runCli(["train", ...shallow]);
    expect(code).toBe(0);
    const [, , header, , row, note] = stdout.split("\n");
    expect(header.split(/\s{2,}/).join(", ")).toBe(
      "target, phase, ε, K, λ, ⟨μ/K⟩, ζ, C, R, fitted rate, predicted, finite η, difference",
    );
    expect(row).toMatch(/^−18 {5}frozen error [56]\/6 /);
    expect(note).toMatch(/^target −18: [56] of 6 samples are trapped above the residual: ε − R = 9\.133 to 9\.795$/);
    const [target] = JSON.parse((await runCli(["show", out, "--json"])).stdout).targets;
    expect(target.trapped).toBeGreaterThanOrEqual(5);
    expect(target.residualError).toBeCloseTo(target.epsilon - target.R, 12);
    expect(target.residualError).toBeGreaterThan(9);
    const report = readFileSync(join(out, "report.html"), "utf8");
    expect(report).toMatch(/; [56] of 6 samples are trapped above the residual: ε&nbsp;−&nbsp;R = 9\.133 to 9\.795\./);
    expect(report).toContain("<th>ε</th>");
    expect(report).toContain("<th>⟨μ/K⟩</th>");
  });

  it("dense observables and states come from .npy files, and resuming does not need them again", async () => {
    const folder = temporaryFolder();
    const matrix = join(folder, "o.npy");
    writeFileSync(matrix, writeNpy(Float64Array.of(1, 2, 2, -1), [2, 2]));
    const out = join(folder, "run");
    const args = [
      "train",
      "--qubits",
      "1",
      "--layers",
      "3",
      "--observable",
      "dense",
      "--matrix",
      matrix,
      "--target",
      "min",
      "--steps",
      "10",
      "--out",
      out,
      "--no-plot",
    ];
    expect((await runCli([...args, "--quiet"])).code).toBe(0);
    rmSync(matrix);
    const resumed = await runCli(["train", "--resume", out, "--json", "--no-plot"]);
    expect(resumed.code).toBe(0);
    expect(JSON.parse(resumed.stdout).targets[0].target).toBeCloseTo(-Math.sqrt(5), 12);
    const state = join(folder, "psi.npy");
    writeFileSync(state, writeNpy(Float64Array.of(0.6, 0.8), [2]));
    const projector = await runCli([
      "train",
      "--qubits",
      "1",
      "--layers",
      "3",
      "--observable",
      "projector",
      "--state",
      state,
      "--target",
      "max",
      "--steps",
      "5",
      "--out",
      join(folder, "p"),
      "--quiet",
      "--no-plot",
    ]);
    expect(projector.code).toBe(0);
    expect(existsSync(join(folder, "p", "observable.npy"))).toBe(true);
  });

  it.each([
    ["none", true],
    ["mu:10", false],
  ])("says where λ comes from with --measure %s", async (measure, inferred) => {
    const args = ["--qubits", "2", "--layers", "4", "--samples", "1", "--steps", "20", "--target", "min", "--measure", measure];
    const { stdout } = await runCli(["train", ...args, "--out", join(temporaryFolder(), "run"), "--no-plot"]);
    expect(stdout).toContain("⟨μ/K⟩");
    expect(stdout.includes("μ was not measured")).toBe(inferred);
  });
});
