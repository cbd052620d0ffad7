/**
 * λ at late times from tangent vectors at the end of the path, from ensembles and from the spectrum alone.
 */

import { trajectoryOf } from "../analysis/trajectories.ts";
import { mean, range, standardDeviation, standardError } from "../base/arrays.ts";
import { CounterStream } from "../base/random/counter-stream.ts";
import type { Staged } from "../base/stages.ts";
import { eachOf, stage } from "../base/stages.ts";
import { tangentVectors } from "../gradients/tangents.ts";
import type { HermitianEigen } from "../linalg/eigen.ts";
import { excitedComponents } from "../probes/amplitudes.ts";
import { pathEndSteps } from "../probes/spectrum-end.ts";
import { deepLambda, type EdgePrediction, lateTimeEdge } from "../theory/finite-depth/edge.ts";
import { type EnsembleAverage, ensembleLambda, ensembleSteps } from "../theory/finite-depth/ensemble.ts";
import { type Excitations, excitationsOf, type SpectrumEnd } from "../theory/finite-depth/excitations.ts";
import { frozenErrorGap, type LateModes, lateModes } from "../theory/finite-depth/late-modes.ts";
import { frozenKernelLimit } from "../theory/imaginary-time/deep-limit.ts";
import { discreteRate, frozenErrorRate, frozenKernelRate, linearLossRate } from "../theory/lotka-volterra/closed-forms.ts";
import { lambdaAt, lastKernelStep } from "../theory/lotka-volterra/trajectory.ts";
import { solvedLossOf } from "../training/losses.ts";
import {
  eigensystemOf,
  initialPopulations,
  placesOf,
  requireAllTrained,
  rowsOf,
  type Subject,
  type TargetPlace,
} from "./subject.ts";

/** λ∞ at one end of the spectrum, by every method. */
export interface EndReport {
  readonly end: SpectrumEnd;
  readonly excitations: Excitations;
  /** Per sample, from the end of the path of gradient flow; undefined where that was not reached. */
  readonly circuit: readonly (LateModes | undefined)[];
  /** Over the samples that were reached. */
  readonly mean: number;
  readonly error: number;
  readonly deviation: number;
  /** Haar-random circuits as training meets them, evenly, and Gaussian tangents; undefined where not asked for. */
  readonly ensemble?: { readonly trained: EnsembleAverage; readonly even: EnsembleAverage; readonly wishart: EnsembleAverage };
  readonly edge: EdgePrediction;
  readonly deep: number;
}

/** What is reported of one target. */
export interface TargetReport extends TargetPlace {
  /** λ at late times: mean over samples beyond the spectrum, deep limit inside. */
  readonly lambda: number;
  /** C of Eq. 11 at late times; NaN for the linear loss, which has none. */
  readonly c: number;
  /** Gap of the loss Hessian: |R λ∞| beyond the spectrum, C inside; |λ∞| for the linear loss. */
  readonly gap: number;
  /** Rate per step of K beyond the spectrum, of ε inside; -1, the power of t, at its end. */
  readonly rate: number;
  /** Steps in which that falls by e; NaN for a power law. */
  readonly time: number;
  /** With a run: λ = μ/K of every sample at the last step clear of rounding, and as its final angles have it. */
  readonly measured?: readonly { readonly measured: number; readonly final: number; readonly separation: number }[];
}

/** λ at late times: at the ends of the spectrum that targets lead to, and for every target. */
export interface LateTimeReport {
  readonly ends: readonly EndReport[];
  readonly targets: readonly TargetReport[];
}

/**
 * λ at late times of an experiment or a run.
 *
 * @param draws random circuits drawn for the ensemble averages; 0 for none
 */
export function* lateTimeSteps(subject: Subject, draws: number): Staged<LateTimeReport> {
  requireAllTrained(subject.experiment.config);
  const eigen = eigensystemOf(subject);
  const places = placesOf(subject);
  const ends: EndReport[] = [];
  for (const end of ["min", "max"] as const) {
    if (places.some((place) => place.end === end)) ends.push(yield* endReport(subject, eigen, end, draws));
  }
  return { ends, targets: places.map((place, k) => targetReport(subject, eigen, place, k, ends)) };
}

