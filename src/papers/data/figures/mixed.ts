/**
 * Three data of three fates: a frozen kernel, a critical datum and a frozen error trained together, with every entry of their kernel.
 */
import { type DataTargetSummary, summarizeData } from "../../../analysis/data-summary.ts";
import { range } from "../../../base/arrays.ts";
import { plainNumber } from "../../../base/words.ts";
import { parseExperiment } from "../../../experiment/config.ts";
import { symmetricSpectrum } from "../../../linalg/kernel-spectrum.ts";
import type { CurveColor, Panel, PanelCurve } from "../../../reproduce/panels.ts";
import { lateExponents } from "../../../theory/data/late-exponents.ts";
import { phaseOfTargets } from "../../../theory/data/phases.ts";
import type { NamedRun, Study, StudyInput, StudyRun, StudySize } from "../study.ts";
import { lawAgreement, typicalSize } from "./shared/laws.ts";

const TARGETS = [0.2, 1, -3] as const;
/** What Z on qubit 0 reaches. */
const REACHED = { min: -1, max: 1 };
const ETA = 0.02;

const SIZES: Record<
  StudySize,
  { readonly qubits: number; readonly layers: number; readonly samples: number; readonly steps: number }
> = {
  paper: { qubits: 3, layers: 192, samples: 10, steps: 8000 },
  quick: { qubits: 2, layers: 64, samples: 6, steps: 3000 },
};

export const mixedStudy: Study = {
  id: "d-mixed",
  title: "Three data of three fates",
  runs: (size) => [runOf(size)],
  output(input) {
    const { run } = input;
    const trained = run(runOf(input.size).name);
    const summary = summaryOf(trained);
    const expected = phaseOfTargets(TARGETS, [REACHED]);
    return {
      panels: [errorPanel(trained), kernelPanel(trained, "diagonal"), kernelPanel(trained, "between"), spectrumPanel(trained)],
      perRow: 2,
      legend: expected.data.map((phase) => ({ label: phase, color: { mixed: phase } })),
      caption: captionOf(input),
      agreement: [
        {
          what: `share of samples in the phase ${expected.phase}`,
          found: summary.phase === expected.phase ? summary.agreeing / summary.samples : 0,
          expected: 1,
          source: "every datum on its own",
        },
        ...lawAgreement(summary, expected, `targets ${TARGETS.map(plainNumber).join(", ")}`),
      ],
      comparisons: [],
    };
  },
};

function captionOf({ size }: StudyInput): string {
  const { qubits, layers, samples } = SIZES[size];
  return `Three orthonormal states with targets ${TARGETS.map(plainNumber).join(", ")} for Z on qubit 0 (n = ${qubits}, random Pauli ansatz, L = ${layers}, ${samples} samples): a frozen kernel, a critical datum and a frozen error. **a** Distances of the expectations from where they end, **b** kernels K_αα, **c** kernels between two data, |K_αβ|, **d** eigenvalues of K; geometric means over samples, against time η t. Dashed: powers of the theory through the last points. The critical datum, the slowest, drags the others along: errors fall as t^(−1) and t^(−3/2), kernels as t^(−a_α − a_β) with a = 0, 1/2 and 3/2.`;
}

function runOf(size: StudySize): NamedRun {
  const { qubits, layers, samples, steps } = SIZES[size];
  return {
    name: `data-mixed-n${qubits}-L${layers}-${samples}x${steps}`,
    config: parseExperiment({
      ...{ qubits, layers, observable: "pauli", pauli: `Z${"I".repeat(qubits - 1)}`, data: `haar:${TARGETS.length}` },
      ...{ target: [...TARGETS], eta: ETA, steps, samples, seed: 0, measure: { kernel: STRIDE } },
    }),
  };
}

/** Steps between two records of K. */
const STRIDE = 10;

function summaryOf({ record }: StudyRun): DataTargetSummary {
  const { data } = record.plan;
  if (data === undefined) throw new Error("a run without data");
  return summarizeData(record, data)[0];
}

/** Points of a curve. */
const POINTS = 100;
/** Below this a value is rounding. */
const SMALLEST = 1e-13;
/** Part of the drawn time, on its logarithmic axis, beside which a power is drawn. */
const BESIDE = 0.7;
const N = TARGETS.length;

/** Typical sizes of something of a sample at some rows, as points over ηt. */
function typicalPoints(steps: readonly number[], samples: number, of: (sample: number, row: number) => number) {
  const last = steps.length - 1;
  const rows = [...new Set(range(POINTS + 1).map((k) => Math.round(last ** (k / POINTS))))];
  return rows.map((row) => {
    const value = typicalSize(range(samples).map((sample) => of(sample, row)));
    return [ETA * steps[row], value > SMALLEST ? value : Number.NaN] as const;
  });
}

