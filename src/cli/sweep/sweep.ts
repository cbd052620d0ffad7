/**
 * `qntk sweep plan|run|collect|plot|schema`: sweeps on this machine.
 */
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { ArgumentError, FormatError } from "../../base/errors.ts";
import { durationText } from "../../base/format.ts";
import { readNumber } from "../../base/numerals.ts";
import { counted } from "../../base/words.ts";
import { memoryOf } from "../../experiment/build.ts";
import { requirePlotFile, writePlot } from "../../figures/node/plot-file.ts";
import { unitSeconds } from "../../running/estimate.ts";
import { batchConfig, batchWork, planBatches } from "../../sweeps/batches.ts";
import { collectTable, tidyRows } from "../../sweeps/collect.ts";
import { apartAxes } from "../../sweeps/columns.ts";
import { describe, dimensionsOf } from "../../sweeps/dimensions.ts";
import { createSweepFolder, openSweepFolder, readFailures, readPoint, type SweepFolder } from "../../sweeps/folder.ts";
import { runLocally } from "../../sweeps/local.ts";
import { sweepPoints } from "../../sweeps/points.ts";
import { counts } from "../../sweeps/queue.ts";
import { sliceOf } from "../../sweeps/slices.ts";
import { parseSweepText, type Sweep, sweepFileJsonSchema } from "../../sweeps/sweep-file.ts";
import { watchInterrupts } from "../../terminal/interrupt.ts";
import { note, print, printJson, startProgress } from "../../terminal/terminal.ts";
import { formatTable } from "../../text/table.ts";

/** Bytes of a mebibyte. */
const MEBIBYTE = 2 ** 20;

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
  const sweep = readSweep(file);
  const points = sweepPoints(sweep);
  const known = new Map(points.map((point) => [point.id, point]));
  const options = { histories: sweep.keep.includes("histories") };
  const batches = planBatches(points, undefined, options);
  const members = batches.map((batch) => batch.points.map((id) => known.get(id) as (typeof points)[number]));
  const works = members.map(batchWork);
  const memory = Math.max(...members.map((each) => memoryOf(batchConfig(each))));
  const processes = Math.min(batches.length, wholeNumber("processes", given) ?? availableParallelism());
  const seconds = (unitSeconds() * works.reduce((a, b) => a + b, 0)) / processes;
  const dimensions = dimensionsOf(sweep);
  const apart = apartAxes(sweep, points, options);
  if (json) {
    printJson({
      points: points.map(({ id, at, index }) => ({ id, index, at })),
      batches: batches.map((batch, k) => ({ ...batch, work: works[k] })),
      dimensions,
      apart,
      memory,
      processes,
      seconds,
    });
    return 0;
  }
  const rows = dimensions.map(({ axes, length }) => [
    axes.join(", "),
    String(length),
    axes.map((name) => valuesText(sweep, name)).join("; "),
  ]);
  if (rows.length > 0) print(`${formatTable(["axis", "values", ""], rows, 1)}\n`);
  const excluded = dimensions.reduce((product, { length }) => product * length, 1) - points.length;
  print(`points   ${points.length}${excluded > 0 ? ` (${excluded} excluded)` : ""}`);
  print(
    `batches  ${batches.length}, of up to ${counted(Math.max(...batches.map((batch) => batch.points.length)), "point")} that share a circuit`,
  );
  for (const { axis, why } of apart) print(`         ${axis}: no two values in a batch, as ${why}`);
  print(`memory   ${Math.ceil(memory / MEBIBYTE)} MiB for the largest batch`);
  print(
    `time     about ${durationText(seconds)} with ${processes} ${processes === 1 ? "process" : "processes"} here, a rough estimate from one small training`,
  );
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

/** The values of an axis, the middle ones left out where there are many. */
function valuesText(sweep: Sweep, name: string): string {
  const values = (sweep.axes.find((axis) => axis.name === name)?.values ?? []).map(String);
  return values.length > 8 ? `${values.slice(0, 3).join(", ")}, …, ${values.at(-1)}` : values.join(", ");
}
