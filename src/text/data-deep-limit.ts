/**
 * Histories predicted for deep circuits trained on data, as a table and as JSON.
 */
import { range } from "../base/arrays.ts";
import { formatNumber } from "../base/format.ts";
import type { DataDeepLimitReport } from "../reports/data-deep-limit.ts";
import { formatTable } from "./table.ts";

/** Rows of the table. */
const TABLE_ROWS = 6;

/** Some rows of every datum and target vector, a run beside them where there is one. */
export function dataDeepLimitTable({ times, predictions }: DataDeepLimitReport): string {
  const shown = [...new Set(range(TABLE_ROWS).map((k) => Math.round((k * (times.length - 1)) / (TABLE_ROWS - 1))))];
  const withRun = predictions.some(({ simulated }) => simulated !== undefined);
  const rows = predictions.flatMap(({ targets, epsilon, kernel, simulated }, vector) =>
    shown.flatMap((k) =>
      targets.map((target, a) => {
        const own = [epsilon[k][a], kernel[k][a * targets.length + a]];
        const other = [simulated?.epsilon[k][a] ?? Number.NaN, simulated?.kernel?.[k][a * targets.length + a] ?? Number.NaN];
        return [
          ...[String(vector), String(times[k]), String(a), formatNumber(target, 6)],
          ...[...own, ...(withRun ? other : [])].map((value) => formatNumber(value)),
        ];
      }),
    ),
  );
  return formatTable(
    ["vector", "step", "datum", "target", "ε", "K", ...(withRun ? ["ε of the run", "K of the run"] : [])],
    rows,
    1,
  );
}

/** Every row. */
export function dataDeepLimitJson({ times, predictions }: DataDeepLimitReport): unknown {
  const matrices = (rows: readonly (readonly number[])[], count: number) =>
    rows.map((row) => range(count).map((a) => row.slice(a * count, (a + 1) * count)));
  return {
    steps: times,
    targets: predictions.map(({ targets, epsilon, kernel, simulated }) => ({
      ...{ targets, epsilon, kernel: matrices(kernel, targets.length) },
      ...(simulated !== undefined && {
        simulated: {
          epsilon: simulated.epsilon,
          ...(simulated.kernel !== undefined && { kernel: matrices(simulated.kernel, targets.length) }),
        },
      }),
    })),
  };
}
