/**
 * Strongly entangling layers: any rotation of every qubit, and a ring of CNOTs whose reach changes from layer to layer.
 */
import { requireInteger } from "../base/assert.ts";
import { type Circuit, CircuitBuilder } from "./circuit.ts";

/**
 * In layer l (from 0) every qubit is turned by RZ, RY and RZ, three parameters of its own, and CNOTs go from every qubit q to q + r, r = 1 + l mod (n - 1).
 *
 * Source: M. Schuld et al., arXiv:1804.00633; the order is that of PennyLane's StronglyEntanglingLayers.
 *
 * @throws ArgumentError for a size out of range
 */
export function stronglyEntanglingAnsatz({ qubits, layers }: { readonly qubits: number; readonly layers: number }): Circuit {
  requireInteger("layers", layers, 1);
  const builder = new CircuitBuilder(qubits);
  for (let layer = 0; layer < layers; layer++) {
    for (let q = 0; q < qubits; q++) builder.rz(q).ry(q).rz(q);
    if (qubits === 1) continue;
    const reach = 1 + (layer % (qubits - 1));
    for (let q = 0; q < qubits; q++) builder.cnot(q, (q + reach) % qubits);
  }
  return builder.build();
}
