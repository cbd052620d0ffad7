/**
 * What circuits of several depths can reach: the end of the spectrum that is trained to, and what a run of each depth came to.
 */

import type { DepthRow, DepthSample } from "../analysis/depth.ts";
import { trajectoryOf } from "../analysis/trajectories.ts";
import { range } from "../base/arrays.ts";
import { ArgumentError } from "../base/errors.ts";
import { CounterStream } from "../base/random/counter-stream.ts";
import type { Staged } from "../base/stages.ts";
import { eachOf, stage } from "../base/stages.ts";
import type { Simulator } from "../engine/engine.ts";
import type { ExperimentArrays } from "../experiment/build.ts";
import { buildObservable, resolveTarget } from "../experiment/build.ts";
import type { ExperimentConfig } from "../experiment/config.ts";
import { reachedEnds } from "../experiment/critical.ts";
import type { HermitianEigen } from "../linalg/eigen.ts";
import { probeDepth } from "../probes/depth.ts";
import type { Circuit } from "../quantum/circuit.ts";
import { DENSE_SPECTRUM_QUBITS, eigensystem } from "../quantum/spectrum.ts";
import { ensembleLambda, tangentEnsemble } from "../theory/finite-depth/ensemble.ts";
import { type Excitations, excitationsOf } from "../theory/finite-depth/excitations.ts";
import { lambdaAt, lastKernelStep } from "../theory/lotka-volterra/trajectory.ts";
import type { TrainingRecord } from "../training/record.ts";

/** What the study adds to an experiment. */
export interface DepthOptions {
  /** Layers of each circuit, ascending. */
  readonly layers: readonly number[];
  /** Random circuits drawn for the ensemble's λ∞ at each depth. */
  readonly ensemble: number;
}

/** The result of a study. */
export interface DepthResult {
  readonly rows: readonly DepthRow[];
  readonly excitations: Excitations;
  readonly bottom: number;
}

/** Depths shown unless a list is given, as multiples of the over-parametrisation threshold. */
const DEPTHS = [1 / 8, 1 / 4, 1 / 2, 3 / 4, 1, 5 / 4, 3 / 2, 2, 3];

/** The end of the spectrum that is trained to, and the eigenstates above it. */
export interface DepthPlace {
  readonly eigen: HermitianEigen;
  readonly excitations: Excitations;
  readonly bottom: number;
}

/**
 * The end of the spectrum that a configuration's target lies beyond.
 *
 * @throws ArgumentError for a target that is not beyond the spectrum, or too many qubits
 */
export function depthPlaceOf(config: ExperimentConfig, arrays: ExperimentArrays): DepthPlace {
  const { qubits, target } = config;
  if (qubits > DENSE_SPECTRUM_QUBITS)
    throw new ArgumentError(
      "qubits",
      qubits,
      `at most ${DENSE_SPECTRUM_QUBITS}, since every eigenstate of the observable is needed`,
    );
  const eigen = eigensystem(buildObservable(config, arrays));
  const [min, max] = [eigen.values[0], eigen.values[eigen.values.length - 1]];
  const goal = resolveTarget(target[0], { min, max });
  if (goal >= min && goal <= max) throw new ArgumentError("target", target[0], "a target beyond the spectrum, such as min-20%");
  return { eigen, excitations: excitationsOf(eigen.values, goal < min ? "min" : "max"), bottom: goal < min ? min : max };
}

/** Layers around the over-parametrisation threshold, ascending. */
export function depthsAround({ excitations }: DepthPlace, parametersPerLayer: number): number[] {
  return [...new Set(DEPTHS.map((ratio) => Math.max(1, Math.round((ratio * excitations.amplitudes) / parametersPerLayer))))];
}

/** A complete run of one depth, ready to be asked. */
export interface DepthRun {
  readonly config: ExperimentConfig;
  readonly record: TrainingRecord;
  /** The circuit's simulator without noise. */
  readonly simulator: Simulator;
  readonly circuit: Circuit;
  /** Final angles, shape (samples, parameters). */
  readonly theta: Float64Array;
}

/**
 * What a run of one depth came to.
 *
 * @param draws random circuits drawn for the ensemble's λ∞; 0 for none
 */
export function* depthRowSteps(
  { config, record, simulator, circuit, theta }: DepthRun,
  layers: number,
  draws: number,
  place: DepthPlace,
): Staged<DepthRow> {
  const { remaining } = reachedEnds(record);
  const probes = eachOf(range(record.samples), (column): DepthSample => {
    const angles = theta.slice(column * circuit.parameters, (column + 1) * circuit.parameters);
    const trajectory = trajectoryOf(record, column);
    return {
      ...probeDepth(simulator, { theta: angles, remaining: remaining[column] }, place.eigen, place.excitations),
      remaining: remaining[column],
      measuredLambda: lambdaAt(trajectory, lastKernelStep(trajectory)),
    };
  });
  const samples = yield* stage(`ranks at ${layers} layers`, record.samples, probes);
  const oscillating = record.events?.filter(({ ends }) => !ends).length ?? 0;
  const common = { layers, parameters: circuit.parameters, samples, oscillating };
  if (draws === 0) return common;
  const stream = new CounterStream(config.seed ?? 0, "depth-ensemble");
  const drawn = tangentEnsemble(place.excitations, circuit.parameters, draws, stream);
  const above = circuit.parameters >= place.excitations.amplitudes;
  const ensemble = above ? ensembleLambda(drawn, true) : { value: 0, error: 0, deviation: 0 };
  return { ...common, ensemble };
}
