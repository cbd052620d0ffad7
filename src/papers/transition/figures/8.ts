/**
 * Figure 8: training on a quantum device. The total error for three targets, with its spread and the line of global depolarising noise; beside it K, with and without
 * the bias of squared estimates, and what the curves determine.
 */
import type { Points } from "../../../analysis/curves.ts";
import { mean, range, standardError } from "../../../base/arrays.ts";
import { plainNumber } from "../../../base/words.ts";
import type { Panel, PanelBand, PanelCurve } from "../../../reproduce/panels.ts";
import { depolarizedError } from "../../../theory/noise/depolarizing.ts";
import type { Agreement, Study, StudyInput } from "../study.ts";
import { compareRuns } from "../verification/overlay.ts";
import {
  averagesOf,
  DEVICE_NOISE,
  DEVICE_STEPS,
  DEVICE_TARGETS,
  type DeviceInference,
  fitOf,
  idealRun,
  inferDevice,
  LONGER_STEPS,
  longerDraws,
  longerNames,
  runsOf,
  SIMULATED,
  simulatedDraws,
  strengthAgreement,
  type TargetFit,
} from "./shared/device-experiment.ts";

export const figure8: Study = {
  id: "8",
  title: "Training on a noisy device",
  runs: () => DEVICE_TARGETS.map(({ target }) => idealRun(target)),
  draws: () => [simulatedDraws, longerDraws],
  output(input) {
    const { run, published } = input;
    const fits = DEVICE_TARGETS.map((target) => fitOf(target, input));
    const inference = inferDevice(fits);
    const measured = fits.every(({ device }) => device !== undefined);
    return {
      panels: [errorPanel(fits, inference), kernelPanel(fits, input)],
      perRow: 2,
      legend: DEVICE_TARGETS.map(({ target, phase }) => ({ label: `O_0 = ${plainNumber(target)}`, color: phase })),
      dashedName: "depolarising noise",
      caption: `${CAPTION} ${measured ? MEASURED : UNMEASURED} ${endSentence(inference)} ${KERNEL_CAPTION}`,
      agreement: [...fits.flatMap(strengthAgreement), ...(measured ? endAgreement(inference) : [])],
      comparisons: compareRuns(
        published,
        DEVICE_TARGETS.map(({ target }) => idealRun(target)),
        run,
      ),
      determined: inference.determined,
    };
  },
};

const CAPTION =
  "**a** Total error ε of the hardware-efficient ansatz on two qubits (D = 4, 16 parameters, XXZ with J = 4) against the step, for targets inside the spectrum, at its lower end and below it, from the angles that the device experiment started from. Dashed: global depolarising noise, ε_noisy = (1 − p) ε − p O0, with ε without noise and p fitted to each experiment by least squares over steps 10–49 and averaged.";
const MEASURED = "Solid lines and bands: mean and standard deviation of the twelve published experiments on IBM Kolkata.";
const UNMEASURED = `Without the published data (--data) solid lines and bands are mean and standard deviation of ${SIMULATED.samples} simulated repetitions with the median noise of that device and ${SIMULATED.shots} shots for each group of commuting terms, and p is the published one. The simulation lies above the device: see the figure device.`;

const KERNEL_CAPTION = `**b** K of the same three targets against the step, on ${LONGER_STEPS + 1} steps. Dots: read off the fall of the curves of a, K = (1 − (ε₂/ε₁)^(1/Δt))/η from the means over neighbouring stretches of steps, with standard errors. Lines: ${SIMULATED.samples} simulated repetitions with what those of the device are like, global depolarising noise of ${DEVICE_NOISE.strength} and 200 shots for each group: thick, K̂ = Σ ĝ² less the estimated variances of its ĝ, unbiased, with a band of one standard error; thin and light, the raw K̂, whose floor of about 2 is no kernel. The published files hold ε alone: no K̂ of the device, from which a bias could be taken off, and no number of shots; that they had 200 is read off their values, multiples of 0.01.`;

/** The end that the curves lead to, in words, and what that makes of the targets. */
function endSentence({ together: { end, targets } }: DeviceInference): string {
  const number = (value: number) => plainNumber(Number(value.toFixed(2)));
  const named = targets.map(({ target, phase }) => `${plainNumber(target)} ${WORDS[phase]}`);
  return `Thin horizontal lines with bands: R, ε at the end that the three curves, of one path of steepest descent, lead to together: ⟨O⟩ = ${number(end.value)} (95 %: ${number(end.low)} to ${number(end.high)}). With respect to it O0 = ${named.join(", ")}.`;
}

const WORDS = {
  "frozen-kernel": "lies inside (kernel frozen)",
  critical: "lies at the end (critical)",
  "frozen-error": "lies beyond (error frozen)",
  undetermined: "is left open",
} as const;

/** The end, and R of the targets below it, beside what global depolarising noise says. */
function endAgreement({ together: { end, targets } }: DeviceInference): Agreement[] {
  const expected = (1 - DEVICE_NOISE.strength) * SPECTRUM_END;
  const expectedError = -SPECTRUM_END * DEVICE_NOISE.error;
  const source = `O_min with global depolarising noise of ${DEVICE_NOISE.strength}`;
  return [
    { what: "end of ⟨O⟩ that the curves lead to", found: end.value, error: end.error, expected, expectedError, source },
    ...targets.flatMap(({ target, phase, constants }) =>
      phase !== "frozen-error" || constants === undefined
        ? []
        : [
            {
              ...{ what: `R of the curves, O0 = ${plainNumber(target)}`, found: constants.residual.value },
              ...{ error: constants.residual.error, expected: expected - target, expectedError, source },
            },
          ],
    ),
  ];
}

