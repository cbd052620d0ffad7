/**
 * Encodings by one rotation for each column, R(x_k) on qubit k.
 */
import type { Operation } from "../../quantum/circuit.ts";
import { pauliOn } from "../../quantum/pauli.ts";
import type { AngleEncoding, EncodingDefinition } from "./definition.ts";

/** The rotation by parameter `parameter` about a Pauli string. */
export function rotation(qubits: number, letters: string, on: readonly number[], parameter: number): Operation {
  return { kind: "rotation", pauli: pauliOn(qubits, letters, on), parameter, coefficient: 1 };
}

/** A Hadamard gate on each of the first qubits. */
export function hadamards(count: number): Operation[] {
  return Array.from({ length: count }, (_, q) => ({ kind: "gate", gate: "H", qubits: [q] }));
}

/** One rotation about the same axis for each column, after other gates. */
function rotationsAbout(axis: string, before: (columns: number) => readonly Operation[] = () => []): AngleEncoding {
  return {
    count: (columns) => columns,
    block: (qubits, columns, first) => [
      ...before(columns),
      ...Array.from({ length: columns }, (_, k) => rotation(qubits, axis, [k], first + k)),
    ],
    angles: (row) => row,
  };
}

export const rxEncoding: EncodingDefinition = { name: "rx", title: "RX(x_k) on qubit k", asAngles: rotationsAbout("X") };
export const ryEncoding: EncodingDefinition = { name: "ry", title: "RY(x_k) on qubit k", asAngles: rotationsAbout("Y") };
export const rzEncoding: EncodingDefinition = {
  name: "rz",
  title: "a Hadamard gate and RZ(x_k) on qubit k",
  asAngles: rotationsAbout("Z", hadamards),
};
