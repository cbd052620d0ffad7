/**
 * The phase diagram of two data: what becomes of two orthogonal states over a plane of their targets.
 */
import { range } from "../../../base/arrays.ts";
import { plainNumber } from "../../../base/words.ts";
import { haarStates } from "../../../data/data-set.ts";
import type { Engine } from "../../../engine/engine.ts";
import { type Observable, pauliSum } from "../../../quantum/observables.ts";
import { randomPauliAnsatz } from "../../../quantum/random-pauli-ansatz.ts";
import { initialAngles } from "../../../quantum/streams/index.ts";
import type { Panel, PanelCell, PanelLegend } from "../../../reproduce/panels.ts";
import { combinedPhase, type DataPhase, dataPhaseNames, phaseOfHistory, phaseOfTargets } from "../../../theory/data/phases.ts";
import type { Agreement, NamedDraws, Numbers, Study, StudyInput, StudySize } from "../study.ts";
import { type PublishedClassification, publishedClassifications, publishedDynamics } from "./shared/published.ts";
import { basisProjector, datumSeries, eachSample, repeatedAngles, trainData } from "./shared/train-data.ts";

/** A grid of targets and how each is trained. */
interface Size {
  /** Points of the grid along each axis. */
  readonly points: number;
  readonly samples: number;
  readonly steps: number;
}

const SIZES: Record<StudySize, Size> = {
  paper: { points: 17, samples: 3, steps: 2000 },
  quick: { points: 9, samples: 1, steps: 1000 },
};

const QUBITS = 2;
const LAYERS = 64;
/** Rows from which a phase is read. */
const ROWS = 100;

/** What is measured on the two states, what it reaches, and which targets are shown. */
interface Task {
  readonly id: "classification" | "preparation";
  readonly title: string;
  readonly eta: number;
  readonly observables: readonly Observable[];
  readonly reached: { readonly min: number; readonly max: number };
  readonly shown: readonly [number, number];
}

const TASKS: readonly Task[] = [
  {
    id: "classification",
    title: "Z on qubit 0",
    eta: 0.02,
    observables: [pauliSum("ZI", QUBITS)],
    reached: { min: -1, max: 1 },
    shown: [-2, 2],
  },
  {
    id: "preparation",
    title: "projectors on |00⟩ and |01⟩",
    eta: 0.05,
    observables: [basisProjector(QUBITS, 0), basisProjector(QUBITS, 1)],
    reached: { min: 0, max: 1 },
    shown: [-0.5, 1.5],
  },
];

export const phaseStudy: Study = {
  id: "d-phases",
  title: "Phases of two data over the plane of their targets",
  runs: () => [],
  draws: (size) => TASKS.map((task) => drawsOf(task, size)),
  output(input) {
    const panels = TASKS.map((task) => phasePanel(task, input));
    const seen = new Set(panels.flatMap(({ cells = [] }) => cells.map(({ phase }) => phase)));
    return {
      panels,
      perRow: 2,
      legend: [...dataPhaseNames, "undetermined" as const]
        .filter((phase) => seen.has(phase))
        .map((phase): PanelLegend => ({ label: phase, color: { mixed: phase } })),
      dashedName: "ends of what is reached",
      caption: captionOf(SIZES[input.size]),
      agreement: [...TASKS.map((task) => agreementOf(task, input)), ...publishedAgreement(input)],
      comparisons: [],
    };
  },
};

const captionOf = ({ samples, steps }: Size) =>
  `What becomes of two orthogonal states of two qubits (random Pauli ansatz, L = ${LAYERS}) trained together to targets y1 and y2: **a** Z on qubit 0 for both, **b** the projectors on |00⟩ and |01⟩. One cell for each pair of targets, in the colour of the phase that is read off its errors and kernels over the last half of ${steps} steps (most of ${samples} ${samples === 1 ? "sample" : "samples"}). Dashed: the ends of what each expectation reaches. Each datum meets the fate of a single one, frozen kernel between its ends, critical at one and frozen error beyond; two data show six phases. Grey: still undetermined.`;

/** Targets along an axis. */
function gridOf({ shown: [low, high] }: Task, { points }: Size): number[] {
  return range(points).map((k) => low + (k * (high - low)) / (points - 1));
}

function drawsOf(task: Task, size: StudySize): NamedDraws {
  const settings = SIZES[size];
  const { id, eta, shown } = task;
  return {
    name: `data-phases-${id}-${settings.points}-${settings.samples}x${settings.steps}`,
    settings: { task: id, qubits: QUBITS, layers: LAYERS, shown: [...shown], ...settings, eta, seed: 0 },
    pieces: gridOf(task, settings).map((y2) => ({
      work: settings.points * settings.samples * settings.steps,
      steps: (engine) => rowSteps(engine, task, settings, y2),
    })),
    gather: (parts) => ({ phases: parts.flatMap(({ phases }) => [...phases]) }),
  };
}

