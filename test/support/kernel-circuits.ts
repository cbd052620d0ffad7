/**
 * Circuits of every path through the kernels, and everything an engine computes for them.
 */
import type { HessianVectorProducts, Simulator } from "../../src/engine/engine.ts";
import { type Circuit, CircuitBuilder } from "../../src/quantum/circuit.ts";
import { hardwareEfficientAnsatz } from "../../src/quantum/hardware-efficient-ansatz.ts";
import { randomPauliAnsatz } from "../../src/quantum/random-pauli-ansatz.ts";
import { anglesFor, haarMatrix } from "./arbitraries.ts";

/** Largest difference of two arrays over the largest number in the second, or over 1 where that is smaller. */
export function relativeDifference(a: Float64Array, b: Float64Array): number {
  const scale = b.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1);
  return a.reduce((largest, value, k) => Math.max(largest, Math.abs(value - b[k])), 0) / scale;
}

/** <O>, gradient and Hessian-vector products with two vectors a column. */
export function everything(simulator: Simulator, columns: number, seed = 1): HessianVectorProducts {
  const { circuit } = simulator;
  return simulator.hessianVectorProduct(anglesFor(circuit, columns, seed), anglesFor(circuit, 2 * columns, seed + 1));
}

/** Circuits of every path through the kernels: matrices on all qubits, gates in and out of the first-level cache, both mixed. */
export const circuits: readonly [string, () => Circuit][] = [
  ["rpa n=7", () => randomPauliAnsatz({ qubits: 7, layers: 5 })],
  ["rpa n=3", () => randomPauliAnsatz({ qubits: 3, layers: 9 })],
  ["hea n=5", () => hardwareEfficientAnsatz({ qubits: 5, layers: 3 })],
  ["hea n=11", () => hardwareEfficientAnsatz({ qubits: 11, layers: 1 })],
  ["brickwork n=7", () => randomPauliAnsatz({ qubits: 7, layers: 4, entangler: "brickwork", entanglerDepth: 3 })],
  ["clifford n=6", () => randomPauliAnsatz({ qubits: 6, layers: 4, entangler: "clifford", entanglerDepth: 2 })],
  [
    "dense and gates n=4",
    () =>
      new CircuitBuilder(4)
        .rotation("XYZX")
        .unitary(haarMatrix(16, 1))
        .h(2)
        .ry(1)
        .rz(1)
        .unitary(haarMatrix(8, 2), [3, 0, 1])
        .unitary(haarMatrix(4, 3), [2, 0])
        .cnot(1, 3)
        .rotation("ZIZY")
        .unitary(haarMatrix(16, 4))
        .build(),
  ],
];
