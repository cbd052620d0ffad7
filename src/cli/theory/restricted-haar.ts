/**
 * `qntk theory restricted-haar`: the restricted Haar ensemble at late time.
 */

import { ArgumentError } from "../../base/errors.ts";
import { formatNumber } from "../../base/format.ts";
import { requirePlotFile, writePlot } from "../../figures/node/plot-file.ts";
import { NEAR_EIGENSTATE, restrictedMonteCarlo } from "../../reports/monte-carlo.ts";
import { runStages } from "../../running/build.ts";
import { note, print, printJson, terminalListener } from "../../terminal/terminal.ts";
import { averagesJson, averagesTable, describeProblem } from "../../text/averages.ts";
import { asymptoticAverages, exactAverages, outputForTarget } from "../../theory/restricted-haar/index.ts";
import { dataRestrictedHaar } from "./data-restricted-haar.ts";
import type { EnsembleOptionValues } from "./problem.ts";
import { parseCount, problemOf } from "./problem.ts";

/** Runs the command and returns its exit code. */
export async function restrictedHaarCommand(values: EnsembleOptionValues): Promise<number> {
  const { json = false, quiet = false, plot, force = false } = values;
  const draws = parseCount("--monte-carlo", values.monteCarlo, 3);
  requirePlotFile(plot, force);
  if (values.data !== undefined) return dataRestrictedHaar(values, draws);
  const problem = problemOf(values);
  const { eigenvalues } = problem.spectrum();
  if (eigenvalues === undefined)
    throw new ArgumentError("qubits", problem.config.qubits, "at most 8 where every eigenvalue of the observable is needed");
  const output = outputForTarget(eigenvalues, problem.target);
  const ensemble = { ...problem, trace: problem.traces[0], output };
  const compared =
    draws === undefined
      ? undefined
      : await runStages(restrictedMonteCarlo(ensemble, eigenvalues, draws), terminalListener(quiet));
  const result = { exact: exactAverages(ensemble), asymptotic: asymptoticAverages(ensemble), ...compared };
  if (plot !== undefined) {
    const { restrictedHaarFigure } = await import("../../figures/theory.ts");
    await writePlot(plot, (style) => restrictedHaarFigure(ensemble, eigenvalues, result.monteCarlo, style));
  }
  if (json) {
    printJson(averagesJson(result));
    return 0;
  }
  print(`Restricted Haar ensemble: ${describeProblem(problem, (x) => formatNumber(x, 6))}`);
  const { mean, variance, excitation } = output;
  const [m, v, x] = [mean, variance, excitation].map((value) => formatNumber(value, 5));
  print(`Output state: <O> = ${m}, variance ${v}, third moment / variance ${x}\n`);
  print(averagesTable(result));
  if (compared !== undefined && variance === 0)
    note(`Monte Carlo draws a state with ${NEAR_EIGENSTATE} of the next level, and is compared with theory there.`);
  if (plot !== undefined) print(`\nfigure   ${plot}`);
  return 0;
}
