/**
 * `qntk show --plot`: the figure of a stored run.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runHere } from "../support/cli.ts";
import { temporaryFolder } from "../support/temporary.ts";

async function trained(steps: number): Promise<string> {
  const run = join(temporaryFolder(), "run");
  const size = ["--qubits", "2", "--layers", "12", "--samples", "2", "--target", "min-2", "--steps", String(steps)];
  expect(
    await runHere(["train", ...size, "--out", run, "--no-plot", "--quiet", "--threads", "1", "--engine", "wasm"]),
  ).toMatchObject({
    code: 0,
  });
  return run;
}

describe("show --json", () => {
  it("names the parameters of a circuit that has names", async () => {
    const run = join(temporaryFolder(), "run");
    const circuit = "OPENQASM 3.0; input float a; input array[float, 2] p; qubit q; rx(a) q; ry(p[1]) q; rx(p[0]) q;";
    const options = ["--ansatz", "circuit", "--circuit", circuit, "--observable", "pauli", "--pauli", "Z", "--target", "min"];
    await runHere(["train", ...options, "--steps", "1", "--samples", "1", "--out", run, "--no-plot", "--quiet"]);
    expect(JSON.parse((await runHere(["show", run, "--json"])).stdout).parameters).toEqual(["a", "p[0]", "p[1]"]);
  });
});

describe("show --plot", () => {
  it("draws the figure and prints the summary", async () => {
    const run = await trained(200);
    const file = join(temporaryFolder(), "run.svg");
    const { code, stdout } = await runHere(["show", run, "--plot", file]);
    expect([code, stdout]).toEqual([0, expect.stringContaining("complete, 201 of 201 rows")]);
    expect(readFileSync(file, "utf8")).toMatch(/^<svg.*frozen/s);
    expect((await runHere(["show", run, "--plot", file])).stderr).toContain("exists already; choose another file or add --force");
    expect((await runHere(["show", run, "--plot", file, "--force"])).code).toBe(0);
  });

  it.each([
    [["--plot", "run.gif"], 'qntk: --plot is "run.gif"; allowed: a file name that ends in .svg or .png.\n'],
    [["--plot", "run.svg", "--check"], 'qntk: --plot is "run.svg"; allowed: nothing with --check, which draws nothing.\n'],
    [["--plot", "run.svg"], 'qntk: --plot is "run.svg"; allowed: nothing yet: fewer than two rows are recorded.\n'],
  ])("refuses %j of a run without steps", async (options, sentence) => {
    expect(await runHere(["show", await trained(0), ...options])).toEqual({ code: 2, stdout: "", stderr: sentence });
  });
});
