/**
 * The quantum approximate optimisation ansatz of a weighted graph.
 */
import { requireInteger } from "../base/assert.ts";
import { ArgumentError } from "../base/errors.ts";
import { type Circuit, CircuitBuilder } from "./circuit.ts";
import { formatPauliString, pauliOn } from "./pauli.ts";

/** An edge between two vertices, which are qubits. */
export interface WeightedEdge {
  readonly vertices: readonly [number, number];
  readonly weight: number;
}

/**
 * Hadamard gates, and `layers` times exp(-i γ Σ_(a,b) w_ab Z_a Z_b / 2) and exp(-i β Σ_q X_q): parameters γ_1, β_1, γ_2, β_2, …
 *
 * Source: E. Farhi, J. Goldstone, S. Gutmann, arXiv:1411.4028.
 *
 * @throws ArgumentError for a size out of range, or a graph without edges
 */
export function qaoaAnsatz({
  qubits,
  layers,
  edges,
}: {
  readonly qubits: number;
  readonly layers: number;
  readonly edges: readonly WeightedEdge[];
}): Circuit {
  requireInteger("layers", layers, 1);
  if (edges.length === 0) throw new ArgumentError("edges", "[]", "at least one edge");
  const builder = new CircuitBuilder(qubits);
  for (let q = 0; q < qubits; q++) builder.h(q);
  for (let layer = 0; layer < layers; layer++) {
    const gamma = builder.parameters;
    edges.forEach(({ vertices, weight }, k) => {
      const pair = formatPauliString(pauliOn(qubits, "ZZ", vertices), qubits);
      builder.rotation(pair, { coefficient: weight, ...(k > 0 && { parameter: gamma }) });
    });
    const beta = builder.parameters;
    for (let q = 0; q < qubits; q++)
      builder.rotation(formatPauliString(pauliOn(qubits, "X", [q]), qubits), {
        coefficient: 2,
        ...(q > 0 && { parameter: beta }),
      });
  }
  return builder.build();
}
