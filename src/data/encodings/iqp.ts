/**
 * The encoding by instantaneous quantum polynomials: a Hadamard gate on every qubit, RZ(x_k) on qubit k, exp(-i x_j x_k Z_j Z_k / 2) on every pair. Source:
 * Havlíček et al., Nature 567, 209 (2019), with one repetition.
 */
import type { EncodingDefinition } from "./definition.ts";
import { hadamards, rotation } from "./rotations.ts";

export const iqpEncoding: EncodingDefinition = {
  name: "iqp",
  title: "Hadamard gates, RZ(x_k), and rotations about ZZ by products of two columns",
  asAngles: {
    count: (columns) => columns + pairsOf(columns).length,
    block: (qubits, columns, first) => [
      ...hadamards(qubits),
      ...Array.from({ length: columns }, (_, k) => rotation(qubits, "Z", [k], first + k)),
      ...pairsOf(columns).map((pair, p) => rotation(qubits, "ZZ", pair, first + columns + p)),
    ],
    angles: (row) => [...row, ...pairsOf(row.length).map(([j, k]) => row[j] * row[k])],
  },
};

function pairsOf(columns: number): [number, number][] {
  const pairs: [number, number][] = [];
  for (let j = 0; j < columns; j++) for (let k = j + 1; k < columns; k++) pairs.push([j, k]);
  return pairs;
}
