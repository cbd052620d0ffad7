/**
 * Figure 8: training on a quantum device. The total error for three targets, with its spread and the line of global depolarising noise.
 */
import { range } from "../../../base/arrays.ts";
import { plainNumber } from "../../../base/words.ts";
import type { Panel, PanelBand, PanelCurve } from "../../../reproduce/panels.ts";
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

export const figure8: Study = {
  id: "8",
  title: "Training on a noisy device",
  runs: () => DEVICE_TARGETS.map(({ target }) => idealRun(target)),
  draws: () => [simulatedDraws],
  output(input) {
    const { run, published } = input;
    const fits = DEVICE_TARGETS.map((target) => fitOf(target, input));
    const measured = fits.every(({ device }) => device !== undefined);
    return {
      panels: [errorPanel(fits)],
      perRow: 1,
      legend: DEVICE_TARGETS.map(({ target, phase }) => ({ label: `O_0 = ${plainNumber(target)}`, color: phase })),
      dashedName: "depolarising noise",
      caption: `${CAPTION} ${measured ? MEASURED : UNMEASURED}`,
      agreement: fits.flatMap(strengthAgreement),
      comparisons: compareRuns(
        published,
        DEVICE_TARGETS.map(({ target }) => idealRun(target)),
        run,
      ),
    };
  },
};

const CAPTION =
  "**a** Total error ε of the hardware-efficient ansatz on two qubits (D = 4, 16 parameters, XXZ with J = 4) against the step, for targets inside the spectrum, at its lower end and below it, from the angles that the device experiment started from. Dashed: global depolarising noise, ε_noisy = (1 − p) ε − p O0, with ε without noise and p fitted to each experiment by least squares over steps 10–49 and averaged.";
const MEASURED = "Solid lines and bands: mean and standard deviation of the twelve published experiments on IBM Kolkata.";
const UNMEASURED = `Without the published data (--data) solid lines and bands are mean and standard deviation of ${SIMULATED.samples} simulated repetitions with the median noise of that device and ${SIMULATED.shots} shots for each group of commuting terms, and p is the published one. The simulation lies above the device: see the figure device.`;

function errorPanel(fits: readonly TargetFit[]): Panel {
  const rowsOf = ({ device, simulated }: TargetFit) => averagesOf(device ?? simulated);
  return {
    name: "total error",
    x: { label: "\\text{step } t", domain: [0, DEVICE_STEPS], integer: true },
    y: { label: "\\varepsilon(t)" },
    bands: fits.map(
      (fit): PanelBand => ({
        name: `${nameOf(fit)}, standard deviation`,
        color: fit.phase,
        rows: rowsOf(fit).map(({ t, mean, spread }) => [t, mean - spread, mean + spread]),
      }),
    ),
    curves: fits.flatMap((fit): PanelCurve[] => {
      const noisy = depolarizedError(fit.ideal, fit.p, { target: fit.target });
      return [
        { name: nameOf(fit), role: "simulation", color: fit.phase, points: rowsOf(fit).map(({ t, mean }) => [t, mean]) },
        {
          name: `${nameOf(fit)}, global depolarising noise`,
          role: "theory",
          color: "ink",
          points: range(DEVICE_STEPS).map((t) => [t, noisy[t]]),
        },
      ];
    }),
  };
}

function nameOf({ target, device }: TargetFit): string {
  return `${device === undefined ? "simulated device" : "device"}, O0 = ${plainNumber(target)}`;
}
