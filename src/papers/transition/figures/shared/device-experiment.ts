/**
 * The two-qubit device experiment: its ideal runs, its simulation with the noise of the device and finite shots, the published experiments, and the
 * strength of global depolarising noise fitted to each.
 */
import { scatterOf } from "../../../../analysis/histories.ts";
import { mean, range, standardDeviation, standardError } from "../../../../base/arrays.ts";
import { plainNumber } from "../../../../base/words.ts";
import { parseExperiment } from "../../../../experiment/config.ts";
import { deviceExperiment, deviceExperimentSteps } from "../../../../experiment/device-experiment.ts";
import { inferPath, type PathCurve, type PathInference, pathPower } from "../../../../theory/inference/index.ts";
import type { Phase } from "../../../../theory/lotka-volterra/phases.ts";
import { depolarizedError, fitDepolarizing } from "../../../../theory/noise/depolarizing.ts";
import { seriesOf } from "../../../../training/record.ts";
import type { PublishedExperiment } from "../../data/catalogue.ts";
import { configurationOf } from "../../data/experiment.ts";
import type { Agreement, Determination, NamedDraws, NamedRun, Numbers, StudyInput } from "../../study.ts";
import type { PublishedLibrary } from "../../verification/library.ts";

/** A target, the phase it belongs to, and the strength the authors found for it: mean and spread over twelve experiments. */
interface DeviceTarget {
  readonly target: number;
  readonly phase: Phase;
  readonly publishedP: number;
  readonly publishedSpread: number;
}

export const DEVICE_TARGETS: readonly DeviceTarget[] = [
  { target: -10, phase: "frozen-kernel", publishedP: 0.0282, publishedSpread: 0.0066 },
  { target: -12, phase: "critical", publishedP: 0.0437, publishedSpread: 0.0108 },
  { target: -14, phase: "frozen-error", publishedP: 0.0514, publishedSpread: 0.0054 },
];

/** Updates of the published ideal runs; the device made the first 50 steps. */
const STEPS = 199;
export const DEVICE_STEPS = 50;
/** Step from which the noise strength is fitted. */
const FITTED_FROM = 10;
/** Experiments behind a published p. */
const PUBLISHED_EXPERIMENTS = 12;

/** The experiment with the noise of the device, as it is simulated. */
export const SIMULATED = parseExperiment(deviceExperiment);

/** ε of a repeated experiment by step, and the p fitted to each repetition. */
export interface DeviceRuns {
  readonly experiments: readonly Float64Array[];
  readonly strengths: readonly number[];
}

/** The run without noise. */
export function idealRun(target: number): NamedRun {
  const published: PublishedExperiment = {
    ...{ ansatz: "hea", qubits: 2, layers: 4, observable: "xxz", coefficient: 4, loss: "quadratic", target },
    streams: "published-device",
  };
  return {
    name: `hea-xxz-device-n2-D4-target${target}-1x${STEPS}`,
    config: configurationOf(published, { samples: 1, steps: STEPS, measure: { mu: 1 } }),
    published,
  };
}

/** The simulated experiments: ε by step of each target and repetition. */
export const simulatedDraws: NamedDraws = {
  name: `hea-xxz-device-n2-D4-${SIMULATED.noise}-${SIMULATED.samples}x${DEVICE_STEPS}`,
  settings: {
    noise: `${SIMULATED.noise} medians`,
    shots: SIMULATED.shots ?? "none",
    shotSeed: SIMULATED.shotSeed ?? 0,
    gradient: SIMULATED.gradient ?? "adjoint",
    O0: DEVICE_TARGETS.map(({ target }) => target),
    repetitions: SIMULATED.samples,
    steps: DEVICE_STEPS,
    η: SIMULATED.eta,
    streams: SIMULATED.streams,
  },
  // Seconds in all, and one batch: not worth dividing.
  pieces: [{ work: 1, steps: simulationSteps }],
  gather: ([numbers]) => numbers,
};

/** The noise that the published curves of all three targets are like: the strength of global depolarising noise that leads to the p fitted to them, and its error. */
export const DEVICE_NOISE = { strength: 0.057, error: 0.0016 };
/** Shots that they are like: their values are multiples of 2/200, and scatter so. */
const DEVICE_SHOTS = 200;
/** The last step of the simulation that goes on where the device stopped. */
export const LONGER_STEPS = 199;

