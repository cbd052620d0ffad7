/**
 * Noisy circuits as programs on Pauli vectors: rotations, and everything fixed between them multiplied together qubit by qubit.
 */
import { ArgumentError, Described } from "../../base/errors.ts";
import type { StoredMatrix } from "../../linalg/complex-matrix.ts";
import type { Rotation } from "../../quantum/circuit.ts";
import { fixedGates } from "../../quantum/gates.ts";
import type { Channel } from "../../quantum/noise/channels.ts";
import { qubitsOf } from "../../quantum/noise/noise-model.ts";
import type { NoisyOperation } from "../../quantum/noise/operations.ts";
import { kroneckerTransfer, multiplyTransfer, type TransferMatrix, transferMatrix } from "../../quantum/noise/transfer-matrix.ts";
import { type PauliPlaces, pauliPlaces, rotationPairs } from "./pauli-vectors.ts";

/** A rotation, or a fixed matrix. */
export type ProgramStep =
  | { readonly kind: "rotation"; readonly rotation: Rotation; readonly pairs: Int32Array }
  | { readonly kind: "matrix"; readonly places: PauliPlaces; readonly matrix: TransferMatrix };

/** Qubits of the largest dense operation: its matrix here has 16^k entries. */
const MAX_DENSE_QUBITS = 5;

const IDENTITY: TransferMatrix = {
  size: 4,
  values: Float64Array.from({ length: 16 }, (_, k) => (k % 5 === 0 ? 1 : 0)),
};

/**
 * Compiles operations to a program.
 *
 * @throws ArgumentError for a dense operation on more than 5 qubits
 */
export function compileProgram(operations: readonly NoisyOperation[], qubits: number): ProgramStep[] {
  const steps: ProgramStep[] = [];
  const pending = new Map<number, TransferMatrix>();
  const pairsOf = new Map<string, Int32Array>();
  const flush = (q: number) => {
    const matrix = pending.get(q);
    if (matrix !== undefined) steps.push({ kind: "matrix", places: pauliPlaces(qubits, [q]), matrix });
    pending.delete(q);
  };
  for (const operation of operations) {
    if (operation.kind === "rotation") {
      const on = qubitsOf(operation, qubits);
      for (const q of on) flush(q);
      const key = `${operation.pauli.x},${operation.pauli.z}`;
      const pairs = pairsOf.get(key) ?? rotationPairs(operation.pauli, qubits);
      pairsOf.set(key, pairs);
      steps.push({ kind: "rotation", rotation: operation, pairs });
      continue;
    }
    const on = operation.qubits;
    if (operation.kind === "dense" && on.length > MAX_DENSE_QUBITS) {
      throw new ArgumentError(
        "circuit",
        new Described(`one with a dense matrix on ${on.length} qubits`),
        `dense matrices on at most ${MAX_DENSE_QUBITS} qubits, with noise`,
      );
    }
    const matrix = transferOf(operation);
    if (on.length === 1) {
      pending.set(on[0], multiplyTransfer(matrix, pending.get(on[0]) ?? IDENTITY));
      continue;
    }
    appendMatrix(steps, pending, on, matrix, qubits, flush);
  }
  for (const q of [...pending.keys()]) flush(q);
  return steps;
}

/** Adds a matrix on several qubits, with what is pending on them; one on the same two qubits as the step before joins it. */
function appendMatrix(
  steps: ProgramStep[],
  pending: Map<number, TransferMatrix>,
  on: readonly number[],
  matrix: TransferMatrix,
  qubits: number,
  flush: (q: number) => void,
): void {
  if (on.length > 2) {
    for (const q of on) flush(q);
    steps.push({ kind: "matrix", places: pauliPlaces(qubits, on), matrix });
    return;
  }
  const [a, b] = on.map((q) => pending.get(q) ?? IDENTITY);
  for (const q of on) pending.delete(q);
  const combined = multiplyTransfer(matrix, kroneckerTransfer(a, b));
  const places = pauliPlaces(qubits, on);
  const last = steps.at(-1);
  if (last?.kind === "matrix" && last.places.offsets.join() === places.offsets.join()) {
    steps[steps.length - 1] = { ...last, matrix: multiplyTransfer(combined, last.matrix) };
  } else {
    steps.push({ kind: "matrix", places, matrix: combined });
  }
}

/** Transfer matrices of matrices and channels seen before: circuits repeat few of them many times. */
const known = new WeakMap<StoredMatrix | Channel, TransferMatrix>();

function transferOf(operation: Exclude<NoisyOperation, Rotation>): TransferMatrix {
  const key =
    operation.kind === "channel"
      ? operation.channel
      : operation.kind === "gate"
        ? fixedGates[operation.gate].matrix
        : operation.matrix;
  const found = known.get(key) ?? transferMatrix("kraus" in key ? key : { qubits: operation.qubits.length, kraus: [key] });
  known.set(key, found);
  return found;
}
