/**
 * What `qntk theory restricted-haar` prints of data: tables and JSON.
 */
import { range } from "../base/arrays.ts";
import { formatNumber } from "../base/format.ts";
import { plainNumber } from "../base/words.ts";
import type { MeanWithError, RestrictedHaarDataReport } from "../reports/restricted-haar-data.ts";
import { formatTable } from "./table.ts";

/** Pairs of data that are listed. */
const LISTED = 36;

/** For each target vector the output states' expectations, and a line for every pair of data. */
export function restrictedHaarDataText(reports: readonly RestrictedHaarDataReport[]): string {
  return reports.map(textOf).join("\n\n");
}

function textOf({ targets, count, starts, expectation, kernel, mu, lambda, monteCarlo }: RestrictedHaarDataReport): string {
  const pairs = range(count).flatMap((a) => range(count).map((b) => [a, b] as const));
  const withError = ({ mean, error }: MeanWithError, k: number) => `${formatNumber(mean[k], 4)} ± ${formatNumber(error[k], 2)}`;
  const rows = pairs.slice(0, LISTED).map(([a, b]) => {
    const k = a * count + b;
    return [
      ...[`${a}, ${b}`, withError(kernel, k), withError(mu, k), formatNumber(lambda[k], 4)],
      ...(monteCarlo === undefined
        ? []
        : [
            ...[formatNumber(monteCarlo.kernel.mean[k], 4), formatNumber(monteCarlo.sigmas.kernel[k], 2)],
            ...[formatNumber(monteCarlo.mu.mean[k], 4), formatNumber(monteCarlo.sigmas.mu[k], 2)],
          ]),
    ];
  });
  const header = [
    ...["α, β", "mean K_αβ", "mean μ_ααβ", "λ_ααβ"],
    ...(monteCarlo === undefined ? [] : ["K drawn", "sigmas apart", "μ drawn", "sigmas apart"]),
  ];
  const ends = range(count).map((a) => `${formatNumber(expectation.mean[a], 4)} ± ${formatNumber(expectation.sd[a], 2)}`);
  const rest = pairs.length > LISTED ? `\nthe first ${LISTED} of ${pairs.length} pairs` : "";
  return `targets ${targets.map(plainNumber).join(", ")}; output states of ${starts} random starts, <O> = ${ends.join(", ")} (spread)\n\n${formatTable(header, rows, 1)}${rest}`;
}

/** The same as JSON. */
export function restrictedHaarDataJson(reports: readonly RestrictedHaarDataReport[]): object {
  return {
    data: reports[0].count,
    targets: reports.map((report) => {
      const { count, monteCarlo } = report;
      const matrix = (values: Float64Array) => range(count).map((a) => [...values.subarray(a * count, (a + 1) * count)]);
      const both = ({ mean, error }: MeanWithError) => ({ mean: matrix(mean), error: matrix(error) });
      return {
        ...{ targets: report.targets, starts: report.starts },
        expectation: { mean: [...report.expectation.mean], sd: [...report.expectation.sd] },
        ...{ kernel: both(report.kernel), mu: both(report.mu), lambda: matrix(report.lambda) },
        ...(monteCarlo !== undefined && {
          monteCarlo: {
            circuits: monteCarlo.circuits,
            kernel: { ...both(monteCarlo.kernel), sigmas: matrix(monteCarlo.sigmas.kernel) },
            mu: { ...both(monteCarlo.mu), sigmas: matrix(monteCarlo.sigmas.mu) },
          },
        }),
      };
    }),
  };
}
