/**
 * The seven dynamics of training on data, a row each: errors and kernels of every datum against time.
 */

import { type DataTargetSummary, datumHistory, summarizeData } from "../../../analysis/data-summary.ts";
import { mean, range } from "../../../base/arrays.ts";
import { plainNumber } from "../../../base/words.ts";
import { type ExperimentConfig, parseExperiment } from "../../../experiment/config.ts";
import { symmetricSpectrum } from "../../../linalg/kernel-spectrum.ts";
import type { CurveColor, Panel, PanelCurve } from "../../../reproduce/panels.ts";
import { lateExponents } from "../../../theory/data/late-exponents.ts";
import { type DataPhases, phaseOfTargets } from "../../../theory/data/phases.ts";
import type { Agreement, NamedRun, Study, StudyInput, StudyRun, StudySize } from "../study.ts";
import { lawAgreement, standardErrorOf, typicalSize } from "./shared/laws.ts";
import {
  PUBLISHED_ETA,
  PUBLISHED_LAYERS,
  type PublishedDynamics,
  publishedClassifications,
  publishedDynamics,
  publishedTypical,
} from "./shared/published.ts";

/** One of the dynamics. */
interface Row {
  readonly targets: readonly number[];
  /** Time it is followed for, in units of η t. */
  readonly time: number;
}

/** In the order of the phases: three pure ones, three mixed ones of two data, and the one that takes a third. */
export const ROWS: readonly Row[] = [
  { targets: [0.3, -0.5], time: 8 },
  { targets: [1, -1], time: 40 },
  { targets: [5, -6], time: 2 },
  { targets: [0.4, -1], time: 40 },
  { targets: [0.4, -5], time: 8 },
  { targets: [1, -5], time: 40 },
  { targets: [0.2, 1, -3], time: 40 },
];

const SIZES: Record<StudySize, { readonly samples: number; readonly eta: number; readonly longest: number }> = {
  paper: { samples: 20, eta: 0.01, longest: 40 },
  quick: { samples: 5, eta: 0.02, longest: 20 },
};

/** What Z on qubit 0 reaches. */
const REACHED = [{ min: -1, max: 1 }];

export const dynamicsStudy: Study = {
  id: "d-dynamics",
  title: "Seven dynamics of training on data",
  runs: (size) => ROWS.map((row) => runOf(row, size)),
  output(input) {
    const shown = ROWS.map((row) => shownRow(row, input));
    return {
      panels: shown.flatMap((row) => [panelOf(row, "epsilon"), panelOf(row, "kernel")]),
      perRow: 2,
      legend: (["frozen-kernel", "critical", "frozen-error"] as const).map((phase) => ({
        label: phase,
        color: { mixed: phase },
      })),
      caption: CAPTION,
      agreement: shown.flatMap(agreementOf),
      comparisons: [],
    };
  },
};

const CAPTION =
  "The seven dynamics, a row each, for the targets that stand beside the curves: |ε_α| (left) and K_αα (right) of every datum, geometric means over samples, against time η t, in the colour of what becomes of it. **a–f** pure: frozen kernel, critical, frozen error; **g–l** mixed, two data of different fates; **m–n** all three at once, which takes a third datum. Two qubits, random Pauli ansatz with L = 64 and orthonormal states from the published streams, Z on qubit 0, reaching −1 to 1. Powers are drawn on logarithmic time. Thin: samples. Dashed: the powers of the theory, t^(−1) for a critical datum, t^(−3/2) for the error of a frozen kernel and t^(−3) for the kernel of a frozen error beside one. Black dots: geometric means of 500 published samples of the same circuit and data.";

/** The run of one row, named by its size and targets. */
export function runOf({ targets, time }: Row, size: StudySize): NamedRun {
  const { samples, eta, longest } = SIZES[size];
  const steps = Math.round(Math.min(time, longest) / eta);
  return {
    name: `data-n2-L${PUBLISHED_LAYERS}-${targets.join("_")}-${samples}x${steps}`,
    config: configurationOf(targets, { samples, eta, steps }),
  };
}

function configurationOf(
  targets: readonly number[],
  { samples, eta, steps }: { samples: number; eta: number; steps: number },
): ExperimentConfig {
  return parseExperiment({
    ...{ qubits: 2, layers: PUBLISHED_LAYERS, observable: "pauli", pauli: "ZI", streams: "published" },
    ...{ data: `haar:${targets.length}`, target: [...targets], eta, steps, samples, measure: {} },
  });
}

/** A row with everything its panels show. */
interface ShownRow {
  readonly row: Row;
  readonly run: StudyRun;
  readonly summary: DataTargetSummary;
  readonly expected: DataPhases;
  readonly published?: PublishedDynamics;
  readonly time: "linear" | "log";
}

function shownRow(row: Row, { size, run: runNamed, published }: StudyInput): ShownRow {
  const run = runNamed(runOf(row, size).name);
  const { record } = run;
  const { data } = record.plan;
  if (data === undefined) throw new Error("a run without data");
  const known = publishedClassifications.find(({ targets }) => targets.join() === row.targets.join());
  const expected = phaseOfTargets(row.targets, REACHED);
  return {
    ...{ row, run, expected },
    summary: summarizeData(record, data)[0],
    ...(known !== undefined && { published: publishedDynamics(published, known) }),
    time: expected.phase.includes("critical") ? "log" : "linear",
  };
}

/** Points of a curve. */
const POINTS = 120;
/** Below this a value is rounding. */
const SMALLEST = 1e-13;
/** Samples that are drawn. */
const DRAWN = 5;

