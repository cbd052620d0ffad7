/**
 * `qntk theory deep-limit`: ε(t) and K(t) of deep circuits from the initial populations, with no constant to fit.
 */
import { formatNumber } from "../../base/format.ts";
import { parseConfigFile } from "../../experiment/config.ts";
import { describeRun } from "../../experiment/describe.ts";
import { requirePlotFile, writePlot } from "../../figures/node/plot-file.ts";
import { deepLimitSteps } from "../../reports/deep-limit.ts";
import { runStages } from "../../running/build.ts";
import { readRunDocument } from "../../runs/run-folder.ts";
import { note, print, printJson, terminalListener } from "../../terminal/terminal.ts";
import { deepLimitJson, deepLimitTable } from "../../text/deep-limit.ts";
import { configurationOf } from "../configuration.ts";
import { configFields, type RunOptionValues } from "../run-options.ts";
import type { DataDeepLimitRequest } from "./data-deep-limit.ts";
import type { LateTimeOptionValues } from "./option-values.ts";
import { requireRunAlone, subjectOf } from "./subject.ts";

/** Runs the command and returns its exit code. */
export async function deepLimitCommand(values: LateTimeOptionValues): Promise<number> {
  requirePlotFile(values.plot, values.force ?? false);
  const withData = askedData(values);
  if (withData !== undefined) return (await import("./data-deep-limit.ts")).dataDeepLimit(withData);
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

/** What is asked where it is about data: by options, a configuration file, or a stored run. */
function askedData(values: LateTimeOptionValues): DataDeepLimitRequest | undefined {
  const { plot, force: _, run, ...options } = values;
  const asked = run === undefined ? configurationOf(options as RunOptionValues) : undefined;
  const config = asked?.config ?? readRunDocument(run as string).config;
  if (config.data === undefined) return undefined;
  if (run !== undefined) requireRunAlone(values);
  const { json = false, quiet = false } = asked?.settings ?? parseConfigFile(configFields(options as RunOptionValues)).settings;
  return { config, run, plot, json, listener: terminalListener(quiet) };
}
