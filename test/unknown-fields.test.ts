/**
 * A field that an options object does not have is refused by name, by every public function that takes one.
 */
import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { summarizeTargets } from "../src/analysis/summary.ts";
import { ArgumentError } from "../src/base/errors.ts";
import { engineNamed } from "../src/engine/engines.ts";
import { haarCircuit, randomPauliCircuit } from "../src/ensembles/circuits.ts";
import { drawCircuit, drawHaar } from "../src/ensembles/draws.ts";
import { buildCircuit, buildExperiment, buildObservable } from "../src/experiment/build.ts";
import { parseExperiment } from "../src/experiment/config.ts";
import { registerOptimizer, registerStopRule } from "../src/experiment/register.ts";
import { curveFigure } from "../src/figures/curve-figure.ts";
import { kernelFigure } from "../src/figures/data-kernel.ts";
import { composeFigure } from "../src/figures/figure.ts";
import { lightTheme } from "../src/figures/palette.ts";
import { studyFigure } from "../src/figures/study-figure.ts";
import { type TransitionData, transitionFigure } from "../src/figures/transition.ts";
import { adjointGradient } from "../src/gradients/adjoint.ts";
import { hessian } from "../src/gradients/hessian.ts";
import { parameterShift } from "../src/gradients/parameter-shift.ts";
import { dqntk, qntk } from "../src/gradients/qntk.ts";
import { tangentVectors } from "../src/gradients/tangents.ts";
import { compileToDevice, fromOpenQasm, toOpenQasm } from "../src/interop/index.ts";
import { CircuitBuilder } from "../src/quantum/circuit.ts";
import { hardwareEfficientAnsatz } from "../src/quantum/hardware-efficient-ansatz.ts";
import { thermalRelaxation } from "../src/quantum/noise/channels.ts";
import { noiseFor } from "../src/quantum/noise/models/index.ts";
import { noiselessModel } from "../src/quantum/noise/noise-model.ts";
import { pauliSum, tfim, xxz } from "../src/quantum/observables.ts";
import { parsePauliString } from "../src/quantum/pauli.ts";
import { randomPauliAnsatz } from "../src/quantum/random-pauli-ansatz.ts";
import { spectrum } from "../src/quantum/spectrum.ts";
import { initialAngles } from "../src/quantum/streams/index.ts";
import { buildWithProgress } from "../src/running/build.ts";
import { createStudy } from "../src/running/study-folder.ts";
import { storedSubject, subjectOfConfig } from "../src/running/subjects.ts";
import { threadTrainer } from "../src/running/thread-trainer.ts";
import { resumeRun, trainNew } from "../src/running/training-run.ts";
import {
  estimateExpectation,
  loadCounts,
  loadOutcomes,
  loadShots,
  mitigatedEstimates,
  zeroNoiseExtrapolation,
} from "../src/shots/index.ts";
import { sliceOf } from "../src/sweeps/slices.ts";
import { approachEstimate } from "../src/theory/finite-depth/approach.ts";
import { withoutSelfPairs } from "../src/theory/frame-potential/estimator.ts";
import { tfimAsymptotic, xxzAsymptotic } from "../src/theory/haar/chains.ts";
import { deepLimit, frozenKernelLimit } from "../src/theory/imaginary-time/deep-limit.ts";
import { runTraining } from "../src/training/run-training.ts";
import { train } from "../src/training/train.ts";

const circuit = new CircuitBuilder(1).rx(0).build();
const observable = pauliSum("Z");
const engine = engineNamed("wasm");
const theta = Float64Array.of(0.1);
const config = parseExperiment({ qubits: 1, layers: 1, steps: 1, target: "min" });
const { document } = parseHTML("<!doctype html><html><body></body></html>");
const problem = { circuit, observable, model: noiselessModel, engine: "wasm" as const };
const state = { energies: Float64Array.of(-1, 1), populations: Float64Array.of(0.5, 0.5) };
const run = { engine: "auto" as const };

