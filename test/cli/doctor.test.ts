/**
 * `qntk doctor`: the same in words and as JSON, with and without native kernels.
 */
import { describe, expect, it } from "vitest";
import { runAlone, startCli } from "../support/cli.ts";
import { nativeSkipped } from "../support/engine-cases.ts";

describe("doctor", () => {
  it("--json: versions, the engine and why, threads, memory, Python, Slurm, lab", async () => {
    const { code, stdout } = await runAlone(["doctor", "--json"]);
    expect(code).toBe(0);
    const found = JSON.parse(stdout);
    expect(Object.keys(found)).toEqual([
      ...["qntk", "node", "platform", "processor", "engine", "threads", "memory", "python", "slurm", "lab"],
    ]);
    expect(found.node).toBe(process.version);
    expect(found.engine.auto).toBe(nativeSkipped === undefined ? "native" : "wasm");
    expect(found.engine.faster === null).toBe(nativeSkipped === undefined);
    expect(found.engine.wasm.memory).toBe(2 ** 32);
    expect(found.memory.total).toBeGreaterThan(found.memory.free);
    for (const key of ["python", "slurm", "lab"]) if (!found[key].available) expect(found[key].reason).toMatch(/\w/);
  });

  it("without native kernels: the engine is wasm, with the reason and what to do", async () => {
    const environment = { QNTK_NATIVE: "off", QNTK_PYTHON: "/nowhere/python" };
    const { code, stdout } = await startCli(["doctor"], undefined, environment).done;
    expect(code).toBe(0);
    expect(stdout).toContain("wasm: there are no native kernels: QNTK_NATIVE=off is set");
    expect(stdout).toContain("unset QNTK_NATIVE");
    expect(stdout).toContain("no: /nowhere/python cannot be run");
  });

  it("a run asked to be native where there are no native kernels is refused in a sentence", async () => {
    const args = ["train", "--qubits", "2", "--layers", "2", "--target", "0", "--steps", "2", "--engine", "native"];
    const { code, stderr } = await startCli(args, undefined, { QNTK_NATIVE: "off" }).done;
    expect(code).toBe(2);
    expect(stderr).toContain("engine");
    expect(stderr).toContain("QNTK_NATIVE=off is set");
  });
});
