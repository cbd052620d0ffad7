/**
 * Figure 8: training on a quantum device. The ideal dynamics of the two-qubit experiment, our simulation of it with the noise of the device and
 * finite shots, the line of global depolarising noise with its strength, and the device runs where their data is given.
 */
import type { Points } from "../../../analysis/curves.ts";
import { mean, range, standardDeviation, standardError } from "../../../base/arrays.ts";
import { plainNumber } from "../../../base/words.ts";
import { parseExperiment } from "../../../experiment/config.ts";
import { deviceExperiment, deviceExperimentSteps } from "../../../experiment/device-experiment.ts";
import type { PublishedLibrary } from "../../../reproduce/library.ts";
import { compareRuns } from "../../../reproduce/overlay.ts";
import type { Panel, PanelCurve } from "../../../reproduce/panels.ts";
import type { Agreement, NamedDraws, NamedRun, Numbers, Study, StudyInput } from "../../../reproduce/study.ts";
import type { Phase } from "../../../theory/lotka-volterra/phases.ts";
import { depolarizedError, fitDepolarizing } from "../../../theory/noise/depolarizing.ts";
import { seriesOf } from "../../../training/record.ts";
import type { PublishedExperiment } from "../data/catalogue.ts";
import { configurationOf } from "../data/experiment.ts";

/** A target, the phase it belongs to, and the strength the authors found for it: mean and spread over twelve experiments. */
interface DeviceTarget {
  readonly target: number;
  readonly phase: Phase;
  readonly publishedP: number;
  readonly publishedSpread: number;
}

const TARGETS: readonly DeviceTarget[] = [
  { target: -10, phase: "frozen-kernel", publishedP: 0.0282, publishedSpread: 0.0066 },
  { target: -12, phase: "critical", publishedP: 0.0437, publishedSpread: 0.0108 },
  { target: -14, phase: "frozen-error", publishedP: 0.0514, publishedSpread: 0.0054 },
];

/** Updates of the published ideal runs; the device made the first 50 steps. */
const STEPS = 199;
const DEVICE_STEPS = 50;
/** Step from which the noise strength is fitted. */
const FITTED_FROM = 10;
/** Experiments behind a published p. */
const PUBLISHED_EXPERIMENTS = 12;

/** The experiment with the noise of the device, as it is simulated. */
const SIMULATED = parseExperiment(deviceExperiment);

/** ε of a repeated experiment by step, and the p fitted to each repetition. */
interface DeviceRuns {
  readonly experiments: readonly Float64Array[];
  readonly strengths: readonly number[];
}

export const figure8: Study = {
  id: "8",
  title: "Training on a noisy device",
  runs: () => TARGETS.map(({ target }) => idealRun(target)),
  draws: () => [simulatedDraws],
  output(input) {
    const { run, published } = input;
    const fits = TARGETS.map((target) => fitOf(target, input));
    return {
      panels: [...fits.map(targetPanel), ...fits.map(excessPanel)],
      perRow: 3,
      legend: [
        ...TARGETS.map(({ target, phase }) => ({ label: `O_0 = ${plainNumber(target)}`, color: phase })),
        { label: "simulated device", color: "muted" },
      ],
      dashedName: "depolarising noise",
      caption: captionOf(fits),
      agreement: fits.flatMap(agreementOf),
      comparisons: compareRuns(
        published,
        TARGETS.map(({ target }) => idealRun(target)),
        run,
      ),
    };
  },
};

function captionOf(fits: readonly TargetFit[]): string {
  const excess = fits.map(({ simulated, publishedP, publishedError }) => {
    const error = Math.hypot(standardError(simulated.strengths), publishedError);
    return plainNumber(Number(((mean(simulated.strengths) - publishedP) / error).toFixed(1)));
  });
  return `**a–c** Total error ε of the hardware-efficient ansatz on two qubits (D = 4, 16 parameters, XXZ with J = 4) against the step, for targets inside the spectrum, at its lower end and below it. Solid: without noise, from the angles that the device experiment started from. Grey line and band: mean and standard deviation of ${SIMULATED.samples} simulated repetitions with the median noise of IBM Kolkata (relaxation, gate and readout errors), ${SIMULATED.shots} shots for each group of commuting terms, gradients by parameter shift, shot seed ${SIMULATED.shotSeed}. Dashed: global depolarising noise, ε_noisy = (1 − p) ε − p O0, with p fitted to each device experiment by least squares over steps 10–49 and averaged; without the device data, with the published p. Black dots, where the data is given: mean and standard error of the twelve published experiments on IBM Kolkata. Numbers: p with its standard error. **d–f** The same less the error without noise. The p of the simulation, fitted alike, less the published one is ${listed(excess)} standard errors of the difference at O0 = ${listed(fits.map(({ target }) => plainNumber(target)))}. Why is not settled: the medians of a whole device describe no pair of its qubits, and which pair the published runs used, and whether their readout was mitigated, is not stated (docs/noise.md).`;
}

