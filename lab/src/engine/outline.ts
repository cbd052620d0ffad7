/**
 * A circuit without its numbers: what acts where, for a drawing. Plain data, small enough to be posted.
 */
import { type Circuit, formatPauliString, type Operation } from "qntk";

/** exp(-i θ_parameter P / 2); `letters` of P, one for each qubit, I where it does nothing. */
export interface OutlinedRotation {
  readonly kind: "rotation";
  readonly letters: string;
  readonly parameter: number;
}

/** A gate with a name on some qubits, such as CNOT (control first). */
export interface OutlinedGate {
  readonly kind: "gate";
  readonly gate: string;
  readonly qubits: readonly number[];
}

/** A fixed random unitary on some qubits. */
export interface OutlinedUnitary {
  readonly kind: "unitary";
  readonly qubits: readonly number[];
}

export type OutlinedOperation = OutlinedRotation | OutlinedGate | OutlinedUnitary;

export interface CircuitOutline {
  readonly qubits: number;
  readonly parameters: number;
  readonly operations: readonly OutlinedOperation[];
}

export function outlineOf({ qubits, parameters, operations }: Circuit): CircuitOutline {
  return { qubits, parameters, operations: operations.map((operation) => outlined(operation, qubits)) };
}

function outlined(operation: Operation, qubits: number): OutlinedOperation {
  switch (operation.kind) {
    case "rotation":
      return { kind: "rotation", letters: formatPauliString(operation.pauli, qubits), parameter: operation.parameter };
    case "gate":
      return { kind: "gate", gate: operation.gate, qubits: operation.qubits };
    case "dense":
      return { kind: "unitary", qubits: operation.qubits };
  }
}
