/**
 * Monte Carlo beside the theory of the ensembles: random circuits drawn and averaged.
 */

import { ArgumentError } from "../base/errors.ts";
import type { Staged } from "../base/stages.ts";
import { stage } from "../base/stages.ts";
import { drawCircuit, drawHaar, drawRestrictedHaar, type EnsembleDraws } from "../ensembles/draws.ts";
import { type EnsembleEstimates, estimateAverages } from "../ensembles/estimates.ts";
import { buildCircuit } from "../experiment/build.ts";
import { ansatzOf } from "../experiment/chosen.ts";
import type { ComplexVector } from "../linalg/complex-matrix.ts";
import { zeroMatrix, zeroVector } from "../linalg/complex-matrix.ts";
import type { Observable } from "../quantum/observables.ts";
import { denseObservable, stateProjector } from "../quantum/observables.ts";
import type { EnsembleAverages } from "../theory/ensemble-averages.ts";
import type { RestrictedHaarEnsemble } from "../theory/restricted-haar/averages.ts";
import { exactAverages } from "../theory/restricted-haar/index.ts";
import type { PopulatedState } from "../theory/restricted-haar/output-state.ts";
import { outputOfPopulations } from "../theory/restricted-haar/output-state.ts";
import { requireDrawable, type TheoryProblem } from "./problem.ts";

export type { EnsembleEstimates } from "../ensembles/estimates.ts";

/** Sets of angles drawn for each circuit, evaluated as one batch. */
export const ANGLES_PER_CIRCUIT = 8;

/** Weight of the next level in the state that Monte Carlo draws in place of an eigenstate, where ratios would be 0/0. */
export const NEAR_EIGENSTATE = 1e-6;

/**
 * Averages over random circuits at random angles.
 *
 * @param ansatz draws circuits of the ansatz itself in place of those of the ensemble
 * @throws ArgumentError for circuits that would not fit in memory, or an ansatz whose circuits are not drawn
 */
export function* haarMonteCarlo(problem: TheoryProblem, draws: number, ansatz: boolean): Staged<EnsembleEstimates> {
  requireDrawable(problem);
  const { config, observable, engine, seed, target } = problem;
  const { definition, fields } = ansatzOf(config);
  const fixed = !definition.isRandom(fields);
  // Angles of one circuit say nothing about other circuits: only a circuit that is not random has them as independent draws.
  const circuits = fixed && ansatz ? draws : Math.ceil(draws / ANGLES_PER_CIRCUIT);
  const options = { observable, circuits, anglesPerCircuit: ANGLES_PER_CIRCUIT, seed };
  let steps: Generator<number, EnsembleDraws, void>;
  if (!ansatz) steps = drawHaar(engine, { ...options, layers: problem.parameters });
  else if (fixed) steps = drawCircuit(engine, buildCircuit(config, problem.arrays), options);
  else {
    const drawn = definition.draws?.(fields);
    if (drawn === undefined) throw new ArgumentError("--draw", "ansatz", `ensemble, with the ${definition.sentence(fields)}`);
    steps = drawn(engine, { ...options, layers: config.layers });
  }
  return estimateAverages(yield* stage("drawing", circuits, steps), target);
}

/** Averages over draws, and what theory says of the state they were drawn with. */
export interface ComparedDraws {
  readonly monteCarlo: EnsembleEstimates;
  readonly expected: EnsembleAverages;
}

/** Draws and what theory says of the state they were drawn with. */
export function* restrictedMonteCarlo(
  ensemble: TheoryProblem & RestrictedHaarEnsemble & { readonly output: PopulatedState },
  eigenvalues: Float64Array,
  draws: number,
): Staged<ComparedDraws> {
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
    monteCarlo: estimateAverages(yield* stage("drawing", draws, steps), target),
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
function inEigenbasis({ observable, dimension }: TheoryProblem, eigenvalues: Float64Array): Observable {
  if (observable.kind === "projector") {
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