/** Such as `a, b and c`. */
function listed(words: readonly string[]): string {
  return `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;
}

/** The run without noise. */
function idealRun(target: number): NamedRun {
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
const simulatedDraws: NamedDraws = {
  name: `hea-xxz-device-n2-D4-${SIMULATED.noise}-${SIMULATED.samples}x${DEVICE_STEPS}`,
  settings: {
    noise: `${SIMULATED.noise} medians`,
    shots: SIMULATED.shots ?? "none",
    shotSeed: SIMULATED.shotSeed ?? 0,
    gradient: SIMULATED.gradient ?? "adjoint",
    O0: TARGETS.map(({ target }) => target),
    repetitions: SIMULATED.samples,
    steps: DEVICE_STEPS,
    η: SIMULATED.eta,
    streams: SIMULATED.streams,
  },
  // Seconds in all, and one batch: not worth dividing.
  pieces: [{ work: 1, steps: simulationSteps }],
  gather: ([numbers]) => numbers,
};

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
interface TargetFit extends DeviceTarget {
  /** Standard error of the published p. */
  readonly publishedError: number;
  readonly ideal: Float64Array;
  readonly simulated: DeviceRuns;
  readonly device?: DeviceRuns;
  /** That of the device or, without its data, the published one. */
  readonly p: number;
}

function fitOf(target: DeviceTarget, { run, draws, published }: StudyInput): TargetFit {
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
function averagesOf({ experiments }: DeviceRuns) {
  return range(DEVICE_STEPS).map((t) => {
    const values = experiments.map((one) => one[t]);
    return { t, mean: mean(values), spread: standardDeviation(values), error: standardError(values) };
  });
}

function targetPanel(fit: TargetFit): Panel {
  const { target, phase, ideal, simulated, publishedP, publishedError } = fit;
  const lines = [
    "simulated p",
    `${mean(simulated.strengths).toFixed(4)} ± ${standardError(simulated.strengths).toFixed(4)}`,
    "published p",
    `${publishedP.toFixed(4)} ± ${publishedError.toFixed(4)}`,
  ];
  const { curves, ...panel } = noisyPanel(fit, () => 0);
  return {
    ...panel,
    name: `total error, O0 = ${plainNumber(target)}`,
    y: { label: "\\varepsilon(t)" },
    curves: [
      { name: "ideal", role: "simulation", color: phase, points: range(DEVICE_STEPS).map((t) => [t, ideal[t]]) },
      ...curves,
    ],
    notes: lines.map((text, k) => ({ at: [15, NOTE_HEIGHTS[k] * ideal[0]], text, color: k < 2 ? "muted" : "ink" })),
  };
}

/** Range of the excess errors, with room for the simulation's band: the same for all targets. */
const EXCESS_DOMAIN = [-0.5, 1.25] as const;

function excessPanel(fit: TargetFit): Panel {
  return {
    ...noisyPanel(fit, (t) => fit.ideal[t]),
    name: `excess error, O0 = ${plainNumber(fit.target)}`,
    y: { label: "\\varepsilon(t)-\\varepsilon_{\\mathrm{ideal}}(t)", domain: EXCESS_DOMAIN },
  };
}

/** What noise makes of ε, simulated, in theory and on the device, less some base. */
function noisyPanel({ target, ideal, simulated, device, p }: TargetFit, base: (t: number) => number): Omit<Panel, "name" | "y"> {
  const errors = depolarizedError(ideal, p, { target });
  const ours = averagesOf(simulated);
  const theirs = device && averagesOf(device);
  const pointsOf = (rows: ReturnType<typeof averagesOf>): Points => rows.map((row) => [row.t, row.mean - base(row.t)]);
  const dots: PanelCurve[] = theirs
    ? [
        {
          name: "device, mean",
          role: "published",
          color: "ink",
          points: pointsOf(theirs),
          errors: theirs.map((row) => row.error),
        },
      ]
    : [];
  return {
    x: { label: "\\text{step } t", domain: [0, DEVICE_STEPS], integer: true },
    curves: [
      { name: "simulated device, mean", role: "simulation", color: "muted", points: pointsOf(ours) },
      {
        name: "global depolarising noise",
        role: "theory",
        color: "ink",
        points: range(DEVICE_STEPS).map((t) => [t, errors[t] - base(t)]),
      },
      ...dots,
    ],
    band: {
      name: "simulated device, standard deviation",
      rows: ours.map((row) => [row.t, row.mean - row.spread - base(row.t), row.mean + row.spread - base(row.t)]),
    },
  };
}

/** Heights of the lines of a panel's note, in units of the first ε. */
const NOTE_HEIGHTS = [0.95, 0.82, 0.64, 0.51];

/** Standard deviation with divisor N, as the authors quote it. */
function spreadOf(values: readonly number[]): number {
  return standardDeviation(values) * Math.sqrt((values.length - 1) / values.length);
}

function agreementOf({
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
