/**
 * What circuits are made of, as plain data.
 */
import type { StoredMatrix } from "../linalg/complex-matrix.ts";
import type { FixedGateName } from "./gates.ts";
import type { PauliString } from "./pauli.ts";

/** exp(-i φ P / 2) with φ = coefficient · θ[parameter]. */
export interface Rotation {
  readonly kind: "rotation";
  readonly pauli: PauliString;
  readonly parameter: number;
  readonly coefficient: number;
}

/** A gate of the table on the given qubits. */
export interface GateOperation {
  readonly kind: "gate";
  readonly gate: FixedGateName;
  readonly qubits: readonly number[];
}

/** A rotation by a fixed angle, exp(-i φ P / 2). */
export interface FixedRotation {
  readonly pauli: PauliString;
  readonly angle: number;
}

/** A fixed dense unitary on the given qubits, the first being the most significant bit of its matrix index. */
export interface DenseOperation {
  readonly kind: "dense";
  readonly matrix: StoredMatrix;
  readonly qubits: readonly number[];
  /** The rotation that the matrix is, where it is one: for whoever writes the circuit in other gates. Engines use the matrix. */
  readonly rotation?: FixedRotation;
}

export type Operation = Rotation | GateOperation | DenseOperation;
