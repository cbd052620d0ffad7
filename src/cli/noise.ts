/**
 * `qntk noise`: trains with and without noise from the same angles, fits the depolarising p of every repetition, and compares with theory.
 */
import { mean, standardDeviation, standardError } from "../base/arrays.ts";
import { ArgumentError } from "../base/errors.ts";
import { CounterStream } from "../base/random/counter-stream.ts";
import { engineNamed, resolveEngine } from "../engine/engines.ts";
import { meanEigenvalue, withGlobalNoise } from "../engine/noisy/global-noise.ts";
import { buildExperiment, type Experiment } from "../experiment/build.ts";
import { CRITICAL_TARGET, type ExperimentConfig, PLAIN_TARGET, parseConfigFile } from "../experiment/config.ts";
import { needsPreliminaryRun } from "../experiment/critical.ts";
import { type DeviceCurves, deviceExperiment, deviceExperimentSteps } from "../experiment/device-experiment.ts";
import { bisect } from "../linalg/bisect.ts";
import type { Circuit } from "../quantum/circuit.ts";
import { noiselessModel } from "../quantum/noise/noise-model.ts";
import type { Observable } from "../quantum/observables.ts";
import { runSteps } from "../running/build.ts";
import { readDeviceCurves } from "../running/device-data.ts";
import { readConfiguredArrays } from "../runs/input-files.ts";
import type { CountProblem } from "../shots/counts.ts";
import type { RunMeasurement } from "../shots/load.ts";
import { type MitigatedEstimate, mitigatedEstimates, shotErrorAt } from "../shots/mitigation.ts";
import type { Phase } from "../theory/lotka-volterra/phases.ts";
import { depolarizedError, fitDepolarizing, type ShotNoisePlateau, shotNoisePlateau } from "../theory/noise/index.ts";
import { lossNamed } from "../training/losses.ts";
import { train } from "../training/train.ts";
import { jsonOf, printReports } from "./noise-output.ts";
import type { StoredRepetitions } from "./noise-run.ts";
import { configFields, parseInteger, type RunOptionValues } from "./run-options.ts";
import { note, printJson, terminalListener } from "./terminal.ts";
import { requirePlotFile, writePlot } from "./theory/plot-file.ts";
import { placesOf } from "./theory/subject.ts";

/** Options of the command beside those of an experiment. */
export interface NoiseOptionValues extends RunOptionValues {
  readonly from?: string;
  readonly data?: string;
  readonly estimates?: boolean;
  /** Folder of a stored run in place of a simulated one. */
  readonly run?: string;
}

/** First step that the fit of p takes into account, as in the paper. */
const FIT_FROM = 10;

/** p of several experiments: their mean, standard deviation and standard error. */
interface FittedP {
  readonly values: readonly number[];
  readonly mean: number;
  readonly sd: number;
  readonly error: number;
}

/** What the command says of one target. */
export interface NoiseReport extends DeviceCurves {
  readonly p: FittedP;
  /** The p of global depolarising noise that, trained with, is fitted to the same p; undefined where none below 1/2 is. */
  readonly globalP?: number;
  /** Final noisy ε: mean and standard deviation over the repetitions, and what p makes of the ideal one. */
  readonly final: { readonly mean: number; readonly sd: number; readonly theory: number };
  /** The standard error of one estimate of <O> at the initial angles, and the plateau it leads to. */
  readonly shotError?: number;
  readonly plateau?: ShotNoisePlateau;
  /** Phase of a circuit with enough parameters that trains towards this target. */
  readonly phase: Phase;
  readonly estimates?: FinalEstimates;
  /** The published device runs of this target, fitted alike. */
  readonly device?: FittedP & {
    readonly globalP?: number;
    readonly runs: number;
    readonly finalMean: number;
    readonly finalSd: number;
    /** ε by step of every run. */
    readonly curves: readonly Float64Array[];
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

/** Runs the command and returns its exit code. */
export async function noiseCommand(values: NoiseOptionValues): Promise<number> {
  const { run, from: fromText, data, estimates = false, plot: file, force = false, ...rest } = values;
  const plot = file as string | undefined;
  requirePlotFile(plot, force);
  const { quiet = false, json = false } = rest;
  const { config, arrays, recorded } =
    run === undefined
      ? simulated(rest)
      : await (await import("./noise-run.ts")).storedRepetitions(run, { ...rest, ...(estimates && { estimates }) });
  if (needsPreliminaryRun(config)) throw new ArgumentError("target", CRITICAL_TARGET, PLAIN_TARGET);
  const from = parseInteger("from", fromText ?? String(FIT_FROM), 0, config.steps);
  const rows = (recorded === undefined ? 2 : 1) * (config.steps + 1);
  const curves = await runSteps(deviceExperimentSteps(config, arrays, recorded), "training", rows, terminalListener(quiet));
  const experiment = buildExperiment(config, arrays);
  const centre = meanEigenvalue(experiment.observable);
  const device = data === undefined ? undefined : readDeviceCurves(data);
  const places = placesOf({ experiment });
  const reports = curves.map((curve, which): NoiseReport => {
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
      };
    };
    const equivalent = equivalentNoise(experiment, curve, p.mean, from);
    return {
      ...curve,
      phase: places[which].phase,
      p,
      ...(equivalent !== undefined && { globalP: equivalent }),
      final: {
        mean: mean(last),
        sd: standardDeviation(last),
        theory: depolarizedError([curve.ideal[config.steps]], p.mean, { target: curve.target, mean: centre })[0],
      },
      ...shotLevels(config, experiment, curve),
      ...(estimates && { estimates: finalEstimates(experiment, curve, which) }),
      ...(published !== undefined && published.length > 0 && { device: deviceReport(published) }),
    };
  });
  if (json) printJson({ config, from, targets: reports.map(jsonOf) });
  else printReports(config, from, reports);
  if (plot !== undefined) {
    const { noiseFigure } = await import("./noise-figure.ts");
    await writePlot(plot, (style) => noiseFigure(reports, centre, style));
    if (!quiet) note(`figure  ${plot}`);
  }
  return 0;
}

