/**
 * The hardware-efficient ansatz (HEA): single-qubit rotations and a brick pattern of CNOTs.
 */
import { requireFields, requireInteger } from "../base/assert.ts";
import { type Circuit, CircuitBuilder } from "./circuit.ts";
import { MAX_QUBITS } from "./pauli.ts";

/**
 * The hardware-efficient ansatz of D layers with L = 2 n D parameters.
 *
 * Layer l: for every qubit i RY(θ[2nl + i]) then RZ(θ[2nl + n + i]); then CNOT(i, i + 1) for even i, then for odd i (open chain,
 * control = lower index).
 *
 * @throws ArgumentError for sizes out of range
 */
export function hardwareEfficientAnsatz(options: { qubits: number; layers: number }): Circuit {
  requireFields("hardwareEfficientAnsatz", options, ["qubits", "layers"]);
  const { qubits, layers } = options;
  requireInteger("qubits", qubits, 1, MAX_QUBITS);
  requireInteger("layers", layers, 1);
  const builder = new CircuitBuilder(qubits);
  for (let l = 0; l < layers; l++) {
    for (let i = 0; i < qubits; i++) builder.ry(i);
    for (let i = 0; i < qubits; i++) builder.rz(i);
    for (const first of [0, 1]) {
      for (let i = first; i + 1 < qubits; i += 2) builder.cnot(i, i + 1);
    }
  }
  return builder.build();
}
