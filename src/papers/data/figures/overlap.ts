/**
 * Two states that are not orthogonal: what they reach together, where training ends, and how the kernel becomes singular there.
 */
import { mean, range } from "../../../base/arrays.ts";
import type { DataSet } from "../../../data/data-set.ts";
import { haarStates } from "../../../data/data-set.ts";
import type { Engine } from "../../../engine/engine.ts";
import { symmetricSpectrum } from "../../../linalg/kernel-spectrum.ts";
import { pauliSum } from "../../../quantum/observables.ts";
import { randomPauliAnsatz } from "../../../quantum/random-pauli-ansatz.ts";
import { initialAngles } from "../../../quantum/streams/index.ts";
import type { CurveColor, Panel, PanelCurve } from "../../../reproduce/panels.ts";
import { nearestReached, type Pair, reachArc } from "../../../theory/data/pair-reach.ts";
import type { NamedDraws, Numbers, Study, StudyInput, StudySize } from "../study.ts";
import { typicalSize } from "./shared/laws.ts";
import { eachSample, repeatedAngles, trainData } from "./shared/train-data.ts";

const QUBITS = 2;
const LAYERS = 64;
const ETA = 0.02;
/** |<ψ_1|ψ_2>|: half of the square is cut off two of its corners by a circle. */
const OVERLAP = Math.SQRT1_2;

const SIZES: Record<StudySize, { readonly grid: readonly number[]; readonly samples: number; readonly steps: number }> = {
  paper: { grid: [-1.6, -0.8, 0, 0.8, 1.6], samples: 10, steps: 3000 },
  quick: { grid: [-1.6, 0, 1.6], samples: 4, steps: 1500 },
};

/** Targets whose histories are shown: inside, beyond an edge, beyond an arc. */
const SHOWN: readonly { readonly targets: Pair; readonly color: CurveColor; readonly words: string }[] = [
  { targets: [0.3, -0.4], color: "frozen-kernel", words: "inside" },
  { targets: [1.6, 1.6], color: "frozen-error", words: "beyond a corner that is reached" },
  { targets: [1.6, -1.6], color: "undetermined", words: "beyond an arc" },
];

/** Rows that are drawn of a history. */
const ROWS = 100;

export const overlapStudy: Study = {
  id: "d-overlap",
  title: "Two states that are not orthogonal",
  runs: () => [],
  draws: (size) => [drawsOf(size)],
  output(input) {
    const { samples, steps } = SIZES[input.size];
    return {
      panels: [reachPanel(input), historyPanel(input, "error"), historyPanel(input, "kernel"), historyPanel(input, "least")],
      perRow: 2,
      legend: SHOWN.map(({ words, color }) => ({ label: words, color })),
      dashedName: "theory",
      caption: `Two states of two qubits with |⟨ψ1|ψ2⟩|² = 1/2 trained together with Z on qubit 0 (random Pauli ansatz, L = ${LAYERS}, ${samples} samples, ${steps} steps). **a** Expectations: dots, where training ends, mean over samples; circles, the theory's end, the reached pair nearest to the targets; lines lead from the targets to it. Dashed: what two states with this overlap reach. **b** Root mean square error, **c** mean of K11 and K22 and **d** smallest eigenvalue of K, geometric means over samples. Beyond an arc both errors and both kernels stay, which orthogonal states never show: it is the smallest eigenvalue that vanishes, and K ε = 0.`,
      agreement: agreementOf(input),
      comparisons: [],
    };
  },
};

/** ψ_1 of the seed's Haar unitary, ψ_2 = c ψ_1 + √(1 - c²) of its next column. */
function overlapping(): DataSet {
  const { states } = haarStates(QUBITS, 2, { seed: 0 });
  if (states === undefined) throw new Error("no states");
  const dimension = 2 ** QUBITS;
  const mixed = (part: Float64Array) =>
    part.map((value, k) => (k < dimension ? value : OVERLAP * part[k - dimension] + Math.sqrt(1 - OVERLAP ** 2) * value));
  return { count: 2, states: { re: mixed(states.re), im: mixed(states.im) } };
}

function targetsOf(size: StudySize): Pair[] {
  const { grid } = SIZES[size];
  return [...SHOWN.map(({ targets }) => targets), ...grid.flatMap((y2) => grid.map((y1): Pair => [y1, y2]))];
}

function timesOf({ steps }: { readonly steps: number }): number[] {
  return [...new Set([0, ...range(ROWS + 1).map((k) => Math.round(steps ** (k / ROWS)))])];
}

function drawsOf(size: StudySize): NamedDraws {
  const { grid, samples, steps } = SIZES[size];
  return {
    name: `data-overlap-${grid.length}-${samples}x${steps}`,
    settings: { qubits: QUBITS, layers: LAYERS, eta: ETA, overlap: OVERLAP, y: [...grid], samples, steps, seed: 0 },
    pieces: targetsOf(size).map((targets) => ({
      work: samples * steps,
      steps: (engine) => targetSteps(engine, targets, size),
    })),
    gather: (parts) => ({
      times: timesOf(SIZES[size]),
      ends: parts.flatMap(({ ends }) => [...ends]),
      ...Object.fromEntries(
        SHOWN.flatMap((_, k) => (["error", "kernel", "least"] as const).map((name) => [`${name} ${k}`, parts[k][name]])),
      ),
    }),
  };
}

