/**
 * Circuits in the gates that a machine calibrates: what it would run, instruction by instruction.
 *
 * Every gate is translated by itself, up to a phase of the whole circuit; nothing is merged or cancelled. Where the qubits of a two-qubit gate are
 * not coupled, SWAPs bring one next to the other along a shortest path, and back again. Rotations about Z by fixed or trained angles are changes of frame.
 */
import { ArgumentError, Described } from "../../base/errors.ts";
import type { Circuit, GateOperation, Operation } from "../circuit.ts";
import { fixedRotation } from "../fixed-rotation.ts";
import type { FixedGateName } from "../gates.ts";
import { formatPauliString, type PauliString, pauliOn } from "../pauli.ts";
import { shortestPath } from "./layout.ts";

/** Gates on one qubit that machines calibrate. */
export const oneQubitNatives = ["SX", "X", "RX", "RZ", "U1", "U2", "U3"] as const;
/** Gates on two qubits that machines calibrate, the ones to be preferred first. */
export const twoQubitNatives = ["CNOT", "CZ", "ECR", "RZZ"] as const;

export type TwoQubitNative = (typeof twoQubitNatives)[number];
export type NativeGateName = (typeof oneQubitNatives)[number] | TwoQubitNative;

/** A gate on a pair of qubits, in the direction in which it is calibrated. */
export interface NativePair {
  readonly gate: TwoQubitNative;
  readonly qubits: readonly [number, number];
}

/** The gates of a machine. Plain data. */
export interface NativeBasis {
  /** Pulses on one qubit; RZ or U1 is always there. */
  readonly oneQubit: readonly ("SX" | "X" | "RX" | "U1" | "U2" | "U3")[];
  /** Two-qubit gates; undefined for CNOT between any two qubits. */
  readonly pairs?: readonly NativePair[];
  /** Whether rotations about two letters are made by RZZ, where it is calibrated. */
  readonly rotatePairs?: boolean;
}

/** coefficient · θ[parameter], or a fixed angle where there is no parameter. */
export interface InstructionAngle {
  readonly coefficient: number;
  readonly parameter?: number;
}

/** One gate that a machine makes. */
export interface Instruction {
  readonly gate: NativeGateName;
  readonly qubits: readonly number[];
  readonly angles: readonly InstructionAngle[];
  /** The same in gates of the table and rotations, up to a phase. */
  readonly operations: readonly Operation[];
}

/** The gates RZ, SX, X and CNOT. */
export const standardBasis: NativeBasis = { oneQubit: ["SX", "X"] };

/** Angles about Z of the diagonal gates. */
const FRAMES: Partial<Record<FixedGateName, number>> = {
  Z: Math.PI,
  S: Math.PI / 2,
  Sdg: -Math.PI / 2,
  T: Math.PI / 4,
  Tdg: -Math.PI / 4,
};
/** Other one-qubit gates as sequences, the first acting first. */
const SEQUENCES: Partial<Record<FixedGateName, readonly FixedGateName[]>> = {
  Y: ["Z", "X"],
  H: ["S", "SX", "S"],
  SXdg: ["Z", "SX", "Z"],
};
/** θ, φ and λ of U3 for them. */
const EULER: Partial<Record<FixedGateName, readonly [number, number, number]>> = {
  X: [Math.PI, 0, Math.PI],
  Y: [Math.PI, Math.PI / 2, Math.PI / 2],
  H: [Math.PI / 2, 0, Math.PI],
  SX: [Math.PI / 2, -Math.PI / 2, Math.PI / 2],
  SXdg: [Math.PI / 2, Math.PI / 2, -Math.PI / 2],
};
/** Angles about X of two of them. */
const ABOUT_X: Partial<Record<FixedGateName, number>> = { X: Math.PI, SX: Math.PI / 2 };

/** A rotation by an angle that is known now or later: its operations about a given Pauli string. */
interface Turn {
  readonly angle: InstructionAngle;
  about(pauli: PauliString): readonly Operation[];
}

/**
 * A circuit in the gates of a machine.
 *
 * @throws ArgumentError for a fixed dense unitary, or a gate between qubits that no chain of pairs connects
 */
export function compileNative({ qubits, operations }: Circuit, basis: NativeBasis): Instruction[] {
  const compiler = new NativeCompiler(qubits, basis);
  return operations.flatMap((operation) => compiler.compile(operation));
}

class NativeCompiler {
  readonly #has: ReadonlySet<string>;

  constructor(
    readonly qubits: number,
    readonly basis: NativeBasis,
  ) {
    this.#has = new Set<string>(basis.oneQubit);
  }