/** The experiment with noise and shots like the device's, longer than it. */
const LONGER = parseExperiment({
  ...deviceExperiment,
  ...{ noise: `depolarizing:${DEVICE_NOISE.strength}`, shots: DEVICE_SHOTS, steps: LONGER_STEPS },
});

/** What it records of each target: means over the repetitions of K and of K without bias, by step, with the standard error of the latter. */
export const longerDraws: NamedDraws = {
  name: `hea-xxz-device-n2-D4-depolarizing${DEVICE_NOISE.strength}-${DEVICE_SHOTS}shots-${LONGER.samples}x${LONGER_STEPS + 1}`,
  settings: {
    noise: LONGER.noise ?? "none",
    shots: DEVICE_SHOTS,
    shotSeed: LONGER.shotSeed ?? 0,
    kernelsOf: DEVICE_TARGETS.map(({ target }) => target),
    repetitions: LONGER.samples,
    steps: LONGER_STEPS + 1,
    η: LONGER.eta,
    streams: LONGER.streams,
  },
  pieces: [{ work: 4, steps: longerSteps }],
  gather: ([numbers]) => numbers,
};

function* longerSteps(): Generator<number, Numbers, void> {
  const rows = deviceExperimentSteps(LONGER);
  let row = rows.next();
  for (; !row.done; row = rows.next()) yield row.value / (2 * (LONGER.steps + 1));
  return Object.fromEntries(
    row.value.flatMap(({ target, noisyKernel, noisyUnbiased = [] }) => {
      const over = (all: readonly Float64Array[], of: (values: readonly number[]) => number) =>
        range(LONGER_STEPS + 1).map((t) => of(all.map((values) => values[t])));
      const names = longerNames(target);
      return [
        [names.raw, over(noisyKernel, mean)],
        [names.unbiased, over(noisyUnbiased, mean)],
        [names.error, over(noisyUnbiased, standardError)],
      ];
    }),
  );
}

/** Names of a target's numbers in `longerDraws`. */
export function longerNames(target: number) {
  return { raw: `K, O0 ${target}`, unbiased: `K without bias, O0 ${target}`, error: `error, O0 ${target}` };
}

function* simulationSteps(): Generator<number, Numbers, void> {
  const rows = deviceExperimentSteps(SIMULATED);
  let row = rows.next();
  for (; !row.done; row = rows.next()) yield row.value / (2 * (SIMULATED.steps + 1));
  return Object.fromEntries(
    row.value.flatMap(({ target, noisy }) => noisy.map((epsilon, k) => [repetitionName(target, k), Array.from(epsilon)])),
  );
}

/** Name of a repetition in the numbers of the simulated experiments. */
function repetitionName(target: number, repetition: number): string {
  return `O0 ${target}, repetition ${repetition + 1}`;
}

/** The simulated repetitions of a target. */
function simulatedErrors(target: number, numbers: Numbers): Float64Array[] {
  return range(SIMULATED.samples).map((k) => Float64Array.from(numbers[repetitionName(target, k)]));
}

/** The experiments on the device, where their data is given. */
function deviceErrors(target: number, published: PublishedLibrary | undefined): Float64Array[] | undefined {
  const table = published?.array(`training/HEA/Heisenberg/n2/HEAepsHistXXZ_n2L4Tgt${target}Kolkata.csv`);
  if (table === undefined || table.shape[1] < DEVICE_STEPS) return undefined;
  const [count, steps] = table.shape;
  return range(count).map((k) => table.data.subarray(k * steps, k * steps + DEVICE_STEPS));
}

/** A target with its ideal errors and the strengths of the noise. */
export interface TargetFit extends DeviceTarget {
  /** Standard error of the published p. */
  readonly publishedError: number;
  readonly ideal: Float64Array;
  readonly simulated: DeviceRuns;
  readonly device?: DeviceRuns;
  /** That of the device or, without its data, the published one. */
  readonly p: number;
}

