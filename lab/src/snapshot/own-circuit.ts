/**
 * A circuit of one's own in the lab: OpenQASM that is pasted or dropped, and the size that a text says by itself.
 */
import { type AnsatzDefinition, type AnsatzSize, type FieldValues, QntkError } from "qntk";
import { chosenOf } from "./definition-fields.ts";
import { MAX_LAB_QUBITS, type Snapshot } from "./snapshot.ts";

/** Fewest qubits that a snapshot counts. */
const MIN_LAB_QUBITS = 2;

/** Whether a text is a circuit in OpenQASM: that is what it declares first, after comments. */
export function isOpenQasm(text: string): boolean {
  return /^(?:\s|\/\/[^\n]*\n|\/\*(?:(?!\*\/)[\s\S])*\*\/)*OPENQASM\s+[23]/.test(text);
}

/** The size of a circuit and its number of parameters; undefined where its text cannot be read. */
export function sizeOfCircuit(
  { definition, fields }: { readonly definition: AnsatzDefinition; readonly fields: FieldValues },
  given: AnsatzSize,
): (AnsatzSize & { readonly parameters: number }) | undefined {
  try {
    const size = definition.size?.(fields) ?? given;
    return { ...size, parameters: definition.parameters(fields, size) };
  } catch (error) {
    if (error instanceof QntkError) return undefined;
    throw error;
  }
}

/** A change of a snapshot, with the number of qubits that follows from it where the circuit says so itself. */
export function withOwnSize(snapshot: Snapshot, patch: Partial<Snapshot>): Partial<Snapshot> {
  const next = { ...snapshot, ...patch };
  const { ansatz } = chosenOf(next);
  const size = ansatz.definition.size === undefined ? undefined : sizeOfCircuit(ansatz, next);
  if (size === undefined) return patch;
  return { ...patch, qubits: Math.min(Math.max(size.qubits, MIN_LAB_QUBITS), MAX_LAB_QUBITS), streams: "default" };
}

/** The change that makes a text the circuit. */
export function circuitPatch(snapshot: Snapshot, text: string): Partial<Snapshot> {
  return withOwnSize(snapshot, { ansatz: "circuit", circuit: text, angles: "" });
}
