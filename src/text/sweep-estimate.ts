/**
 * What a sweep is before it runs, as text and as JSON.
 */
import { durationText } from "../base/format.ts";
import { counted } from "../base/words.ts";
import type { SweepEstimate } from "../running/sweep-estimate.ts";
import type { Sweep } from "../sweeps/sweep-file.ts";
import { formatTable } from "./table.ts";

/** Bytes of a mebibyte. */
const MEBIBYTE = 2 ** 20;

/** Its axes, and a line for each estimate. */
export function estimateText({ sweep, points, batches, dimensions, apart, memory, processes, seconds }: SweepEstimate): string {
  const rows = dimensions.map(({ axes, length }) => [
    axes.join(", "),
    String(length),
    axes.map((name) => valuesText(sweep, name)).join("; "),
  ]);
  const excluded = dimensions.reduce((product, { length }) => product * length, 1) - points.length;
  return [
    ...(rows.length > 0 ? [`${formatTable(["axis", "values", ""], rows, 1)}\n`] : []),
    `points   ${points.length}${excluded > 0 ? ` (${excluded} excluded)` : ""}`,
    `batches  ${batches.length}, of up to ${counted(Math.max(...batches.map((batch) => batch.points.length)), "point")} that share a circuit`,
    ...apart.map(({ axis, why }) => `         ${axis}: no two values in a batch, as ${why}`),
    `memory   ${Math.ceil(memory / MEBIBYTE)} MiB for the largest batch`,
    `time     about ${durationText(seconds)} with ${processes} ${processes === 1 ? "process" : "processes"} here, a rough estimate from one small training`,
  ].join("\n");
}

/** The same, with every point and batch. */
export function estimateJson({ points, batches, works, dimensions, apart, memory, processes, seconds }: SweepEstimate): unknown {
  return {
    points: points.map(({ id, at, index }) => ({ id, index, at })),
    batches: batches.map((batch, k) => ({ ...batch, work: works[k] })),
    dimensions,
    apart,
    memory,
    processes,
    seconds,
  };
}

/** The values of an axis, the middle ones left out where there are many. */
function valuesText(sweep: Sweep, name: string): string {
  const values = (sweep.axes.find((axis) => axis.name === name)?.values ?? []).map(String);
  return values.length > 8 ? `${values.slice(0, 3).join(", ")}, …, ${values.at(-1)}` : values.join(", ");
}
