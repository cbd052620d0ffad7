/**
 * Histories predicted for deep circuits as a table and as JSON.
 */
import { range } from "../base/arrays.ts";
import { formatNumber } from "../base/format.ts";
import { phaseLabels } from "../figures/palette.ts";
import { averaged, type DeepLimitPrediction, meanLambda } from "../reports/deep-limit.ts";
import { formatTable } from "./table.ts";

/** Rows of the table. */
const TABLE_ROWS = 6;

/** Some rows of every target, a run beside them where there is one. */
export function deepLimitTable(times: readonly number[], predictions: readonly DeepLimitPrediction[]): string {
  const shown = range(TABLE_ROWS).map((k) => Math.round((k * (times.length - 1)) / (TABLE_ROWS - 1)));
  const withRun = predictions.some(({ simulated }) => simulated !== undefined);
  const rows = predictions.flatMap((prediction) =>
    [...new Set(shown)].map((k) => [
      formatNumber(prediction.target, 6),
      phaseLabels[prediction.phase],
      String(times[k]),
      ...[
        averaged(prediction, k, (row) => row.epsilon),
        averaged(prediction, k, (row) => row.residualError),
        averaged(prediction, k, (row) => row.kernel),
        meanLambda(prediction, k),
        ...(prediction.simulated === undefined ? [] : [prediction.simulated.epsilon[k], prediction.simulated.kernel[k]]),
      ].map((value) => formatNumber(value)),
    ]),
  );
  return formatTable(
    ["target", "phase", "step", "ε", "ε − R", "K", "λ", ...(withRun ? ["ε of the run", "K of the run"] : [])],
    rows,
    2,
  );
}

/** Every row. */
export function deepLimitJson(times: readonly number[], predictions: readonly DeepLimitPrediction[]): unknown {
  return {
    steps: times,
    targets: predictions.map((prediction) => ({
      target: prediction.target,
      phase: prediction.phase,
      R: prediction.residual,
      epsilon: times.map((_, k) => averaged(prediction, k, (row) => row.epsilon)),
      residualError: times.map((_, k) => averaged(prediction, k, (row) => row.residualError)),
      K: times.map((_, k) => averaged(prediction, k, (row) => row.kernel)),
      lambda: times.map((_, k) => meanLambda(prediction, k)),
      simulated: prediction.simulated && { epsilon: prediction.simulated.epsilon, K: prediction.simulated.kernel },
    })),
  };
}