/** Phases of one row of the grid, as places among their names, sample by sample. */
function* rowSteps(engine: Engine, task: Task, size: Size, y2: number): Generator<number, Numbers, void> {
  const { samples, steps } = size;
  const vectors = gridOf(task, size).map((y1) => [y1, y2]);
  const rows = yield* trainData(engine, {
    circuit: randomPauliAnsatz({ qubits: QUBITS, layers: LAYERS, seed: 0 }),
    train: haarStates(QUBITS, 2, { seed: 0 }),
    observables: task.observables,
    targets: eachSample(vectors, samples),
    theta: repeatedAngles(initialAngles({ samples, parameters: LAYERS, seed: 0 }), vectors.length),
    eta: task.eta,
    times: range(ROWS + 1).map((k) => Math.round((k * steps) / ROWS)),
  });
  const phases = range(vectors.length * samples).map((column) => {
    const { phase } = combinedPhase(
      range(2).map((datum) => {
        const { epsilon, kernel } = datumSeries(rows, column, datum, 2);
        return phaseOfHistory(epsilon, kernel);
      }),
    );
    return phaseIndex(phase);
  });
  return { phases };
}

/** Place of a phase among the names, one behind them where it is undetermined. */
const phaseIndex = (phase: DataPhase) => (phase === "undetermined" ? dataPhaseNames.length : dataPhaseNames.indexOf(phase));
const phaseAt = (index: number): DataPhase => dataPhaseNames[index] ?? "undetermined";

/** The phase of every cell, rows of y2: what most samples say. */
function cellsOf(task: Task, { size, draws }: StudyInput): (PanelCell & { readonly targets: readonly number[] })[] {
  const settings = SIZES[size];
  const { phases } = draws(drawsOf(task, size).name);
  const grid = gridOf(task, settings);
  const half = (grid[1] - grid[0]) / 2;
  return grid.flatMap((y2, row) =>
    grid.map((y1, column) => {
      const first = (row * grid.length + column) * settings.samples;
      return {
        targets: [y1, y2],
        phase: phaseAt(mostFrequent(phases.slice(first, first + settings.samples))),
        x: [y1 - half, y1 + half] as const,
        y: [y2 - half, y2 + half] as const,
      };
    }),
  );
}

function mostFrequent(values: readonly number[]): number {
  const votes = (value: number) => values.filter((other) => other === value).length;
  return values.reduce((best, value) => (votes(value) > votes(best) ? value : best));
}

function phasePanel(task: Task, input: StudyInput): Panel {
  const cells = cellsOf(task, input);
  const domain = [cells[0].x[0], cells[cells.length - 1].x[1]] as const;
  const ends = [task.reached.min, task.reached.max];
  return {
    name: `phases, ${task.title}`,
    x: { label: "y_1", domain },
    y: { label: "y_2", domain },
    cells: cells.map(({ targets: _, ...cell }) => cell),
    notes: namesOf(task, domain),
    curves: ends.flatMap((end) => [
      {
        name: `y1 = ${end}`,
        role: "theory" as const,
        color: "ink" as const,
        points: domain.map((y) => [end, y] as const),
      },
      {
        name: `y2 = ${end}`,
        role: "theory" as const,
        color: "ink" as const,
        points: domain.map((y) => [y, end] as const),
      },
    ]),
  };
}

/** The phases by name in some of their regions. */
function namesOf({ reached: { min, max } }: Task, [low, high]: readonly [number, number]): NonNullable<Panel["notes"]> {
  const place = (x: number, y: number, text: string) => ({ at: [x, y - 0.06 * (high - low)], text, color: "ink" }) as const;
  const inside = min + 0.12 * (max - min);
  const beyond = (max + high) / 2;
  return [place(inside, (min + max) / 2, "frozen kernel"), place(inside, beyond, "mixed")];
}

function agreementOf(task: Task, input: StudyInput): Agreement {
  const cells = cellsOf(task, input);
  const same = cells.filter(({ targets, phase }) => phaseOfTargets(targets, [task.reached]).phase === phase);
  return {
    what: `share of the ${cells.length} pairs of targets with the phase that their ends say, ${task.title}`,
    found: same.length / cells.length,
    expected: 1,
    source: "every datum on its own",
  };
}

/** Of the published runs, the share of samples with the phase that the ends say. */
function publishedAgreement({ published }: StudyInput): Agreement[] {
  return publishedClassifications.flatMap((run: PublishedClassification): Agreement[] => {
    const dynamics = publishedDynamics(published, run);
    if (dynamics === undefined) return [];
    const { samples, steps, epsilon, kernel } = dynamics;
    const expected = phaseOfTargets(run.targets, [TASKS[0].reached]);
    const same = range(samples).filter((s) => {
      const data = range(2).map((datum) => {
        const of = (values: Float64Array, width: number, at: number) =>
          steps.map((_, row) => values[(row * samples + s) * width + at]);
        return phaseOfHistory(of(epsilon, 2, datum), of(kernel, 4, 3 * datum));
      });
      return combinedPhase(data).phase === expected.phase;
    });
    return [
      {
        what: `share of the ${samples} published samples with targets ${run.targets.map(plainNumber).join(", ")} in the phase ${expected.phase}`,
        found: same.length / samples,
        expected: 1,
        source: "published angles, eleven rows",
      },
    ];
  });
}
