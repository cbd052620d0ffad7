/**
 * Neighbouring gates on the same two qubits multiplied into one matrix, where that saves passes over the states.
 */
import { type ComplexMatrix, identityMatrix, multiply, type StoredMatrix, zeroMatrix } from "../../linalg/complex-matrix.ts";
import type { Circuit, DenseOperation, GateOperation, Operation } from "../../quantum/circuit.ts";
import { fixedGates } from "../../quantum/gates.ts";

/** Most qubits of a fused matrix. */
const PAIR = 2;

type Fixed = GateOperation | DenseOperation;

/**
 * The operations of a circuit, with neighbours on at most two qubits made one matrix if at least one of them is neither a permutation nor
 * a diagonal: those have cheaper ways. Circuits of two qubits are left alone, their matrices being those of the whole state.
 */
export function fuseNeighbours({ qubits, operations }: Circuit): readonly Operation[] {
  if (qubits <= PAIR) return operations;
  const fused: Operation[] = [];
  for (let k = 0; k < operations.length; ) {
    const { members, on } = neighboursFrom(operations, k);
    if (members.length > 1 && members.some(needsMatrix))
      fused.push({ kind: "dense", matrix: productOf(members, on), qubits: on });
    else fused.push(...(members.length > 0 ? members : [operations[k]]));
    k += Math.max(1, members.length);
  }
  return fused;
}

/** Whether all entries off the diagonal are zero. */
export function isDiagonal({ rows, re, im }: StoredMatrix): boolean {
  return re.every((value, at) => at % (rows + 1) === 0 || (value === 0 && im[at] === 0));
}

/** The longest run of fixed operations from `k` on that has no more than two qubits, and these qubits. */
function neighboursFrom(operations: readonly Operation[], k: number): { members: Fixed[]; on: number[] } {
  const members: Fixed[] = [];
  let on: number[] = [];
  for (let next = k; next < operations.length; next++) {
    const operation = operations[next];
    if (operation.kind === "rotation") break;
    const together = [...new Set([...on, ...operation.qubits])];
    if (together.length > PAIR) break;
    members.push(operation);
    on = together;
  }
  return { members, on };
}

function needsMatrix(operation: Fixed): boolean {
  if (operation.kind === "dense") return true;
  const { transposition, matrix } = fixedGates[operation.gate];
  return transposition === undefined && !isDiagonal(matrix);
}

/** The product of operations as one matrix on the given qubits, the last operation on the left. */
function productOf(members: readonly Fixed[], on: readonly number[]): ComplexMatrix {
  return members.reduce((product, member) => multiply(embedded(member, on), product), identityMatrix(2 ** on.length));
}

/** An operation as a matrix on the given qubits, the first of which is the most significant bit of its index. */
function embedded(operation: Fixed, on: readonly number[]): ComplexMatrix {
  const own = operation.kind === "dense" ? operation.matrix : fixedGates[operation.gate].matrix;
  const shifts = operation.qubits.map((q) => on.length - 1 - on.indexOf(q));
  const local = (index: number) => shifts.reduce((bits, shift) => (bits << 1) | ((index >> shift) & 1), 0);
  const mask = shifts.reduce((bits, shift) => bits | (1 << shift), 0);
  const size = 2 ** on.length;
  const matrix = zeroMatrix(size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      if ((i & ~mask) !== (j & ~mask)) continue;
      const from = local(i) * own.rows + local(j);
      matrix.re[i * size + j] = own.re[from];
      matrix.im[i * size + j] = own.im[from];
    }
  }
  return matrix;
}
