/**
 * Runs that are made longer, and options that are given twice.
 */
import { join } from "node:path";
import { expect, it } from "vitest";
import { readCheckpoint, readRun } from "../../src/runs/run-folder.ts";
import { runCli } from "../support/cli.ts";
import { temporaryFolder } from "../support/temporary.ts";

const SMALL = ["train", "--qubits", "2", "--layers", "8", "--samples", "2", "--quiet", "--no-plot", "--target", "-2"];
const HOW = ["--target", "-8", "--eta", "0.01", "--measure", "mu:30,theta:50"];

it.each([
  ["--optimizer", "momentum"],
  ["--optimizer", "adam"],
  ["--stop-when", "epsilon<1e-3"],
])("%s %s: --resume with more steps comes, bit for bit, to the run that had them from the start", async (...options) => {
  const parent = temporaryFolder();
  const [short, long] = [join(parent, "short"), join(parent, "long")];
  const train = (out: string, steps: string) => runCli([...SMALL, ...HOW, ...options, "--steps", steps, "--out", out]);
  await train(short, "130");
  await train(long, "300");
  expect((await runCli(["train", "--resume", short, "--steps", "300", "--quiet", "--no-plot"])).code).toBe(0);
  const [left, right] = [await readRun(short), await readRun(long)];
  expect(left.record).toEqual(right.record);
  expect(left.document.config).toEqual(right.document.config);
  expect(readCheckpoint(short, left.document)).toEqual(readCheckpoint(long, right.document));
  const fewer = await runCli(["train", "--resume", short, "--steps", "10"]);
  expect([fewer.code, fewer.stderr]).toEqual([2, "qntk: --steps is 10; allowed: at least the 300 steps that the run has.\n"]);
});

it("an option that takes one value is refused where it is given twice; --steps 0 records the initial row", async () => {
  const { code, stderr } = await runCli(["train", "--layers", "16", "--layers", "32"]);
  expect([code, stderr]).toEqual([2, 'qntk: --layers is "32"; allowed: one value; --layers was given before, as 16.\n']);
  const out = join(temporaryFolder(), "run");
  expect((await runCli([...SMALL, "--steps", "0", "--out", out])).code).toBe(0);
  expect((await readRun(out)).record.rows).toBe(1);
});

it("an observable without width is refused: there is nothing to train", async () => {
  const { code, stderr } = await runCli(["train", "--observable", "pauli", "--pauli", "2*II", "--qubits", "2"]);
  expect([code, stderr]).toEqual([
    2,
    "qntk: --observable is 2 times the identity on 2 qubits; allowed: one with at least two different eigenvalues: every state has the same <O>, so that there is nothing to train.\n",
  ]);
});