export function fitOf(target: DeviceTarget, { run, draws, published }: StudyInput): TargetFit {
  const ideal = seriesOf(run(idealRun(target.target).name).record, "epsilon", 0);
  const fitted = (experiments: readonly Float64Array[]): DeviceRuns => ({
    experiments,
    strengths: experiments.map((noisy) =>
      fitDepolarizing(ideal.subarray(0, DEVICE_STEPS), noisy, { target: target.target, from: FITTED_FROM }),
    ),
  });
  const measured = deviceErrors(target.target, published);
  const device = measured && fitted(measured);
  return {
    ...target,
    publishedError: target.publishedSpread / Math.sqrt(PUBLISHED_EXPERIMENTS - 1),
    ideal,
    simulated: fitted(simulatedErrors(target.target, draws(simulatedDraws.name))),
    device,
    p: device === undefined ? target.publishedP : mean(device.strengths),
  };
}

/** Mean, standard deviation and standard error of ε over experiments, step by step. */
export function averagesOf({ experiments }: DeviceRuns) {
  return range(DEVICE_STEPS).map((t) => {
    const values = experiments.map((one) => one[t]);
    return { t, mean: mean(values), spread: standardDeviation(values), error: standardError(values) };
  });
}

/** The first step whose scatter counts as that of a row. */
const SCATTER_FROM = 5;

/** The mean of repeated experiments as inference reads it, with the standard error of a row over the steps. */
function meanCurve({ target }: DeviceTarget, { experiments }: DeviceRuns): PathCurve {
  const rows = range(DEVICE_STEPS).map((t) => experiments.map((one) => one[t]));
  const squares = rows.slice(SCATTER_FROM).map((values) => standardError(values) ** 2);
  return { target, epsilon: rows.map(mean), error: Math.sqrt(mean(squares)) };
}

/** What the experiments determine: all targets together, the repetitions of each, and every one by itself. */
export interface DeviceInference {
  /** All curves together. */
  readonly together: PathInference;
  readonly determined: readonly Determination[];
}

export function inferDevice(fits: readonly TargetFit[]): DeviceInference {
  const { eta } = SIMULATED;
  const curves = fits.map((fit) => meanCurve(fit, runsOf(fit)));
  const together = inferPath(curves, { eta });
  const alone = (what: string, curve: PathCurve, repetitions: number): Determination => {
    const [found] = inferPath([curve], { eta }).targets;
    return { what, ...found, ...(found.phase === "undetermined" && { needed: pathPower(curve, repetitions, { eta }) }) };
  };
  return {
    together,
    determined: [
      ...together.targets.map((found) => ({ what: "all targets together", ...found })),
      ...fits.map((fit, k) => alone(`${runsOf(fit).experiments.length} runs`, curves[k], runsOf(fit).experiments.length)),
      ...fits.flatMap((fit) =>
        runsOf(fit).experiments.map((epsilon, k) =>
          alone(`run ${k + 1}`, { target: fit.target, epsilon, error: scatterOf(epsilon)[0] }, 1),
        ),
      ),
    ],
  };
}

/** The device's experiments or, without their data, the simulated ones. */
export function runsOf({ device, simulated }: TargetFit): DeviceRuns {
  return device ?? simulated;
}

/** Standard deviation with divisor N, as the authors quote it. */
function spreadOf(values: readonly number[]): number {
  return standardDeviation(values) * Math.sqrt((values.length - 1) / values.length);
}

/** The strengths beside the published ones, and what the noise does to ε. */
export function strengthAgreement({
  target,
  publishedP,
  publishedSpread,
  publishedError,
  simulated,
  device,
  ideal,
  p,
}: TargetFit): Agreement[] {
  const of = `O0 = ${plainNumber(target)}`;
  const noisy = depolarizedError(ideal, p, { target });
  return [
    {
      what: `p of the simulated device, ${of}`,
      found: mean(simulated.strengths),
      error: standardError(simulated.strengths),
      expected: publishedP,
      expectedError: publishedError,
      source: "published, over twelve experiments",
    },
    ...(device === undefined
      ? []
      : [
          {
            what: `depolarising strength p, ${of}`,
            found: mean(device.strengths),
            error: standardError(device.strengths),
            expected: publishedP,
            source: `published, ± ${publishedSpread} over twelve experiments`,
          },
          {
            what: `standard deviation of p, ${of}`,
            found: spreadOf(device.strengths),
            expected: publishedSpread,
            source: "published, with divisor N",
          },
        ]),
    {
      what: `ε with noise at step 49, ${of}`,
      found: noisy[DEVICE_STEPS - 1],
      expected: ideal[DEVICE_STEPS - 1],
      source: "ε without noise",
    },
  ];
}
