/**
 * `qntk depth`: one run for each depth, numbers and figure, and going on where it was stopped.
 */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runCli } from "../support/cli.ts";
import { temporaryFolder } from "../support/temporary.ts";

const options = [
  "--qubits",
  "2",
  "--layers-list",
  "12,3,24",
  "--samples",
  "3",
  "--eta",
  "0.01",
  "--steps",
  "1500",
  "--monte-carlo",
  "10",
];

describe("qntk depth", () => {
  it("shows what each depth reaches, and takes complete runs as they are when resumed", { timeout: 60_000 }, async () => {
    const out = join(temporaryFolder(), "depth");
    const { code, stdout } = await runCli(["depth", ...options, "--out", out, "--quiet", "--json"]);
    expect(code).toBe(0);
    const found = JSON.parse(stdout);
    expect(found).toMatchObject({ end: "min", threshold: 6, study: out });
    expect(found.depths.map(({ layers }: { layers: number }) => layers)).toEqual([3, 12, 24]);
    const [shallow, ...deep] = found.depths;
    expect([shallow.reached, shallow.fisherRank, shallow.edge.mean]).toEqual([0, [3, 3], 0]);
    for (const { reached, fisherRank, hessianRank, lambda, measuredLambda, expectation } of deep) {
      expect([reached, fisherRank, hessianRank]).toEqual([3, [6, 6], [6, 6]]);
      expect(measuredLambda.mean / lambda.mean).toBeCloseTo(1, 1);
      expect(expectation.mean).toBeCloseTo(found.extreme, 6);
    }
    expect(readFileSync(join(out, "depth.svg"), "utf8")).toContain("<svg");
    expect(existsSync(join(out, "layers-12", "run.json"))).toBe(true);

    rmSync(join(out, "layers-24"), { recursive: true });
    rmSync(join(out, "depth.json"));
    const before = readFileSync(join(out, "layers-3", "run.json"), "utf8");
    const again = await runCli(["depth", "--resume", out, "--json", "--quiet", "--no-plot"]);
    expect(JSON.parse(again.stdout)).toEqual(found);
    expect(readFileSync(join(out, "layers-3", "run.json"), "utf8")).toBe(before);
    expect((await runCli(["depth", "--resume", out, "--eta", "1"])).stderr).toContain("allowed: nothing with --resume");
    expect((await runCli(["depth", ...options, "--out", out])).stderr).toContain("exists already");
  });

  it.each([
    [["--target", "min+1"], '--target is "min+1"; allowed: a target beyond the spectrum, such as min-20%.'],
    [["--layers-list", "8,x"], '--layers-list is "8,x"; allowed: numbers of layers separated by commas, such as 8,16,32.'],
    [["--qubits", "9"], "--qubits is 9; allowed: at most 8"],
    [["--resume", "nowhere"], "nowhere: is not a study folder: it has no study.json"],
  ])("refuses %j", async (args, message) => {
    const { code, stderr } = await runCli(["depth", ...args], temporaryFolder());
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});
