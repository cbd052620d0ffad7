/**
 * Interrupted runs: killed at any moment or stopped by Ctrl-C, they go on to the very numbers of an undisturbed run.
 */
import { cpSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readCheckpoint, readRun } from "../../src/runs/run-folder.ts";
import { runAlone, runCli, startCli } from "../support/cli.ts";
import { temporaryFolder } from "../support/temporary.ts";

const run = ["--qubits", "4", "--layers", "40", "--samples", "6", "--steps", "2500", "--measure", "mu:50,theta:700"];

/** Commits so often that a run of a second or two is caught in the middle. */
const often = { QNTK_COMMIT_SECONDS: "0.1" };

/** Waits until the run in a folder has committed some but not all of its rows. */
async function waitForRows(folder: string, rows: number): Promise<void> {
  for (let k = 0; k < 600; k++) {
    try {
      if (JSON.parse(readFileSync(join(folder, "run.json"), "utf8")).rows >= rows) return;
    } catch {
      // not there yet
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("the run committed nothing");
}

describe("a run that is stopped", () => {
  it("by kill -9 or Ctrl-C, and resumed, equals the uninterrupted run bit for bit", { timeout: 120_000 }, async () => {
    const parent = temporaryFolder();
    const whole = join(parent, "whole");
    const killed = join(parent, "killed");
    expect((await runCli(["train", ...run, "--out", whole, "--quiet", "--no-plot"])).code).toBe(0);

    const first = startCli(["train", ...run, "--out", killed, "--quiet", "--no-plot"], undefined, often);
    await waitForRows(killed, 1);
    first.child.kill("SIGKILL");
    expect((await first.done).signal).toBe("SIGKILL");
    const afterKill = await readRun(killed);
    expect(afterKill.document.status).toBe("running");
    expect(afterKill.record.rows).toBeGreaterThan(0);
    expect(afterKill.record.rows).toBeLessThan(2501);

    const copy = join(parent, "copy");
    cpSync(killed, copy, { recursive: true });

    const second = startCli(["train", "--resume", killed, "--no-plot"], undefined, often);
    await waitForRows(killed, afterKill.record.rows + 1);
    second.child.kill("SIGINT");
    const stopped = await second.done;
    expect(stopped.code).toBe(1);
    expect(stopped.stderr).toMatch(/qntk: stopped at step \d+ of 2500; go on with: npx qntk train --resume /);

    const third = await runAlone(["train", "--resume", killed, "--threads", "1", "--no-plot", "--json"]);
    expect(third.code).toBe(0);
    expect((await runAlone(["transition", "--resume", copy, "--no-plot", "--quiet"])).code).toBe(0);
    expect((await readRun(copy)).document.command).toBe("train");

    const expected = await readRun(whole);
    for (const folder of [killed, copy]) {
      const resumed = await readRun(folder);
      expect(resumed.record).toEqual(expected.record);
      expect(readCheckpoint(folder, resumed.document)).toEqual(readCheckpoint(whole, expected.document));
      expect(resumed.document.config).toEqual(expected.document.config);
      expect(resumed.document.status).toBe("complete");
    }
  });

  it("a complete run resumes at once, and only options that do not change it are taken", async () => {
    const folder = join(temporaryFolder(), "run");
    await runCli(["train", "--qubits", "2", "--layers", "4", "--steps", "5", "--out", folder, "--quiet", "--no-plot"]);
    const before = readFileSync(join(folder, "run.json"), "utf8");
    expect((await runCli(["train", "--resume", folder, "--json", "--no-plot"])).code).toBe(0);
    expect(readFileSync(join(folder, "run.json"), "utf8")).toBe(before);
    const refused = await runCli(["train", "--resume", folder, "--eta", "0.1"]);
    expect([refused.code, refused.stderr]).toEqual([
      2,
      expect.stringContaining('--eta is "0.1"; allowed: nothing with --resume'),
    ]);
  });
});

describe("a study that trains its own runs", () => {
  const small = ["--qubits", "2", "--layers", "24", "--samples", "4"];

  it.each([
    ["hessian", [...small, "--steps", "12000", "--target", "min-3", "--step", "3000"], ""],
    [
      "depth",
      ["--qubits", "2", "--samples", "4", "--layers-list", "8,16,32", "--steps", "4000", "--monte-carlo", "5"],
      "layers-8",
    ],
    ["speedup", [...small, "--eta", "0.002", "--steps", "3000", "--residuals", "1,4"], "linear"],
  ])(
    "qntk %s: stopped by Ctrl-C, says how to go on, and comes to the same numbers",
    { timeout: 120_000 },
    async (name, options, run) => {
      const parent = temporaryFolder();
      const [whole, stopped] = [join(parent, "whole"), join(parent, "stopped")];
      const numbers = ({ stdout }: { stdout: string }) => ({ ...JSON.parse(stdout), run: undefined, study: undefined });
      const expected = numbers(await runCli([name, ...options, "--out", whole, "--json"]));

      const { child, done } = startCli([name, ...options, "--out", stopped, "--quiet"], undefined, often);
      // The first of its runs: whatever is under way when the signal comes, more is left to do.
      await waitForRows(join(stopped, run), 1);
      child.kill("SIGINT");
      const { code, stderr } = await done;
      const look = name === "hessian" ? " --step 3000 --quiet" : "";
      expect([code, stderr]).toEqual([1, `qntk: stopped; go on with: npx qntk ${name} --resume ${stopped}${look}\n`]);
      expect(existsSync(join(stopped, `${name}.json`))).toBe(false);

      const again = name === "hessian" ? ["--step", "3000"] : [];
      expect(numbers(await runAlone([name, "--resume", stopped, ...again, "--json"]))).toEqual(expected);
    },
  );
});
