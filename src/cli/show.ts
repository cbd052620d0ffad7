/**
 * `qntk show`: the summary of a run, or its numbers at chosen steps; with --check, whether the files below a folder are what was written.
 */

import { ArgumentError } from "../base/errors.ts";
import { readNumber } from "../base/numerals.ts";
import { requirePlotFile } from "../figures/node/plot-file.ts";
import { checkFolder } from "../runs/check-folder.ts";
import { readRun } from "../runs/run-folder.ts";
import { print, printJson } from "../terminal/terminal.ts";
import { checkJson, checkText, damagedFiles } from "../text/check.ts";
import { numbersAtJson, numbersAtText, storedRunJson, storedRunText } from "../text/stored-run.ts";

/** Option values of the command. */
export interface ShowValues {
  readonly at?: string;
  readonly check?: boolean;
  readonly plot?: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** Runs the command and returns its exit code. */
export async function showCommand(
  dir: string,
  { at, check = false, plot, force = false, json = false }: ShowValues,
): Promise<number> {
  requirePlotFile(plot, force);
  if (check) {
    if (at !== undefined) throw new ArgumentError("at", at, "nothing with --check, which prints no numbers");
    if (plot !== undefined) throw new ArgumentError("plot", plot, "nothing with --check, which draws nothing");
    const found = checkFolder(dir);
    if (json) printJson(checkJson(dir, found));
    else print(checkText(found));
    return damagedFiles(found).length === 0 ? 0 : 1;
  }
  const run = await readRun(dir);
  if (plot !== undefined) await (await import("../figures/node/stored-run.ts")).plotStoredRun(plot, run);
  if (at !== undefined) {
    const steps = parseSteps(at, run.record.rows);
    if (json) printJson(numbersAtJson(run, steps));
    else print(numbersAtText(run, steps));
  } else if (json) printJson(storedRunJson(dir, run));
  else print(storedRunText(run));
  return 0;
}

function parseSteps(text: string, rows: number): number[] {
  return text.split(",").map((part) => {
    const step = readNumber(part) ?? Number.NaN;
    if (!Number.isInteger(step) || step < 0 || step >= rows) {
      throw new ArgumentError(
        "at",
        part.trim(),
        rows === 0 ? "nothing yet: no row is recorded" : `steps from 0 to ${rows - 1}, separated by commas`,
      );
    }
    return step;
  });
}
