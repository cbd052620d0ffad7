/**
 * Figure 4: the Hessian at late time. Gap and kernel against the target, spectra in the three phases, and how the gap closes.
 */
import type { Points } from "../../../analysis/curves.ts";
import { columnsOfTarget } from "../../../analysis/trajectories.ts";
import { mean, range } from "../../../base/arrays.ts";
import { plainNumber } from "../../../base/words.ts";
import { parseExperiment } from "../../../experiment/config.ts";
import { xxz } from "../../../quantum/observables.ts";
import { eigensystem } from "../../../quantum/spectrum.ts";
import type { Panel, PanelCurve } from "../../../reproduce/panels.ts";
import { lateTimeEdge } from "../../../theory/finite-depth/edge.ts";
import { excitationsOf } from "../../../theory/finite-depth/excitations.ts";
import type { Phase } from "../../../theory/lotka-volterra/phases.ts";
import { seriesOf } from "../../../training/record.ts";
import type { Agreement, NamedRun, Study, StudyRun, StudySize } from "../study.ts";
import type { PublishedLibrary } from "../verification/library.ts";
import {
  type ClosingSize,
  closingPanel,
  closingPoints,
  closingRuns,
  compareGaps,
  exponentAgreement,
} from "./shared/gap-closing.ts";
import { gapOf, meanSpectrum, ZERO } from "./shared/hessian-spectrum.ts";

/** What is trained. */
interface Size {
  /** The sweep over targets on two qubits. */
  readonly sweep: {
    readonly layers: number;
    readonly targets: readonly number[];
    readonly samples: number;
    readonly steps: number;
  };
  readonly closing: ClosingSize;
}

const SIZES: Record<StudySize, Size> = {
  paper: {
    sweep: {
      layers: 64,
      targets: [
        ...[-16, -14, -12, -10, -8, -7.5, -7, -6.5, -6, -5.75, -5.5, -5.25, -5, -4.75, -4.5, -4, -3, -2, -1, 0, 1, 1.5, 2],
        ...[2.5, 3, 3.5, 4, 5, 6, 7, 8, 10, 12],
      ],
      samples: 10,
      steps: 20_000,
    },
    closing: {
      qubits: 4,
      lengths: [64, 80, 96, 112, 128],
      samples: 20,
      groups: [
        { distances: [0.1, 0.2, 0.3, 0.4, 0.5], steps: 16_000 },
        { distances: [0.02, 0.04, 0.06, 0.08], steps: 60_000 },
      ],
    },
  },
  quick: {
    sweep: {
      layers: 64,
      targets: [-10, -8, -7, -6.5, -6, -5.75, -5.5, -5, -4, -3, -2, 0, 1, 2, 3, 3.5, 4, 4.5, 5, 6, 8],
      samples: 5,
      steps: 2000,
    },
    closing: {
      qubits: 3,
      lengths: [32, 64],
      samples: 4,
      groups: [{ distances: [0.5, 1, 2], steps: 4000 }],
      eta: 2e-3,
    },
  },
};

/** What closing gaps are taken from, shared with the study of correlations. */
export const closingSize = (size: StudySize): ClosingSize => SIZES[size].closing;

/** Targets whose spectra are shown. */
const SHOWN: readonly { readonly target: number; readonly phase: Phase }[] = [
  { target: -4, phase: "frozen-kernel" },
  { target: -6, phase: "critical" },
  { target: -8, phase: "frozen-error" },
];
/** Eigenvalues shown of each spectrum. */
const SHOWN_EIGENVALUES = 10;

export const figure4: Study = {
  id: "4",
  title: "Spectral gap of the Hessian at late time",
  runs: (size) => [sweepRun(size), ...closingRuns(SIZES[size].closing)],
  output(input) {
    const { size, run, published } = input;
    const sweep = run(sweepRun(size).name);
    const points = closingPoints(SIZES[size].closing, run);
    return {
      panels: [gapPanel(sweep, published), closingPanel("below", points, published), closingPanel("above", points, published)],
      perRow: 3,
      legend: [
        { label: "gap", color: "ink" },
        { label: "late-time K", color: LIMIT },
        ...SHOWN.map(({ target, phase }) => ({ label: `O_0 = ${plainNumber(target)}`, color: phase })),
      ],
      caption: CAPTION,
      agreement: [...sweepAgreement(sweep), ...exponentAgreement(points, published)],
      comparisons: compareGaps(points, published),
    };
  },
};

const CAPTION =
  "**a** Gap of the loss Hessian M = ∂ε∂εᵀ + ε∂²ε at the end of training (black dots and line) and limit of the kernel K for t → ∞ (orange line) against the target O0, two qubits, L = 64, XXZ with J = 2, spectrum from −6 to 4. The gap is the smallest eigenvalue above 10⁻³ of the spectrum averaged over samples in ascending order. Triangles: O_min and O_max, where it closes; open dots: the two other targets of the inset. Inside, M has rank one and gap and kernel are one; outside, the gap is |R|λ∞ (dashed: λ∞ for random circuits by the edge of the Wishart spectrum, no fit). Small black dots: published K of another random circuit, where the data is given. Inset: the ten largest eigenvalues in the three phases: one with a frozen kernel; 2(d − 1) = 6, the dimension of the tangent space, with a frozen error. Beyond the printed figure: **b**, **c** closing of the gap (n = 4; 3 in the quick version) against the distance from O_min, below (b) and above it (c), for several L, light to dark. Dashed: power laws fitted to each L; black dots: published gaps. Above, the local exponent falls towards 1 near O_min: the fitted one is an average over the range.";

/** Colour of the kernel's limit. */
const LIMIT = "critical";

