/**
 * Circuits written in the gates that superconducting devices calibrate: RZ, SX, X and CNOT.
 *
 * Every gate is translated by itself, up to a phase of the whole circuit; nothing is merged or cancelled. Where a CNOT's qubits are not coupled,
 * SWAPs of three CNOTs bring one next to the other along a shortest path, and back again. Fixed rotations about Z (Z, S, T and
 * their inverses) stand for RZ at their angles: devices make them by a change of frame, without a pulse.
 */
import { ArgumentError, Described } from "../../base/errors.ts";
import type { Circuit, GateOperation, Operation } from "../circuit.ts";
import { fixedRotation } from "../fixed-rotation.ts";
import type { FixedGateName } from "../gates.ts";
import { formatPauliString, type PauliString, pauliOn } from "../pauli.ts";
import { shortestPath } from "./layout.ts";

/** H up to a phase. */
const HADAMARD: readonly FixedGateName[] = ["S", "SX", "S"];

/** One-qubit gates as sequences of the basis, the first acting first. */
const SEQUENCES: Partial<Record<FixedGateName, readonly FixedGateName[]>> = {
  Y: ["Z", "X"],
  H: HADAMARD,
  SXdg: ["Z", "SX", "Z"],
};

/**
 * The circuit in RZ, SX, X and CNOT.
 *
 * @param pairs the pairs (control, target) that CNOT may act on; a CNOT the other way round is turned by Hadamard gates
 * @throws ArgumentError for a fixed dense unitary, or a CNOT between qubits that no chain of pairs connects
 */
export function toDeviceBasis(circuit: Circuit, pairs?: readonly (readonly [number, number])[]): Circuit {
  const { qubits, parameters } = circuit;
  const operations = circuit.operations.flatMap((operation) => {
    if (operation.kind === "dense" && operation.rotation !== undefined) {
      const { pauli, angle } = operation.rotation;
      return rotationInBasis(pauli, (last) => fixedRotation(last, angle, qubits), qubits, pairs);
    }
    if (operation.kind === "dense") {
      throw new ArgumentError(
        "noise",
        new Described("of a device"),
        "circuits of rotations and gates of the table, such as ansatz hea: fixed dense unitaries have no form in RZ, SX, X and CNOT here",
      );
    }
    return operation.kind === "rotation"
      ? rotationInBasis(operation.pauli, (last) => [{ ...operation, pauli: last }], qubits, pairs)
      : gateInBasis(operation.gate, operation.qubits, pairs);
  });
  return { qubits, parameters, operations };
}

function gate(name: FixedGateName, ...on: number[]): GateOperation {
  return { kind: "gate", gate: name, qubits: on };
}

function gateInBasis(name: FixedGateName, on: readonly number[], pairs?: readonly (readonly [number, number])[]): Operation[] {
  const [a, b] = on;
  const h = (q: number) => HADAMARD.map((each) => gate(each, q));
  switch (name) {
    case "CNOT":
      return cnot(a, b, pairs);
    case "CZ":
      return [...h(b), ...cnot(a, b, pairs), ...h(b)];
    case "SWAP":
      return [...cnot(a, b, pairs), ...cnot(b, a, pairs), ...cnot(a, b, pairs)];
    default:
      return (SEQUENCES[name] ?? [name]).map((each) => gate(each, a));
  }
}

function cnot(control: number, target: number, pairs?: readonly (readonly [number, number])[]): Operation[] {
  const allowed = (a: number, b: number) => pairs === undefined || pairs.some(([c, t]) => c === a && t === b);
  if (allowed(control, target)) return [gate("CNOT", control, target)];
  if (!allowed(target, control)) return routedCnot(control, target, pairs ?? []);
  const turns = [control, target].flatMap((q) => HADAMARD.map((name) => gate(name, q)));
  return [...turns, gate("CNOT", target, control), ...turns];
}

/** A CNOT between qubits that are no pair: the control is swapped along a shortest path to the target's neighbour, and back. */
function routedCnot(control: number, target: number, pairs: readonly (readonly [number, number])[]): Operation[] {
  const path = shortestPath(control, target, pairs);
  if (path === undefined) {
    throw new ArgumentError(
      "circuit",
      new Described(`one with a CNOT between qubits ${control} and ${target}`),
      `CNOTs between qubits that couplings connect: ${pairs.map((pair) => pair.join("-")).join(", ")}`,
    );
  }
  const swaps = path.slice(1, -1).map((q, k) => gateInBasis("SWAP", [path[k], q], pairs));
  return [...swaps.flat(), ...cnot(path[path.length - 2], target, pairs), ...swaps.toReversed().flat()];
}

/** exp(-i φ P / 2): every letter is turned into Z, their parity collected on the last qubit, and everything undone after its RZ. */
function rotationInBasis(
  pauli: PauliString,
  rz: (last: PauliString) => Operation[],
  qubits: number,
  pairs?: readonly (readonly [number, number])[],
): Operation[] {
  const letters = formatPauliString(pauli, qubits);
  const support = [...letters].flatMap((letter, q) => (letter === "I" ? [] : [q]));
  const into = support.flatMap((q) => {
    if (letters[q] === "X") return HADAMARD.map((name) => gate(name, q));
    return letters[q] === "Y" ? (["SX", "S"] as const).map((name) => gate(name, q)) : [];
  });
  const outOf = support.flatMap((q) => {
    if (letters[q] === "X") return HADAMARD.map((name) => gate(name, q));
    return letters[q] === "Y" ? (["S", "SX", "Z"] as const).map((name) => gate(name, q)) : [];
  });
  const ladder = support.slice(1).map((q, k) => cnot(support[k], q, pairs));
  const last = support[support.length - 1];
  return [...into, ...ladder.flat(), ...rz(pauliOn(qubits, "Z", [last])), ...ladder.toReversed().flat(), ...outOf];
}
