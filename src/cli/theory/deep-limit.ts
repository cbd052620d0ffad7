/**
 * `qntk theory deep-limit`: ε(t) and K(t) of deep circuits from the initial populations, with no constant to fit.
 */
import { formatNumber } from "../../base/format.ts";
import { describeRun } from "../../experiment/describe.ts";
import { requirePlotFile, writePlot } from "../../figures/node/plot-file.ts";
import { deepLimitSteps } from "../../reports/deep-limit.ts";
import { runStages } from "../../running/build.ts";
import { note, print, printJson } from "../../terminal/terminal.ts";
import { deepLimitJson, deepLimitTable } from "../../text/deep-limit.ts";
import type { LateTimeOptionValues } from "./option-values.ts";
import { subjectOf } from "./subject.ts";

/** Runs the command and returns its exit code. */
export async function deepLimitCommand(values: LateTimeOptionValues): Promise<number> {
  requirePlotFile(values.plot, values.force ?? false);
  const { subject, json, listener } = await subjectOf(values);
  const { config, circuit, spectrum } = subject.experiment;
  const { times, predictions } = await runStages(deepLimitSteps(subject), listener);
  if (json) printJson(deepLimitJson(times, predictions));
  else {
    print(describeRun(config, circuit.parameters, spectrum));
    print(`\n${deepLimitTable(times, predictions)}`);
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
