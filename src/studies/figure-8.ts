/**
 * Figure 8: training on a quantum device. The ideal dynamics of the two-qubit experiment, the line of global depolarising noise with its
 * strength, and the device runs where their data is given.
 */
import type { Points } from "../analysis/curves.ts";
import { mean, range, standardDeviation, standardError } from "../base/arrays.ts";
import { plainNumber } from "../base/words.ts";
import type { PublishedExperiment } from "../published/catalogue.ts";
import { configurationOf } from "../published/experiment.ts";
import type { PublishedLibrary } from "../published/library.ts";
import type { Phase } from "../theory/lotka-volterra/phases.ts";
import { depolarizedError, fitDepolarizing } from "../theory/noise/depolarizing.ts";
import { seriesOf } from "../training/record.ts";
import { compareRuns } from "./overlay.ts";
import type { Panel, PanelCurve } from "./panels.ts";
import type { Agreement, NamedRun, Study, StudyInput } from "./study.ts";

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

/** ε of repeated experiments on a noisy device, shape (experiments, steps). */
interface DeviceRuns {
  readonly experiments: readonly Float64Array[];
}

export const figure8: Study = {
  id: "8",
  title: "Training on a noisy device",
  runs: () => TARGETS.map(({ target }) => idealRun(target)),
  output(input) {
    const { run, published } = input;
    const fits = TARGETS.map((target) => fitOf(target, input));
    return {
      panels: fits.map(targetPanel),
      perRow: 3,
      legend: TARGETS.map(({ target, phase }) => ({ label: `O_0 = ${plainNumber(target)}`, color: phase })),
      dashedName: "with depolarising noise",
      caption: CAPTION,
      agreement: fits.flatMap(agreementOf),
      comparisons: compareRuns(
        published,
        TARGETS.map(({ target }) => idealRun(target)),
        run,
      ),
    };
  },
};

const CAPTION =
  "**a–c** Total error ε of the hardware-efficient ansatz on two qubits (D = 4, 16 parameters, XXZ with J = 4) against the step, for targets inside the spectrum, at its lower end and below it. Solid: without noise, from the angles that the device experiment started from. Dashed: global depolarising noise, ε_noisy = (1 − p) ε − p O0, with p fitted to each device experiment by least squares over steps 10–49 and averaged; without the device data, with the published p. Black dots and grey band: mean and standard deviation of the twelve published experiments on IBM Kolkata.";

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

/** The experiments behind a panel: those on the device, where their data is given. Simulated ones belong here too. */
function deviceRuns(target: number, published: PublishedLibrary | undefined): DeviceRuns | undefined {
  const table = published?.array(`training/HEA/Heisenberg/n2/HEAepsHistXXZ_n2L4Tgt${target}Kolkata.csv`);
  if (table === undefined || table.shape[1] < DEVICE_STEPS) return undefined;
  const [count, steps] = table.shape;
  return { experiments: range(count).map((k) => table.data.subarray(k * steps, k * steps + DEVICE_STEPS)) };
}

/** A target with its ideal errors and the strength of the noise. */
interface TargetFit extends DeviceTarget {
  readonly ideal: Float64Array;
  readonly device?: DeviceRuns;
  readonly p: number;
  /** Strengths of the experiments; empty without their data. */
  readonly strengths: readonly number[];
}

function fitOf(target: DeviceTarget, { run, published }: StudyInput): TargetFit {
  const ideal = seriesOf(run(idealRun(target.target).name).record, "epsilon", 0);
  const device = deviceRuns(target.target, published);
  const strengths = (device?.experiments ?? []).map((noisy) =>
    fitDepolarizing(ideal.subarray(0, DEVICE_STEPS), noisy, { target: target.target, from: FITTED_FROM }),
  );
  return { ...target, ideal, device, strengths, p: strengths.length > 0 ? mean(strengths) : target.publishedP };
}

function targetPanel({ target, phase, ideal, device, p }: TargetFit): Panel {
  const steps = range(DEVICE_STEPS);
  const errors = depolarizedError(ideal, p, { target });
  const noisy: Points = steps.map((t) => [t, errors[t]]);
  const at = (t: number) => Float64Array.from(device?.experiments ?? [], (one) => one[t]);
  const measured = steps.map((t) => ({ t, mean: mean(at(t)), spread: standardDeviation(at(t)) }));
  const dots: PanelCurve = {
    name: "device, mean",
    role: "published",
    color: "ink",
    points: measured.map((row) => [row.t, row.mean]),
  };
  return {
    name: `total error, O0 = ${plainNumber(target)}`,
    x: { label: "\\text{step } t", domain: [0, DEVICE_STEPS], integer: true },
    y: { label: "\\varepsilon(t)" },
    curves: [
      { name: "ideal", role: "simulation", color: phase, points: steps.map((t) => [t, ideal[t]]) },
      { name: "global depolarising noise", role: "theory", color: "ink", points: noisy },
      ...(device === undefined ? [] : [dots]),
    ],
    ...(device && {
      band: {
        name: "device, standard deviation",
        rows: measured.map((row) => [row.t, row.mean - row.spread, row.mean + row.spread]),
      },
    }),
    notes: [{ at: [20, 0.8 * ideal[0]], text: `p = ${p.toFixed(4)}`, color: "ink" }],
  };
}

/** Standard deviation with divisor N, as the authors quote it. */
function spreadOf(values: readonly number[]): number {
  return standardDeviation(values) * Math.sqrt((values.length - 1) / values.length);
}

function agreementOf({ target, publishedP, publishedSpread, strengths, ideal, p }: TargetFit): Agreement[] {
  const of = `O0 = ${plainNumber(target)}`;
  const noisy = depolarizedError(ideal, p, { target });
  return [
    ...(strengths.length === 0
      ? []
      : [
          {
            what: `depolarising strength p, ${of}`,
            found: mean(strengths),
            error: standardError(strengths),
            expected: publishedP,
            source: `published, ± ${publishedSpread} over twelve experiments`,
          },
          {
            what: `standard deviation of p, ${of}`,
            found: spreadOf(strengths),
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
