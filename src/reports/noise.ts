/**
 * Training with noise: trains with and without it from the same angles, fits the depolarising p of every repetition, and compares with theory.
 */

import { scatterOf } from "../analysis/histories.ts";
import { summarizeTargets, type TargetSummary } from "../analysis/summary.ts";
import { mean, standardDeviation, standardError } from "../base/arrays.ts";
import { ArgumentError } from "../base/errors.ts";
import { CounterStream } from "../base/random/counter-stream.ts";
import type { Staged } from "../base/stages.ts";
import { stage } from "../base/stages.ts";
import { engineNamed, resolveEngine } from "../engine/engines.ts";
import { meanEigenvalue, withGlobalNoise } from "../engine/noisy/global-noise.ts";
import type { ExperimentArrays } from "../experiment/build.ts";
import { buildExperiment, buildObservable, type Experiment } from "../experiment/build.ts";
import { CRITICAL_TARGET, type ExperimentConfig, PLAIN_TARGET } from "../experiment/config.ts";
import { needsPreliminaryRun } from "../experiment/critical.ts";
import type { RecordedSide } from "../experiment/device-experiment.ts";
import { type DeviceCurves, deviceExperimentSteps } from "../experiment/device-experiment.ts";
import { isNoisyDevice } from "../experiment/measurement-config.ts";
import { bisect } from "../linalg/bisect.ts";
import type { Circuit } from "../quantum/circuit.ts";
import { noiselessModel } from "../quantum/noise/noise-model.ts";
import type { Observable } from "../quantum/observables.ts";
import type { CountProblem } from "../shots/counts.ts";
import type { RunMeasurement } from "../shots/load.ts";
import { type MitigatedEstimate, mitigatedEstimates, shotErrorAt } from "../shots/mitigation.ts";
import type { Ends } from "../shots/noisy-ends.ts";
import { inferTarget, type TargetInference } from "../theory/inference/index.ts";
import { expectedPhase, type Phase } from "../theory/lotka-volterra/phases.ts";
import { depolarizedError, fitDepolarizing, type ShotNoisePlateau, shotNoisePlateau } from "../theory/noise/index.ts";
import { lossNamed, theoryLossOf } from "../training/losses.ts";
import { train } from "../training/train.ts";
import { placesOf } from "./subject.ts";

/** First step that the fit of p takes into account, as in the paper. */
export const FIT_FROM = 10;

/** p of several experiments: their mean, standard deviation and standard error. */
export interface FittedP {
  readonly values: readonly number[];
  readonly mean: number;
  readonly sd: number;
  readonly error: number;
}

/** What the command says of one target. */
export interface NoiseReport extends Omit<DeviceCurves, "measured"> {
  readonly p: FittedP;
  /** The p of global depolarising noise that, trained with, is fitted to the same p; undefined where none below 1/2 is. */
  readonly globalP?: number;
  /** Final noisy ε: mean and standard deviation over the repetitions, and what p makes of the ideal one. */
  readonly final: { readonly mean: number; readonly sd: number; readonly theory: number };
  /** The standard error of one estimate of <O> at the initial angles, and the plateau it leads to. */
  readonly shotError?: number;
  readonly plateau?: ShotNoisePlateau;
  /** Phase of a circuit with enough parameters that trains towards this target; with noise by the ends that it leaves. */
  readonly phase: Phase;
  /** The phase that the same would come to without noise. */
  readonly idealPhase?: Phase;
  /** What the repetitions with noise say of the phase and of its constants; undefined with data. */
  readonly summary?: TargetSummary;
  readonly estimates?: FinalEstimates;
  /** The published device runs of this target, fitted alike. */
  readonly device?: FittedP & {
    readonly globalP?: number;
    readonly runs: number;
    readonly finalMean: number;
    readonly finalSd: number;
    /** ε by step of every run. */
    readonly curves: readonly Float64Array[];
    /** What these curves say of the phase, wherever the ends of the device lie. */
    readonly inference?: TargetInference;
  };
}

/** <O> at the final angles of every repetition. */
export interface FinalEstimates {
  /** Without noise, exactly. */
  readonly exact: readonly number[];
  /** As measured, one value and standard error for each repetition. */
  readonly methods: readonly (Pick<MitigatedEstimate, "invertReadout" | "extrapolation"> & {
    readonly values: readonly number[];
    readonly errors: readonly number[];
  })[];
}

