/**
 * Figure 6: limited depth. A circuit far too shallow for the spectrum's end has an end of its own, O_min(L), different for every sample; around it
 * the same three phases appear.
 */
import type { Points } from "../../../analysis/curves.ts";
import { columnsOfTarget } from "../../../analysis/trajectories.ts";
import { mean, range, standardDeviation } from "../../../base/arrays.ts";
import { plainNumber } from "../../../base/words.ts";
import { parseExperiment } from "../../../experiment/config.ts";
import type { Panel, PanelAxis, PanelCurve } from "../../../reproduce/panels.ts";
import type { Phase } from "../../../theory/lotka-volterra/phases.ts";
import { seriesOf } from "../../../training/record.ts";
import type { Agreement, NamedRun, Study, StudyInput, StudyRun, StudySize } from "../study.ts";
import type { PublishedLibrary } from "../verification/library.ts";
import { compareRuns, type PublishedHistory, publishedDots, publishedHistory } from "../verification/overlay.ts";
import { curvesOf, dynamicsOf, logPlaces, rateAgreement, type TargetDynamics } from "./shared/dynamics.ts";
import { type PublishedSize, publishedRun } from "./shared/published-run.ts";

/** Circuit, samples, and the three targets with their steps. */
interface Size extends PublishedSize {
  /** Within reach of every sample. */
  readonly inside: number;
  /** Below the spectrum; the energies reached are the critical targets. */
  readonly below: number;
  readonly steps: number;
  readonly criticalSteps: number;
}

const SIZES: Record<StudySize, Size> = {
  paper: { qubits: 6, layers: 6, samples: 10, inside: -0.2, below: -30, steps: 8000, criticalSteps: 40_000 },
  quick: { qubits: 4, layers: 6, samples: 10, inside: -0.2, below: -20, steps: 8000, criticalSteps: 20_000 },
};

/** One target with its residual errors. */
interface Column {
  readonly named: NamedRun;
  readonly run: StudyRun;
  readonly dynamics: TargetDynamics;
  /** Time axis of the column's own panels, and its curves for it. */
  readonly time: "linear" | "log";
  readonly curves: TargetDynamics["curves"];
  readonly label: string;
  /** Phase that the target stands for, as the samples’ own ends say. */
  readonly phase: Phase;
  /** ε at the end for targets out of reach, 0 for those within it, by sample. */
  readonly residuals: readonly number[];
}

export const figure6: Study = {
  id: "6",
  title: "Limited depth: three phases around each circuit’s own end",
  runs: (size) => Object.values(runsOf(size)),
  output(input) {
    const columns = columnsOf(input);
    const { published, run, size } = input;
    return {
      panels: [
        ...columns.map((column) => errorPanel(column, published)),
        ...columns.map((column) => kernelPanel(column, published)),
        residualPanel(columns, published),
        indexPanel(columns),
      ],
      perRow: 3,
      legend: columns.map(({ label, phase }) => ({ label, color: phase })),
      caption: CAPTION,
      agreement: [...columns.flatMap(({ dynamics }) => rateAgreement(dynamics)), ...reachedAgreement(columns, input)],
      comparisons: compareRuns(published, Object.values(runsOf(size)), run),
    };
  },
};

const CAPTION =
  "A random Pauli ansatz with as many layers as qubits (n = 6; in the quick version n = 4, L = 6) on the XXZ chain with J = 2, whose end O_min it does not reach. **a–c** Total error ε and **d–f** quantum neural tangent kernel K against the step t, for a target within reach (a, d), at each sample’s own end O_min(L), the energy at which it stopped on the way to the target below the spectrum (b, e: logarithmic time), and at that target (c, f). Inset of c: the residual error, ε less what remains of it at the end, sample by sample. Beyond the printed figure: **g** residual error and **h** dynamical index ζ = εμ/K² of all three. Thin: samples; thick: their mean; dashed: mean of the Lotka–Volterra solutions (Eqs. 33–34) of those samples whose phase could be told, as counted under Agreement.";

