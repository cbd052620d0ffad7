/**
 * `qntk theory haar`: the Haar ensemble at random initialisation.
 */

import { requireOneOf } from "../../base/assert.ts";
import { ArgumentError } from "../../base/errors.ts";
import { formatNumber } from "../../base/format.ts";
import { requirePlotFile, writePlot } from "../../figures/node/plot-file.ts";
import { haarDataSteps } from "../../reports/haar-data.ts";
import { ANGLES_PER_CIRCUIT, haarMonteCarlo } from "../../reports/monte-carlo.ts";
import { runStages } from "../../running/build.ts";
import { dataSubjectOfConfig } from "../../running/subjects.ts";
import { print, printJson, terminalListener } from "../../terminal/terminal.ts";
import { averagesJson, averagesTable, describeProblem } from "../../text/averages.ts";
import { haarDataJson, haarDataText } from "../../text/haar-data.ts";
import { haarRemarks } from "../../text/haar-remarks.ts";
import { asymptoticAverages, exactAverages } from "../../theory/haar/index.ts";
import type { EnsembleOptionValues } from "./problem.ts";
import { dataConfigOf, parseCount, problemOf } from "./problem.ts";

/** Fewest draws from which errors can be estimated: three circuits. */
const MIN_DRAWS = 3 * ANGLES_PER_CIRCUIT;

/** Runs the command and returns its exit code. */
export async function haarCommand(values: EnsembleOptionValues): Promise<number> {
  const { json = false, quiet = false, plot, force = false, draw = "ensemble" } = values;
  requireOneOf("--draw", draw, ["ensemble", "ansatz"]);
  const draws = parseCount("--monte-carlo", values.monteCarlo, MIN_DRAWS);
  requirePlotFile(plot, force);
  if (values.data !== undefined) return haarData(values, draws);
  const problem = problemOf(values);
  const result = {
    exact: exactAverages(problem),
    asymptotic: asymptoticAverages(problem),
    ...(draws !== undefined && {
      monteCarlo: await runStages(haarMonteCarlo(problem, draws, draw === "ansatz"), terminalListener(quiet)),
    }),
  };
  if (plot !== undefined) {
    const { haarFigure } = await import("../../figures/theory.ts");
    await writePlot(plot, (style) => haarFigure(problem, result.monteCarlo, style));
  }
  if (json) {
    printJson(averagesJson(result));
    return 0;
  }
  print(`Haar ensemble: ${describeProblem(problem, (x) => formatNumber(x, 6))}\n`);
  print(`${averagesTable(result)}\n`);
  for (const line of haarRemarks(problem)) print(line);
  if (plot !== undefined) print(`figure   ${plot}`);
  return 0;
}

/** The kernel over data, whatever their targets. */
async function haarData(values: EnsembleOptionValues, draws: number | undefined): Promise<number> {
  const { json = false, quiet = false, plot, draw } = values;
  for (const [name, value] of Object.entries({ target: values.target, plot, draw }))
    if (value !== undefined) throw new ArgumentError(name, value, `no ${name} with data, of which K_αβ is averaged`);
  const { config, settings } = dataConfigOf(values);
  const { engine } = settings;
  const listener = terminalListener(quiet);
  const { experiment } = await dataSubjectOfConfig(config, { engine, listener });
  const report = await runStages(haarDataSteps(experiment, draws, engine), listener);
  if (json) printJson(haarDataJson(report));
  else {
    print(`Haar ensemble: n = ${config.qubits}, L = ${experiment.parameters}, ${config.observable}, data ${config.data}\n`);
    print(haarDataText(report));
  }
  return 0;
}
