/**
 * Configuration files of `qntk train`: fields, how to run, and what an option replaces.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runHere as runCli } from "../support/cli.ts";
import { temporaryFolder } from "../support/temporary.ts";

describe("configuration files", () => {
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

  it("a file may say how to run, too; an option that replaces a field also drops the fields that belong to it", async () => {
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

  it("entangling layers of two-qubit gates: run.json and the report name them; an option that replaces them drops a depth that no longer applies", async () => {
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
});
