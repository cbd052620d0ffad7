/**
 * Rotations by fixed angles as operations without a parameter.
 *
 * One or two letters make a dense unitary that knows which rotation it is; more letters have their parity collected by CNOTs first. Angles that are whole
 * multiples of a right angle (π/4 about Z) become gates of the table, equal up to a phase of the whole circuit.
 */
import { requireFinite } from "../base/assert.ts";
import { cosine, sine } from "../base/elementary.ts";
import { type ComplexMatrix, zeroMatrix } from "../linalg/complex-matrix.ts";
import type { FixedGateName } from "./gates.ts";
import type { DenseOperation, GateOperation, Operation } from "./operations.ts";
import { type PauliString, parity, parsePauliString, pauliOn, qubitBit, yPhase } from "./pauli.ts";

/** Letters of the largest rotation that is one matrix. */
const MATRIX_LETTERS = 2;
/** Relative distance at which an angle is a multiple of π/4. */
const ROUNDING = 4 * Number.EPSILON;

/** Gates equal to rotations by k π/4 up to a phase, k from 1 to 7, by letter. */
const TABLE: Readonly<Record<string, readonly (FixedGateName | undefined)[]>> = {
  X: [undefined, "SX", undefined, "X", undefined, "SXdg", undefined],
  Y: [undefined, undefined, undefined, "Y", undefined, undefined, undefined],
  Z: ["T", "S", undefined, "Z", undefined, "Sdg", "Tdg"],
};

/**
 * exp(-i φ P / 2) as operations, up to a phase of the whole circuit; none where that is the identity.
 *
 * @param pauli P, not the identity
 * @param angle φ in radians
 * @throws ArgumentError for an angle that is not finite
 */
export function fixedRotation(pauli: PauliString, angle: number, qubits: number): Operation[] {
  requireFinite("angle", angle);
  const support = Array.from({ length: qubits }, (_, q) => q).filter((q) => ((pauli.x | pauli.z) & qubitBit(qubits, q)) !== 0);
  const eighths = Math.round(angle / (Math.PI / 4));
  const isMultiple = Math.abs(angle - (eighths * Math.PI) / 4) <= ROUNDING * Math.abs(angle);
  const turn = ((eighths % 8) + 8) % 8;
  if (isMultiple && turn === 0) return [];
  if (support.length > MATRIX_LETTERS) return throughLadder(pauli, angle, support, qubits);
  const letter = letterAt(pauli, support[0], qubits);
  const known = isMultiple && support.length === 1 ? TABLE[letter][turn - 1] : undefined;
  if (known !== undefined) return [{ kind: "gate", gate: known, qubits: support }];
  return [matrixRotation(pauli, angle, support, qubits)];
}

function letterAt({ x, z }: PauliString, q: number, qubits: number): "I" | "X" | "Y" | "Z" {
  const bit = qubitBit(qubits, q);
  return (["I", "X", "Z", "Y"] as const)[(x & bit ? 1 : 0) + (z & bit ? 2 : 0)];
}

function matrixRotation(pauli: PauliString, angle: number, support: readonly number[], qubits: number): DenseOperation {
  const letters = support.map((q) => letterAt(pauli, q, qubits)).join("");
  const local = parsePauliString(letters);
  return { kind: "dense", matrix: rotationMatrix(local, angle, letters.length), qubits: support, rotation: { pauli, angle } };
}

/** cos(φ/2) - i sin(φ/2) P on `qubits` qubits. */
function rotationMatrix(pauli: PauliString, angle: number, qubits: number): ComplexMatrix {
  const size = 2 ** qubits;
  const matrix = zeroMatrix(size);
  const [cos, sin] = [cosine(angle / 2), sine(angle / 2)];
  const [a, b] = yPhase(pauli);
  for (let j = 0; j < size; j++) {
    const sign = parity(j & pauli.z) === 1 ? -1 : 1;
    const at = (j ^ pauli.x) * size + j;
    matrix.re[at] += sin * sign * b;
    matrix.im[at] -= sin * sign * a;
    matrix.re[j * size + j] += cos;
  }
  return matrix;
}

/** Every letter is turned into Z, their parity collected on the last qubit, and everything undone after a rotation about its Z. */
function throughLadder(pauli: PauliString, angle: number, support: readonly number[], qubits: number): Operation[] {
  const gate = (name: FixedGateName, ...on: number[]): GateOperation => ({ kind: "gate", gate: name, qubits: on });
  const turns = (into: boolean) =>
    support.flatMap((q) => {
      const letter = letterAt(pauli, q, qubits);
      if (letter === "X") return [gate("H", q)];
      if (letter !== "Y") return [];
      return into ? [gate("Sdg", q), gate("H", q)] : [gate("H", q), gate("S", q)];
    });
  const ladder = support.slice(1).map((q, k) => gate("CNOT", support[k], q));
  const last = pauliOn(qubits, "Z", [support[support.length - 1]]);
  return [...turns(true), ...ladder, ...fixedRotation(last, angle, qubits), ...ladder.toReversed(), ...turns(false)];
}
