/**
 * Draws of the studies, each group with a random circuit of its own.
 */
import type { EngineName } from "../../../engine/engine.ts";
import { engineNamed } from "../../../engine/engines.ts";
import { drawnAngles, randomPauliCircuit } from "../../../ensembles/circuits.ts";
import { circuitUnitaries } from "../../../ensembles/unitaries.ts";
import { hessian, lossHessianEigenvalues } from "../../../gradients/hessian.ts";
import { dqntk, qntk } from "../../../gradients/qntk.ts";
import { xxz } from "../../../quantum/observables.ts";
import type { DrawGroup } from "../../../reproduce/group-test.ts";
import { estimateFramePotentials } from "../../../theory/frame-potential/index.ts";
import { train } from "../../../training/train.ts";
import { DRAWS, FRAME_SAMPLES, type Study, type StudyQuantity, TRAINING_STRIDE } from "./statistical.ts";

/** Random circuits that a study is drawn with; the p-value is a multiple of 1/(this + 1). */
export const CIRCUITS = 99;

/** Draws of one circuit, by quantity. */
type Draws = { readonly [quantity in StudyQuantity]?: DrawGroup };

/** Groups of a study, one for each circuit, by quantity. */
export type StudyGroups = { readonly [quantity in StudyQuantity]?: readonly DrawGroup[] };

/** Draws a study with the default streams, seed k for circuit k. Yields the number of circuits done. */
export function* drawStudy(engine: EngineName, study: Study, circuits = CIRCUITS): Generator<number, StudyGroups, void> {
  const groups: { [quantity in StudyQuantity]?: DrawGroup[] } = {};
  for (let k = 0; k < circuits; k++) {
    for (const [quantity, group] of Object.entries(drawCircuit(engine, study, k)) as [StudyQuantity, DrawGroup][]) {
      groups[quantity] = [...(groups[quantity] ?? []), group];
    }
    yield k + 1;
  }
  return groups;
}

function drawCircuit(engineName: EngineName, study: Study, index: number): Draws {
  const engine = engineNamed(engineName);
  const { kind, qubits, layers, target = 0 } = study;
  const seed = 0;
  const circuit = randomPauliCircuit({ qubits, layers, seed, index });
  const columns = kind === "frame-potential" ? FRAME_SAMPLES : DRAWS[kind];
  const theta = drawnAngles(layers, columns, seed, index);
  const one = (values: Float64Array): DrawGroup => ({ width: 1, values });
  if (kind === "frame-potential") {
    const [{ value }] = estimateFramePotentials(circuitUnitaries(engine, circuit, theta), [2]);
    return { "frame-potential": one(Float64Array.of(value)) };
  }
  if (kind === "training") {
    const steps = TRAINING_STRIDE;
    const observable = xxz({ qubits });
    const { record } = train({ circuit, observable, targets: [target], samples: columns, initialAngles: theta, steps, engine });
    const ends = (series: Float64Array): DrawGroup => ({
      width: 2,
      values: Float64Array.from({ length: 2 * columns }, (_, at) => series[(at >> 1) * (steps + 1) + (at % 2) * steps]),
    });
    return { epsilon: ends(record.epsilon), kernel: ends(record.kernel) };
  }
  const simulator = engine.load(circuit, xxz({ qubits }));
  try {
    const { expectation, gradient } = simulator.gradient(theta);
    const epsilon = expectation.map((value) => value - target);
    if (kind === "spectrum") {
      // Without an error: of the Hessian of <O> itself.
      const values = lossHessianEigenvalues(hessian(simulator, theta), gradient, layers);
      return { eigenvalues: { width: layers, values } };
    }
    return { epsilon: one(epsilon), kernel: one(qntk(gradient, columns)), mu: one(dqntk(simulator, theta, gradient)) };
  } finally {
    simulator.dispose();
  }
}
