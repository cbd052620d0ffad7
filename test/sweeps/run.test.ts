/**
 * Sweeps on this machine: the numbers of single runs to the last bit, whatever is killed in between.
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readRun } from "../../src/runs/run-folder.ts";
import { seriesOf } from "../../src/training/record.ts";
import { runAlone, runCli, startCli } from "../support/cli.ts";
import { temporaryFolder } from "../support/temporary.ts";

const sweep = {
  base: { qubits: 2, samples: 2, steps: 400, eta: 0.004 },
  axes: { layers: [6, 12], target: ["min-2", "min+2"], seed: [1, 2] },
  keep: ["epsilon", "kernel", "λ∞", "gap", "phase", "steps"],
};

function fileOf(folder: string, content: object): string {
  const path = join(folder, "sweep.json");
  writeFileSync(path, JSON.stringify(content));
  return path;
}

/** All results of a sweep's folder by point, without what depends on how often it was stopped. */
function resultsOf(folder: string): Record<string, unknown> {
  const names = readdirSync(join(folder, "points")).sort();
  return Object.fromEntries(
    names.map((name) => {
      const { attempts: _, ...result } = JSON.parse(readFileSync(join(folder, "points", name), "utf8"));
      return [name, result];
    }),
  );
}

describe("a sweep on this machine", () => {
  it("gives the numbers of single runs to the last bit, and a table of every point and sample", {
    timeout: 180_000,
  }, async () => {
    const parent = temporaryFolder();
    const file = fileOf(parent, sweep);
    const plan = JSON.parse((await runCli(["sweep", "plan", file, "--json"])).stdout);
    expect(plan.points).toHaveLength(8);
    expect(plan.batches).toHaveLength(4);
    const out = join(parent, "out");
    const ran = await runAlone(["sweep", "run", file, "--out", out, "--json"]);
    expect(ran.code).toBe(0);
    expect(JSON.parse(ran.stdout)).toMatchObject({ points: 8, done: 8, failed: 0, complete: true, failures: [] });
    expect(readdirSync(join(out, "runs"))).toEqual([]);

    const { id } = plan.points.find(({ at }: { at: object }) => JSON.stringify(at) === '{"layers":12,"target":"min-2","seed":2}');
    const result = JSON.parse(readFileSync(join(out, "points", `${id}.json`), "utf8"));
    const single = join(parent, "single");
    const options = [
      "--qubits",
      "2",
      "--samples",
      "2",
      "--steps",
      "400",
      "--eta",
      "0.004",
      "--layers",
      "12",
      "--target",
      "min-2",
      "--seed",
      "2",
    ];
    expect((await runCli(["train", ...options, "--out", single, "--no-plot", "--quiet"])).code).toBe(0);
    const { record } = await readRun(single);
    expect(result.values.epsilon).toEqual([0, 1].map((column) => seriesOf(record, "epsilon", column)[400]));
    expect(result.values.kernel).toEqual([0, 1].map((column) => seriesOf(record, "kernel", column)[400]));

    const table = join(parent, "table.csv");
    expect((await runCli(["sweep", "collect", out, "--out", table])).code).toBe(0);
    const lines = readFileSync(table, "utf8").trim().split("\n");
    expect(lines).toHaveLength(1 + 8 * 2);
    expect(lines[0]).toBe(
      "point,layers,target,seed,sample,targetValue,epsilon,kernel,lambdaInfinity,gap,phase,phaseShare,phaseProbability,stepsToError",
    );
    expect((await runCli(["sweep", "collect", out, "--out", table])).stderr).toContain("exists already");

    // More values of an axis: what is done counts.
    const more = fileOf(parent, { ...sweep, axes: { ...sweep.axes, seed: [1, 2, 3] } });
    const before = resultsOf(out);
    expect(JSON.parse((await runCli(["sweep", "run", more, "--out", out, "--json"])).stdout)).toMatchObject({
      points: 12,
      done: 12,
    });
    expect(resultsOf(out)).toMatchObject(before);
  });

  it("killed with -9 at any moment and run again, ends with the results of the undisturbed one", {
    timeout: 180_000,
  }, async () => {
    const parent = temporaryFolder();
    const file = fileOf(parent, {
      ...sweep,
      base: { ...sweep.base, ansatz: "hea", steps: 3000 },
      axes: { layers: [2, 4], target: ["min-2", "min+2"], seed: [1, 2] },
    });
    const whole = join(parent, "whole");
    expect((await runCli(["sweep", "run", file, "--out", whole, "--quiet"])).code).toBe(0);
    const out = join(parent, "out");
    for (const milliseconds of [700, 1500]) {
      const { child, done } = startCli(["sweep", "run", file, "--out", out, "--quiet"], undefined, {
        QNTK_COMMIT_SECONDS: "0.1",
      });
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
      child.kill("SIGKILL");
      await done;
    }
    const last = await runAlone(["sweep", "run", file, "--out", out, "--quiet"]);
    expect(last).toMatchObject({ code: 0, stderr: "" });
    expect(resultsOf(out)).toEqual(resultsOf(whole));
  });

  it("records a point that fails, with its own sentence, and does the rest", { timeout: 120_000 }, async () => {
    const parent = temporaryFolder();
    const failing = {
      base: { ...sweep.base, observable: "projector", target: 1 },
      axes: { state: ["01", "missing.npy"], layers: [4, 8] },
    };
    const out = join(parent, "out");
    const file = fileOf(parent, failing);
    const ran = await runCli(["sweep", "run", file, "--out", out, "--json"]);
    expect(ran.code).toBe(1);
    const report = JSON.parse(ran.stdout);
    expect(report).toMatchObject({ points: 4, done: 2, failed: 2 });
    expect(report.failures[0]).toMatchObject({ kind: "failed", message: expect.stringContaining("missing.npy") });
    expect(ran.stderr).toContain("state missing.npy, layers 4");
    const status = JSON.parse((await runCli(["sweep", "status", out, "--json"])).stdout);
    expect(status).toMatchObject({ done: 2, failed: 2, running: 0 });
    rmSync(file);
    expect((await runCli(["sweep", "logs", out, report.failures[0].points[0]])).stdout).toContain("missing.npy");
    expect((await runCli(["sweep", "retry", out, "--only", "timeout"])).code).toBe(1);
  });
});