function runsOf(size: StudySize): { inside: NamedRun; critical: NamedRun; below: NamedRun } {
  const { inside, below, steps, criticalSteps, ...circuit } = SIZES[size];
  const plain = (target: number) => publishedRun(circuit, { loss: "quadratic", target, steps, measure: { mu: steps / 100 } });
  const model = plain(below);
  const { target: _, ...config } = model.config;
  return {
    inside: plain(inside),
    critical: {
      name: model.name.replace(/target.*$/, `critical-from${below}-${circuit.samples}x${criticalSteps}`),
      config: parseExperiment({
        ...config,
        ...{ target: "critical", criticalFrom: below, criticalSteps: steps, steps: criticalSteps },
        measure: { mu: criticalSteps / 50 },
      }),
      published: model.published && { ...model.published, target: "converged" },
    },
    below: model,
  };
}

/** The runs, within reach, at each sample’s end and below. */
export const figure6Runs = (size: StudySize): NamedRun[] => Object.values(runsOf(size));

function columnsOf({ size, run }: StudyInput): Column[] {
  const { inside, critical, below } = runsOf(size);
  const column = (named: NamedRun, label: string, phase: Phase): Column => {
    const found = run(named.name);
    const time = phase === "critical" ? "log" : "linear";
    const [dynamics] = dynamicsOf(found, "log");
    const [{ curves }] = dynamicsOf(found, time);
    const residuals = columnsOfTarget(found.record, 0).map((k) =>
      phase === "frozen-error" ? seriesOf(found.record, "epsilon", k)[found.record.rows - 1] : 0,
    );
    return { named, run: found, dynamics, time, curves, label, phase, residuals };
  };
  return [
    column(inside, `O_0 = ${plainNumber(SIZES[size].inside)}`, "frozen-kernel"),
    column(critical, "O_0 at each sample’s own end", "critical"),
    column(below, `O_0 = ${plainNumber(SIZES[size].below)}`, "frozen-error"),
  ];
}

function lastStep(columns: readonly Column[]): number {
  return Math.max(...columns.map(({ named }) => named.config.steps));
}

function timeAxis({ named, time }: Column): PanelAxis {
  const { steps } = named.config;
  return time === "log"
    ? { label: "\\text{step } t", type: "log", domain: [1, steps] }
    : { label: "\\text{step } t", domain: [0, steps], integer: true };
}

/** The total error of one target; out of reach on a linear axis, with the residual error as its inset. */
function errorPanel(column: Column, published: PublishedLibrary | undefined): Panel {
  const { named, time, label, phase, curves } = column;
  const history = publishedHistory(published, named, "epsilon");
  const panel: Panel = {
    name: `total error, ${label}`,
    x: timeAxis(column),
    y: { label: "|\\varepsilon(t)|", type: "log" },
    curves: shown(column, [
      ...curvesOf(curves.epsilon, `ε, ${label}`, phase),
      ...publishedDots(history, `ε, ${label}`, time, Math.abs),
    ]),
  };
  if (phase !== "frozen-error") return panel;
  const residual: Panel = {
    name: `residual error, ${label}`,
    x: { ...timeAxis(column), label: "t" },
    y: { label: "\\varepsilon-R_L", type: "log", domain: [1e-8, 1e1] },
    curves: distanceCurves(column, "ε − R", column.residuals, published),
  };
  return {
    ...panel,
    y: { label: "\\varepsilon(t)", domain: [0, 1.02 * Math.max(...curves.epsilon.mean.map(([, y]) => y))] },
    inset: { corner: "bottom-right", panel: residual },
  };
}

function residualPanel(columns: readonly Column[], published: PublishedLibrary | undefined): Panel {
  return {
    name: "residual error",
    x: { label: "\\text{step } t", type: "log", domain: [1, lastStep(columns)] },
    y: { label: "|\\varepsilon(t)-R_L|", type: "log", domain: [1e-6, 1e2] },
    curves: columns.flatMap((column) => distanceCurves(column, "ε − R", column.residuals, published)),
  };
}

