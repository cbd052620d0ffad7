/**
 * Modules of one's own on the command line: their definitions are like any other, in threads too, and runs remember them.
 */
import { appendFileSync, cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readRun } from "../../src/runs/run-folder.ts";
import { runAlone, runCli } from "../support/cli.ts";
import { temporaryFolder } from "../support/temporary.ts";

const source = new URL("ring.mjs", import.meta.url);
const small = ["--qubits", "3", "--layers", "8", "--observable", "ring", "--samples", "2", "--steps", "20", "--no-plot"];

/** A folder with the module in it. */
function withModule(): string {
  const folder = temporaryFolder();
  cpSync(source, join(folder, "ring.mjs"));
  return folder;
}

describe("--import", () => {
  it("brings a definition to help, options, threads and messages; the run records the file and its digest", async () => {
    const folder = withModule();
    const qntk = (...args: string[]) => runAlone(args, folder);
    expect((await qntk("train", "--import", "./ring.mjs", "--help")).stdout).toMatch(
      /--ring-field <g> +field of the ring, for ring/,
    );
    const runs = ["1", "2"].map(async (threads) => {
      const options = ["--ring-field", "0.5", "--threads", threads, "--out", `run${threads}`, "--quiet"];
      expect(await qntk("train", "--import", "./ring.mjs", ...small, ...options)).toMatchObject({ code: 0, stderr: "" });
      return readFileSync(join(folder, `run${threads}`, "run.json"), "utf8");
    });
    const [document] = (await Promise.all(runs)).map((text) => JSON.parse(text));
    expect(document.config).toMatchObject({ observable: "ring", ringField: 0.5 });
    expect(document.plugins).toEqual([{ path: join(folder, "ring.mjs"), sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
    // -(XXI + IXX + XIX) - 0.5 (ZII + IZI + IIZ), from its eigenvalues in NumPy.
    expect(document.extremes.min).toBeCloseTo(-3.232050807568878, 12);
  });

  it("a run without its module, or with one that has changed, says so; a configuration file cannot load one by itself", async () => {
    const folder = withModule();
    const qntk = (...args: string[]) => runAlone(args, folder);
    expect((await qntk("train", "--import", "./ring.mjs", ...small, "--out", "run", "--quiet")).code).toBe(0);
    const missing = await runCli(["show", "run"], folder);
    expect(missing.code).toBe(2);
    expect(missing.stderr).toContain(`which is not imported here: add --import ${join(folder, "ring.mjs")}`);
    appendFileSync(join(folder, "ring.mjs"), "// another\n");
    const changed = await qntk("show", "run", "--import", "./ring.mjs");
    expect(changed.stderr).toContain("it has changed since");
    expect(changed.stdout).toContain("ring");

    writeFileSync(
      join(folder, "config.json"),
      JSON.stringify({ import: "ring.mjs", observable: "ring", qubits: 3, layers: 4, steps: 5 }),
    );
    const refused = await runCli(["train", "--config", "config.json", "--no-plot"], folder);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("modules that the command line allows");
    const allowed = ["train", "--config", "config.json", "--allow-import", "--no-plot", "--quiet", "--out", "allowed"];
    expect(await qntk(...allowed)).toMatchObject({ code: 0 });
  });

  it.each([
    ["no.mjs", undefined, "a file that can be read"],
    ["bad.mjs", "export default 3;", "a module whose default export, or export named register, is a function"],
    ["throws.mjs", "throw new Error('broken');", "an ECMAScript module that runs (broken)"],
    [
      "twice.mjs",
      "export const register = (q) => q.registerObservable({ name: 'xxz', title: 'x', fields: [], targets: ['min', 'min', 'min'], criticalFrom: 'min-1', isPauliSum: true, build() {}, sentence: () => 'x' });",
      "xxz",
    ],
  ])("%s is refused", async (name, text, message) => {
    const folder = temporaryFolder();
    if (text !== undefined) writeFileSync(join(folder, name), text);
    const { code, stderr } = await runCli(["train", "--import", name, "--help"], folder);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  it("the numbers are those of the same observable as a Pauli sum", async () => {
    const folder = withModule();
    const qntk = (...args: string[]) => runAlone(args, folder);
    const rest = ["--qubits", "3", "--layers", "8", "--samples", "2", "--steps", "20", "--target", "-4", "--no-plot", "--quiet"];
    expect((await qntk("train", "--import", "./ring.mjs", "--observable", "ring", ...rest, "--out", "own")).code).toBe(0);
    const pauli = "-XXI - IXX - XIX - ZII - IZI - IIZ";
    expect((await runCli(["train", "--observable", "pauli", "--pauli", pauli, ...rest, "--out", "sum"], folder)).code).toBe(0);
    const shown = JSON.parse((await qntk("show", "own", "--import", "./ring.mjs", "--at", "20", "--json")).stdout);
    const { record } = await readRun(join(folder, "sum"));
    // The terms are added up in another order.
    expect(shown.kernel[0][0][0]).toBeCloseTo(record.kernel[20], 12);
    expect(shown.kernel[0][0][1]).toBeCloseTo(record.kernel[41], 12);
  });
});
