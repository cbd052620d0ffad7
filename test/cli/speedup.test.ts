/**
 * `qntk speedup`: the linear loss's run predicts the time of every target; what is too far is unstable, and equal cost is reported.
 */
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runCli } from "../support/cli.ts";
import { temporaryFolder } from "../support/temporary.ts";

const options = ["--qubits", "2", "--layers", "24", "--samples", "4", "--eta", "0.002", "--steps", "3000", "--seed", "1"];

interface Target {
  residual: number;
  target: number;
  predicted: { steps: number; rateRatio: number };
  measured?: { steps: number };
  rateRatio?: number;
  equalCost?: { steps: number };
  equalCostPredicted: number;
  etaLimit: number;
}

describe("qntk speedup", () => {
  it("times within 3 % and late rates within 5 % of the prediction; resumed to the same numbers", {
    timeout: 90_000,
  }, async () => {
    const out = join(temporaryFolder(), "speedup");
    const first = await runCli(["speedup", ...options, "--residuals", "4,1,0.5,2,200", "--out", out, "--json", "--quiet"]);
    expect(first.code).toBe(0);
    const found = JSON.parse(first.stdout) as { targets: Target[]; linear: { steps: number }; optimum: number };
    expect(found.targets.map(({ residual }) => residual)).toEqual([0.5, 1, 2, 4, 200]);
    for (const { residual, target, predicted, measured, rateRatio, equalCost, equalCostPredicted } of found.targets.slice(0, 4)) {
      expect(target).toBeCloseTo(-6 - residual, 8);
      expect(Math.abs((measured?.steps ?? 0) / predicted.steps - 1)).toBeLessThan(0.03);
      expect(Math.abs((rateRatio ?? 0) / residual - 1)).toBeLessThan(0.05);
      expect(Math.abs(predicted.rateRatio / residual - 1)).toBeLessThan(0.02);
      expect(Math.abs((equalCost?.steps ?? 0) / equalCostPredicted - 1)).toBeLessThan(0.03);
      expect(equalCostPredicted).toBeGreaterThan(found.linear.steps);
    }
    const far = found.targets[4];
    expect(found.optimum).toBeGreaterThan(4);
    expect(found.optimum).toBeLessThan(200);
    expect([far.measured, far.etaLimit < 0.002]).toEqual([undefined, true]);
    expect(readFileSync(join(out, "speedup.svg"), "utf8")).toContain("<svg");

    rmSync(join(out, "equal-cost-2"), { recursive: true });
    const again = await runCli(["speedup", "--resume", out, "--json", "--quiet", "--no-plot"]);
    expect(JSON.parse(again.stdout)).toEqual(found);
    const { stdout } = await runCli(["speedup", "--resume", out, "--no-plot"]);
    expect(stdout).toContain("Warning: it wins only because its effective learning rate η ε grew.");
  });

  it.each([
    [["--residuals", "1,-2"], '--residuals is "1,-2"; allowed: positive numbers separated by commas, such as 1,2,4.'],
    [["--error", "0"], "--error is 0; allowed: a finite number greater than 0."],
    [
      ["--qubits", "2", "--layers", "3", "--steps", "50"],
      "--steps is 50; allowed: more steps, a larger --error or another --eta",
    ],
  ])("refuses %j", async (args, message) => {
    const { code, stderr } = await runCli(["speedup", ...args, "--quiet"], temporaryFolder());
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});
