/**
 * Second frame potentials of circuits trained on data: along training for two states, and at the end against their number.
 */
import { mean, range } from "../../../base/arrays.ts";
import { plainNumber } from "../../../base/words.ts";
import { haarStates } from "../../../data/data-set.ts";
import type { Engine } from "../../../engine/engine.ts";
import { circuitUnitaries } from "../../../ensembles/unitaries.ts";
import { pauliSum } from "../../../quantum/observables.ts";
import { randomPauliAnsatz } from "../../../quantum/random-pauli-ansatz.ts";
import { initialAngles } from "../../../quantum/streams/index.ts";
import type { Panel, PanelCurve, PanelLegend } from "../../../reproduce/panels.ts";
import { phaseOfTargets } from "../../../theory/data/phases.ts";
import {
  CLASSIFIED_PAIR_FRAME_POTENTIAL,
  estimateFramePotentials,
  haarFramePotential,
  preparedFramePotential,
  withoutSelfPairs,
} from "../../../theory/frame-potential/index.ts";
import type { Agreement, NamedDraws, Numbers, PublishedArrays, Study, StudyInput, StudySize } from "../study.ts";
import { PUBLISHED_ETA, PUBLISHED_LAYERS, publishedClassifications } from "./shared/published.ts";
import { basisProjector, eachSample, repeatedAngles, trainData } from "./shared/train-data.ts";

/** Order of the frame potential. */
const K = 2;
/** Steps between rows of the published state preparation, found by comparison: the files do not say it. */
const PREPARATION_STRIDE = 200;
/** Samples of every published frame potential; each counts a circuit with itself. */
const PUBLISHED_SAMPLES = 500;

interface Size {
  readonly samples: number;
  /** Samples of prepared states. */
  readonly prepared: number;
  /** Time η t of training towards critical targets, and towards others. */
  readonly critical: number;
  readonly other: number;
  /** Numbers of states that are prepared on three qubits. */
  readonly counts: readonly number[];
}

const SIZES: Record<StudySize, Size> = {
  paper: { samples: 150, prepared: 100, critical: 40, other: 8, counts: [1, 2, 3, 4, 5, 6, 7, 8] },
  quick: { samples: 40, prepared: 40, critical: 10, other: 2, counts: [1, 2, 4] },
};

/** One target vector of two states on two qubits. */
interface Pair {
  readonly task: "classification" | "preparation";
  readonly targets: readonly [number, number];
  readonly eta: number;
  /** The published file. */
  readonly file: string;
  /** Steps between its rows, at the published learning rate. */
  readonly stride: number;
}

const PAIRS: readonly Pair[] = [
  ...publishedClassifications.map(
    ({ targets, name, stride }): Pair => ({
      ...{ task: "classification", targets, stride, eta: 0.01 },
      file: `RPASlFP2hist_n2L64_${name}.npy`,
    }),
  ),
  ...(
    [
      [0.5, 0.7, "0.5_0.7"],
      [1, 1, "1_1"],
      [1.8, 2, "1.8_2.0"],
      [0.5, 1, "0.5_1.0"],
      [0.5, 2, "0.5_2.0"],
      [1, 2, "1_2"],
    ] as const
  ).map(
    ([y1, y2, name]): Pair => ({
      ...{ task: "preparation", targets: [y1, y2], stride: PREPARATION_STRIDE, eta: 0.02 },
      file: `RPASpFP2hist_n2L64_${name}.npy`,
    }),
  ),
];

const REACHED = { classification: { min: -1, max: 1 }, preparation: { min: 0, max: 1 } };
const TITLES = { classification: "Z on qubit 0", preparation: "projectors on |00⟩ and |01⟩" };

/** Targets of three-qubit state preparation, as published: all beyond 1. */
const PREPARED = [3, 4, 3.5, 3.8, 3.6, 3.7, 3.9, 4];
const PREPARED_LAYERS = 128;
const PREPARED_ETA = 0.03;
/** Steps for each state, which make its part of the mean loss as small. */
const PREPARED_STEPS = 60;

/** Times of a history. */
const TIMES = 14;

export const framePotentialsOfData: Study = {
  id: "d-frame-potential",
  title: "Second frame potentials of circuits trained on data",
  runs: () => [],
  draws: (size) => [...PAIRS.map((pair) => pairDraws(pair, size)), preparedDraws(size)],
  output(input) {
    const panels = [historyPanel("classification", input), historyPanel("preparation", input), countPanel(input)];
    return {
      panels,
      perRow: 3,
      legend: (
        [
          "frozen-kernel",
          "critical",
          "frozen-error",
          "frozen-kernel+critical",
          "frozen-kernel+frozen-error",
          "critical+frozen-error",
        ] as const
      ).map((phase): PanelLegend => ({ label: phase, color: { mixed: phase } })),
      caption: CAPTION,
      agreement: agreementOf(input),
      comparisons: [],
    };
  },
};

