/**
 * `qntk noise`: trains with and without noise from the same angles, fits the depolarising p of every repetition, and compares with theory.
 */
import { mean, standardDeviation, standardError } from "../base/arrays.ts";
import { requireInteger } from "../base/assert.ts";
import { engineNamed, resolveEngine } from "../engine/engines.ts";
import { meanEigenvalue, withGlobalNoise } from "../engine/noisy/global-noise.ts";
import { buildExperiment } from "../experiment/build.ts";
import { type ExperimentConfig, parseConfigFile } from "../experiment/config.ts";
import { type DeviceCurves, deviceExperiment, deviceExperimentSteps } from "../experiment/device-experiment.ts";
import { anglesOf } from "../gradients/parameter-shift.ts";
import { bisect } from "../linalg/bisect.ts";
import { rotationsOf } from "../quantum/circuit.ts";
import { noiselessModel } from "../quantum/noise/noise-model.ts";
import { expectedError, planValues } from "../shots/estimates.ts";
import { loadOutcomes } from "../shots/outcomes.ts";
import { depolarizedError, fitDepolarizing, type ShotNoisePlateau, shotNoisePlateau } from "../theory/noise/index.ts";
import { train } from "../training/train.ts";
import { runSteps } from "./build.ts";
import { describeMeasurement } from "./describe.ts";
import { readDeviceCurves } from "./device-data.ts";
import { readConfiguredArrays } from "./input-arrays.ts";
import { configFields, type RunOptionValues } from "./run-options.ts";
import { formatNumber, formatTable, print, printJson } from "./terminal.ts";

/** Options of the command beside those of an experiment. */
export interface NoiseOptionValues extends RunOptionValues {
  readonly from?: string;
  readonly data?: string;
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
interface NoiseReport extends DeviceCurves {
  readonly p: FittedP;
  /** The p of global depolarising noise that, trained with, is fitted to the same p; undefined where none below 1/2 is. */
  readonly globalP?: number;
  /** Final noisy ε: mean and standard deviation over the repetitions, and what p makes of the ideal one. */
  readonly final: { readonly mean: number; readonly sd: number; readonly theory: number };
  /** The standard error of one estimate of <O> at the initial angles, and the plateau it leads to. */
  readonly shotError?: number;
  readonly plateau?: ShotNoisePlateau;
  /** The published device runs of this target, fitted alike. */
  readonly device?: FittedP & {
    readonly globalP?: number;
    readonly runs: number;
    readonly finalMean: number;
    readonly finalSd: number;
  };
}

/** Runs the command and returns its exit code. */
export async function noiseCommand(values: NoiseOptionValues): Promise<number> {
  const { from: fromText, data, ...rest } = values;
  const from = fromText === undefined ? FIT_FROM : Number(fromText);
  const { config, settings } = parseConfigFile(withDefaults(configFields(rest)));
  requireInteger("from", from, 0, config.steps);
  const arrays = readConfiguredArrays(config);
  const { quiet = false, json = false } = settings;
  const curves = await runSteps(deviceExperimentSteps(config, arrays), "training", 2 * (config.steps + 1), quiet);
  const experiment = buildExperiment(config, arrays);
  const centre = meanEigenvalue(experiment.observable);
  const device = data === undefined ? undefined : readDeviceCurves(data);
  const reports = curves.map((curve): NoiseReport => {
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
      };
    };
    const equivalent = equivalentNoise(experiment, curve, p.mean, from);
    return {
      ...curve,
      p,
      ...(equivalent !== undefined && { globalP: equivalent }),
      final: {
        mean: mean(last),
        sd: standardDeviation(last),
        theory: depolarizedError([curve.ideal[config.steps]], p.mean, { target: curve.target, mean: centre })[0],
      },
      ...shotLevels(config, experiment, curve),
      ...(published !== undefined && published.length > 0 && { device: deviceReport(published) }),
    };
  });
  if (json) printJson({ config, from, targets: reports.map(jsonOf) });
  else printReports(config, from, reports);
  return 0;
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
  { circuit, observable, plan, theta }: ReturnType<typeof buildExperiment>,
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
  { circuit, observable, noise, theta }: ReturnType<typeof buildExperiment>,
  { idealKernel }: DeviceCurves,
): Pick<NoiseReport, "shotError" | "plateau"> {
  if (shots === undefined) return {};
  const model = noise?.model ?? noiselessModel;
  const source = loadOutcomes({ circuit, observable, model, engine: resolveEngine("auto") });
  const angles = anglesOf(rotationsOf(source.circuit), theta.subarray(0, circuit.parameters));
  const shotError = expectedError(planValues(source.plan), source.outcomes(angles), shots);
  source.dispose();
  const kernel = idealKernel[idealKernel.length - 1];
  const parameters = circuit.parameters;
  const stable = shotError > 0 && eta * (kernel + shotError ** 2 / 2) < 2;
  return { shotError, ...(stable && { plateau: shotNoisePlateau({ eta, kernel, variance: shotError ** 2, parameters }) }) };
}