function sweepRun(size: StudySize): NamedRun {
  const { layers, targets, samples, steps } = SIZES[size].sweep;
  return {
    name: `rpa-xxz-n2-L${layers}-${targets.length}targets-${samples}x${steps}`,
    config: parseExperiment({
      ...{ qubits: 2, layers, observable: "xxz", target: targets, steps, samples, seed: 0, measure: { hessian: steps } },
    }),
  };
}

function lastKernels({ record }: StudyRun, target: number): number[] {
  return columnsOfTarget(record, target).map((column) => seriesOf(record, "kernel", column)[record.rows - 1]);
}

/** λ∞ of random circuits at an end of the spectrum of two qubits. */
function edgeLambda(layers: number, end: "min" | "max"): number {
  const { values } = eigensystem(xxz({ qubits: 2 }));
  return Math.abs(lateTimeEdge(excitationsOf(values, end), layers).mean);
}

function gapPanel(sweep: StudyRun, published: PublishedLibrary | undefined): Panel {
  const { targets, extremes, config } = sweep;
  const shown: [number, number] = [-9, 6.5];
  const inside = range(targets.length).filter((k) => targets[k] >= shown[0] && targets[k] <= shown[1]);
  const beyond = (end: "min" | "max", to: number): Points => {
    const lambda = edgeLambda(config.layers, end);
    return [
      [extremes[end], 0],
      [to, Math.abs(to - extremes[end]) * lambda],
    ];
  };
  const kernels: Points = inside.map((k) => [targets[k], mean(lastKernels(sweep, k))]);
  const gaps: Points = inside.map((k) => [targets[k], gapOf(meanSpectrum(sweep, k))]);
  const publishedKernels = targets.flatMap((target): [number, number][] => {
    const text = Number.isInteger(target) ? target.toFixed(1) : String(target);
    const array = published?.array(`training/RPA/Heisenberg/n2/hess/RPAKHistXXZ_n2L${config.layers}Tgt${text}.npy`);
    if (array === undefined || target < shown[0] || target > shown[1]) return [];
    const samples = array.shape[1];
    return [[target, mean(array.data.subarray(array.data.length - samples))]];
  });
  // The inset takes the upper part of the panel.
  const top = 2.7 * Math.max(...gaps.map(([, gap]) => gap), ...kernels.map(([, k]) => k));
  return {
    name: "gap and kernel against the target",
    x: { label: "O_0", domain: shown },
    y: { label: "\\text{gap},\\ K_\\infty", domain: [0, top] },
    curves: [
      { name: "kernel", role: "simulation", color: LIMIT, points: kernels },
      { name: "|R| lambda below", role: "theory", color: "ink", points: beyond("min", shown[0]) },
      { name: "|R| lambda above", role: "theory", color: "ink", points: beyond("max", shown[1]) },
      { name: "gap", role: "simulation", color: "ink", points: gaps },
      { name: "gap at every target", role: "simulation", color: "ink", mark: "dots", points: gaps },
      {
        name: "ends of the spectrum",
        role: "simulation",
        color: "critical",
        mark: "triangles",
        points: [
          [extremes.min, 0],
          [extremes.max, 0],
        ],
      },
      ...SHOWN.filter(({ phase }) => phase !== "critical").map(
        ({ target, phase }): PanelCurve => ({
          name: `target of the inset, ${plainNumber(target)}`,
          role: "simulation",
          color: phase,
          mark: "hollow-dots",
          points: gaps.filter(([at]) => at === target),
        }),
      ),
      ...(publishedKernels.length === 0
        ? []
        : [{ name: "kernel, published", role: "published", color: "ink", points: publishedKernels } as const]),
    ],
    inset: { corner: "top-right", panel: spectrumPanel(sweep) },
  };
}

function spectrumPanel(sweep: StudyRun): Omit<Panel, "inset"> {
  const curves = SHOWN.map(({ target, phase }): PanelCurve => {
    const spectrum = meanSpectrum(sweep, sweep.targets.indexOf(target)).toReversed().slice(0, SHOWN_EIGENVALUES);
    return {
      name: `eigenvalues, O0 = ${plainNumber(target)}`,
      role: "simulation",
      color: phase,
      mark: "dots",
      points: spectrum.map((value, k) => [k + 1, value]),
    };
  });
  return {
    name: "largest eigenvalues of M",
    x: { label: "\\text{number}", domain: [0, SHOWN_EIGENVALUES + 1], integer: true },
    y: { label: "\\text{eigenvalue of } M" },
    curves,
  };
}

function sweepAgreement(sweep: StudyRun): Agreement[] {
  const { targets, config } = sweep;
  return SHOWN.flatMap(({ target, phase }): Agreement[] => {
    const k = targets.indexOf(target);
    const spectrum = meanSpectrum(sweep, k);
    const of = `O0 = ${plainNumber(target)}`;
    const positive = spectrum.filter((value) => value > ZERO).length;
    if (phase === "critical") return [];
    if (phase === "frozen-kernel")
      return [
        { what: `gap, ${of}`, found: gapOf(spectrum), expected: mean(lastKernels(sweep, k)), source: "K∞: M has rank one" },
        { what: `positive eigenvalues, ${of}`, found: positive, expected: 1, source: "rank of ∂ε∂εᵀ" },
      ];
    const lambda = edgeLambda(config.layers, "min");
    return [
      { what: `gap, ${of}`, found: gapOf(spectrum), expected: 2 * lambda, source: "|R|λ∞, Wishart edge, random circuits" },
      { what: `positive eigenvalues, ${of}`, found: positive, expected: 6, source: "2(d − 1), tangent space" },
    ];
  });
}
