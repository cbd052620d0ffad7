/**
 * The commands as a user meets them: output, files, JSON, exit codes.
 */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { readRealNpy } from "../../src/runs/npy.ts";
import { runCli, startCli } from "../support/cli.ts";
import { temporaryFolder } from "../support/temporary.ts";

const small = ["--qubits", "2", "--layers", "16", "--coupling", "4", "--samples", "4", "--steps", "1500"];

describe("qntk transition", () => {
  it("prints JSON with the three phases and writes the run, the figures and the report", async () => {
    const out = join(temporaryFolder(), "run");
    const { code, stdout } = await runCli(["transition", ...small, "--json", "--out", out]);
    expect(code).toBe(0);
    const result = JSON.parse(stdout);
    expect(result.run).toBe(out);
    expect(result.targets.map((entry: { phase: string }) => entry.phase)).toEqual(["frozen-kernel", "critical", "frozen-error"]);
    for (const entry of result.targets) {
      expect(Object.keys(entry)).toEqual(
        expect.arrayContaining(["target", "phase", "K", "lambda", "zeta", "C", "R", "fittedRate", "predictedRate"]),
      );
      expect(Math.abs(entry.fittedRate / entry.predictedRate - 1)).toBeLessThan(0.15);
    }
    expect(result.targets[2].R).toBeCloseTo(4, 10);
    expect(readdirSync(out)).toEqual(
      expect.arrayContaining(["run.json", "zarr.json", "transition.svg", "transition.png", "report.html"]),
    );
    expect(readFileSync(join(out, "transition.png")).subarray(1, 4).toString()).toBe("PNG");
    const report = readFileSync(join(out, "report.html"), "utf8");
    expect(report).toContain(
      "npx qntk transition --ansatz rpa --qubits 2 --layers 16 --entangler haar --observable xxz --coupling 4",
    );
    // Self-contained: nothing is fetched.
    expect(report.match(/(?:src|href)="(?!data:)[^"]*"|url\((?!data:)[^)]*\)/g)).toBeNull();
  });

  it("--lambda circuit: λ known before training is the measured one, without a fit", async () => {
    const out = join(temporaryFolder(), "run");
    const run = ["transition", ...small, "--layers", "32", "--json"];
    const { code, stdout } = await runCli([...run, "--lambda", "circuit", "--out", out]);
    expect(code).toBe(0);
    const [kernel, critical, error] = JSON.parse(stdout).targets;
    expect([kernel.predictedLambda, critical.predictedLambda]).toEqual([undefined, undefined]);
    expect(error.predictedLambda.samples).toHaveLength(4);
    expect(Math.abs(error.predictedLambda.lambda / error.lambdaMeanOfRatios - 1)).toBeLessThan(0.02);
    expect(Math.abs(error.predictedLambda.rate / error.fittedRate - 1)).toBeLessThan(0.05);
    expect(readFileSync(join(out, "report.html"), "utf8")).toContain("λ known before training");
    expect(readFileSync(join(out, "transition.svg"), "utf8")).toContain("λ predicted");
    const again = await runCli(["transition", "--resume", out, "--lambda", "deep", "--json", "--no-plot"]);
    expect(JSON.parse(again.stdout).targets[2].predictedLambda.lambda).toBeGreaterThan(1.2 * error.predictedLambda.lambda);
  });

  it("prints a table and small plots, and names the files", async () => {
    const cwd = temporaryFolder();
    const { code, stdout } = await runCli(["transition", ...small], cwd);
    expect(code).toBe(0);
    expect(stdout).toMatch(/frozen kernel 4\/4/);
    expect(stdout).toMatch(/log10 K\(t\)/);
    expect(stdout).toContain(join("qntk-runs", "transition-1", "transition.png"));
    const again = await runCli(["transition", ...small, "--no-plot", "--quiet"], cwd);
    expect([again.code, again.stdout]).toEqual([0, ""]);
    expect(readdirSync(join(cwd, "qntk-runs")).sort()).toEqual(["transition-1", "transition-2"]);
  });
});

describe("what a run shows", () => {
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

  it("a kernel that is zero, and a single step: figures, report and plots all the same", async () => {
    for (const extra of [
      ["--observable", "pauli", "--pauli", "II", "--steps", "60"],
      ["--steps", "1"],
    ]) {
      const out = join(temporaryFolder(), "run");
      const { code, stdout } = await runCli([
        "transition",
        "--qubits",
        "2",
        "--layers",
        "4",
        "--samples",
        "3",
        ...extra,
        "--out",
        out,
      ]);
      expect(code).toBe(0);
      expect(stdout.match(/NaN|Infinity|undefined/g)).toBeNull();
      for (const file of ["transition.svg", "report.html"]) {
        expect(readFileSync(join(out, file), "utf8").match(/NaN|Infinity|undefined/g)).toBeNull();
      }
    }
  });
});

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
    expect((await runCli(["train", ...args, "--out", out, "--quiet", "--no-plot"])).code).toBe(0);

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
    const refused = await runCli(train);
    expect([refused.code, refused.stderr]).toEqual([1, `qntk: ${out}: exists already; choose another folder or add --force.\n`]);
    expect(readFileSync(join(out, "run.json"), "utf8")).toBe(before);
    expect((await runCli([...train, "--force"])).code).toBe(0);
    const npz = join(folder, "run.npz");
    expect((await runCli(["export", out, "--npz", npz])).code).toBe(0);
    expect((await runCli(["export", out, "--npz", npz])).code).toBe(1);
    expect((await runCli(["export", out, "--npz", npz, "--force"])).code).toBe(0);
  });

  it("a diverging run stops, says where, and keeps what it recorded", async () => {
    const out = join(temporaryFolder(), "run");
    const { code, stdout, stderr } = await runCli([
      "train",
      "--qubits",
      "2",
      "--layers",
      "16",
      "--eta",
      "2",
      "--target",
      "-1",
      "--samples",
      "2",
      "--out",
      out,
      "--json",
    ]);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /qntk: training diverged at step \d+, target -1, sample [01]: the loss rose at \d+ of the last \d+ steps; lower --eta\. Rows 0 to \d+ are in /,
    );
    const result = JSON.parse(stdout);
    expect(result).toMatchObject({ run: out, status: "diverged", rows: result.divergence.step + 1 });
    const shown = JSON.parse((await runCli(["show", out, "--json"])).stdout);
    expect(shown.status).toBe("diverged");
    expect(shown.rows).toBeGreaterThan(1);
    const resumed = await runCli(["train", "--resume", out]);
    expect([resumed.code, resumed.stderr]).toEqual([2, expect.stringContaining("a run that has not diverged")]);
  });

  it("a configuration file takes the same fields, and options win", async () => {
    const folder = temporaryFolder();
    const out = join(folder, "run");
    const first = await runCli([
      "train",
      "--qubits",
      "2",
      "--layers",
      "4",
      "--steps",
      "5",
      "--target",
      "min-1",
      "--out",
      out,
      "--json",
      "--no-plot",
    ]);
    expect(first.code).toBe(0);
    const { config } = JSON.parse((await runCli(["show", out, "--json"])).stdout);
    const file = join(folder, "config.json");
    writeFileSync(file, JSON.stringify(config));
    const second = join(folder, "second");
    expect((await runCli(["train", "--config", file, "--steps", "7", "--out", second, "--quiet", "--no-plot"])).code).toBe(0);
    expect(JSON.parse((await runCli(["show", second, "--json"])).stdout).config).toEqual({ ...config, steps: 7 });
  });

  it("a file says how to run too; what an option replaces goes with the fields that belong to it", async () => {
    const folder = temporaryFolder();
    const file = join(folder, "config.json");
    const out = join(folder, "run");
    const content = {
      qubits: 2,
      layers: 4,
      steps: 5,
      coupling: 3,
      boundary: "open",
      seed: 4,
      target: -1,
      out,
      json: true,
      plot: false,
    };
    writeFileSync(file, JSON.stringify(content));
    const first = await runCli(["train", "--config", file]);
    expect(JSON.parse(first.stdout).run).toBe(out);
    expect(existsSync(join(out, "report.html"))).toBe(false);
    const second = await runCli([
      ...["train", "--config", file, "--observable", "tfim", "--streams", "published", "--target", "−1.5", "--target", "min−1"],
      ...["--force", "--quiet"],
    ]);
    expect(second.code).toBe(0);
    const { config } = JSON.parse((await runCli(["show", out, "--json"])).stdout);
    expect(config).toMatchObject({
      observable: "tfim",
      field: 2,
      boundary: "open",
      target: [-1.5, "min-1"],
      streams: "published",
    });
    expect([config.coupling, config.seed]).toEqual([undefined, undefined]);
  });

  it("entangling layers of two-qubit gates: run.json and the report name them, and an option replaces them with all that is theirs", async () => {
    const folder = temporaryFolder();
    const out = join(folder, "run");
    const args = ["train", "--qubits", "3", "--layers", "4", "--steps", "5", "--samples", "1", "--target", "min"];
    const first = await runCli([...args, "--entangler", "brickwork", "--entangler-depth", "2", "--out", out]);
    expect([first.code, first.stdout]).toEqual([0, expect.stringContaining("rpa brickwork depth 2 n=3 L=4, xxz in")]);
    const { config } = JSON.parse(readFileSync(join(out, "run.json"), "utf8"));
    expect(config).toMatchObject({ entangler: "brickwork", entanglerDepth: 2 });
    const report = readFileSync(join(out, "report.html"), "utf8");
    expect(report).toContain("random Pauli ansatz with Haar brickworks of depth 2, n = 3 qubits");
    expect(report).toContain("--entangler brickwork --entangler-depth 2");
    const file = join(folder, "config.json");
    writeFileSync(file, JSON.stringify(config));
    for (const [options, expected] of [
      [
        ["--entangler", "haar"],
        ["haar", undefined],
      ],
      [
        ["--entangler", "clifford"],
        ["clifford", 2],
      ],
      [
        ["--ansatz", "hea"],
        [undefined, undefined],
      ],
      [
        ["--streams", "published"],
        ["haar", undefined],
      ],
    ] as const) {
      const run = await runCli(["train", "--config", file, ...options, "--out", out, "--force", "--quiet", "--no-plot"]);
      expect([run.code, run.stderr]).toEqual([0, ""]);
      const stored = JSON.parse(readFileSync(join(out, "run.json"), "utf8")).config;
      expect([stored.entangler, stored.entanglerDepth]).toEqual(expected);
    }
  });

  it("a reader that leaves early changes neither the files nor the exit code", async () => {
    const out = join(temporaryFolder(), "run");
    const { child, done } = startCli(["transition", ...small, "--out", out]);
    child.stdout?.destroy();
    child.stderr?.destroy();
    expect((await done).code).toBe(0);
    expect(readdirSync(out)).toEqual(expect.arrayContaining(["report.html", "transition.png"]));
  });

  it("the observable's default targets show three phases of a projector, too", async () => {
    const out = join(temporaryFolder(), "run");
    const { stdout } = await runCli([
      ...["transition", "--qubits", "2", "--layers", "24", "--observable", "projector", "--eta", "0.02", "--samples", "4"],
      ...["--steps", "3000", "--json", "--no-plot", "--out", out],
    ]);
    const { targets } = JSON.parse(stdout);
    expect(targets.map((entry: { target: number }) => entry.target)).toEqual([0.5, 1, 5]);
    expect(targets.map((entry: { phase: string }) => entry.phase)).toEqual(["frozen-kernel", "critical", "frozen-error"]);
  });

  it("dense observables and states come from .npy files, and resuming does not need them again", async () => {
    const { writeNpy } = await import("../../src/runs/npy.ts");
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
});
