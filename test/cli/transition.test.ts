/**
 * `qntk transition` as a user meets it: output, files, JSON, the exit code.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runAlone, runCli, startCli } from "../support/cli.ts";
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
    const run = ["transition", ...small.with(3, "32"), "--json"];
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
    const { code, stdout } = await runAlone(["transition", ...small], cwd);
    expect(code).toBe(0);
    expect(stdout).toMatch(/frozen kernel 4\/4/);
    expect(stdout).toMatch(/log10 K\(t\)/);
    expect(stdout).toContain(join("qntk-runs", "transition-1", "transition.png"));
    const again = await runCli(["transition", ...small, "--no-plot", "--quiet"], cwd);
    expect([again.code, again.stdout]).toEqual([0, ""]);
    expect(readdirSync(join(cwd, "qntk-runs")).sort()).toEqual(["transition-1", "transition-2"]);
  });

  it("an observable without width is refused: there is nothing to train", async () => {
    const args = ["transition", "--qubits", "2", "--layers", "4", "--observable", "pauli", "--pauli", "II"];
    const { code, stderr } = await runCli([...args, "--out", join(temporaryFolder(), "run")]);
    expect(code).toBe(2);
    expect(stderr).toContain("nothing to train");
  });

  it("a kernel that is next to zero, and a single step: figures, report and plots all the same", async () => {
    for (const extra of [
      ["--observable", "pauli", "--pauli", "1e-7*ZI", "--steps", "60"],
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
});
