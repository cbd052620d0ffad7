/**
 * What stands beside figure 8: every target of the device experiment by itself, with the ideal dynamics, our simulation of the device and the
 * line of global depolarising noise, and what the noise adds to the error.
 */
import type { Points } from "../../../analysis/curves.ts";
import { mean, range, standardError } from "../../../base/arrays.ts";
import { plainNumber } from "../../../base/words.ts";
import type { Panel, PanelCurve } from "../../../reproduce/panels.ts";
import { depolarizedError } from "../../../theory/noise/depolarizing.ts";
import type { Study } from "../study.ts";
import { compareRuns } from "../verification/overlay.ts";
import {
  averagesOf,
  DEVICE_STEPS,
  DEVICE_TARGETS,
  fitOf,
  idealRun,
  SIMULATED,
  simulatedDraws,
  strengthAgreement,
  type TargetFit,
} from "./shared/device-experiment.ts";

export const deviceStudy: Study = {
  id: "device",
  title: "Training on a noisy device, simulated and measured",
  runs: () => DEVICE_TARGETS.map(({ target }) => idealRun(target)),
  draws: () => [simulatedDraws],
  output(input) {
    const { run, published } = input;
    const fits = DEVICE_TARGETS.map((target) => fitOf(target, input));
    return {
      panels: [...fits.map(targetPanel), ...fits.map(excessPanel)],
      perRow: 3,
      legend: [
        ...DEVICE_TARGETS.map(({ target, phase }) => ({ label: `O_0 = ${plainNumber(target)}`, color: phase })),
        { label: "simulated device", color: "muted" },
      ],
      dashedName: "depolarising noise",
      caption: captionOf(fits),
      agreement: fits.flatMap(strengthAgreement),
      comparisons: compareRuns(
        published,
        DEVICE_TARGETS.map(({ target }) => idealRun(target)),
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
    bands: [
      {
        name: "simulated device, standard deviation",
        rows: ours.map((row) => [row.t, row.mean - row.spread - base(row.t), row.mean + row.spread - base(row.t)]),
      },
    ],
  };
}

/** Heights of the lines of a panel's note, in units of the first ε. */
const NOTE_HEIGHTS = [0.95, 0.82, 0.64, 0.51];
