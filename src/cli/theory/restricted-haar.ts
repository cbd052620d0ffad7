/**
 * `qntk theory restricted-haar`: the restricted Haar ensemble at late time.
 */

import { ArgumentError } from "../../base/errors.ts";
import { formatNumber } from "../../base/format.ts";
import { drawRestrictedHaar } from "../../ensembles/draws.ts";
import { type EnsembleEstimates, estimateAverages } from "../../ensembles/estimates.ts";
import { type ComplexVector, zeroMatrix, zeroVector } from "../../linalg/complex-matrix.ts";
import { denseObservable, type Observable, stateProjector } from "../../quantum/observables.ts";
import { runSteps } from "../../running/build.ts";
import {
  asymptoticAverages,
  exactAverages,
  outputForTarget,
  outputOfPopulations,
  type PopulatedState,
  type RestrictedHaarEnsemble,
} from "../../theory/restricted-haar/index.ts";
import { note, print, printJson, terminalListener } from "../terminal.ts";
import { averagesJson, averagesTable } from "./averages-output.ts";
import { requirePlotFile, writePlot } from "./plot-file.ts";
import {
  describeProblem,
  type EnsembleOptionValues,
  parseCount,
  problemOf,
  requireDrawable,
  type TheoryProblem,
} from "./problem.ts";

/** Weight of the next level in the state that Monte Carlo draws in place of an eigenstate, where ratios would be 0/0. */
const NEAR_EIGENSTATE = 1e-6;

/** Runs the command and returns its exit code. */
export async function restrictedHaarCommand(values: EnsembleOptionValues): Promise<number> {
  const { json = false, quiet = false, plot, force = false } = values;
  const draws = parseCount("--monte-carlo", values.monteCarlo, 3);
  requirePlotFile(plot, force);
  const problem = problemOf(values);
  const { eigenvalues } = problem.spectrum();
  if (eigenvalues === undefined)
    throw new ArgumentError("qubits", problem.config.qubits, "at most 8 where every eigenvalue of the observable is needed");
  const output = outputForTarget(eigenvalues, problem.target);
  const ensemble = { ...problem, trace: problem.traces[0], output };
  const compared = draws === undefined ? undefined : await monteCarlo(ensemble, eigenvalues, draws, quiet);
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

/** Draws and what theory says of the state they were drawn with. */
async function monteCarlo(
  ensemble: TheoryProblem & RestrictedHaarEnsemble & { readonly output: PopulatedState },
  eigenvalues: Float64Array,
  draws: number,
  quiet: boolean,
): Promise<{ monteCarlo: EnsembleEstimates; expected: ReturnType<typeof exactAverages> }> {
  requireDrawable(ensemble);
  const { engine, seed, parameters, output, target } = ensemble;
  const populations = output.variance > 0 ? output.populations : nearEigenstate(eigenvalues, output);
  const sampled = outputOfPopulations(eigenvalues, populations);
  const steps = drawRestrictedHaar(engine, {
    observable: inEigenbasis(ensemble, eigenvalues),
    layers: parameters,
    circuits: draws,
    seed,
    output: realState(populations),
  });
  return {
    monteCarlo: estimateAverages(await runSteps(steps, "drawing", draws, terminalListener(quiet)), target),
    expected: exactAverages({ ...ensemble, output: sampled }),
  };
}

/** The populations of one state of the end's level with a little of one state of the next. */
function nearEigenstate(eigenvalues: Float64Array, { mean, excitation }: PopulatedState): Float64Array {
  const closest = (level: number) =>
    eigenvalues.reduce((best, value, k) => (Math.abs(value - level) < Math.abs(eigenvalues[best] - level) ? k : best), 0);
  const populations = new Float64Array(eigenvalues.length);
  populations[closest(mean)] = 1 - NEAR_EIGENSTATE;
  populations[closest(mean + excitation)] = NEAR_EIGENSTATE;
  return populations;
}

/** The observable in its own eigenbasis: the ensemble is the same in every basis. */
function inEigenbasis({ config, dimension }: TheoryProblem, eigenvalues: Float64Array): Observable {
  if (config.observable === "projector") {
    const state = zeroVector(dimension);
    state.re[dimension - 1] = 1;
    return stateProjector(state);
  }
  const matrix = zeroMatrix(dimension);
  eigenvalues.forEach((value, k) => {
    matrix.re[k * dimension + k] = value;
  });
  return denseObservable(matrix);
}

/** Σ_k √p_k |k>. */
function realState(populations: Float64Array): ComplexVector {
  return { re: populations.map(Math.sqrt), im: new Float64Array(populations.length) };
}