/** λ∞ of every sample's circuit, found by following its path. */
export function* circuitModes(
  subject: Subject,
  eigen: HermitianEigen,
  excitations: Excitations,
): Staged<(LateModes | undefined)[]> {
  const { simulator, theta } = subject;
  const paths = scaled(pathEndSteps(simulator, theta, eigen, excitations), 100);
  const found = yield* stage("following the paths", 100, paths);
  const modes = eachOf(found, ({ reached, theta: angles }) =>
    reached ? modesAt(subject, eigen, excitations, angles) : undefined,
  );
  return yield* stage("tangent vectors", found.length, modes);
}

function modesAt({ simulator }: Subject, eigen: HermitianEigen, excitations: Excitations, theta: Float64Array): LateModes {
  return lateModes(excitedComponents(tangentVectors(simulator, theta), eigen, excitations).tangents, excitations);
}

function* endReport(subject: Subject, eigen: HermitianEigen, end: SpectrumEnd, draws: number): Staged<EndReport> {
  const { parameters } = subject.experiment.circuit;
  const excitations = excitationsOf(eigen.values, end);
  const circuit = yield* circuitModes(subject, eigen, excitations);
  const lambdas = circuit.flatMap((modes) => (modes === undefined ? [] : [modes.lambda]));
  const draw = (law: "haar" | "wishart") => {
    const stream = new CounterStream(subject.experiment.config.seed ?? 0, `late-time-${law}`);
    return stage(`${law} ensemble`, draws, ensembleSteps(excitations, parameters, draws, stream, law));
  };
  const haar = draws > 0 ? yield* draw("haar") : undefined;
  const wishart = draws > 0 ? yield* draw("wishart") : undefined;
  return {
    end,
    excitations,
    circuit,
    mean: mean(lambdas),
    error: standardError(lambdas),
    deviation: standardDeviation(lambdas),
    ensemble: haar &&
      wishart && {
        trained: ensembleLambda(haar, true),
        even: ensembleLambda(haar, false),
        wishart: ensembleLambda(wishart, false),
      },
    edge: lateTimeEdge(excitations, parameters),
    deep: deepLambda(excitations, parameters),
  };
}

function targetReport(
  subject: Subject,
  eigen: HermitianEigen,
  place: TargetPlace,
  k: number,
  ends: readonly EndReport[],
): TargetReport {
  const { config, circuit } = subject.experiment;
  const { eta, samples } = config;
  const { target, residual, phase } = place;
  const solved = solvedLossOf(config.loss);
  if (place.end === undefined) {
    const limits = initialPopulations(subject, eigen).flatMap((populations) => {
      const limit = frozenKernelLimit({ energies: eigen.values, populations }, { target, parameters: circuit.parameters });
      return limit === undefined ? [] : [limit];
    });
    const c = mean(limits.map(({ kernel }) => kernel));
    const rate = discreteRate(frozenKernelRate(c, eta), 1);
    return { ...place, lambda: mean(limits.map(({ lambda }) => lambda)), c, gap: c, rate, time: -1 / rate };
  }
  const report = ends.find(({ end }) => end === place.end) as EndReport;
  const lambda = report.mean;
  const flow = solved === "linear" ? linearLossRate(lambda, eta) : frozenErrorRate(lambda, residual, eta);
  const rate = phase === "critical" ? -1 : discreteRate(flow, 2);
  return {
    ...place,
    lambda,
    c: solved === "linear" ? Number.NaN : phase === "critical" ? 0 : -2 * lambda * residual,
    gap: solved === "linear" ? Math.abs(lambda) : frozenErrorGap(residual, lambda),
    rate,
    time: phase === "critical" ? Number.NaN : -1 / rate,
    measured: subject.run && measuredLambdas(subject, eigen, report.excitations, k, samples),
  };
}

function measuredLambdas(subject: Subject, eigen: HermitianEigen, excitations: Excitations, target: number, samples: number) {
  const { run, experiment } = subject;
  if (run === undefined) return undefined;
  const final = rowsOf(run.finalTheta, experiment.circuit.parameters);
  return range(samples).map((sample) => {
    const column = target * samples + sample;
    const trajectory = trajectoryOf(run.record, column);
    const modes = modesAt(subject, eigen, excitations, final[column]);
    return { measured: lambdaAt(trajectory, lastKernelStep(trajectory)), final: modes.lambda, separation: modes.separation };
  });
}

/** The same steps, counted in parts of `total` instead of shares. */
function* scaled<T>(steps: Generator<number, T, void>, total: number): Generator<number, T, void> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    yield Math.floor(step.value * total);
  }
}