/** |ε − offset| of every sample and its mean, with the published mean. */
function distanceCurves(
  { run: { record }, label, phase, named }: Column,
  symbol: string,
  offsets: readonly number[],
  published: PublishedLibrary | undefined,
): PanelCurve[] {
  const rows = logPlaces(record.rows);
  const errors = columnsOfTarget(record, 0).map((k) => seriesOf(record, "epsilon", k));
  const distance = (k: number, t: number) => Math.abs(errors[k][t] - offsets[k]);
  const samples = errors.map((_, k): Points => rows.map((t) => [t, distance(k, t)]));
  const average: Points = rows.map((t) => [t, mean(errors.map((_, k) => distance(k, t)))]);
  const name = `${symbol}, ${label}`;
  const history = publishedHistory(published, named, "epsilon");
  const dots: PanelCurve[] =
    history === undefined
      ? []
      : [{ name: `${name}, published`, role: "published", color: "ink", points: publishedDistances(history, offsets) }];
  return later([...curvesOf({ samples, mean: average }, name, phase), ...dots]);
}

function publishedDistances({ steps, samples, values }: PublishedHistory, offsets: readonly number[]): Points {
  const rows = logPlaces(steps.length).filter((_, k) => k % 6 === 0);
  return rows.map((row) => [steps[row], mean(range(samples).map((k) => Math.abs(values[row * samples + k] - offsets[k])))]);
}

function kernelPanel(column: Column, published: PublishedLibrary | undefined): Panel {
  const { named, time, label, phase, curves } = column;
  return {
    name: `kernel, ${label}`,
    x: timeAxis(column),
    y: { label: "K(t)", type: "log" },
    curves: shown(column, [
      ...curvesOf(curves.kernel, `K, ${label}`, phase),
      ...publishedDots(publishedHistory(published, named, "kernel"), `K, ${label}`, time),
    ]),
  };
}

/** Curves on the time axis of a column. */
function shown({ time }: Column, curves: readonly PanelCurve[]): PanelCurve[] {
  return time === "log" ? later(curves) : [...curves];
}

function indexPanel(columns: readonly Column[]): Panel {
  const last = lastStep(columns);
  const half: PanelCurve = {
    name: "1/2",
    role: "theory",
    color: "ink",
    points: [
      [40, 0.5],
      [last, 0.5],
    ],
  };
  return {
    name: "dynamical index",
    x: { label: "\\text{step } t", type: "log", domain: [40, last] },
    y: { label: "|\\zeta(t)|", type: "log", domain: [1e-3, 1e3] },
    curves: [
      half,
      ...columns.flatMap(({ dynamics, label, phase }) => later(curvesOf(dynamics.curves.zeta, `ζ, ${label}`, phase))),
    ],
  };
}

/** Curves without step 0, for which a logarithmic axis has no place. */
function later(curves: readonly PanelCurve[]): PanelCurve[] {
  return curves.map((curve) => ({ ...curve, points: curve.points.filter(([t]) => t > 0) }));
}

/** The ends the samples reached, and how the phases came out. */
function reachedAgreement(columns: readonly Column[], { size }: StudyInput): Agreement[] {
  const [inside, critical, below] = columns;
  const reached = below.residuals.map((residual) => residual + SIZES[size].below);
  const inPhase = ({ dynamics, phase }: Column) => dynamics.summary.reports.filter((report) => report.phase === phase).length;
  const samples = reached.length;
  return [
    {
      what: "O_min(L), mean over samples",
      found: mean(reached),
      error: standardDeviation(reached) / Math.sqrt(samples),
      expected: below.run.extremes.min,
      source: "O_min of a circuit deep enough",
    },
    { what: "samples with a frozen kernel", found: inPhase(inside), expected: samples, source: "all" },
    { what: "critical samples", found: inPhase(critical), expected: samples, source: "all" },
    { what: "samples with a frozen error", found: inPhase(below), expected: samples, source: "all" },
  ];
}