/** Calls by name, given what stands for a misspelt field. */
const calls: Readonly<Record<string, (wrong: object) => unknown>> = {
  train: (wrong) => train({ circuit, observable, targets: [0], steps: 1, ...wrong }),
  runTraining: (wrong) => runTraining({ circuit, observable, targets: [0], steps: 1, ...wrong }),
  initialAngles: (wrong) => initialAngles({ samples: 1, parameters: 1, ...wrong }),
  randomPauliAnsatz: (wrong) => randomPauliAnsatz({ qubits: 1, layers: 1, ...wrong }),
  hardwareEfficientAnsatz: (wrong) => hardwareEfficientAnsatz({ qubits: 2, layers: 1, ...wrong }),
  xxz: (wrong) => xxz({ qubits: 2, ...wrong }),
  tfim: (wrong) => tfim({ qubits: 2, ...wrong }),
  haarCircuit: (wrong) => haarCircuit({ qubits: 1, layers: 1, seed: 0, index: 0, ...wrong }),
  randomPauliCircuit: (wrong) => randomPauliCircuit({ qubits: 1, layers: 1, seed: 0, index: 0, ...wrong }),
  drawHaar: (wrong) => [...drawHaar(engine, { observable, layers: 1, circuits: 1, ...wrong })],
  drawCircuit: (wrong) => [...drawCircuit(engine, circuit, { observable, circuits: 1, ...wrong })],
  toOpenQasm: (wrong) => toOpenQasm(circuit, wrong),
  fromOpenQasm: (wrong) => fromOpenQasm("OPENQASM 3.0; qubit q;", "q", wrong),
  compileToDevice: (wrong) => compileToDevice(circuit, {} as never, wrong),
  thermalRelaxation: (wrong) => thermalRelaxation({ t1: 1, t2: 1, time: 1, ...wrong }),
  noiseFor: (wrong) => noiseFor({ kind: "none" }, circuit, wrong),
  loadOutcomes: (wrong) => loadOutcomes({ ...problem, ...wrong }),
  loadCounts: (wrong) => loadCounts({ ...problem, ...wrong }),
  loadShots: (wrong) => loadShots({ ...problem, shots: 10, stream: () => ({}) as never, ...wrong }),
  estimateExpectation: (wrong) => estimateExpectation(problem, theta, wrong),
  mitigatedEstimates: (wrong) => mitigatedEstimates(problem, theta, wrong),
  zeroNoiseExtrapolation: (wrong) => zeroNoiseExtrapolation(problem, theta, wrong),
  approachEstimate: (wrong) =>
    approachEstimate([state], { target: 0, residual: 0, eta: 0.1, loss: "quadratic", parameters: 1, error: 0.1, ...wrong }),
  deepLimit: (wrong) => deepLimit(state, [0], { target: 0, eta: 0.1, parameters: 1, ...wrong }),
  frozenKernelLimit: (wrong) => frozenKernelLimit(state, { target: 0, parameters: 1, ...wrong }),
  withoutSelfPairs: (wrong) => withoutSelfPairs(1, { k: 1, dimension: 2, count: 2, ...wrong }),
  xxzAsymptotic: (wrong) => xxzAsymptotic({ qubits: 4, parameters: 1, target: 0, coupling: 1, ...wrong }),
  tfimAsymptotic: (wrong) => tfimAsymptotic({ qubits: 4, parameters: 1, target: 0, field: 1, ...wrong }),
  curveFigure: (wrong) => curveFigure([], [], "", { document, ...wrong }),
  kernelFigure: (wrong) => kernelFigure({ count: 1, mean: Float64Array.of(1), eigenvalues: [] } as never, { document, ...wrong }),
  studyFigure: (wrong) => studyFigure({ title: "", panels: [], perRow: 1, legend: [] } as never, { document, ...wrong }),
  transitionFigure: (wrong) => transitionFigure({} as TransitionData, { document, ...wrong }),
  composeFigure: (wrong) => composeFigure([], { perRow: 1, panelHeight: 1, legend: [], theme: lightTheme, title: "", ...wrong }),
  sliceOf: (wrong) =>
    sliceOf({ dimensions: [], coordinates: [], variables: [], points: 0, done: 0 }, { x: "a", y: "b", at: {}, ...wrong }),
  buildWithProgress: (wrong) => buildWithProgress(config, {}, undefined, wrong),
  storedSubject: (wrong) => storedSubject("nowhere", wrong),
  subjectOfConfig: (wrong) => subjectOfConfig(config, wrong),
  createStudy: (wrong) => createStudy("depth", config, {}, { force: false, ...wrong }),
  threadTrainer: (wrong) => threadTrainer(wrong),
  "trainNew, where to": (wrong) => trainNew("train", config, { force: false, ...wrong }, run),
  "trainNew, execution": (wrong) => trainNew("train", config, { force: false }, { ...run, ...wrong }),
  resumeRun: (wrong) => resumeRun("nowhere", { ...run, ...wrong }),
};