/** The ends <O> of all samples, and typical numbers along the way. */
function* targetSteps(engine: Engine, targets: Pair, size: StudySize): Generator<number, Numbers, void> {
  const { samples } = SIZES[size];
  const rows = yield* trainData(engine, {
    circuit: randomPauliAnsatz({ qubits: QUBITS, layers: LAYERS, seed: 0 }),
    train: overlapping(),
    observables: [pauliSum("ZI", QUBITS)],
    targets: eachSample([targets], samples),
    theta: repeatedAngles(initialAngles({ samples, parameters: LAYERS, seed: 0 }), 1),
    eta: ETA,
    times: timesOf(SIZES[size]),
  });
  const typical = (of: (row: (typeof rows)[number], column: number) => number) =>
    rows.map((row) => typicalSize(range(samples).map((column) => of(row, column))));
  const last = rows[rows.length - 1];
  return {
    ends: Array.from(last.epsilon, (value, k) => value + targets[k % 2]),
    error: typical(({ epsilon }, c) => Math.hypot(epsilon[2 * c], epsilon[2 * c + 1]) / Math.SQRT2),
    kernel: typical(({ kernel }, c) => (kernel[4 * c] + kernel[4 * c + 3]) / 2),
    least: typical(({ kernel }, c) => Math.max(Number.MIN_VALUE, symmetricSpectrum(kernel.subarray(4 * c, 4 * c + 4), 2)[0])),
  };
}

/** Mean end of every target vector. */
function endsOf({ size, draws }: StudyInput): { readonly targets: Pair; readonly end: Pair; readonly worst: number }[] {
  const { samples } = SIZES[size];
  const { ends } = draws(drawsOf(size).name);
  return targetsOf(size).map((targets, k) => {
    const own = range(samples).map((s): Pair => [ends[2 * (k * samples + s)], ends[2 * (k * samples + s) + 1]]);
    const expected = nearestReached(targets, OVERLAP);
    const worst = Math.max(...own.map(([z1, z2]) => Math.hypot(z1 - expected[0], z2 - expected[1])));
    return { targets, end: [mean(own.map(([z]) => z)), mean(own.map(([, z]) => z))], worst };
  });
}

function reachPanel(input: StudyInput): Panel {
  const ends = endsOf(input);
  const outside = ends.filter(({ targets }) => nearestReached(targets, OVERLAP).join() !== targets.join());
  const boundary = [
    ...reachArc(OVERLAP, "lower", 60),
    [-1, -1] as const,
    ...reachArc(OVERLAP, "upper", 60).reverse(),
    [1, 1] as const,
    reachArc(OVERLAP, "lower", 60)[0],
  ];
  return {
    name: "what is reached",
    x: { label: "\\langle O\\rangle_1", domain: [-1.7, 1.7] },
    y: { label: "\\langle O\\rangle_2", domain: [-1.7, 1.7] },
    curves: [
      ...outside.map(
        ({ targets }, k): PanelCurve => ({
          ...{ name: `from target ${k}`, role: "guide", color: "muted" },
          points: [targets, nearestReached(targets, OVERLAP)],
        }),
      ),
      { name: "boundary", role: "theory", color: "ink", points: boundary },
      {
        ...{ name: "nearest to the targets", role: "simulation", color: "ink", mark: "hollow-dots" },
        points: ends.map(({ targets }) => nearestReached(targets, OVERLAP)),
      },
      {
        ...{ name: "ends of training", role: "simulation", color: "frozen-error", mark: "dots" },
        points: ends.map(({ end }) => end),
      },
    ],
  };
}

const QUANTITIES = {
  error: { name: "root mean square error", label: "\\sqrt{2\\mathcal{L}}" },
  kernel: { name: "mean of K11 and K22", label: "(K_{11}+K_{22})/2" },
  least: { name: "smallest eigenvalue of K", label: "\\kappa_{\\min}" },
} as const;
/** Below this a value is rounding. */
const SMALLEST = 1e-13;

function historyPanel({ size, draws }: StudyInput, quantity: keyof typeof QUANTITIES): Panel {
  const numbers = draws(drawsOf(size).name);
  const { name, label } = QUANTITIES[quantity];
  const { steps } = SIZES[size];
  return {
    name,
    x: { label: "\\eta t", type: "log", domain: [ETA, ETA * steps] },
    y: { label, type: "log" },
    curves: SHOWN.map(({ targets, color }, k) => ({
      ...{ name: `targets ${targets.join(", ")}`, role: "simulation", color },
      points: numbers.times.map((t, row) => {
        const value = numbers[`${quantity} ${k}`][row];
        return [ETA * t, value > SMALLEST ? value : Number.NaN] as const;
      }),
    })),
  };
}

function agreementOf(input: StudyInput) {
  const ends = endsOf(input);
  const { size, draws } = input;
  const numbers = draws(drawsOf(size).name);
  const expected = nearestReached(SHOWN[2].targets, OVERLAP);
  const residual = Math.hypot(...expected.map((z, a) => z - SHOWN[2].targets[a])) / Math.SQRT2;
  return [
    {
      what: `largest distance of an end from the theory's, ${ends.length} target vectors, all samples`,
      found: Math.max(...ends.map(({ worst }) => worst)),
      expected: 0,
      source: "the reached pair nearest to the targets",
    },
    {
      what: "root mean square error at the end beyond an arc",
      found: numbers["error 2"][numbers.times.length - 1],
      expected: residual,
      source: "distance from the arc",
    },
  ];
}
