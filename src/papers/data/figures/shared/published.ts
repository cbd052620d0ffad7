/**
 * The published angles of training on two states: their errors and kernels, from the circuit that they belong to.
 */
import { range } from "../../../../base/arrays.ts";
import { haarStates } from "../../../../data/data-set.ts";
import { engineNamed, resolveEngine } from "../../../../engine/engines.ts";
import { kernelMatrix } from "../../../../gradients/data-kernel.ts";
import { pauliSum } from "../../../../quantum/observables.ts";
import { randomPauliAnsatz } from "../../../../quantum/random-pauli-ansatz.ts";
import { columnDataOf, type DataProblem, parametersBeside, sweptData } from "../../../../shots/data-load.ts";
import type { PublishedArrays } from "../../study.ts";
import { typicalSize } from "./laws.ts";

/** Learning rate of the published runs. */
export const PUBLISHED_ETA = 1e-3;
/** Their rotations. */
export const PUBLISHED_LAYERS = 64;

/** A published run: which targets, and after how many steps each row was stored. */
export interface PublishedClassification {
  readonly targets: readonly [number, number];
  readonly stride: number;
  /** Its part of the files' names. */
  readonly name: string;
}

/** The four published runs, n = 2, L = 64, 500 samples, 11 rows each. */
export const publishedClassifications: readonly PublishedClassification[] = [
  { targets: [0.3, -0.5], stride: 800, name: "0.3_-0.5" },
  { targets: [1, -1], stride: 4000, name: "1_-1" },
  { targets: [5, -6], stride: 200, name: "5_-6" },
  { targets: [0.4, -5], stride: 800, name: "0.4_-5.0" },
];

/** The circuit, the two states and Z on qubit 0, as published. */
export function publishedProblem(): DataProblem {
  const circuit = randomPauliAnsatz({ qubits: 2, layers: PUBLISHED_LAYERS, streams: "published" });
  const train = haarStates(2, 2, "published");
  return { circuit, parameters: parametersBeside(circuit, train), train, observables: [pauliSum("ZI", 2)] };
}

/** ε_α and K_αα of a published run at its stored rows, samples alone. */
export interface PublishedDynamics {
  readonly steps: readonly number[];
  readonly samples: number;
  /** Shape (rows, samples, 2). */
  readonly epsilon: Float64Array;
  /** Shape (rows, samples, 2, 2). */
  readonly kernel: Float64Array;
}

/** A published run's errors and kernels; undefined where it is not among the data. */
export function publishedDynamics(
  library: PublishedArrays | undefined,
  { targets, stride, name }: PublishedClassification,
): PublishedDynamics | undefined {
  const array = library?.array(`framePot/n2/RPASlthetahist_n2L64_${name}.npy`);
  if (array === undefined) return undefined;
  const [rows, samples] = array.shape;
  const problem = publishedProblem();
  const engine = engineNamed(resolveEngine("auto"));
  const simulator = sweptData(engine.loadData(problem.circuit, problem.observables[0], columnDataOf(problem)), problem);
  const { expectation, gradient } = simulator.gradient(array.data, 0);
  simulator.dispose();
  return {
    ...{ steps: range(rows).map((row) => row * stride), samples },
    epsilon: expectation.map((value, k) => value - targets[k % 2]),
    kernel: kernelMatrix(gradient, rows * samples, 2),
  };
}

/** Geometric mean over samples of |ε_α| or K_αα at every stored row. */
export function publishedTypical(
  { steps, samples, epsilon, kernel }: PublishedDynamics,
  quantity: "epsilon" | "kernel",
  datum: number,
): number[] {
  const at = (column: number) => (quantity === "epsilon" ? epsilon[2 * column + datum] : kernel[4 * column + 3 * datum]);
  return steps.map((_, row) => typicalSize(range(samples).map((s) => at(row * samples + s))));
}
