/**
 * From a circuit to the operations the kernels run: neighbouring gates are merged where that saves passes over the states.
 *
 * Permutations and diagonals are multiplied together; so are gates on the same two qubits where one of them is neither; a qubit's RY and
 * RZ become one operation; a rotation right before a matrix on all qubits belongs to it.
 */
import type { StoredMatrix } from "../../linalg/complex-matrix.ts";
import type { Circuit, DenseOperation, GateOperation, Operation, Rotation } from "../../quantum/circuit.ts";
import { fixedGates } from "../../quantum/gates.ts";
import { bitCount, qubitBit } from "../../quantum/pauli.ts";
import { fuseNeighbours, isDiagonal } from "./fuse.ts";

/** One operation of a program. Rotations are numbered in the circuit's order. */
export type ProgramStep =
  | { readonly kind: "rotation"; readonly x: number; readonly z: number; readonly rotation: number }
  | { readonly kind: "rotation-yz"; readonly bit: number; readonly y: number; readonly z: number } // -1: without RY, or RZ
  | { readonly kind: "permutation"; readonly cycles: readonly (readonly number[])[] }
  | { readonly kind: "diagonal"; readonly re: Float64Array; readonly im: Float64Array }
  | { readonly kind: "qubit"; readonly matrix: StoredMatrix; readonly bit: number }
  | { readonly kind: "pair"; readonly matrix: StoredMatrix; readonly upper: number; readonly lower: number }
  | { readonly kind: "small"; readonly matrix: StoredMatrix; readonly mask: number; readonly offsets: readonly number[] }
  | { readonly kind: "dense"; readonly matrix: StoredMatrix; readonly before?: { x: number; z: number; rotation: number } };

/** Largest dimension for which diagonals are tabulated. */
const MAX_DIAGONAL = 4096;

/** The program of a circuit. */
export function compile(circuit: Circuit): ProgramStep[] {
  const { qubits } = circuit;
  const dimension = 2 ** qubits;
  const operations = fuseNeighbours(circuit);
  const steps: ProgramStep[] = [];
  let rotation = 0;
  for (let k = 0; k < operations.length; ) {
    const operation = operations[k];
    const run = runLength(operations, k, (other) => classOf(other, dimension) === classOf(operation, dimension));
    const members = operations.slice(k, k + run);
    switch (classOf(operation, dimension)) {
      case "one-qubit rotation":
        steps.push(...oneQubitRotations(members as Rotation[], rotation, dimension));
        rotation += run;
        break;
      case "rotation":
        for (const { pauli } of members as Rotation[]) steps.push({ kind: "rotation", ...pauli, rotation: rotation++ });
        break;
      case "permutation":
        steps.push({ kind: "permutation", cycles: cyclesOf(members as GateOperation[], qubits) });
        break;
      case "diagonal":
        steps.push(diagonalOf(members as GateOperation[], qubits));
        break;
      default:
        for (const member of members) pushMatrix(steps, member as GateOperation | DenseOperation, qubits);
    }
    k += run;
  }
  return steps;
}

function classOf(operation: Operation, dimension: number): string {
  if (operation.kind === "rotation")
    return bitCount(operation.pauli.x | operation.pauli.z) === 1 ? "one-qubit rotation" : "rotation";
  if (operation.kind === "dense") return "matrix";
  const { transposition, matrix } = fixedGates[operation.gate];
  if (transposition !== undefined) return "permutation";
  return isDiagonal(matrix) && dimension <= MAX_DIAGONAL ? "diagonal" : "matrix";
}

function runLength(operations: readonly Operation[], from: number, belongs: (operation: Operation) => boolean): number {
  let end = from + 1;
  while (end < operations.length && belongs(operations[end])) end++;
  return end - from;
}

/** Fewest RY or RZ of a run that are made together though their qubits have no other. */
const MIN_RUN = 3;

/** A rotation of one qubit, by its Pauli matrix. */
interface OneQubitRotation {
  readonly axis: "x" | "y" | "z";
  readonly rotation: number;
}

/**
 * Rotations of different qubits commute: each qubit's own are taken in order, an RY followed by an RZ as one, and so are many RY, or RZ, in a
 * row. With fewer than four rows every rotation is made by itself.
 */
