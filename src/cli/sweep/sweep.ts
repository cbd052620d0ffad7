/**
 * `qntk sweep plan|run|collect|plot|schema`: sweeps on this machine.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ArgumentError, FormatError } from "../../base/errors.ts";
import { readNumber } from "../../base/numerals.ts";
import { counted } from "../../base/words.ts";
import { requirePlotFile, writePlot } from "../../figures/node/plot-file.ts";
import { estimateSweep } from "../../running/sweep-estimate.ts";
import { collectTable, tidyRows } from "../../sweeps/collect.ts";
import { describe, dimensionsOf } from "../../sweeps/dimensions.ts";
import { createSweepFolder, openSweepFolder, readFailures, readPoint, type SweepFolder } from "../../sweeps/folder.ts";
import { runLocally } from "../../sweeps/local.ts";
import { counts } from "../../sweeps/queue.ts";
import { sliceOf } from "../../sweeps/slices.ts";
import { parseSweepText, type Sweep, sweepFileJsonSchema } from "../../sweeps/sweep-file.ts";
import { watchInterrupts } from "../../terminal/interrupt.ts";
import { note, print, printJson, startProgress } from "../../terminal/terminal.ts";
import { estimateJson, estimateText } from "../../text/sweep-estimate.ts";

/** The command and leading arguments of a process that does batches. */
export function workProgram(): string[] {
  return [fileURLToPath(new URL("./cli.mjs", import.meta.url)), "sweep", "work"];
}

/** Reads a sweep file. */
export function readSweep(file: string): Sweep {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new FormatError(file, code === "ENOENT" ? "does not exist" : `cannot be read: ${code}`);
  }
  return parseSweepText(text, file);
}

/** A whole number of an option. */
export function wholeNumber(option: string, text: string | undefined, least = 1): number | undefined {
  if (text === undefined) return undefined;
  const value = readNumber(text) ?? Number.NaN;
  if (!Number.isInteger(value) || value < least) throw new ArgumentError(option, text, `an integer of at least ${least}`);
  return value;
}

export async function planCommand(
  file: string,
  { processes: given, json = false }: { processes?: string; json?: boolean },
): Promise<number> {
  const estimate = estimateSweep(readSweep(file), wholeNumber("processes", given));
  if (json) printJson(estimateJson(estimate));
  else print(estimateText(estimate));
  return 0;
}

export async function runCommand(
  file: string,
  { out, processes, json = false, quiet = false }: { out: string; processes?: string; json?: boolean; quiet?: boolean },
): Promise<number> {
  const sweep = await createSweepFolder(out, readSweep(file));
  return runOpen(sweep, out, `run ${file} --out ${out}`, { processes: wholeNumber("processes", processes), json, quiet });
}

/** Runs what is open of a sweep here, and says what came out. */
export async function runOpen(
  sweep: SweepFolder,
  out: string,
  command: string,
  { processes, json, quiet }: { processes?: number; json: boolean; quiet: boolean },
): Promise<number> {
  const { signal, release } = watchInterrupts();
  const progress = startProgress("sweep", 1, quiet, { share: true });
  let complete: boolean;
  try {
    complete = await runLocally(sweep, {
      program: workProgram(),
      processes,
      signal,
      onProgress: (done, total) => progress.update(done / total),
    });
  } finally {
    progress.stop();
    release();
  }
  const found = counts(sweep);
  const failures = [...readFailures(sweep).values()];
  if (json) printJson({ sweep: out, ...found, complete, failures });
  else if (!quiet) print(`${found.done} of ${counted(found.points, "point")} done in ${out}`);
  if (!complete) {
    note(`qntk: stopped; go on with: npx qntk sweep ${command}`);
    return 1;
  }
  for (const { points, kind, message } of failures)
    note(`qntk: ${kind}: ${points.map((id) => `${id} (${describe(sweep.points.get(id)?.at ?? {})})`).join(", ")}: ${message}`);
  if (failures.length > 0) note(`qntk: try again with: npx qntk sweep retry ${out}`);
  return failures.length > 0 ? 1 : 0;
}

export async function collectCommand(
  dir: string,
  { out, force = false, json = false }: { out: string; force?: boolean; json?: boolean },
): Promise<number> {
  const folder = openSweepFolder(dir);
  const points = [...folder.points.values()];
  const resultOf = cached(folder);
  const table = collectTable(folder.sweep, dimensionsOf(folder.sweep), points, resultOf);
  const { writeTable } = await import("../../sweeps/write-table.ts");
  await writeTable(out, folder.sweep, table, out.endsWith(".zarr") ? [] : tidyRows(points, resultOf), force);
  if (json)
    printJson({
      file: out,
      points: table.points,
      done: table.done,
      dimensions: table.dimensions,
      variables: table.variables.map(({ name }) => name),
    });
  else
    print(
      `${out}: ${table.done} of ${counted(table.points, "point")}, ${table.dimensions.map(({ name, length }) => `${name} ${length}`).join(" × ")}`,
    );
  if (table.done < table.points)
    note(`qntk: ${counted(table.points - table.done, "point")} not done yet: NaN in the file, or not in it`);
  return 0;
}

export async function plotCommand(
  dir: string,
  {
    x,
    y,
    color,
    at = [],
    out,
    force = false,
  }: { x: string; y: string; color?: string; at?: readonly string[]; out: string; force?: boolean },
): Promise<number> {
  requirePlotFile(out, force);
  const folder = openSweepFolder(dir);
  const points = [...folder.points.values()];
  const table = collectTable(folder.sweep, dimensionsOf(folder.sweep), points, cached(folder));
  const fixed = Object.fromEntries(
    at.map((text) => {
      const sign = text.indexOf("=");
      if (sign < 1) throw new ArgumentError("at", text, "an axis and a value, such as layers=64");
      return [text.slice(0, sign), text.slice(sign + 1)];
    }),
  );
  const slice = sliceOf(table, { x, y, color, at: fixed });
  const { sweepFigure } = await import("../../figures/sweep-figure.ts");
  await writePlot(out, (style) => sweepFigure(slice, `${y} over ${x}`, style));
  print(out);
  return 0;
}

export async function schemaCommand(): Promise<number> {
  print(JSON.stringify(sweepFileJsonSchema(), null, 2));
  return 0;
}

/** Results by id, each file read once. */
function cached(folder: SweepFolder): (id: string) => ReturnType<typeof readPoint> {
  const results = new Map<string, ReturnType<typeof readPoint>>();
  return (id) => {
    if (!results.has(id)) results.set(id, readPoint(folder, id));
    return results.get(id);
  };
}