function panelOf({ row, run, expected, published, time }: ShownRow, quantity: "epsilon" | "kernel"): Panel {
  const { record, config } = run;
  const { data } = record.plan;
  if (data === undefined) throw new Error("a run without data");
  const { eta, steps } = config;
  const places = placesOf(steps, time);
  const columns = range(record.samples);
  const curves = row.targets.flatMap((target, datum): PanelCurve[] => {
    const series = columns.map((column) => datumHistory(record, data, column, datum)[quantity]);
    const color = colorOf(expected, datum);
    const name = `${quantity === "epsilon" ? "|ε|" : "K"} of datum ${datum}`;
    const points = (value: (t: number) => number) =>
      places.map((t) => [eta * t, value(t) > SMALLEST ? value(t) : Number.NaN] as const);
    return [
      ...series.slice(0, DRAWN).map(
        (values, k): PanelCurve => ({
          ...{ name: `${name}, sample ${k}`, role: "samples", color: "muted" },
          points: points((t) => Math.abs(values[t])),
        }),
      ),
      {
        ...{ name, role: "simulation", color, label: `y = ${plainNumber(target)}` },
        points: points((t) => typicalSize(series.map((values) => values[t]))),
      },
      ...powerCurve(
        expected,
        quantity,
        datum,
        name,
        points((t) => typicalSize(series.map((values) => values[t]))),
      ),
      ...publishedCurve(published, quantity, datum, name, eta * steps),
    ];
  });
  return {
    name: `${quantity === "epsilon" ? "errors" : "kernels"}, ${expected.phase}`,
    x: { label: "\\eta t", ...(time === "log" ? { type: "log", domain: [eta, eta * steps] } : { domain: [0, eta * steps] }) },
    y: { label: quantity === "epsilon" ? "|\\varepsilon_\\alpha|" : "K_{\\alpha\\alpha}", type: "log" },
    curves,
  };
}

/** Part of the drawn time, on its logarithmic axis, beside which a power is drawn. */
const BESIDE = 0.7;

/** The theory's power through the last point. */
function powerCurve(
  { data }: DataPhases,
  quantity: "epsilon" | "kernel",
  datum: number,
  name: string,
  points: readonly (readonly [number, number])[],
): PanelCurve[] {
  const exponents = lateExponents(data);
  const power = quantity === "epsilon" ? exponents.epsilon[datum] : exponents.kernel[datum][datum];
  const [last, value] = points[points.length - 1];
  if (power === undefined || power === 0 || Number.isNaN(value)) return [];
  const from = points[0][0] * (last / points[0][0]) ** BESIDE;
  return [
    {
      ...{ name: `${name}, power −${power}`, role: "theory", color: "ink" },
      points: [from, last].map((t) => [t, value * (t / last) ** -power] as const),
    },
  ];
}

function publishedCurve(
  published: PublishedDynamics | undefined,
  quantity: "epsilon" | "kernel",
  datum: number,
  name: string,
  last: number,
): PanelCurve[] {
  if (published === undefined) return [];
  const means = publishedTypical(published, quantity, datum);
  const points = published.steps.map((step, k) => [PUBLISHED_ETA * step, means[k]] as const);
  return [
    {
      ...{ name: `${name}, published`, role: "published", color: "ink" },
      points: points.filter(([t, value]) => t > 0 && t <= last && value > SMALLEST),
    },
  ];
}

/** Steps that are drawn. */
function placesOf(steps: number, time: "linear" | "log"): number[] {
  const all = range(POINTS + 1).map((k) => Math.round(time === "log" ? steps ** (k / POINTS) : (k * steps) / POINTS));
  return [...new Set(all)];
}

/** The colour of a datum's fate, light to dark where several share it. */
function colorOf({ data }: DataPhases, datum: number): CurveColor {
  const phase = data[datum];
  const count = data.filter((other) => other === phase).length;
  return { phase, index: data.slice(0, datum).filter((other) => other === phase).length, count };
}

function agreementOf({ row, run, summary, expected }: ShownRow): Agreement[] {
  const of = `targets ${row.targets.map(plainNumber).join(", ")}`;
  return [
    {
      what: `share of samples in the phase ${expected.phase}, ${of}`,
      found: summary.phase === expected.phase ? summary.agreeing / summary.samples : 0,
      expected: 1,
      source: "every datum on its own",
    },
    ...lawAgreement(summary, expected, of),
    ...rateAgreement(run, summary, expected, of),
  ];
}

/** The rate of a frozen kernel's errors beside that of the slowest mode of its kernel. */
function rateAgreement(
  { record, config }: StudyRun,
  { laws }: DataTargetSummary,
  { phase }: DataPhases,
  of: string,
): Agreement[] {
  const { data } = record.plan;
  if (phase !== "frozen-kernel" || laws === undefined || data === undefined) return [];
  const width = data.count ** 2;
  const length = record.plan.steps + 1;
  const rates = range(record.samples).map((column) => {
    const at = (column * length + record.rows - 1) * width;
    const [least] = symmetricSpectrum(record.kernel.subarray(at, at + width), data.count);
    return -Math.log1p((-config.eta * least) / data.count);
  });
  const { value, interval, samples } = laws.epsilon[0];
  return [
    {
      ...{ what: `rate of ε of datum 0 per step, ${of}`, found: value, error: standardErrorOf(interval, samples) },
      ...{ expected: mean(rates), source: "−ln(1 − ηκ/N), κ the smallest eigenvalue of K" },
    },
  ];
}