/** The repetitions of an experiment, and what is to be said of them. */
export interface NoiseQuestion {
  readonly config: ExperimentConfig;
  readonly arrays: ExperimentArrays;
  /** The noisy side, where it was recorded already. */
  readonly recorded?: RecordedSide;
  /** First step that the fit of p takes into account. */
  readonly from: number;
  /** Whether <O> at the final angles is measured again by every mitigation. */
  readonly estimates: boolean;
  /** ε by step of published device runs, by target. */
  readonly device?: ReadonlyMap<number, readonly Float64Array[]>;
}

/** What is said of every target, and the mean eigenvalue that noise leads to. */
export interface NoiseReports {
  readonly targets: readonly NoiseReport[];
  readonly centre: number;
  /** Ends of <O> without noise, and with it where they are known. */
  readonly extremes: Ends;
  readonly reachable?: Ends;
}

/**
 * Trains with and without noise from the same angles, fits the depolarising p of every repetition, and compares with theory.
 *
 * @throws ArgumentError for targets that a preliminary run has to find
 */
export function* noiseSteps({ config, arrays, recorded, from, estimates, device }: NoiseQuestion): Staged<NoiseReports> {
  if (needsPreliminaryRun(config)) throw new ArgumentError("target", CRITICAL_TARGET, PLAIN_TARGET);
  const rows = (recorded === undefined ? 2 : 1) * (config.steps + 1);
  const curves = yield* stage("training", rows, deviceExperimentSteps(config, arrays, recorded));
  const experiment = buildExperiment(config, arrays);
  const centre = meanEigenvalue(experiment.observable);
  const places = placesOf({ experiment });
  const { spectrum, reachable } = experiment;
  const ends = { ...(reachable ?? spectrum), moved: reachable === undefined && isNoisyDevice(config.device) };
  const summaries = summarizeTargets(curves[0].measured.record, experiment.targets, ends);
  const targets = curves.map(({ measured: _, ...curve }, which): NoiseReport => {
    const fittedTo = (measured: ArrayLike<number>, length = curve.ideal.length) =>
      fitDepolarizing(curve.ideal.subarray(0, length), measured, { target: curve.target, mean: centre, from });
    const p = fittedP(curve.noisy.map((measured) => fittedTo(measured)));
    const last = Float64Array.from(curve.noisy, (measured) => measured[config.steps]);
    const published = device?.get(curve.target)?.filter((run) => run.length <= curve.ideal.length && run.length > from);
    const deviceReport = (runs: readonly Float64Array[]): NoiseReport["device"] => {
      const own = fittedP(runs.map((run) => fittedTo(run, run.length)));
      const ends = runs.map((run) => run[run.length - 1]);
      const globalP = equivalentNoise(experiment, curve, own.mean, from);
      return {
        ...own,
        ...(globalP !== undefined && { globalP }),
        runs: runs.length,
        finalMean: mean(ends),
        finalSd: standardDeviation(ends),
        curves: runs,
        inference: inferTarget(
          runs.map((epsilon) => ({ epsilon, epsilonError: scatterOf(epsilon), eta: config.eta })),
          "unknown",
        ),
      };
    };
    const equivalent = equivalentNoise(experiment, curve, p.mean, from);
    return {
      ...curve,
      phase: places[which].phase,
      idealPhase: expectedPhase(curve.target, spectrum, theoryLossOf(config.loss)),
      summary: summaries[which],
      p,
      ...(equivalent !== undefined && { globalP: equivalent }),
      final: {
        mean: mean(last),
        sd: standardDeviation(last),
        theory: depolarizedError([curve.ideal[config.steps]], p.mean, { target: curve.target, mean: centre })[0],
      },
      ...shotLevels(config, experiment, curve),
      ...(estimates && { estimates: estimatesOf(experiment, curve, which) }),
      ...(published !== undefined && published.length > 0 && { device: deviceReport(published) }),
    };
  });
  const { min, max } = spectrum;
  return { targets, centre, extremes: { min, max }, ...(reachable !== undefined && { reachable }) };
}

/** tr O / d of an experiment's observable, the first where it has several. */
export function centreOf({ config, arrays }: Pick<NoiseQuestion, "config" | "arrays">): number {
  return meanEigenvalue(buildObservable(config, arrays));
}

/** p of several repetitions. */
export function fittedP(values: readonly number[]): FittedP {
  return { values, mean: mean(values), sd: standardDeviation(values), error: standardError(values) };
}

/** Strongest global noise that is looked for. */
const STRONGEST = 0.5;

/**
 * The strength of global depolarising noise that leads to a fitted p.
 *
 * The fit compares curves step by step as if noise left the angles alone; but training answers to noise, so that the p fitted is less than the p
 * that acts, the more so the better the target can still be reached.
 */