/** O_min of XXZ with J = 4 on two qubits. */
const SPECTRUM_END = -12;
/** Steps between which the fall of ε is read off. */
const FALL_EDGES = [0, 2, 4, 6, 9, 13, 19, 28, 38, 50];

/** K by the fall of ε between stretches of steps: each step takes off the share ηK. */
function fallOf(fit: TargetFit): { points: Points; errors: number[] } {
  const { experiments } = runsOf(fit);
  const bins = FALL_EDGES.slice(1).map((to, k) => {
    const from = FALL_EDGES[k];
    const values = experiments.map((one) => mean(Array.from(one.subarray(from, to))));
    return { at: (from + to - 1) / 2, mean: mean(values), error: standardError(values) };
  });
  const falls = bins.slice(1).map((after, k) => {
    const before = bins[k];
    const time = after.at - before.at;
    const share = (after.mean / before.mean) ** (1 / time);
    const relative = Math.hypot(after.error / after.mean, before.error / before.mean);
    return {
      at: (before.at + after.at) / 2,
      kernel: (1 - share) / SIMULATED.eta,
      error: (share * relative) / time / SIMULATED.eta,
    };
  });
  const seen = falls.filter(({ kernel }) => kernel > 0);
  return { points: seen.map(({ at, kernel }) => [at, kernel]), errors: seen.map(({ error }) => error) };
}

/** Least K that is drawn. */
const LEAST_KERNEL = 0.05;

function kernelPanel(fits: readonly TargetFit[], { draws }: StudyInput): Panel {
  const numbers = draws(longerDraws.name);
  const kernels = fits.map((fit) => {
    const names = longerNames(fit.target);
    return { fit, raw: numbers[names.raw], unbiased: numbers[names.unbiased], error: numbers[names.error] };
  });
  const of = ({ target }: TargetFit) => `O0 = ${plainNumber(target)}`;
  return {
    name: "QNTK",
    x: { label: "\\text{step } t", domain: [0, LONGER_STEPS + 1], integer: true },
    y: { label: "K(t)", type: "log", domain: [LEAST_KERNEL, 300] },
    bands: kernels.map(
      ({ fit, unbiased, error }): PanelBand => ({
        name: `simulated, without bias, standard error, ${of(fit)}`,
        color: fit.phase,
        rows: unbiased.map((value, t) => [t, Math.max(LEAST_KERNEL, value - error[t]), Math.max(LEAST_KERNEL, value + error[t])]),
      }),
    ),
    curves: kernels.flatMap(({ fit, raw, unbiased }): PanelCurve[] => [
      { name: `simulated, raw, ${of(fit)}`, role: "samples", color: fit.phase, points: raw.map((value, t) => [t, value]) },
      {
        name: `simulated, without bias, ${of(fit)}`,
        role: "simulation",
        color: fit.phase,
        points: unbiased.map((value, t) => [t, value > 0 ? value : Number.NaN]),
      },
      {
        name: `fall of ε, ${fit.device === undefined ? "simulated device" : "device"}, ${of(fit)}`,
        role: "simulation",
        mark: "dots",
        color: "ink",
        ...fallOf(fit),
      },
    ]),
  };
}

function errorPanel(fits: readonly TargetFit[], { together }: DeviceInference): Panel {
  const rowsOf = (fit: TargetFit) => averagesOf(runsOf(fit));
  const residuals = together.targets.flatMap(({ target, constants, phase }) =>
    phase === "frozen-error" && constants !== undefined ? [{ target, residual: constants.residual }] : [],
  );
  const phaseOf = (target: number) => fits.find((fit) => fit.target === target)?.phase ?? "ink";
  const beyond = [DEVICE_STEPS - GUIDE, DEVICE_STEPS];
  return {
    name: "total error",
    x: { label: "\\text{step } t", domain: [0, DEVICE_STEPS], integer: true },
    y: { label: "\\varepsilon(t)" },
    bands: [
      ...fits.map(
        (fit): PanelBand => ({
          name: `${nameOf(fit)}, standard deviation`,
          color: fit.phase,
          rows: rowsOf(fit).map(({ t, mean: centre, spread }) => [t, centre - spread, centre + spread]),
        }),
      ),
      ...residuals.map(
        ({ target, residual: { low, high } }): PanelBand => ({
          name: `R, 95 %, O0 = ${plainNumber(target)}`,
          color: phaseOf(target),
          rows: beyond.map((t) => [t, low, high]),
        }),
      ),
    ],
    curves: [
      ...fits.flatMap((fit): PanelCurve[] => {
        const noisy = depolarizedError(fit.ideal, fit.p, { target: fit.target });
        return [
          { name: nameOf(fit), role: "simulation", color: fit.phase, points: rowsOf(fit).map((row) => [row.t, row.mean]) },
          {
            name: `${nameOf(fit)}, global depolarising noise`,
            role: "theory",
            color: "ink",
            points: range(DEVICE_STEPS).map((t) => [t, noisy[t]]),
          },
        ];
      }),
      ...residuals.map(
        ({ target, residual }): PanelCurve => ({
          name: `R, O0 = ${plainNumber(target)}`,
          role: "guide",
          color: phaseOf(target),
          points: beyond.map((t) => [t, residual.value]),
        }),
      ),
    ],
  };
}

/** Steps at the end of the panel along which R is drawn. */
const GUIDE = 15;

function nameOf({ target, device }: TargetFit): string {
  return `${device === undefined ? "simulated device" : "device"}, O0 = ${plainNumber(target)}`;
}
