/**
 * Circuits of every path through the kernels, and everything an engine computes for them.
 */
import { expect, vi } from "vitest";
import type { HessianVectorProducts, Simulator } from "../../src/engine/engine.ts";
import { createMemory } from "../../src/kernels/kernels.ts";
import { type Circuit, CircuitBuilder } from "../../src/quantum/circuit.ts";
import { hardwareEfficientAnsatz } from "../../src/quantum/hardware-efficient-ansatz.ts";
import { type Observable, xxz } from "../../src/quantum/observables.ts";
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

/** Expects 23 columns together, in several splits and one by one to give the same to the last bit. */
export function expectSameInAnySplit(simulator: Simulator): void {
  const { circuit } = simulator;
  const { parameters } = circuit;
  const columns = 23;
  const theta = anglesFor(circuit, columns, 1);
  const vectors = anglesFor(circuit, columns, 2);
  const whole = simulator.hessianVectorProduct(theta, vectors);
  for (const sizes of [[11, 12], [1, 22], [10, 10, 3], [20, 3], Array.from({ length: columns }, () => 1)]) {
    let first = 0;
    for (const size of sizes) {
      const range: [number, number] = [first * parameters, (first + size) * parameters];
      const part = simulator.hessianVectorProduct(theta.slice(...range), vectors.slice(...range));
      expect(part.expectation).toEqual(whole.expectation.slice(first, first + size));
      expect(part.gradient).toEqual(whole.gradient.slice(...range));
      expect(part.product).toEqual(whole.product.slice(...range));
      first += size;
    }
  }
}

/** Expects every circuit below, as `load` prepares it, to give the same without shared memory, to the last bit. */
export function expectSameWithoutSharedMemory(load: (circuit: Circuit, observable: Observable) => Simulator): void {
  const [without, withIt] = [false, true].map((shared) => {
    if (!shared) vi.stubGlobal("SharedArrayBuffer", undefined);
    expect(createMemory(1).buffer instanceof ArrayBuffer).toBe(!shared);
    const found = circuits.map(([, make]) => {
      const circuit = make();
      return everything(load(circuit, xxz({ qubits: circuit.qubits })), 3);
    });
    vi.unstubAllGlobals();
    return found;
  });
  expect(without).toEqual(withIt);
}

/** Layers of RY alone, of RZ alone, of RX, RY and RZ, and of RY with RZ on some qubits, in orders of their own. */
function turns(qubits: number): Circuit {
  const builder = new CircuitBuilder(qubits);
  const all = Array.from({ length: qubits }, (_, q) => q);
  for (const q of all) builder.ry(q);
  for (const q of all.slice(1)) builder.cnot(q - 1, q);
  for (const q of all.toReversed()) builder.rz(q);
  builder.h(0);
  for (const q of all) builder.rx(q).ry(q).rz(q);
  builder.h(1);
  for (const q of all) if (q % 3 !== 1) builder.ry(q);
  for (const q of all) if (q % 3 !== 0) builder.rz(q);
  return builder.build();
}

/** Circuits of every path through the kernels: matrices on all qubits, gates in and out of the first-level cache, both mixed. */
export const circuits: readonly [string, () => Circuit][] = [
  ["rpa n=7", () => randomPauliAnsatz({ qubits: 7, layers: 5 })],
  ["rpa n=3", () => randomPauliAnsatz({ qubits: 3, layers: 9 })],
  ["hea n=5", () => hardwareEfficientAnsatz({ qubits: 5, layers: 3 })],
  ["hea n=11", () => hardwareEfficientAnsatz({ qubits: 11, layers: 1 })],
  ["hea n=13", () => hardwareEfficientAnsatz({ qubits: 13, layers: 1 })],
  ["turns n=9", () => turns(9)],
  ["turns n=3", () => turns(3)],
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