const CAPTION =
  "Second frame potential F² = E|tr(U†U′)|⁴ of circuits trained on data, pairs of a circuit with itself left out. **a**, **b** Along training, for two orthogonal states of two qubits (published circuit and states, L = 64) and the target vectors beside the curves: **a** Z on qubit 0, **b** the projectors on |00⟩ and |01⟩. Dashed: the Haar value 2, and what is left of freedom where both data come to an end: 41/9 for a, 16 for b. **c** After preparing N states of three qubits (L = 128, targets 3 to 4), against N; dashed: N free phases and a Haar random unitary of the other states. Black dots: published, 500 samples.";

function timesOf({ targets, eta, task }: Pair, size: StudySize): number[] {
  const { critical, other } = SIZES[size];
  const slow = phaseOfTargets(targets, [REACHED[task]]).phase.includes("critical");
  const steps = Math.round((slow ? critical : other) / eta);
  return [...new Set([0, ...range(TIMES).map((k) => Math.round(steps ** (k / (TIMES - 1))))])];
}

function pairDraws(pair: Pair, size: StudySize): NamedDraws {
  const { task, targets, eta } = pair;
  const { samples } = SIZES[size];
  const times = timesOf(pair, size);
  const steps = times[times.length - 1];
  return {
    name: `data-frame-potential-${task}-${targets.join("_")}-${samples}x${steps}`,
    settings: { task, targets: [...targets], qubits: 2, layers: PUBLISHED_LAYERS, eta, samples, steps, k: K },
    pieces: [{ work: samples * steps * 2, steps: (engine) => pairSteps(engine, pair, size) }],
    gather: ([part]) => part,
  };
}

function* pairSteps(engine: Engine, pair: Pair, size: StudySize): Generator<number, Numbers, void> {
  const { samples } = SIZES[size];
  const circuit = randomPauliAnsatz({ qubits: 2, layers: PUBLISHED_LAYERS, streams: "published" });
  const rows = yield* trainData(engine, {
    ...{ circuit, train: haarStates(2, 2, "published"), eta: pair.eta, times: timesOf(pair, size) },
    observables: pair.task === "classification" ? [pauliSum("ZI", 2)] : [basisProjector(2, 0), basisProjector(2, 1)],
    targets: eachSample([pair.targets], samples),
    theta: repeatedAngles(initialAngles({ samples, parameters: PUBLISHED_LAYERS, streams: "published" }), 1),
  });
  const estimates = rows.map(({ theta }) => estimateFramePotentials(circuitUnitaries(engine, circuit, theta), [K])[0]);
  return {
    times: rows.map(({ time }) => time),
    values: estimates.map(({ value }) => value),
    errors: estimates.map(({ error }) => error),
  };
}

function preparedDraws(size: StudySize): NamedDraws {
  const { prepared: samples, counts } = SIZES[size];
  return {
    name: `data-frame-potential-n3-${counts.length}-${samples}`,
    settings: {
      ...{ qubits: 3, layers: PREPARED_LAYERS, targets: PREPARED, counts: [...counts], samples },
      ...{ eta: PREPARED_ETA, stepsForEach: PREPARED_STEPS, k: K },
    },
    pieces: counts.map((count) => ({
      work: 4 * samples * count * count * PREPARED_STEPS,
      steps: (engine) => preparedSteps(engine, count, samples),
    })),
    gather: (parts) => ({
      values: parts.flatMap(({ value }) => [...value]),
      errors: parts.flatMap(({ error }) => [...error]),
      infidelities: parts.flatMap(({ infidelity }) => [...infidelity]),
    }),
  };
}

function* preparedSteps(engine: Engine, count: number, samples: number): Generator<number, Numbers, void> {
  const circuit = randomPauliAnsatz({ qubits: 3, layers: PREPARED_LAYERS, streams: "published" });
  const targets = PREPARED.slice(0, count);
  const rows = yield* trainData(engine, {
    ...{ circuit, train: haarStates(3, count, "published"), eta: PREPARED_ETA, times: [0, PREPARED_STEPS * count] },
    observables: range(count).map((index) => basisProjector(3, index)),
    targets: eachSample([targets], samples),
    theta: repeatedAngles(initialAngles({ samples, parameters: PREPARED_LAYERS, streams: "published" }), 1),
  });
  const { theta, epsilon } = rows[rows.length - 1];
  const [{ value, error }] = estimateFramePotentials(circuitUnitaries(engine, circuit, theta), [K]);
  const infidelity = mean(epsilon.map((each, k) => 1 - each - targets[k % count]));
  return { value: [value], error: [error], infidelity: [infidelity] };
}

