/**
 * The comparison with noise of a run with data as tables and as JSON.
 */
import { formatNumber } from "../base/format.ts";
import { counted } from "../base/words.ts";
import type { ExperimentConfig } from "../experiment/config.ts";
import { describeMeasurement } from "../experiment/describe.ts";
import type { DataNoiseReport, DataNoiseSide } from "../reports/data-noise.ts";
import { estimateLines, noiseJson } from "./noise.ts";
import { formatTable } from "./table.ts";

/** Most data that are listed. */
const LISTED = 32;

/** The tables of all target vectors. */
export function dataNoiseText(config: ExperimentConfig, from: number, reports: readonly DataNoiseReport[]): string {
  const { ansatz, qubits, observable, samples, steps, eta, data } = config;
  const side = ({ loss, accuracy }: DataNoiseSide) => `loss ${formatNumber(loss)}, accuracy ${formatNumber(100 * accuracy, 3)} %`;
  const spread = (value: number, sd: number) => `${formatNumber(value)} ± ${formatNumber(sd, 2)}`;
  const tables = reports.flatMap((report) => [
    "",
    `targets ${report.targets
      .slice(0, LISTED)
      .map((target) => formatNumber(target, 6))
      .join(", ")}: ideal ${side(report.ideal)}; with noise ${side(report.noisy)}`,
    formatTable(
      ["datum", "target", "ideal ε", "noisy ε", "(1−p)ε+p(m−y)", "fitted p", "ideal K", "noisy K"],
      report.data
        .slice(0, LISTED)
        .map(({ target, ideal, final, p, idealKernel, noisyKernel }, a) => [
          String(a),
          formatNumber(target, 6),
          formatNumber(ideal[ideal.length - 1]),
          spread(final.mean, final.sd),
          formatNumber(final.theory),
          spread(p.mean, p.sd),
          formatNumber(idealKernel[steps]),
          formatNumber(noisyKernel.reduce((sum, curve) => sum + curve[steps] / noisyKernel.length, 0)),
        ]),
      2,
    ),
    ...(report.data.length > LISTED ? [`the first ${LISTED} of ${counted(report.data.length, "row")}`] : []),
    ...estimateLines(report.data.slice(0, LISTED), true),
  ]);
  return [
    `${ansatz} n=${qubits}, ${observable}, data ${data}, eta=${eta}, ${steps} steps, ${counted(samples, "repetition")}${describeMeasurement(config)}`,
    ...tables,
    `\nfitted p: least squares over steps ${from} to ${steps} for each datum and repetition, ± the standard deviation over repetitions`,
  ].join("\n");
}

/** The same as JSON. */
export function dataNoiseJson({ targets, data, ideal, noisy }: DataNoiseReport): unknown {
  return { targets, ideal, noisy, data: data.map(noiseJson) };
}
