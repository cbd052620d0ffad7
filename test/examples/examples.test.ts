/**
 * The programs in examples/ run as they stand, through the built package by its name.
 */
import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { temporaryFolder } from "../support/temporary.ts";

const folder = resolve(import.meta.dirname, "../../examples");
const run = promisify(execFile);

/** What the last line of each says. */
const SAYS: Record<string, RegExp> = {
  "gradient-variance.mjs": /^10 0\.0\d+$/,
  "hessian.mjs": /^from -?[\d.]+ to [\d.]+$/,
  "noise.mjs": /^0\.2 [\d.]+$/,
  "open-and-continue.mjs": /^51 rows stored; on to an error of 0\.\d+$/,
  "own-circuit.mjs": /^8 parameters, final error [\d.]+$/,
  "own-loss.mjs": /^final error [\d.]+$/,
  "own-observable.mjs": /^complete: [\d.]+ above -[\d.]+$/,
  "own-optimizer.mjs": /^final error 0\.0\d+$/,
  "own-quantity.mjs": /^100: [\d.]+$/,
  "stop-at-error.mjs": /^stopped before step \d+$/,
  "stream-to-chart.mjs": /^ {2}200 #$/,
  "train-and-plot.mjs": /^final error [\d.]+$/,
};

it("there is a program for each", () => {
  expect(readdirSync(folder).filter((file) => file.endsWith(".mjs"))).toEqual(Object.keys(SAYS));
});

it.each(Object.keys(SAYS))("%s runs, and is at most 25 lines long", async (file) => {
  const path = join(folder, file);
  expect(readFileSync(path, "utf8").trimEnd().split("\n").length).toBeLessThanOrEqual(25);
  const { stdout, stderr } = await run(process.execPath, [path], { cwd: temporaryFolder() });
  expect(stderr).toBe("");
  expect(stdout.trimEnd().split("\n").at(-1)).toMatch(SAYS[file]);
});
