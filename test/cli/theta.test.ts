/**
 * Initial angles from a file: recorded as they are given, kept with the run, refused where they do not fit.
 */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { writeNpy } from "../../src/runs/npy.ts";
import { readRun } from "../../src/runs/run-folder.ts";
import { runHere } from "../support/cli.ts";
import { temporaryFolder } from "../support/temporary.ts";

const [SAMPLES, PARAMETERS] = [2, 6];
const options = [
  ...["--qubits", "2", "--layers", String(PARAMETERS), "--target", "min", "--target", "-1", "--samples", String(SAMPLES)],
  ...["--measure", "theta:5", "--no-plot", "--quiet", "--threads", "1", "--engine", "wasm"],
];
const angles = Float64Array.from({ length: SAMPLES * PARAMETERS }, (_, k) => Math.sin(k));

function angleFile(data: Float64Array, shape: readonly number[]): string {
  const file = join(temporaryFolder(), "theta.npy");
  writeFileSync(file, writeNpy(data, shape));
  return file;
}

async function trained(folder: string, ...more: string[]) {
  const { code, stderr } = await runHere(["train", ...options, "--out", folder, ...more]);
  expect([code, stderr]).toEqual([0, ""]);
  const { record } = await readRun(folder);
  const { steps, values } = record.measured.theta ?? { steps: [], values: new Float64Array() };
  return [0, 1, 2, 3].map((column) => [...values.slice(column * steps.length * PARAMETERS).slice(0, PARAMETERS)]);
}

describe("initial angles from a file", () => {
  it("a row for each sample, alike for every target; one row for all samples", async () => {
    const each = await trained(
      join(temporaryFolder(), "run"),
      "--steps",
      "1",
      "--theta",
      angleFile(angles, [SAMPLES, PARAMETERS]),
    );
    const [first, second] = [angles.slice(0, PARAMETERS), angles.slice(PARAMETERS)].map((row) => [...row]);
    expect(each).toEqual([first, second, first, second]);
    const all = await trained(
      join(temporaryFolder(), "run"),
      "--steps",
      "1",
      "--theta",
      angleFile(angles.slice(0, PARAMETERS), [PARAMETERS]),
    );
    expect(all).toEqual([first, first, first, first]);
  });

  it("of runs with data: their targets are those of the labels, or several vectors", async () => {
    const [first] = [[...angles.slice(0, PARAMETERS)]];
    const file = angleFile(angles.slice(0, PARAMETERS), [PARAMETERS]);
    const data = [
      "--qubits",
      "2",
      "--layers",
      String(PARAMETERS),
      "--data",
      "basis:0,3",
      "--observable",
      "pauli",
      "--pauli",
      "ZI",
    ];
    for (const targets of [
      ["--labels", "1,-1"],
      ["--target", "1,-1", "--target", "0.5,0"],
    ]) {
      const run = join(temporaryFolder(), "run");
      const how = [
        "--samples",
        "2",
        "--steps",
        "1",
        "--measure",
        "theta:1",
        "--no-plot",
        "--quiet",
        "--threads",
        "1",
        "--engine",
        "wasm",
      ];
      expect(await runHere(["train", ...data, ...targets, ...how, "--theta", file, "--out", run])).toMatchObject({
        code: 0,
        stderr: "",
      });
      const { theta } = (await readRun(run)).record.measured;
      const columns = targets.length;
      expect(theta?.values).toHaveLength(columns * 2 * PARAMETERS);
      for (let column = 0; column < columns; column++)
        expect([...(theta?.values.slice(column * 2 * PARAMETERS) ?? []).slice(0, PARAMETERS)]).toEqual(first);
    }
  });

  it("a run keeps them: it goes on without the file, to the bits of one that was never stopped", async () => {
    const file = angleFile(angles, [SAMPLES, PARAMETERS]);
    const [whole, parts] = [join(temporaryFolder(), "whole"), join(temporaryFolder(), "parts")];
    await trained(whole, "--steps", "10", "--theta", file);
    await trained(parts, "--steps", "0", "--theta", file);
    rmSync(file);
    expect(await runHere(["train", "--resume", parts, "--steps", "10", "--no-plot", "--quiet", "--threads", "1"])).toMatchObject({
      code: 0,
      stderr: "",
    });
    const [a, b] = [await readRun(whole), await readRun(parts)];
    expect(b.record.epsilon).toEqual(a.record.epsilon);
    expect(b.record.kernel).toEqual(a.record.kernel);
  });

  it.each([
    [Float64Array.of(1, 2, 3), [3], "of shape (3); allowed: 6 finite real numbers for each sample, shape (2, 6)"],
    [new Float64Array(18), [3, 6], "of shape (3, 6); allowed: 6 finite real numbers"],
    [new Float64Array(6).fill(Number.NaN), [6], "with numbers that are not finite or not real; allowed"],
    [new Float64Array(12), [1, 2, 6], "of shape (1, 2, 6); allowed: 6 finite real numbers for each sample"],
  ])("refuses what does not fit: %s %j", async (data, shape, sentence) => {
    const file = angleFile(data, shape);
    const { code, stderr } = await runHere([
      "train",
      ...options,
      "--steps",
      "1",
      "--theta",
      file,
      "--out",
      join(temporaryFolder(), "run"),
    ]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(sentence)]);
  });

  it("and beside angles by name", async () => {
    const args = ["--ansatz", "circuit", "--circuit", "OPENQASM 3.0; input float a; qubit q; rx(a) q;", "--angles", "a=1"];
    const { code, stderr } = await runHere(["train", ...args, "--theta", "x.npy"]);
    expect([code, stderr]).toEqual([
      2,
      'qntk: --theta is "x.npy"; allowed: no theta with angles, which says where they start as well.\n',
    ]);
  });
});