function historyPanel(task: Pair["task"], input: StudyInput): Panel {
  const { size, draws, published } = input;
  const own = PAIRS.filter((pair) => pair.task === task);
  const last = Math.max(...own.map((pair) => pair.eta * (timesOf(pair, size).at(-1) ?? 0)));
  const first = 0.01;
  const line = (name: string, value: number): PanelCurve => ({
    ...{ name, role: "theory", color: "ink" },
    points: [first, last].map((t) => [t, value] as const),
  });
  const top = task === "classification" ? CLASSIFIED_PAIR_FRAME_POTENTIAL : Number(preparedFramePotential(K, 4, 2));
  return {
    name: `along training, ${TITLES[task]}`,
    x: { label: "\\eta t", type: "log", domain: [first, last] },
    y: { label: "\\mathcal{F}^{(2)}", domain: [0, 1.15 * top] },
    curves: [
      line("Haar", Number(haarFramePotential(K, 4))),
      line("both data at an end", top),
      ...own.flatMap((pair): PanelCurve[] => {
        const { times, values } = draws(pairDraws(pair, size).name);
        const name = `targets ${pair.targets.map(plainNumber).join(", ")}`;
        return [
          {
            ...{ name, role: "simulation", label: pair.targets.map(plainNumber).join(", ") },
            color: { mixed: phaseOfTargets(pair.targets, [REACHED[task]]).phase },
            points: times.map((t, k) => [Math.max(first, pair.eta * t), values[k]] as const),
          },
          ...publishedHistory(published, pair, name, last),
        ];
      }),
    ],
  };
}

function publishedHistory(
  published: PublishedArrays | undefined,
  { file, stride }: Pair,
  name: string,
  last: number,
): PanelCurve[] {
  const array = published?.array(`framePot/n2/${file}`);
  if (array === undefined) return [];
  const points = Array.from(array.data, (value, row) => [PUBLISHED_ETA * stride * row, unbiased(value, 4)] as const);
  return [{ name: `${name}, published`, role: "published", color: "ink", points: points.filter(([t]) => t > 0 && t <= last) }];
}

function unbiased(value: number, dimension: number): number {
  return withoutSelfPairs(value, { k: K, dimension, count: PUBLISHED_SAMPLES });
}

function countPanel({ size, draws, published }: StudyInput): Panel {
  const { counts } = SIZES[size];
  const { values, errors } = draws(preparedDraws(size).name);
  const array = published?.array("framePot/n3/RPASpFP2_n3L128.npy");
  return {
    name: "against the number of prepared states",
    x: { label: "N", domain: [0.5, 8.5], integer: true },
    y: { label: "\\mathcal{F}^{(2)}", domain: [0, 140] },
    curves: [
      {
        ...{ name: "prepared states", role: "theory", color: "ink" },
        points: range(8).map((k) => [k + 1, Number(preparedFramePotential(K, 8, k + 1))] as const),
      },
      {
        ...{ name: "trained circuits", role: "simulation", color: "frozen-error", mark: "dots" },
        ...{ points: counts.map((count, k) => [count, values[k]] as const), errors },
      },
      ...(array === undefined
        ? []
        : [
            {
              ...{ name: "published", role: "published" as const, color: "ink" as const },
              points: Array.from(array.data, (value, k) => [k + 1, unbiased(value, 8)] as const),
            },
          ]),
    ],
  };
}

function agreementOf({ size, draws, published }: StudyInput): Agreement[] {
  const { counts } = SIZES[size];
  const { values, errors, infidelities } = draws(preparedDraws(size).name);
  const ends = PAIRS.filter(({ task, targets }) => phaseOfTargets(targets, [REACHED[task]]).phase === "frozen-error");
  return [
    ...ends.map((pair): Agreement => {
      const own = draws(pairDraws(pair, size).name);
      const at = own.values.length - 1;
      return {
        ...{
          what: `F² at the end, targets ${pair.targets.map(plainNumber).join(", ")}`,
          found: own.values[at],
          error: own.errors[at],
        },
        expected: pair.task === "classification" ? CLASSIFIED_PAIR_FRAME_POTENTIAL : Number(preparedFramePotential(K, 4, 2)),
        source: "ensemble of circuits with both data at an end",
      };
    }),
    ...counts.map((count, k) => ({
      what: `F² after preparing ${count} of 8 states`,
      ...{ found: values[k], error: errors[k], expected: Number(preparedFramePotential(K, 8, count)) },
      source: "free phases and a Haar random rest",
    })),
    ...counts.map((count, k) => ({
      ...{ what: `1 − mean fidelity of ${count} prepared states`, found: infidelities[k], expected: 0, source: "frozen error" },
    })),
    ...publishedAgreement(published),
  ];
}

/** The published numbers beside the same theory. */
function publishedAgreement(published: PublishedArrays | undefined): Agreement[] {
  const ends = published?.array("framePot/n3/RPASpFP2_n3L128.npy");
  if (ends === undefined) return [];
  return Array.from(ends.data, (value, k) => ({
    ...{ what: `published F² after preparing ${k + 1} of 8 states`, found: unbiased(value, 8) },
    ...{ expected: Number(preparedFramePotential(K, 8, k + 1)), source: "free phases and a Haar random rest" },
  }));
}
