/**
 * Circuits written in the gates that superconducting devices calibrate: RZ, SX, X and CNOT.
 *
 * Every gate is translated by itself, up to a phase of the whole circuit; nothing is merged or cancelled. Where a CNOT's qubits are not coupled,
 * SWAPs of three CNOTs bring one next to the other along a shortest path, and back again. Fixed rotations about Z (Z, S, T and
 * their inverses) stand for RZ at their angles: devices make them by a change of frame, without a pulse.
 */
import type { Circuit } from "../circuit.ts";
import { compileNative, standardBasis } from "./native.ts";

/**
 * The circuit in RZ, SX, X and CNOT.
 *
 * @param pairs the pairs (control, target) that CNOT may act on; a CNOT the other way round is turned by Hadamard gates
 * @throws ArgumentError for a fixed dense unitary, or a CNOT between qubits that no chain of pairs connects
 */
export function toDeviceBasis(circuit: Circuit, pairs?: readonly (readonly [number, number])[]): Circuit {
  const { qubits, parameters } = circuit;
  const native = pairs?.map((pair) => ({ gate: "CNOT" as const, qubits: pair }));
  const instructions = compileNative(circuit, { ...standardBasis, ...(native !== undefined && { pairs: native }) });
  return { qubits, parameters, operations: instructions.flatMap(({ operations }) => operations) };
}
