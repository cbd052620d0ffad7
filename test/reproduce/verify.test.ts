/**
 * `qntk verify` against the authors' data, as much of it as fits in a minute; skipped where the data is not there.
 */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { readRealNpy, writeNpy } from "../../src/runs/npy.ts";
import { runCli } from "../support/cli.ts";
import { publishedData } from "../support/published-data.ts";
import { temporaryFolder } from "../support/temporary.ts";

const data = publishedData ?? "";

async function verify(...args: string[]) {
  const { code, stdout } = await runCli(["verify", ...args, "--json"]);
  return { code, ...JSON.parse(stdout) } as {
    code: number;
    exact: number;
    statistical: number;
    failed: number;
    files: { path: string; status: string; steps: number; comparison?: { maxRelative: number }; test?: { pValue: number } }[];
  };
}

describe.skipIf(publishedData === undefined)("the published data", () => {
  it.each([
    ["RPA n=6 L=192, first 20 steps", ["--only", "training/RPA/Heisenberg/n6/*n6L192*", "--max-steps", "20"], 10],
    ["limited depth n=6 L=6, target -0.2, first 400 steps", ["--only", "*n6L6Tgt-0.2*", "--max-steps", "400"], 4],
    ["linear loss n=6 L=192, first 10 steps", ["--only", "linearLoss/**", "--max-steps", "10"], 7],
    [
      "n=4 L=64 with the final Hessian and gradient, 2 of 20 samples, all steps",
      ["--only", "*n4L64_-13.5*", "--samples", "2"],
      4,
    ],
    [
      "HEA n=8 D=48 XXZ and TFIM, first 10 steps",
      ["--only", "training/HEA/{Heisenberg,Ising}/n8/*", "--max-steps", "10", "--samples", "4"],
      7,
    ],
    ["HEA n=2, all steps", ["--only", "training/HEA/Heisenberg/n2/*"], 3],
    [
      "state preparation, μ before training, 10 samples",
      ["--only", "**/randS/n{3,5}/*mus*L{16,128,512}Tgt1.0*", "--max-steps", "1", "--samples", "10"],
      4,
    ],
    ["state preparation n=5 L=5, all steps, one sample", ["--only", "*mus*n5L5Tgt*", "--samples", "1"], 1],
    ["μ at θ = 0, held by a file named like a trained one", ["--only", "*mus*n5L512Tgt5.npy"], 1],
    ["final μ of n=6 L=6, 8 of 50 samples", ["--only", "*mulateXXZ_n6L6Tgt*", "--samples", "8"], 1],
  ])("%s: every number within the tolerance", { timeout: 120_000 }, async (_, args, exact) => {
    const result = await verify(data, ...args);
    expect([result.code, result.exact, result.failed]).toEqual([0, exact, 0]);
    for (const file of result.files.filter(({ status }) => status === "pass")) {
      expect(file.steps, file.path).toBeGreaterThan(0);
      // Far inside the tolerance: agreement is at the level of rounding.
      expect(file.comparison?.maxRelative, file.path).toBeLessThan(1e-11);
    }
  });

  it("files made with other seeds are drawn from the distributions they should be", { timeout: 120_000 }, async () => {
    const result = await verify(data, "--only", "{QNTK/**/*L2.npy,**/n2/hess/*Tgt4.0.npy}");
    expect([result.code, result.failed, result.statistical]).toEqual([0, 0, 5]);
    for (const { test } of result.files) expect(test?.pValue).toBeGreaterThan(0.01);
  });

  it("one digit changed in a published file is found, at its step; a truncated one is named", { timeout: 60_000 }, async () => {
    const folder = temporaryFolder();
    const name = "data/training/HEA/Heisenberg/n2/HEAepsHistXXZ_n2L4Tgt-10.npy";
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    cpSync(join(data, name), path);
    const good = await runCli(["verify", folder]);
    expect([good.code, good.stdout]).toEqual([0, expect.stringContaining("1 exact, 0 statistical")]);

    const { shape, data: numbers } = readRealNpy(readFileSync(path), name);
    numbers[137] += 1e-8;
    writeFileSync(path, writeNpy(numbers, shape));
    const bad = await runCli(["verify", folder]);
    expect([bad.code, bad.stdout]).toEqual([1, expect.stringContaining("beyond 1e-9 from step 137 on")]);

    writeFileSync(path, readFileSync(path).subarray(0, -8));
    const broken = await runCli(["verify", folder]);
    expect([broken.code, broken.stdout]).toEqual([
      2,
      expect.stringContaining("is truncated: 1592 bytes of numbers, where its header states 1600"),
    ]);
  });
});
