/**
 * A sweep whose folder can no longer be written ends with that sentence; it does not go on to fail point after point, nor wait.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { StorageError } from "../../src/base/errors.ts";
import { createSweepFolder, readFailures } from "../../src/sweeps/folder.ts";
import { parseSweep } from "../../src/sweeps/sweep-file.ts";
import { doBatch } from "../../src/sweeps/work.ts";
import { runCli } from "../support/cli.ts";
import { temporaryFolder } from "../support/temporary.ts";

const content = { base: { qubits: 2, steps: 20 }, axes: { layers: [4, 6], target: ["min-2", "min+2"] }, keep: ["epsilon"] };

describe("a sweep's folder that cannot be written", () => {
  it("is no fault of the points: nothing is put on record, and they can be done later", async () => {
    const sweep = await createSweepFolder(join(temporaryFolder(), "out"), parseSweep(content));
    const { id } = sweep.batches[0];
    const full = async (_: unknown, folder: string) => {
      throw new StorageError(folder, "cannot be written: no space is left on the device");
    };
    await expect(doBatch(sweep, id, full)).rejects.toThrow(/no space is left/);
    expect(readFailures(sweep).size).toBe(0);
    // An input that is missing elsewhere is a fault of the points.
    const missing = async () => {
      throw new StorageError("theta.npy", "does not exist");
    };
    expect(await doBatch(sweep, id, missing)).toBe("failed");
    expect([...readFailures(sweep).values()].map(({ message }) => message)).toEqual(["theta.npy: does not exist."]);
  });

  it("ends `sweep run` with one sentence, and `run` again goes on", { timeout: 60_000 }, async () => {
    const parent = temporaryFolder();
    const file = join(parent, "sweep.json");
    writeFileSync(file, JSON.stringify(content));
    const out = join(parent, "out");
    await createSweepFolder(out, parseSweep(content));
    // Root may write anywhere, so a file stands where the folder of the runs belongs.
    rmSync(join(out, "runs"), { recursive: true, force: true });
    writeFileSync(join(out, "runs"), "");
    const failed = await runCli(["sweep", "run", file, "--out", out, "--quiet"]);
    expect(failed.code).toBe(1);
    expect(failed.stderr).toMatch(/^qntk: .*runs.*\.\n$/);
    rmSync(join(out, "runs"));
    mkdirSync(join(out, "runs"));
    expect((await runCli(["sweep", "run", file, "--out", out, "--quiet"])).code).toBe(0);
    expect(readdirSync(join(out, "points"))).toHaveLength(4);
  });
});
