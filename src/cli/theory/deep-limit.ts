/**
 * `qntk theory deep-limit`: ε(t) and K(t) of deep circuits from the initial populations, with no constant to fit.
 */
import { range } from "../../base/arrays.ts";
import { formatNumber } from "../../base/format.ts";
import { describeRun } from "../../experiment/describe.ts";
import { requirePlotFile, writePlot } from "../../figures/node/plot-file.ts";
import { phaseLabels } from "../../figures/palette.ts";
import { averaged, type DeepLimitPrediction, deepLimitSteps, meanLambda } from "../../reports/deep-limit.ts";
import { runStages } from "../../running/build.ts";
import { formatTable, note, print, printJson } from "../terminal.ts";
import type { LateTimeOptionValues } from "./option-values.ts";
import { subjectOf } from "./subject.ts";

/** Rows of the table. */
const TABLE_ROWS = 6;

/** Runs the command and returns its exit code. */
export async function deepLimitCommand(values: LateTimeOptionValues): Promise<number> {
  requirePlotFile(values.plot, values.force ?? false);
  const { subject, json, listener } = await subjectOf(values);
  const { config, circuit, spectrum } = subject.experiment;
  const { times, predictions } = await runStages(deepLimitSteps(subject), listener);
  if (json) printJson(jsonOf(times, predictions));
  else {
    print(describeRun(config, circuit.parameters, spectrum));
    print(`\n${tableOf(times, predictions)}`);
    const ratio = circuit.parameters / 4 ** config.qubits;
    if (ratio < 10)
      note(`L is ${formatNumber(ratio, 2)} d²: the limit L >> d² is only qualitative here; see docs/finite-depth.md`);
  }
  if (values.plot !== undefined) {
    const { deepLimitFigure } = await import("../../figures/deep-limit.ts");
    await writePlot(values.plot, (style) => deepLimitFigure(times, predictions, style));
    listener.remark(`figure  ${values.plot}`);
  }
  return 0;
}

function tableOf(times: readonly number[], predictions: readonly DeepLimitPrediction[]): string {
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

function jsonOf(times: readonly number[], predictions: readonly DeepLimitPrediction[]): unknown {
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
