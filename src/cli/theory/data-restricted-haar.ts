/**
 * `qntk theory restricted-haar --data`.
 */
import { ArgumentError } from "../../base/errors.ts";
import { writePanels } from "../../figures/node/plot-file.ts";
import { restrictedHaarDataSteps } from "../../reports/restricted-haar-data.ts";
import { runStages } from "../../running/build.ts";
import { dataSubjectOfConfig } from "../../running/subjects.ts";
import { print, printJson, terminalListener } from "../../terminal/terminal.ts";
import { restrictedHaarDataJson, restrictedHaarDataText } from "../../text/restricted-haar-data.ts";
import { dataConfigOf, type EnsembleOptionValues } from "./problem.ts";

/** Prints the report; returns the exit code. */
export async function dataRestrictedHaar(values: EnsembleOptionValues, draws: number | undefined): Promise<number> {
  const { json = false, quiet = false, plot, target } = values;
  if (target === undefined) throw new ArgumentError("target", undefined, "a number for each datum");
  const { config, settings } = dataConfigOf(values);
  const { engine } = settings;
  const listener = terminalListener(quiet);
  const { experiment } = await dataSubjectOfConfig(config, { engine, listener });
  const reports = await runStages(restrictedHaarDataSteps(experiment, draws, engine), listener);
  if (plot !== undefined)
    await writePanels(plot, (await import("../../figures/data-ensembles.ts")).restrictedHaarDataPanels(reports));
  if (json) printJson(restrictedHaarDataJson(reports));
  else {
    const { qubits, observable, data } = config;
    print(`Restricted Haar ensemble: n = ${qubits}, L = ${experiment.parameters}, ${observable}, data ${data}\n`);
    print(restrictedHaarDataText(reports));
    if (plot !== undefined) print(`\nfigure   ${plot}`);
  }
  return 0;
}