function jsonOf({
  target,
  ideal,
  idealKernel,
  noisy,
  noisyKernel,
  p,
  globalP,
  final,
  shotError,
  plateau,
  device,
}: NoiseReport): unknown {
  const arrays = (list: readonly Float64Array[]) => list.map((values) => [...values]);
  return {
    target,
    p,
    ...(globalP !== undefined && { globalP }),
    final,
    ...(shotError !== undefined && { shotError }),
    ...(plateau !== undefined && { plateau }),
    ...(device !== undefined && { device }),
    ideal: [...ideal],
    idealKernel: [...idealKernel],
    noisy: arrays(noisy),
    noisyKernel: arrays(noisyKernel),
  };
}

function printReports(config: ExperimentConfig, from: number, reports: readonly NoiseReport[]): void {
  const { ansatz, qubits, layers, observable, samples, steps, eta } = config;
  print(
    `${ansatz} n=${qubits} D=${layers}, ${observable}, eta=${eta}, ${steps} steps, ${samples} repetitions${describeMeasurement(config)}`,
  );
  print("");
  const spread = (centre: number, sd: number) =>
    Number.isFinite(sd) ? `${formatNumber(centre)} ± ${formatNumber(sd, 2)}` : formatNumber(centre);
  const withDevice = reports.some(({ device }) => device !== undefined);
  const header = ["target", "ideal ε", "noisy ε", "(1−p)ε+p(m−O₀)", "fitted p", "global p", "shot error", "ε plateau", "K floor"];
  const rows = reports.map(({ target, ideal, final, p, globalP, shotError, plateau, device }) => [
    formatNumber(target, 6),
    formatNumber(ideal[ideal.length - 1]),
    spread(final.mean, final.sd),
    formatNumber(final.theory),
    spread(p.mean, p.sd),
    formatNumber(globalP ?? Number.NaN),
    formatNumber(shotError ?? Number.NaN),
    formatNumber(plateau?.measuredError ?? Number.NaN),
    formatNumber(plateau?.measuredKernel ?? Number.NaN),
    ...(withDevice
      ? [
          device === undefined ? "–" : spread(device.finalMean, device.finalSd),
          device === undefined ? "–" : spread(device.mean, device.sd),
          formatNumber(device?.globalP ?? Number.NaN),
          device === undefined ? "–" : formatNumber((p.mean - device.mean) / Math.hypot(p.error, device.error), 2),
        ]
      : []),
  ]);
  print(formatTable(withDevice ? [...header, "device ε", "device p", "global p", "sigmas apart"] : header, rows, 0));
  print(
    `\nfitted p: least squares over steps ${from} to ${steps} for each repetition, ± the standard deviation over repetitions;\nglobal p: the depolarising noise that is fitted to the same p when the circuit is trained with it.`,
  );
}