function equivalentNoise(
  { circuit, observable, plan, theta }: Experiment,
  { ideal, target }: Pick<DeviceCurves, "ideal" | "target">,
  fitted: number,
  from: number,
): number | undefined {
  const engine = engineNamed(resolveEngine("auto"));
  const excess = (p: number) => {
    const simulator = withGlobalNoise(engine.load(circuit, observable), p);
    const { record } = train({
      circuit,
      observable,
      targets: [target],
      loss: lossNamed(plan.loss),
      eta: plan.eta,
      steps: plan.steps,
      initialAngles: theta.slice(0, circuit.parameters),
      simulator,
    });
    simulator.dispose();
    return fitDepolarizing(ideal, record.epsilon, { target, mean: meanEigenvalue(observable), from }) - fitted;
  };
  if (!(excess(0) < 0 && excess(STRONGEST) > 0)) return undefined;
  return bisect(excess, 0, STRONGEST);
}

/** The error of one estimate at the initial angles, and the plateau of training with the late kernel. */
function shotLevels(
  { shots, eta }: ExperimentConfig,
  { circuit, observable, measurement, theta }: Experiment,
  { idealKernel }: Pick<DeviceCurves, "idealKernel">,
): Pick<NoiseReport, "shotError" | "plateau"> {
  if (shots === undefined || measurement === undefined) return {};
  const { seed, mitigation } = measurement;
  const angles = theta.subarray(0, circuit.parameters);
  const stream = new CounterStream(seed, "shots");
  const shotError = shotErrorAt(countProblem(circuit, observable, measurement), angles, { shots, mitigation, stream });
  const kernel = idealKernel[idealKernel.length - 1];
  const parameters = circuit.parameters;
  const stable = shotError > 0 && eta * (kernel + shotError ** 2 / 2) < 2;
  return { shotError, ...(stable && { plateau: shotNoisePlateau({ eta, kernel, variance: shotError ** 2, parameters }) }) };
}

/** What is measured in training, to be measured again. */
function countProblem(
  circuit: Circuit,
  observable: Observable,
  { noise: model = noiselessModel, trajectories }: RunMeasurement,
): CountProblem {
  return { circuit, observable, model, trajectories, engine: resolveEngine("auto") };
}

function estimatesOf(
  { circuit, observable, plan, config, measurement }: Experiment,
  { finalAngles: angles }: Pick<DeviceCurves, "finalAngles">,
  which: number,
): FinalEstimates {
  // The places after those of training, whose last row is plan.steps.
  const first = (plan.steps + 1) * plan.targets.length + which * config.samples;
  return finalEstimates({ circuit, observable, angles, streams: angles.map((_, sample) => first + sample) }, measurement);
}

/** A circuit and the angles that repetitions ended at, to be measured once more. */
export interface FinalCircuit {
  readonly circuit: Circuit;
  readonly observable: Observable;
  /** Of every repetition, shape (parameters of the circuit). */
  readonly angles: readonly Float64Array[];
  /** Places of their streams of shots, behind those of training. */
  readonly streams: readonly number[];
}

/** <O> at the final angles of every repetition, measured once more, raw and by every mitigation. */
export function finalEstimates(
  { circuit, observable, angles, streams }: FinalCircuit,
  measurement: RunMeasurement = noMeasurement,
): FinalEstimates {
  const ideal = engineNamed(resolveEngine("auto")).load(circuit, observable);
  const exact = angles.map((theta) => ideal.expectation(theta)[0]);
  ideal.dispose();
  const { shots, seed } = measurement;
  const all = angles.map((theta, k) => {
    const stream = new CounterStream(seed, "shots", streams[k]);
    return mitigatedEstimates(countProblem(circuit, observable, measurement), theta, { shots, stream });
  });
  const same = (a: MitigatedEstimate, b: MitigatedEstimate) =>
    a.invertReadout === b.invertReadout && a.extrapolation === b.extrapolation;
  // An extrapolation that is impossible for one repetition is left out for all.
  const methods = all[0].filter((method) => all.every((list) => list.some((estimate) => same(estimate, method))));
  return {
    exact,
    methods: methods.map((method) => {
      const own = all.map((list) => list.find((estimate) => same(estimate, method)) ?? method);
      return {
        ...{ invertReadout: method.invertReadout, extrapolation: method.extrapolation },
        values: own.map(({ value }) => value),
        errors: own.map(({ error }) => error),
      };
    }),
  };
}

/** A run without noise or shots. */
const noMeasurement: RunMeasurement = { gradient: "adjoint", seed: 0 };