describe("a field that is not one of the options is refused by name", () => {
  it.each(Object.entries(calls))("%s", async (_, call) => {
    await expect((async () => call({ trheads: 1 }))()).rejects.toThrow(/^trheads is 1; allowed: one of /);
  });
});

describe("arrays of an experiment", () => {
  it("that no configuration reads are refused, with the nearest names", () => {
    const plain = parseExperiment({ qubits: 1, layers: 1, steps: 1, target: 0 });
    expect(() => buildExperiment(plain, { ansats: 1 } as never)).toThrow(
      /^ansats is 1; allowed: arrays such as \w+, \w+ or \w+; fields such as ansatz belong to the configuration\.$/,
    );
    expect(() => buildObservable(plain, { matrx: { rows: 2, columns: 2 } } as never)).toThrow("allowed: arrays such as matrix, ");
    expect(() => buildCircuit(plain, { "data-2": "x\n1\n", theta: undefined })).not.toThrow();
    expect(() => buildCircuit(plain, [] as never)).toThrow("arrays is ");
  });
});

describe("what is of another kind than the argument is refused, in words, and by name", () => {
  it.each<[string, () => unknown, string]>([
    ["spectrum of a circuit", () => spectrum(circuit as never), "observable is an object with qubits, parameters, operations;"],
    ["spectrum of nothing", () => spectrum(undefined as never), "observable is missing;"],
    [
      "an engine, in turn",
      () => engine.load(observable as never, circuit as never),
      "circuit is an object with kind, qubits, terms;",
    ],
    [
      "train, in turn",
      () => train({ circuit: observable, observable: circuit, targets: [0], steps: 1 } as never),
      "circuit is an object",
    ],
    [
      "runTraining, in turn",
      () => runTraining({ circuit: observable, observable: circuit, targets: [0], steps: 1 } as never),
      "circuit is an object",
    ],
    ["a Pauli string", () => parsePauliString(3 as never), "pauli is 3; allowed: a text such as XXIZ."],
    [
      "summarizeTargets, in turn",
      () => summarizeTargets([0] as never, {} as never, { min: 0, max: 1 }),
      "targets is {}; allowed: an array of targets, after the record.",
    ],
    ["a Pauli sum", () => pauliSum(3 as never), "pauli is 3; allowed: a text, such as 0.5*ZZ - XI."],
    [
      "hessian, in turn",
      () => hessian(theta as never, {} as never),
      "simulator is an array of numbers; allowed: a simulator, such as ",
    ],
    ["adjointGradient, in turn", () => adjointGradient(theta as never, {} as never), "simulator is an array of numbers; "],
    ["dqntk, in turn", () => dqntk(theta as never, {} as never, theta), "simulator is an array of numbers; "],
    ["parameterShift, in turn", () => parameterShift(theta as never, {} as never), "simulator is an array of numbers; "],
    [
      "tangentVectors of a circuit",
      () => tangentVectors(circuit as never, theta),
      "simulator is an object with qubits, parameters, ",
    ],
    ["qntk of a text", () => qntk("x" as never, 1), 'gradient is "x"; allowed: an array of numbers, such as a Float64Array.'],
    [
      "angles that are none",
      () => engine.load(circuit, observable).expectation(undefined as never),
      "theta is missing; allowed: an array",
    ],
    ["train without options", () => train(undefined as never), "train is missing; allowed: an object with circuit, "],
    [
      "a loss by name",
      () => train({ circuit, observable, targets: [0], steps: 1, loss: "x" as never }),
      'loss is "x"; allowed: ',
    ],
    ["no configuration", () => buildExperiment(undefined as never), "config is missing; allowed: a configuration, such as "],
    ["OpenQASM that is no text", () => fromOpenQasm(circuit as never), "text is an object with qubits, parameters, operations; "],
    ["a circuit that is none", () => toOpenQasm(observable as never), "circuit is an object with kind, qubits, terms; "],
    ["no definition", () => registerOptimizer(undefined as never), "optimizer fields is missing; allowed: a list of fields."],
    ["no rule", () => registerStopRule(undefined as never), "name is missing; allowed: "],
  ])("%s", (_, call, words) => {
    expect(call).toThrow(ArgumentError);
    expect(call).toThrow(words);
  });
});
