/**
 * Figure 2: total error and kernel inside the spectrum, at its end and below it, with the Lotka-Volterra theory.
 */
import type { CurveSet, Points } from "../../../analysis/curves.ts";
import { plainNumber } from "../../../base/words.ts";
import type { Panel, PanelAxis } from "../../../reproduce/panels.ts";
import type { NamedRun, Study, StudySize } from "../study.ts";
import type { PublishedLibrary } from "../verification/library.ts";
import { compareRuns, publishedDots, publishedHistory } from "../verification/overlay.ts";
import { curvesOf, dynamicsOf, rateAgreement, type TargetDynamics } from "./shared/dynamics.ts";
import { type PublishedSize, publishedRun } from "./shared/published-run.ts";

/** Circuit, samples, targets of the three phases, steps. */
const SIZES: Record<StudySize, PublishedSize & { readonly targets: readonly number[]; readonly steps: number }> = {
  paper: { qubits: 8, layers: 768, samples: 10, targets: [-10, -30, -50], steps: 1000 },
  quick: { qubits: 4, layers: 64, samples: 10, targets: [-8, -14, -20], steps: 1000 },
};

export const figure2: Study = {
  id: "2",
  title: "Dynamics of the total error and of the quantum neural tangent kernel",
  runs: runsOf,
  output({ size, run, published }) {
    const runs = runsOf(size);
    const columns = runs.flatMap((named) => {
      const time = isCritical(named, size) ? "log" : "linear";
      return dynamicsOf(run(named.name), time).map((dynamics): Column => ({ named, time, dynamics, published }));
    });
    return {
      panels: [...columns.map(errorPanel), ...columns.map(kernelPanel)],
      perRow: 3,
      legend: columns.map(({ dynamics: { target, phase } }) => ({
        label: `O_0 = ${plainNumber(target)}`,
        color: phase,
      })),
      caption: CAPTION,
      agreement: columns.flatMap(({ dynamics }) => rateAgreement(dynamics)),
      comparisons: compareRuns(published, runs, run),
    };
  },
};

const CAPTION =
  "**a–c** Total error ε and **d–f** quantum neural tangent kernel K against the step t, for a target O0 inside the spectrum (a, d: frozen kernel), at its lower end O_min (b, e: critical point, logarithmic time) and below it (c, f: frozen error). Inset of c: the residual error ε − R, R = O_min − O0. Thin: samples; thick: their mean; dashed: mean of the Lotka–Volterra solutions of the samples (Eqs. 33–34), whose constants are fitted to the last half of each.";

/** One target with everything its panels show. */
interface Column {
  readonly named: NamedRun;
  readonly time: "linear" | "log";
  readonly dynamics: TargetDynamics;
  readonly published?: PublishedLibrary;
}

function runsOf(size: StudySize): NamedRun[] {
  const { targets, steps, ...circuit } = SIZES[size];
  return targets.map((target) => publishedRun(circuit, { loss: "quadratic", target, steps, measure: { mu: steps / 20 } }));
}

function isCritical({ config }: NamedRun, size: StudySize): boolean {
  return config.target[0] === SIZES[size].targets[1];
}

function timeAxis({ named, time }: Column): PanelAxis {
  const { steps } = named.config;
  return time === "log"
    ? { label: "\\text{step } t", type: "log", domain: [1, steps] }
    : { label: "\\text{step } t", domain: [0, steps], integer: true };
}

function errorPanel(column: Column): Panel {
  const { named, time, published, dynamics } = column;
  const { summary, curves, phase } = dynamics;
  const name = nameOf(column);
  const shown = publishedDots(publishedHistory(published, named, "epsilon"), `ε, ${name}`, time, Math.abs);
  const panel = {
    name: `total error, ${name}`,
    x: timeAxis(column),
    y: { label: "|\\varepsilon(t)|", type: "log" } as const,
    curves: [...curvesOf(afterStart(curves.epsilon, time), `ε, ${name}`, phase), ...shown],
  };
  if (phase !== "frozen-error") return panel;
  const residual = publishedDots(publishedHistory(published, named, "epsilon"), `ε − R, ${name}`, time, (value) =>
    Math.abs(value - summary.residual),
  );
  return {
    ...panel,
    y: { label: "\\varepsilon(t)", domain: [0, 1.1 * Math.max(...curves.epsilon.mean.map(([, y]) => y))] },
    inset: {
      corner: "top-right",
      panel: {
        name: `residual error, ${name}`,
        x: { ...timeAxis(column), label: "t" },
        y: { label: "\\varepsilon-R", type: "log" },
        curves: [...curvesOf(curves.residualError, `ε − R, ${name}`, phase), ...residual],
      },
    },
  };
}

function kernelPanel(column: Column): Panel {
  const { named, time, published, dynamics } = column;
  const name = nameOf(column);
  const { kernel } = dynamics.curves;
  return {
    name: `kernel, ${name}`,
    x: timeAxis(column),
    y: { label: "K(t)", type: "log" },
    curves: [
      ...curvesOf(afterStart(kernel, time), `K, ${name}`, dynamics.phase),
      ...publishedDots(publishedHistory(published, named, "kernel"), `K, ${name}`, time),
    ],
  };
}

function nameOf({ dynamics: { target } }: Column): string {
  return `O0 = ${plainNumber(target)}`;
}

/** Curves without step 0 where the time axis has no place for it. */
function afterStart(set: CurveSet, time: "linear" | "log"): CurveSet {
  if (time === "linear") return set;
  const later = (points: Points) => points.filter(([t]) => t > 0);
  return { samples: set.samples.map(later), mean: later(set.mean), theory: set.theory && later(set.theory) };
}
