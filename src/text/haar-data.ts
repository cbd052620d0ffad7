/**
 * What `qntk theory haar` prints of data: tables and JSON.
 */
import { range } from "../base/arrays.ts";
import { formatNumber } from "../base/format.ts";
import type { HaarDataReport } from "../reports/haar-data.ts";
import { formatTable } from "./table.ts";

/** Pairs of data that are listed. */
const LISTED = 36;

/** A line for every pair of data. */
export function haarDataText({ count, overlaps, exact, monteCarlo }: HaarDataReport): string {
  const pairs = range(count).flatMap((a) => range(count - a).map((b) => [a, a + b] as const));
  const rows = pairs.slice(0, LISTED).map(([a, b]) => {
    const k = a * count + b;
    return [
      `${a}, ${b}`,
      formatNumber(overlaps[k]),
      formatNumber(exact[k]),
      ...(monteCarlo === undefined
        ? []
        : [
            `${formatNumber(monteCarlo.mean[k])} ± ${formatNumber(monteCarlo.error[k], 2)}`,
            formatNumber((monteCarlo.mean[k] - exact[k]) / monteCarlo.error[k], 2),
          ]),
    ];
  });
  const header = ["α, β", "|<ψα|ψβ>|²", "mean K_αβ", ...(monteCarlo === undefined ? [] : ["Monte Carlo", "sigmas apart"])];
  const rest = pairs.length > LISTED ? `\nthe first ${LISTED} of ${pairs.length} pairs` : "";
  return `${formatTable(header, rows, 1)}${rest}`;
}

/** The same as JSON. */
export function haarDataJson({ count, overlaps, exact, monteCarlo }: HaarDataReport): object {
  const matrix = (values: Float64Array) => range(count).map((a) => [...values.subarray(a * count, (a + 1) * count)]);
  return {
    data: count,
    overlaps: matrix(overlaps),
    exact: { meanK: matrix(exact) },
    ...(monteCarlo !== undefined && {
      monteCarlo: { circuits: monteCarlo.circuits, meanK: matrix(monteCarlo.mean), error: matrix(monteCarlo.error) },
    }),
  };
}
