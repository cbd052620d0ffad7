/**
 * Option objects of the library: a field that nobody reads is refused, wherever it stands.
 */
import { describe, expect, it } from "vitest";
import {
  buildExperimentSteps,
  ensembles,
  hardwareEfficientAnsatz,
  imaginaryTime,
  initialAngles,
  interop,
  noise,
  noiseTheory,
  parseExperiment,
  pauliSum,
  randomPauliAnsatz,
  referenceEngine,
  runTraining,
  shots,
  tfim,
  train,
  trajectoryExpectation,
  xxz,
} from "../../src/index.ts";

const unread = { optimiser: "adam" } as object;
const circuit = hardwareEfficientAnsatz({ qubits: 1, layers: 1 });
const observable = pauliSum("Z");
const theta = Float64Array.of(0.3);
const draws = { observable, layers: 2, circuits: 1, ...unread };
const problem = { circuit, observable, model: noise.noiselessModel } as unknown as Parameters<
  typeof shots.estimateExpectation
>[0];

const calls: Readonly<Record<string, () => unknown>> = {
  xxz: () => xxz({ qubits: 2, ...unread }),
  tfim: () => tfim({ qubits: 2, ...unread }),
  hardwareEfficientAnsatz: () => hardwareEfficientAnsatz({ qubits: 2, layers: 1, ...unread }),
  randomPauliAnsatz: () => randomPauliAnsatz({ qubits: 2, layers: 1, ...unread }),
  initialAngles: () => initialAngles({ samples: 1, parameters: 1, ...unread }),
  train: () => train({ circuit, observable, targets: [0], ...unread } as unknown as Parameters<typeof train>[0]),
  runTraining: () => runTraining({ circuit, observable, ...unread } as unknown as Parameters<typeof runTraining>[0]),
  buildExperimentSteps: () => buildExperimentSteps(parseExperiment({}), {}, unread).next(),
  parseExperiment: () => parseExperiment({ optimiser: "adam" }),
  toOpenQasm: () => interop.toOpenQasm(circuit, unread),
  fromOpenQasm: () => interop.fromOpenQasm("OPENQASM 3.0; qubit q;", "mine.qasm", unread),
  estimateExpectation: () => shots.estimateExpectation(problem, theta, unread),
  zeroNoiseExtrapolation: () => shots.zeroNoiseExtrapolation(problem, theta, unread),
  mitigatedEstimates: () => shots.mitigatedEstimates(problem, theta, unread),
  trajectoryExpectation: () =>
    trajectoryExpectation({ ...circuit, operations: [] } as never, observable, theta, { trajectories: 1, ...unread }),
  drawHaar: () => ensembles.drawHaar(referenceEngine, draws).next(),
  drawRandomPauli: () => ensembles.drawRandomPauli(referenceEngine, draws).next(),
  drawCircuit: () => ensembles.drawCircuit(referenceEngine, circuit, { observable, circuits: 1, ...unread }).next(),
  drawRestrictedHaar: () =>
    ensembles
      .drawRestrictedHaar(referenceEngine, { ...draws, output: { re: Float64Array.of(1, 0), im: new Float64Array(2) } })
      .next(),
  haarCircuit: () => ensembles.haarCircuit({ qubits: 1, layers: 1, seed: 0, index: 0, ...unread }),
  deepLimit: () =>
    imaginaryTime.deepLimit({ energies: [0, 1], populations: [0.5, 0.5] }, [0], { target: 0, eta: 1, parameters: 1, ...unread }),
  fitDepolarizing: () => noiseTheory.fitDepolarizing([1], [1], { target: 0, ...unread }),
  depolarizedError: () => noiseTheory.depolarizedError([1], 0.1, { target: 0, ...unread }),
  shotNoisePlateau: () => noiseTheory.shotNoisePlateau({ eta: 1, kernel: 1, variance: 1, parameters: 1, ...unread }),
  thermalRelaxation: () => noise.thermalRelaxation({ t1: 1, t2: 1, time: 1, ...unread }),
};

describe("a misspelt option", () => {
  it.each(Object.keys(calls))("%s", async (name) => {
    await expect((async () => await calls[name]())()).rejects.toThrow(
      /^optimiser is ("adam"; allowed: one of|unknown; allowed: the fields) /,
    );
  });
});
