/**
 * `qntk theory deep-limit` of an experiment with data.
 */
import { formatNumber } from "../../base/format.ts";
import type { ExperimentConfig } from "../../experiment/config.ts";
import { writePanels } from "../../figures/node/plot-file.ts";
import { dataDeepLimitSteps } from "../../reports/data-deep-limit.ts";
import { buildWithProgress, runStages } from "../../running/build.ts";
import type { Listener } from "../../running/listener.ts";
import { readConfiguredArrays, storedArrays } from "../../runs/input-files.ts";
import { readRun } from "../../runs/run-folder.ts";
import { note, print, printJson } from "../../terminal/terminal.ts";
import { dataDeepLimitJson, dataDeepLimitTable } from "../../text/data-deep-limit.ts";

/** What is asked: an experiment, or a stored run. */
export interface DataDeepLimitRequest {
  readonly config: ExperimentConfig;
  readonly run?: string;
  readonly plot?: string;
  readonly json: boolean;
  readonly listener: Listener;
}

/** Prints, and draws, the prediction; returns the exit code. */
export async function dataDeepLimit({ config, run, plot, json, listener }: DataDeepLimitRequest): Promise<number> {
  const arrays = run === undefined ? readConfiguredArrays(config) : storedArrays(run, config);
  const experiment = await buildWithProgress(config, arrays, listener);
  const record = run === undefined ? undefined : (await readRun(run)).record;
  const report = await runStages(dataDeepLimitSteps(experiment, record), listener);
  if (json) printJson(dataDeepLimitJson(report));
  else {
    print(dataDeepLimitTable(report));
    const ratio = experiment.parameters / 4 ** config.qubits;
    if (ratio < 10) note(`L is ${formatNumber(ratio, 2)} d²: the limit L >> d² is only qualitative here; see docs/data.md`);
  }
  if (plot !== undefined) {
    const { dataDeepLimitPanels } = await import("../../figures/data-deep-limit.ts");
    await writePanels(plot, dataDeepLimitPanels(report));
    listener.remark(`figure  ${plot}`);
  }
  return 0;
}
