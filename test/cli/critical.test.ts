/**
 * `qntk train --target critical`: the preliminary run is kept, whatever moment the command is stopped at.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readRun } from "../../src/runs/run-folder.ts";
import { runCli, startCli } from "../support/cli.ts";
import { publishedData } from "../support/published-data.ts";
import { temporaryFolder } from "../support/temporary.ts";

const run = [
  ...["train", "--qubits", "4", "--layers", "8", "--samples", "4", "--steps", "300", "--eta", "0.005"],
  ...["--target", "critical", "--target", "min", "--critical-steps", "20000", "--quiet", "--no-plot"],
];

async function waitFor(done: () => Promise<boolean>): Promise<void> {
  for (let k = 0; k < 600; k++) {
    if (await done().catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("nothing happened");
}

describe("target critical", () => {
  it("stopped in the preliminary run and resumed, equals the uninterrupted run bit for bit", { timeout: 120_000 }, async () => {
    const parent = temporaryFolder();
    const [whole, stopped] = [join(parent, "whole"), join(parent, "stopped")];
    expect((await runCli([...run, "--out", whole])).code).toBe(0);
    const first = startCli([...run, "--out", stopped], undefined, { QNTK_COMMIT_SECONDS: "0.05" });
    await waitFor(async () => (await readRun(join(stopped, "preliminary"))).record.rows > 0);
    first.child.kill("SIGINT");
    expect((await first.done).stderr).toContain("stopped in the preliminary run; go on with: npx qntk train --resume");
    expect((await readRun(stopped)).document.criticalTargets).toBeUndefined();
    expect((await runCli(["train", "--resume", stopped, "--no-plot", "--quiet"])).code).toBe(0);
    const [expected, resumed] = [await readRun(whole), await readRun(stopped)];
    expect(resumed.record).toEqual(expected.record);
    expect(resumed.document.targets).toEqual(expected.document.targets);
    expect(resumed.document.criticalTargets).toEqual(expected.document.criticalTargets);
    const { targets, critical } = resumed.record.plan;
    expect([...targets.subarray(0, 4)]).toEqual(expected.document.criticalTargets);
    expect([...targets.subarray(4)]).toEqual(Array(4).fill(expected.document.extremes.min));
    expect(critical).toEqual([...Array(4).fill(true), ...Array(4).fill(false)]);

    const npz = join(parent, "run.npz");
    expect((await runCli(["export", stopped, "--npz", npz])).code).toBe(0);
    expect(existsSync(join(stopped, "sample_target", "zarr.json"))).toBe(true);
    const shown = await runCli(["show", stopped]);
    expect(shown.stdout).toMatch(
      /\(critical\): each sample’s own end, from −\d+\.\d+ to −\d+\.\d+, .* reached in 20000 steps towards min−20%/,
    );
    const json = JSON.parse((await runCli(["show", stopped, "--json"])).stdout);
    expect(json.criticalTargets).toEqual(expected.document.criticalTargets);
    const again = await runCli(["diagnose", "--target", "critical"]);
    expect(again.code).toBe(2);
  });

  it.skipIf(publishedData === undefined)(
    "gives the published Tgtc run: targets from -30, to 1e-12",
    { timeout: 60_000 },
    async () => {
      const { readRealNpy } = await import("../../src/runs/npy.ts");
      const { readFileSync } = await import("node:fs");
      const out = join(temporaryFolder(), "run");
      const options = [
        "--qubits",
        "6",
        "--layers",
        "6",
        "--streams",
        "published",
        "--target",
        "critical",
        "--critical-from",
        "-30",
      ];
      const { code } = await runCli(["train", ...options, "--steps", "50", "--out", out, "--quiet", "--no-plot"]);
      expect(code).toBe(0);
      const path = join(publishedData as string, "data/training/RPA/Heisenberg/n6/finite/RPAepshistXXZ_n6L6Tgtc.npy");
      const { data } = readRealNpy(readFileSync(path), path);
      const { record } = await readRun(out);
      for (let t = 0; t <= 50; t++) {
        for (let k = 0; k < 10; k++) expect(Math.abs(record.epsilon[k * 51 + t] - data[t * 10 + k])).toBeLessThan(1e-12);
      }
    },
  );
});
