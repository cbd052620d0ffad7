/**
 * The three phases with the hardware-efficient ansatz: the XXZ and the transverse-field Ising chain.
 */
import type { CurveSet } from "../../../analysis/curves.ts";
import { plainNumber } from "../../../base/words.ts";
import type { Panel, PanelAxis, PanelCurve } from "../../../reproduce/panels.ts";
import type { PublishedExperiment } from "../data/catalogue.ts";
import { configurationOf } from "../data/experiment.ts";
import type { NamedRun, Study, StudyInput, StudySize } from "../study.ts";
import { compareRuns, publishedDots, publishedHistory } from "../verification/overlay.ts";
import { curvesOf, dynamicsOf, rateAgreement, type TargetDynamics } from "./shared/dynamics.ts";

/** Circuit, samples, targets of the three phases, steps. */
interface Size {
  readonly qubits: number;
  /** D. */
  readonly layers: number;
  readonly samples: number;
  readonly targets: readonly number[];
  readonly steps: number;
}

/** A study of one observable. */
interface Subject {
  readonly id: string;
  readonly title: string;
  readonly observable: "xxz" | "tfim";
  readonly sizes: Record<StudySize, Size>;
  readonly caption: string;
}

const PANELS =
  "**a** Total error |ε|, **b** residual error |ε − R| and **c** quantum neural tangent kernel K against the step, **d** relative dQNTK λ = μ/K, for a target inside the spectrum (frozen kernel), at its lower end (critical point) and below it (frozen error). Thin: samples; thick: their mean; dashed: mean of the Lotka–Volterra solutions of the samples; black dots: published data.";

export const heaXxz: Study = heaStudy({
  id: "hea",
  title: "Hardware-efficient ansatz, XXZ chain",
  observable: "xxz",
  sizes: {
    paper: { qubits: 8, layers: 48, samples: 10, targets: [-20, -30, -40], steps: 2000 },
    quick: { qubits: 4, layers: 12, samples: 10, targets: [-10, -14, -20], steps: 1500 },
  },
  caption: `Hardware-efficient ansatz on the XXZ chain with J = 2. ${PANELS} The authors’ third target is −50; with it the loss of eight qubits rises in the first steps at this η, which counts as diverging here, so −40 stands in its place, with which all ten samples of eight qubits converge.`,
});

export const heaTfim: Study = heaStudy({
  id: "tfim",
  title: "Hardware-efficient ansatz, transverse-field Ising chain",
  observable: "tfim",
  sizes: {
    paper: { qubits: 8, layers: 48, samples: 10, targets: [-5, -16.88514149320817, -26], steps: 2000 },
    quick: { qubits: 4, layers: 12, samples: 10, targets: [-5, -8.376798636850351, -14], steps: 1500 },
  },
  caption: `Hardware-efficient ansatz on the transverse-field Ising chain with h = 2, whose ground state is no product state. ${PANELS}`,
});

function heaStudy({ id, title, observable, sizes, caption }: Subject): Study {
  const runsOf = (size: StudySize) => sizes[size].targets.map((target) => heaRun(observable, sizes[size], target));
  return {
    id,
    title,
    runs: runsOf,
    output(input) {
      const { size, run, published } = input;
      const runs = runsOf(size);
      const columns = runs.flatMap((named) => dynamicsOf(run(named.name), "log").map((dynamics) => ({ named, dynamics })));
      return {
        panels: panelsOf(columns, sizes[size].steps, published),
        perRow: 2,
        legend: columns.map(({ dynamics: { target, phase } }) => ({
          label: `O_0 = ${plainNumber(target)}`,
          color: phase,
        })),
        caption,
        agreement: columns.flatMap(({ dynamics }) => rateAgreement(dynamics)),
        comparisons: compareRuns(published, runs, run),
      };
    },
  };
}

function heaRun(observable: Subject["observable"], { qubits, layers, samples, steps }: Size, target: number): NamedRun {
  const published: PublishedExperiment = {
    ...{ ansatz: "hea", qubits, layers, observable, coefficient: 2, loss: "quadratic", target },
    streams: "published",
  };
  return {
    name: `hea-${observable}-n${qubits}-D${layers}-target${plainNumber(target).replace("\u2212", "-")}-${samples}x${steps}`,
    config: configurationOf(published, { samples, steps, measure: { mu: 40 } }),
    published,
  };
}

/** One target with its run. */
interface Column {
  readonly named: NamedRun;
  readonly dynamics: TargetDynamics;
}

function panelsOf(columns: readonly Column[], steps: number, published: StudyInput["published"]): Panel[] {
  const x: PanelAxis = { label: "\\text{step } t", type: "log", domain: [1, steps] };
  const panel = (
    name: string,
    y: PanelAxis,
    curvesFor: (dynamics: TargetDynamics) => CurveSet,
    dots: (column: Column, label: string) => PanelCurve[] = () => [],
  ): Panel => ({
    name,
    x,
    y,
    curves: columns.flatMap((column) => {
      const label = `${name}, O0 = ${plainNumber(column.dynamics.target)}`;
      return [...curvesOf(curvesFor(column.dynamics), label, column.dynamics.phase), ...dots(column, label)].map((curve) => ({
        ...curve,
        points: curve.points.filter(([t]) => t > 0),
      }));
    }),
  });
  const history = ({ named }: Column, quantity: "epsilon" | "kernel") => publishedHistory(published, named, quantity);
  return [
    panel(
      "total error",
      { label: "|\\varepsilon(t)|", type: "log", domain: [1e-4, 1e2] },
      ({ curves }) => curves.epsilon,
      (column, label) => publishedDots(history(column, "epsilon"), label, "log", Math.abs),
    ),
    panel(
      "residual error",
      { label: "|\\varepsilon(t)-R|", type: "log", domain: [1e-4, 1e2] },
      ({ curves }) => curves.residualError,
      (column, label) =>
        publishedDots(history(column, "epsilon"), label, "log", (value) => Math.abs(value - column.dynamics.summary.residual)),
    ),
    panel(
      "kernel",
      { label: "K(t)", type: "log", domain: [1e-4, 1e4] },
      ({ curves }) => curves.kernel,
      (column, label) => publishedDots(history(column, "kernel"), label, "log"),
    ),
    panel("lambda", { label: "\\lambda(t)" }, ({ curves }) => curves.lambda),
  ];
}