/** The experiment that the options describe, to be simulated. */
function simulated(options: RunOptionValues): Omit<StoredRepetitions, "recorded"> & Partial<StoredRepetitions> {
  const { config } = parseConfigFile(withDefaults(configFields(options)));
  return { config, arrays: readConfiguredArrays(config) };
}

/** The published experiment in place of what is not given, as far as it applies to what is. */
function withDefaults({ shots, ...others }: Record<string, unknown>): Record<string, unknown> {
  const fields = { ...others, ...(shots !== undefined && { shots: shots === "none" ? undefined : shots }) };
  const kept = Object.entries(deviceExperiment).filter(([name]) => {
    if (name === "coupling") return others.observable === undefined || others.observable === "xxz";
    if (name === "target") return others.observable === undefined && others.coupling === undefined && others.qubits === undefined;
    return true;
  });
  return { ...Object.fromEntries(kept), ...fields };
}

function fittedP(values: readonly number[]): FittedP {
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
  { ideal, target }: DeviceCurves,
  fitted: number,
  from: number,
): number | undefined {
  const engine = engineNamed(resolveEngine("auto"));
  const excess = (p: number) => {
    const { record } = train({
      circuit,
      observable,
      targets: [target],
      loss: lossNamed(plan.loss),
      eta: plan.eta,
      steps: plan.steps,
      initialAngles: theta.slice(0, circuit.parameters),
      simulator: withGlobalNoise(engine.load(circuit, observable), p),
    });
    return fitDepolarizing(ideal, record.epsilon, { target, mean: meanEigenvalue(observable), from }) - fitted;
  };
  if (!(excess(0) < 0 && excess(STRONGEST) > 0)) return undefined;
  return bisect(excess, 0, STRONGEST);
}

/** The error of one estimate at the initial angles, and the plateau of training with the late kernel. */
function shotLevels(
  { shots, eta }: ExperimentConfig,
  { circuit, observable, measurement, theta }: Experiment,
  { idealKernel }: DeviceCurves,
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

/** <O> at the final angles of every repetition of a target, measured once more, raw and by every mitigation. */
function finalEstimates(
  { circuit, observable, plan, config, measurement }: Experiment,
  { finalAngles }: DeviceCurves,
  which: number,
): FinalEstimates {
  const ideal = engineNamed(resolveEngine("auto")).load(circuit, observable);
  const exact = finalAngles.map((theta) => ideal.expectation(theta)[0]);
  ideal.dispose();
  const { shots, seed } = measurement ?? { seed: 0 };
  const columns = plan.targets.length;
  const all = finalAngles.map((theta, sample) => {
    // The place after those of training, whose last row is plan.steps.
    const stream = new CounterStream(seed, "shots", (plan.steps + 1) * columns + which * config.samples + sample);
    return mitigatedEstimates(countProblem(circuit, observable, measurement ?? noMeasurement), theta, { shots, stream });
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