function oneQubitRotations(members: readonly Rotation[], first: number, dimension: number): ProgramStep[] {
  const queues = new Map<number, OneQubitRotation[]>();
  members.forEach(({ pauli: { x, z } }, k) => {
    const axis = x === 0 ? "z" : z === 0 ? "x" : "y";
    queues.set(x | z, [...(queues.get(x | z) ?? []), { axis, rotation: first + k }]);
  });
  const steps: ProgramStep[] = [];
  while (queues.size > 0) {
    const turn: ProgramStep[] = [];
    for (const [bit, queue] of queues) {
      const [now, next] = queue;
      const both = dimension > 2 && now.axis === "y" && next?.axis === "z";
      turn.push(both ? { kind: "rotation-yz", bit, y: now.rotation, z: next.rotation } : alone(bit, now));
      queue.splice(0, both ? 2 : 1);
      if (queue.length === 0) queues.delete(bit);
    }
    steps.push(...(dimension > 2 && turn.length >= MIN_RUN ? turn.map(together) : turn));
  }
  return steps;
}

function alone(bit: number, { axis, rotation }: OneQubitRotation): ProgramStep {
  return { kind: "rotation", x: axis === "z" ? 0 : bit, z: axis === "x" ? 0 : bit, rotation };
}

/** A rotation about Y or Z as an operation of a run. */
function together(step: ProgramStep): ProgramStep {
  if (step.kind !== "rotation" || step.z === 0) return step;
  const { x, z: bit, rotation } = step;
  return { kind: "rotation-yz", bit, y: x === 0 ? -1 : rotation, z: x === 0 ? rotation : -1 };
}

/** The place that each local basis state of the given qubits has in the whole index. */
function offsetsOf(on: readonly number[], qubits: number): number[] {
  const bits = on.map((q) => qubitBit(qubits, q));
  return Array.from({ length: 2 ** on.length }, (_, s) =>
    bits.reduce((offset, bit, k) => (s & (1 << (on.length - 1 - k)) ? offset | bit : offset), 0),
  );
}

/** Cycles of the product of gates that exchange two local basis states; row c[k] moves to row c[k + 1]. */
function cyclesOf(gates: readonly GateOperation[], qubits: number): number[][] {
  const dimension = 2 ** qubits;
  const destination = Int32Array.from({ length: dimension }, (_, j) => j);
  for (const { gate, qubits: on } of gates) {
    const offsets = offsetsOf(on, qubits);
    const [a, b] = (fixedGates[gate].transposition ?? [0, 0]).map((s) => offsets[s]);
    const mask = offsets[offsets.length - 1];
    for (let j = 0; j < dimension; j++) {
      const local = destination[j] & mask;
      if (local === a || local === b) destination[j] ^= a ^ b;
    }
  }
  const cycles: number[][] = [];
  const seen = new Uint8Array(dimension);
  for (let j = 0; j < dimension; j++) {
    const cycle: number[] = [];
    for (let k = j; seen[k] === 0; k = destination[k]) {
      seen[k] = 1;
      cycle.push(k);
    }
    if (cycle.length > 1) cycles.push(cycle);
  }
  return cycles;
}

function diagonalOf(gates: readonly GateOperation[], qubits: number): ProgramStep {
  const dimension = 2 ** qubits;
  const re = new Float64Array(dimension).fill(1);
  const im = new Float64Array(dimension);
  for (const { gate, qubits: on } of gates) {
    const { matrix } = fixedGates[gate];
    const offsets = offsetsOf(on, qubits);
    const mask = offsets[offsets.length - 1];
    const place = new Map(offsets.map((offset, s) => [offset, s]));
    for (let j = 0; j < dimension; j++) {
      const at = (place.get(j & mask) ?? 0) * (matrix.rows + 1);
      const r = re[j];
      re[j] = r * matrix.re[at] - im[j] * matrix.im[at];
      im[j] = r * matrix.im[at] + im[j] * matrix.re[at];
    }
  }
  return { kind: "diagonal", re, im };
}

function pushMatrix(steps: ProgramStep[], operation: GateOperation | DenseOperation, qubits: number): void {
  const matrix = operation.kind === "dense" ? operation.matrix : fixedGates[operation.gate].matrix;
  const ordered = operation.qubits.length === qubits && operation.qubits.every((q, k) => q === k);
  if (!ordered) {
    const offsets = offsetsOf(operation.qubits, qubits);
    if (offsets.length === 2) steps.push({ kind: "qubit", matrix, bit: offsets[1] });
    else if (offsets.length === 4) steps.push({ kind: "pair", matrix, upper: offsets[2], lower: offsets[1] });
    else steps.push({ kind: "small", matrix, mask: offsets[offsets.length - 1], offsets });
    return;
  }
  const before = steps.at(-1);
  if (before?.kind === "rotation") {
    const { x, z, rotation } = before;
    steps.splice(-1, 1, { kind: "dense", matrix, before: { x, z, rotation } });
  } else {
    steps.push({ kind: "dense", matrix });
  }
}
