/**
 * A run of the lab as files: what the command line would write, and plain tables. Loaded when something is first saved.
 */
import { npzOfRun, zipOfRun } from "qntk";
import type { CompleteRun } from "../engine/protocol.ts";
import type { RunSeries } from "../state/series.ts";

/** Every row as comma-separated values: step, target, ε and K of each sample, and λ, ζ of the ensemble where μ was measured. */
export function csvOfSeries(series: RunSeries): string {
  const samples = Array.from({ length: series.columns }, (_, c) => c);
  const header = [
    "step",
    "target",
    ...samples.map((c) => `epsilon_${c}`),
    ...samples.map((c) => `kernel_${c}`),
    ...samples.map((c) => `mu_${c}`),
  ];
  const measured = new Map(series.muRows.map((row, k) => [row, k]));
  const lines = Array.from({ length: series.rows }, (_, row) => {
    const k = measured.get(row);
    return [
      row,
      series.targets.at(row, 0),
      ...samples.map((c) => series.epsilon.at(row, c)),
      ...samples.map((c) => series.kernel.at(row, c)),
      ...samples.map((c) => (k === undefined ? "" : series.mu.at(k, c))),
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