/** A curve, and the theory's power through its last point. */
function withPower(
  name: string,
  color: CurveColor,
  points: readonly (readonly [number, number])[],
  power: number | undefined,
  label?: string,
): PanelCurve[] {
  const [last, value] = points[points.length - 1];
  const from = points[0][0] * (last / points[0][0]) ** BESIDE;
  return [
    { name, role: "simulation", color, points, ...(label !== undefined && { label }) },
    ...(power === undefined || power === 0 || !Number.isFinite(value)
      ? []
      : [
          {
            ...{ name: `${name}, power −${power}`, role: "theory" as const, color: "ink" as const },
            points: [from, last].map((t) => [t, value * (t / last) ** -power] as const),
          },
        ]),
  ];
}

const PHASES = phaseOfTargets(TARGETS, [REACHED]).data;
const EXPONENTS = lateExponents(PHASES);
const timeAxis = (steps: number) => ({ label: "\\eta t", type: "log", domain: [ETA, ETA * steps] }) as const;

function errorPanel({ record, config }: StudyRun): Panel {
  const length = config.steps + 1;
  const curves = TARGETS.flatMap((target, a): PanelCurve[] => {
    const residual = Math.max(REACHED.min - target, Math.min(REACHED.max - target, 0));
    const end = target < REACHED.min ? REACHED.min - target : residual;
    const points = typicalPoints(
      range(length),
      record.samples,
      (sample, row) => record.epsilon[(sample * length + row) * N + a] - end,
    );
    // The distance of a frozen error from its end is δ², as its kernel is.
    const power = PHASES[a] === "frozen-error" ? EXPONENTS.kernel[a][a] : EXPONENTS.epsilon[a];
    return withPower(`datum ${a}`, { mixed: PHASES[a] }, points, power, `y = ${plainNumber(target)}`);
  });
  return { name: "errors", x: timeAxis(config.steps), y: { label: "|\\varepsilon_\\alpha-R_\\alpha|", type: "log" }, curves };
}

/** K_αβ of a sample at a recorded row. */
function entryOf({ record }: StudyRun, a: number, b: number): (sample: number, row: number) => number {
  const { steps, values } = kernelSeries(record);
  return (sample, row) => values[((sample * steps.length + row) * N + a) * N + b];
}

function kernelSeries(record: StudyRun["record"]) {
  const { kernel } = record.measured;
  if (kernel === undefined) throw new Error("a run without its kernel");
  return { steps: Array.from(kernel.steps), values: kernel.values };
}

function kernelPanel(run: StudyRun, which: "diagonal" | "between"): Panel {
  const { steps } = kernelSeries(run.record);
  const pairs =
    which === "diagonal"
      ? range(N).map((a) => [a, a])
      : [
          [0, 1],
          [0, 2],
          [1, 2],
        ];
  const curves = pairs.flatMap(([a, b]) => {
    const color = which === "diagonal" ? { mixed: PHASES[a] } : { mixed: `${PHASES[a]}+${PHASES[b]}` };
    const points = typicalPoints(steps, run.record.samples, entryOf(run, a, b));
    return withPower(`K ${a}${b}`, color, points, EXPONENTS.kernel[a][b], `${a + 1}${b + 1}`);
  });
  return {
    name: which === "diagonal" ? "kernels" : "kernels between data",
    x: timeAxis(run.config.steps),
    y: { label: which === "diagonal" ? "K_{\\alpha\\alpha}" : "|K_{\\alpha\\beta}|", type: "log" },
    curves,
  };
}

function spectrumPanel(run: StudyRun): Panel {
  const { steps, values } = kernelSeries(run.record);
  const spectra = new Map<number, Float64Array>();
  const spectrumAt = (place: number) => {
    const known = spectra.get(place) ?? symmetricSpectrum(values.subarray(place * N * N, (place + 1) * N * N), N);
    spectra.set(place, known);
    return known;
  };
  const curves = range(N).map(
    (k): PanelCurve => ({
      ...{ name: `eigenvalue ${k}`, role: "simulation", color: "ink" },
      points: typicalPoints(steps, run.record.samples, (sample, row) =>
        Math.max(Number.MIN_VALUE, spectrumAt(sample * steps.length + row)[k]),
      ),
    }),
  );
  return { name: "eigenvalues of K", x: timeAxis(run.config.steps), y: { label: "\\kappa", type: "log" }, curves };
}