  compile(operation: Operation): Instruction[] {
    if (operation.kind === "gate") return this.#gate(operation);
    if (operation.kind === "rotation") {
      const { parameter, coefficient } = operation;
      return this.#rotation(operation.pauli, {
        angle: { parameter, coefficient },
        about: (pauli) => [{ ...operation, pauli }],
      });
    }
    if (operation.rotation !== undefined) {
      const { pauli, angle } = operation.rotation;
      return this.#rotation(pauli, {
        angle: { coefficient: angle },
        about: (last) => fixedRotation(last, angle, this.qubits),
      });
    }
    throw new ArgumentError(
      "noise",
      new Described("of a device"),
      "circuits of rotations and gates of the table, such as ansatz hea: fixed dense unitaries have no form in RZ, SX, X and CNOT here",
    );
  }

  #gate({ gate, qubits: [a, b] }: GateOperation): Instruction[] {
    if (gate === "CNOT") return this.#cnot(a, b);
    if (gate === "CZ") return this.#cz(a, b);
    if (gate === "SWAP") return [...this.#cnot(a, b), ...this.#cnot(b, a), ...this.#cnot(a, b)];
    return this.#fixed(gate, a);
  }

  #sequence(names: readonly FixedGateName[], q: number): Instruction[] {
    return names.flatMap((name) => this.#fixed(name, q));
  }

  /** A gate on one qubit: a change of frame, a pulse, or several of both. */
  #fixed(name: FixedGateName, q: number): Instruction[] {
    const operations = [gateOn(name, q)];
    const frame = FRAMES[name];
    if (frame !== undefined) return [{ gate: this.#frameGate, qubits: [q], angles: [{ coefficient: frame }], operations }];
    if ((name === "SX" || name === "X") && this.#has.has(name)) return [{ gate: name, qubits: [q], angles: [], operations }];
    const euler = EULER[name];
    if (this.#has.has("U3") && euler !== undefined) {
      const short = this.#has.has("U2") && euler[0] === Math.PI / 2;
      const angles = euler.slice(short ? 1 : 0).map((coefficient) => ({ coefficient }));
      return [{ gate: short ? "U2" : "U3", qubits: [q], angles, operations }];
    }
    if (name === "X" && this.#has.has("SX")) return this.#sequence(["SX", "SX"], q);
    const about = ABOUT_X[name];
    if (about !== undefined) return [{ gate: "RX", qubits: [q], angles: [{ coefficient: about }], operations }];
    return this.#sequence(SEQUENCES[name] ?? [], q);
  }

  get #frameGate(): "RZ" | "U1" {
    return this.#has.has("U3") ? "U1" : "RZ";
  }

  /** exp(-i φ P / 2): every letter is turned into Z, their parity collected on the last qubit, and everything undone after its rotation. */
  #rotation(pauli: PauliString, turn: Turn): Instruction[] {
    const letters = formatPauliString(pauli, this.qubits);
    const support = [...letters].flatMap((letter, q) => (letter === "I" ? [] : [q]));
    if (support.length === 1) {
      const pulse = this.#pulse(letters[support[0]], support[0], turn);
      if (pulse !== undefined) return pulse;
    }
    const into = support.flatMap((q) => this.#sequence(letters[q] === "X" ? ["H"] : letters[q] === "Y" ? ["SX", "S"] : [], q));
    const outOf = support.flatMap((q) =>
      this.#sequence(letters[q] === "X" ? ["H"] : letters[q] === "Y" ? ["S", "SX", "Z"] : [], q),
    );
    return [...into, ...this.#parity(support, turn), ...outOf];
  }

  /** A rotation about X or Y in one pulse, where the machine has one for any angle. */
  #pulse(letter: string, q: number, turn: Turn): Instruction[] | undefined {
    if (letter === "Z") return undefined;
    if (this.#has.has("U3")) {
      const rest = letter === "X" ? [-Math.PI / 2, Math.PI / 2] : [0, 0];
      const angles = [turn.angle, ...rest.map((coefficient) => ({ coefficient }))];
      return [{ gate: "U3", qubits: [q], angles, operations: turn.about(pauliOn(this.qubits, letter, [q])) }];
    }
    if (!this.#has.has("RX")) return undefined;
    const operations = turn.about(pauliOn(this.qubits, "X", [q]));
    const rx: Instruction = { gate: "RX", qubits: [q], angles: [turn.angle], operations };
    return letter === "X" ? [rx] : [...this.#fixed("Sdg", q), rx, ...this.#fixed("S", q)];
  }

  /** exp(-i φ Z…Z / 2). */
  #parity(support: readonly number[], turn: Turn): Instruction[] {
    const last = support[support.length - 1];
    if (support.length === 2 && this.basis.rotatePairs === true) {
      const pair = this.#pair("RZZ", support[0], support[1]) ?? this.#pair("RZZ", support[1], support[0]);
      const operations = turn.about(pauliOn(this.qubits, "ZZ", support));
      if (pair !== undefined) return [{ gate: "RZZ", qubits: pair.qubits, angles: [turn.angle], operations }];
    }
    const ladder = support.slice(1).map((q, k) => this.#cnot(support[k], q));
    const operations = turn.about(pauliOn(this.qubits, "Z", [last]));
    const rz: Instruction = { gate: this.#frameGate, qubits: [last], angles: [turn.angle], operations };
    return [...ladder.flat(), rz, ...ladder.toReversed().flat()];
  }

  #pair(gate: TwoQubitNative, a: number, b: number): NativePair | undefined {
    const { pairs } = this.basis;
    if (pairs === undefined) return gate === "CNOT" ? { gate, qubits: [a, b] } : undefined;
    return pairs.find((pair) => pair.gate === gate && pair.qubits[0] === a && pair.qubits[1] === b);
  }

  /** A gate that does not care for the direction. */
  #symmetricPair(gate: TwoQubitNative, a: number, b: number): NativePair | undefined {
    return this.#pair(gate, a, b) ?? this.#pair(gate, b, a);
  }

  #cnot(control: number, target: number): Instruction[] {
    const direct = this.#directed(control, target);
    if (direct !== undefined) return direct;
    const cz = this.#nativeCz(control, target);
    if (cz === undefined) return this.#routed(control, target);
    return [...this.#fixed("H", target), ...cz, ...this.#fixed("H", target)];
  }

  #cz(a: number, b: number): Instruction[] {
    return this.#nativeCz(a, b) ?? [...this.#fixed("H", b), ...this.#cnot(a, b), ...this.#fixed("H", b)];
  }

  /** CNOT by a gate with a direction, turned by Hadamard gates where only the other is calibrated. */
  #directed(control: number, target: number): Instruction[] | undefined {
    const turned = (inner: Instruction[]) => {
      const turns = [control, target].flatMap((q) => this.#fixed("H", q));
      return [...turns, ...inner, ...turns];
    };
    const cnot = (a: number, b: number): Instruction[] => [
      { gate: "CNOT", qubits: [a, b], angles: [], operations: [gateOn("CNOT", a, b)] },
    ];
    if (this.#pair("CNOT", control, target) !== undefined) return cnot(control, target);
    if (this.#pair("CNOT", target, control) !== undefined) return turned(cnot(target, control));
    if (this.#symmetricPair("CZ", control, target) !== undefined) return undefined;
    if (this.#pair("ECR", control, target) !== undefined) return this.#cnotByEcr(control, target);
    if (this.#pair("ECR", target, control) !== undefined) return turned(this.#cnotByEcr(target, control));
    return undefined;
  }

  /** ECR is exp(-i π/4 Z⊗X), then X on the first qubit. */
  #cnotByEcr(control: number, target: number): Instruction[] {
    const operations = [gateOn("X", control), gateOn("CNOT", control, target), gateOn("Sdg", control), gateOn("SXdg", target)];
    return [
      ...this.#fixed("X", control),
      { gate: "ECR", qubits: [control, target], angles: [], operations },
      ...this.#fixed("S", control),
      ...this.#fixed("SX", target),
    ];
  }

  #nativeCz(a: number, b: number): Instruction[] | undefined {
    const cz = this.#symmetricPair("CZ", a, b);
    if (cz !== undefined) return [{ gate: "CZ", qubits: cz.qubits, angles: [], operations: [gateOn("CZ", ...cz.qubits)] }];
    const others = (["CNOT", "ECR"] as const).some((gate) => this.#symmetricPair(gate, a, b) !== undefined);
    const rzz = others ? undefined : this.#symmetricPair("RZZ", a, b);
    if (rzz === undefined) return undefined;
    const operations = [gateOn("CZ", ...rzz.qubits), gateOn("S", a), gateOn("S", b)];
    return [
      { gate: "RZZ", qubits: rzz.qubits, angles: [{ coefficient: Math.PI / 2 }], operations },
      ...this.#fixed("Sdg", a),
      ...this.#fixed("Sdg", b),
    ];
  }

  /** CNOT between qubits that are no pair: the control is swapped along a shortest path to the target's neighbour, and back. */
  #routed(control: number, target: number): Instruction[] {
    const pairs = (this.basis.pairs ?? []).map(({ qubits }) => qubits);
    const path = shortestPath(control, target, pairs);
    if (path === undefined) {
      throw new ArgumentError(
        "circuit",
        new Described(`one with a CNOT between qubits ${control} and ${target}`),
        `CNOTs between qubits that couplings connect: ${pairs.map((pair) => pair.join("-")).join(", ")}`,
      );
    }
    const swaps = path.slice(1, -1).map((q, k) => this.#gate({ kind: "gate", gate: "SWAP", qubits: [path[k], q] }));
    return [...swaps.flat(), ...this.#cnot(path[path.length - 2], target), ...swaps.toReversed().flat()];
  }
}

function gateOn(name: FixedGateName, ...on: number[]): GateOperation {
  return { kind: "gate", gate: name, qubits: on };
}
