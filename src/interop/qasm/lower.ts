/**
 * From primitives to the operations of a circuit, exactly but for a phase of the whole circuit.
 *
 * With k controls, Π = Π_j (1 ∓ Z_j) / 2 projects on their values, and exp(-i φ Π P / 2) is the product of 2^k rotations about the strings Z_S P that
 * commute, by ± φ / 2^k: angles stay affine in the inputs. A rotation by b + Σ a_i θ_i is one for every term.
 */
import type { Operation } from "../../quantum/circuit.ts";
import { fixedRotation } from "../../quantum/fixed-rotation.ts";
import type { FixedGateName } from "../../quantum/gates.ts";
import { type PauliString, qubitBit } from "../../quantum/pauli.ts";
import { type Affine, constant, isConstant, times } from "./affine.ts";
import { asPhase, type Control, controlledOn, gate, type Primitive, phase } from "./primitives.ts";

/** Most controls of one primitive: 2^k rotations stand for it. */
export const MAX_CONTROLS = 12;

/** The operations of a primitive on `qubits` qubits; a phase without controls has none. */
export function lower(primitive: Primitive, qubits: number): Operation[] {
  const { controls } = primitive;
  switch (primitive.kind) {
    case "gate":
      return lowerGate(primitive.gate, primitive.on, controls, qubits);
    case "phase":
      return lowerPhase(primitive.angle, controls, qubits);
    case "rotation":
      return lowerRotation(pauliOf(primitive.letters, primitive.on, qubits), primitive.angle, controls, qubits);
  }
}

function lowerGate(name: FixedGateName, on: readonly number[], controls: readonly Control[], qubits: number): Operation[] {
  if (controls.length === 0) return [{ kind: "gate", gate: name, qubits: on }];
  const negative = controls.filter((control) => control.negative).map(({ qubit }) => qubit);
  if (negative.length > 0) {
    const flips = negative.map((q): Operation => ({ kind: "gate", gate: "X", qubits: [q] }));
    const positive = controls.map(({ qubit }) => ({ qubit, negative: false }));
    return [...flips, ...lowerGate(name, on, positive, qubits), ...flips];
  }
  const places = controls.map(({ qubit }) => qubit);
  if (name === "CNOT") return lowerGate("X", [on[1]], [{ qubit: on[0], negative: false }, ...controls], qubits);
  if (name === "X" && places.length <= 2) {
    const list = places.length === 1 ? [gate("CNOT", places[0], on[0])] : toffoli(places[0], places[1], on[0]);
    return list.flatMap((each) => lower(each, qubits));
  }
  const form = asPhase(name, on);
  // A controlled NOT between the turns, where that is what they hold.
  const target = form.on[form.on.length - 1];
  const last = form.before.at(-1);
  const isNot = name !== "X" && form.angle === Math.PI && last?.kind === "gate" && last.gate === "H" && last.on[0] === target;
  const core = isNot
    ? controlledOn([...places, ...form.on.slice(0, -1)], gate("X", target))
    : controlledOn([...places, ...form.on], phase(constant(form.angle)));
  const turns = isNot ? [form.before.slice(0, -1), form.after.slice(1)] : [form.before, form.after];
  return [...turns[0], ...core, ...turns[1]].flatMap((each) => lower(each, qubits));
}

/** X on c where a and b are 1, in gates of the table. */
function toffoli(a: number, b: number, c: number): Primitive[] {
  return [
    ...[gate("H", c), gate("CNOT", b, c), gate("Tdg", c), gate("CNOT", a, c), gate("T", c), gate("CNOT", b, c), gate("Tdg", c)],
    ...[gate("CNOT", a, c), gate("T", b), gate("T", c), gate("H", c), gate("CNOT", a, b), gate("T", a), gate("Tdg", b)],
    gate("CNOT", a, b),
  ];
}

function lowerPhase(angle: Affine, controls: readonly Control[], qubits: number): Operation[] {
  if (controls.length === 0) return [];
  const positive = controls.every(({ negative }) => !negative);
  const places = controls.map(({ qubit }) => qubit);
  if (positive && isConstant(angle) && Math.abs(angle.constant) === Math.PI) {
    if (places.length === 2) return [{ kind: "gate", gate: "CZ", qubits: places }];
    if (places.length === 3) {
      const turn = gate("H", places[2]);
      return [turn, ...toffoli(places[0], places[1], places[2]), turn].flatMap((each) => lower(each, qubits));
    }
  }
  // e^{iγΠ}: a rotation by -2γ about the identity, with controls.
  return lowerRotation({ x: 0, z: 0 }, times(angle, -2), controls, qubits);
}

function lowerRotation(pauli: PauliString, angle: Affine, controls: readonly Control[], qubits: number): Operation[] {
  const share = 1 / 2 ** controls.length;
  const operations: Operation[] = [];
  for (let subset = 0; subset < 2 ** controls.length; subset++) {
    const chosen = controls.filter((_, k) => (subset & (1 << k)) !== 0);
    const sign = chosen.reduce((product, { negative }) => (negative ? product : -product), share);
    const z = chosen.reduce((mask, { qubit }) => mask ^ qubitBit(qubits, qubit), pauli.z);
    operations.push(...turns({ x: pauli.x, z }, times(angle, sign), qubits));
  }
  return operations;
}

/** Rotations that make up one by an angle affine in the inputs. */
function turns(pauli: PauliString, { constant: fixed, terms }: Affine, qubits: number): Operation[] {
  if (pauli.x === 0 && pauli.z === 0) return [];
  const moved = [...terms].map(([parameter, coefficient]): Operation => ({ kind: "rotation", pauli, parameter, coefficient }));
  return [...moved, ...(fixed === 0 ? [] : fixedRotation(pauli, fixed, qubits))];
}

function pauliOf(letters: string, on: readonly number[], qubits: number): PauliString {
  return on.reduce(
    ({ x, z }, q, k) => {
      const bit = qubitBit(qubits, q);
      return { x: letters[k] === "Z" ? x : x | bit, z: letters[k] === "X" ? z : z | bit };
    },
    { x: 0, z: 0 },
  );
}
