/**
 * The published device runs: comma-separated total errors, a row for each run, a column for each step.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { FormatError } from "../base/errors.ts";
import { openDataFolder } from "./data-folder.ts";

/** Name of a file of device runs; the target is in it. */
const NAME = /HEAepsHistXXZ_n2L4Tgt(-?\d+(?:\.\d+)?)Kolkata\.csv$/;

/**
 * The device runs of every target in a folder of published data.
 *
 * @throws FormatError if the folder is not laid out like the authors' data, holds no device runs, or one that cannot be read
 */
export function readDeviceCurves(dir: string): ReadonlyMap<number, readonly Float64Array[]> {
  const { root, paths } = openDataFolder(dir);
  const found = paths.flatMap((path) => {
    const match = NAME.exec(path);
    return match === null ? [] : [[Number(match[1]), readRuns(join(root, path))] as const];
  });
  if (found.length === 0) throw new FormatError(dir, "holds no device runs (HEAepsHistXXZ_n2L4Tgt…Kolkata.csv)");
  return new Map(found);
}

function readRuns(path: string): readonly Float64Array[] {
  const lines = readFileSync(path, "utf8").trim().split(/\r?\n/);
  return lines.map((line) => {
    const row = Float64Array.from(line.split(","), (cell) => (cell.trim() === "" ? Number.NaN : Number(cell)));
    if (!row.every(Number.isFinite)) throw new FormatError(path, "holds something other than numbers");
    return row;
  });
}
