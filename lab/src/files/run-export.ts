/**
 * A run of the lab as files: what the command line would write, and plain tables. Loaded when something is first saved.
 */
import { npzOfRun, zipOfRun } from "qntk";
import { estimateNames } from "../engine/estimate-rows.ts";
import type { CompleteRun } from "../engine/protocol.ts";
import type { RunSeries } from "../state/series.ts";

/** Every row as comma-separated values: step, targets, ε and K of each sample (of each datum, and each two of them), and μ where it was measured; from shots their errors and K without bias. */
export function csvOfSeries(series: RunSeries): string {
  const { columns, data } = series;
  /** Names of a sample's numbers: `name_c`, with data followed by so many indices of data. */
  const names = (name: string, order: number) =>
    Array.from({ length: columns * data ** order }, (_, k) => {
      const digits = Array.from({ length: order }, (_, place) => Math.floor(k / data ** (order - 1 - place)) % data);
      return [name, Math.floor(k / data ** order), ...(data === 1 ? [] : digits)].join("_");
    });
  const estimated = series.estimates.rows === 0 ? [] : estimateNames;
  const targets = data === 1 ? ["target"] : Array.from({ length: data }, (_, a) => `target_${a}`);
  const header = [
    "step",
    ...targets,
    ...names("epsilon", 1),
    ...names("kernel", 2),
    ...names("mu", 3),
    ...estimated.flatMap((name) => names(name, 0)),
  ];
  const measured = new Map(series.muRows.map((row, k) => [row, k]));
  const blank = Array.from({ length: columns * data ** 3 }, () => "");
  const lines = Array.from({ length: series.rows }, (_, row) => {
    const k = measured.get(row);
    return [
      row,
      ...series.targets.slice(row, row + 1),
      ...series.epsilon.slice(row, row + 1),
      ...series.kernel.slice(row, row + 1),
      ...(k === undefined ? blank : series.mu.slice(k, k + 1)),
      ...estimated.flatMap((name) => [...series.estimates[name].slice(row, row + 1)]),
    ].join(",");
  });
  return `${[header.join(","), ...lines].join("\n")}\n`;
}

/** The arrays for NumPy, as `qntk export` writes them. */
export function npzFile({ document, record }: CompleteRun): Blob {
  return new Blob([npzOfRun(document, record) as Uint8Array<ArrayBuffer>], { type: "application/zip" });
}

/** The run folder, as `qntk train` writes it, in a .zip. */
export async function zipFile({ document, record, theta }: CompleteRun): Promise<Blob> {
  return new Blob([(await zipOfRun(document, record, theta)) as Uint8Array<ArrayBuffer>], { type: "application/zip" });
}
