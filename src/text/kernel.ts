/**
 * The neural tangent kernel over a data set as text and as JSON.
 */
import { range } from "../base/arrays.ts";
import { formatNumber } from "../base/format.ts";
import { counted } from "../base/words.ts";
import type { KernelReport } from "../reports/data-kernel.ts";
import { formatTable } from "./table.ts";

/** Most data whose matrix is printed. */
const PRINTED = 6;

/** The report; `at` says for which angles. */
export function kernelText(
  { count, samples, mean, spread, eigenvalues, condition, effectiveRank, regression }: KernelReport,
  at: string,
): string {
  const number = (value: number) => formatNumber(value);
  const lines = [`K over ${count} data at ${at}, ${counted(samples, "sample")}`];
  if (count <= PRINTED) {
    const rows = range(count).map((a) => [
      String(a),
      ...range(count).map((b) =>
        samples === 1 ? number(mean[a * count + b]) : `${number(mean[a * count + b])} ± ${number(spread[a * count + b])}`,
      ),
    ]);
    lines.push("", formatTable(["", ...range(count).map(String)], rows, 1));
  }
  const shown = [...eigenvalues].reverse();
  const listed = shown.slice(0, PRINTED).map(number);
  lines.push(
    "",
    `eigenvalues     ${listed.join(", ")}${shown.length > PRINTED ? ", …" : ""} (means over samples)`,
    `condition       ${number(condition)} (median)`,
    `effective rank  ${number(effectiveRank)} of ${count} (median)`,
  );
  if (regression !== undefined) {
    const { data, error = Number.NaN, accuracy = 0, meanAccuracy = 0, network } = regression;
    const percent = (share: number) => `${formatNumber(100 * share, 3)} %`;
    const mean = samples === 1 ? "" : ` of the mean, ${percent(meanAccuracy)} of each sample`;
    lines.push(
      `lazy training   ends with ${data} data held out at an error of ${number(error)}, accuracy ${percent(accuracy)}${mean}`,
    );
    if (network !== undefined)
      lines.push(
        `training        ended with an error of ${number(network.error)}, accuracy ${percent(network.accuracy)}${samples === 1 ? "" : " of each sample"}`,
      );
  }
  return lines.join("\n");
}

/** The same as JSON. */
export function kernelJson({ count, mean, spread, eigenvalues, regression, ...rest }: KernelReport, at: string): object {
  const matrix = (values: Float64Array) => range(count).map((a) => [...values.subarray(a * count, (a + 1) * count)]);
  return {
    at,
    ...{ data: count, kernel: matrix(mean), spread: matrix(spread), eigenvalues: [...eigenvalues], ...rest },
    ...(regression !== undefined && { regression: { ...regression, heldOut: [...regression.heldOut] } }),
  };
}
