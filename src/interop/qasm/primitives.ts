/**
 * What gates are made of before they are lowered to a circuit's operations: gates of the table, rotations about Pauli strings and phases, each
 * with controls. Inverses, powers and controls of lists of them are exact, phases included.
 */
import type { FixedGateName } from "../../quantum/gates.ts";
import { fixedGates } from "../../quantum/gates.ts";
import { type Affine, constant, isConstant, times } from "./affine.ts";

/** A qubit that must be 1 (or, negative, 0) for a primitive to act. */
export interface Control {
  readonly qubit: number;
  readonly negative: boolean;
}

export type Primitive =
  /** A gate of the table. */
  | { readonly kind: "gate"; readonly gate: FixedGateName; readonly on: readonly number[]; readonly controls: readonly Control[] }
  /** exp(-i φ P / 2), P having `letters[k]` on qubit `on[k]`. */
  | {
      readonly kind: "rotation";
      readonly letters: string;
      readonly on: readonly number[];
      readonly angle: Affine;
      readonly controls: readonly Control[];
    }
  /** e^{iγ}. */
  | { readonly kind: "phase"; readonly angle: Affine; readonly controls: readonly Control[] };

export function gate(name: FixedGateName, ...on: number[]): Primitive {
  return { kind: "gate", gate: name, on, controls: [] };
}

export function rotation(letters: string, on: readonly number[], angle: Affine): Primitive {
  return { kind: "rotation", letters, on, angle, controls: [] };
}

export function phase(angle: Affine): Primitive {
  return { kind: "phase", angle, controls: [] };
}

/** The primitives with more controls. */
export function controlled(list: readonly Primitive[], controls: readonly Control[]): Primitive[] {
  return list.map((each) => ({ ...each, controls: [...controls, ...each.controls] }));
}

/** The primitives on qubits that must all be 1. */
export function controlledOn(qubits: readonly number[], ...list: readonly Primitive[]): Primitive[] {
  return controlled(
    list,
    qubits.map((qubit) => ({ qubit, negative: false })),
  );
}

/** The inverse of a list. */
export function inverse(list: readonly Primitive[]): Primitive[] {
  return list.toReversed().map((each) => {
    if (each.kind === "gate") return { ...each, gate: fixedGates[each.gate].inverse };
    return { ...each, angle: times(each.angle, -1) };
  });
}

/**
 * A real power of a list: for a whole number, of any list; for another, the principal power of a single primitive without inputs. Undefined where
 * there is none here, or where it would be longer than `limit`.
 */
export function power(list: readonly Primitive[], exponent: number, limit: number): Primitive[] | undefined {
  if (exponent === 0) return [];
  if (list.length === 1) {
    const [single] = list;
    if (single.kind !== "gate" && Number.isInteger(exponent)) return [{ ...single, angle: times(single.angle, exponent) }];
    if (!Number.isInteger(exponent)) return principalPower(single, exponent);
  }
  if (!Number.isInteger(exponent)) return undefined;
  const repeats = Math.abs(exponent);
  if (repeats * list.length > limit) return undefined;
  const once = exponent < 0 ? inverse(list) : list;
  return Array.from({ length: repeats }, () => once).flat();
}

function principalPower(single: Primitive, exponent: number): Primitive[] | undefined {
  if (single.kind === "gate") {
    const { before, on, angle, after } = asPhase(single.gate, single.on);
    const phased = controlledOn(on, phase(constant(angle * exponent)));
    return [...before, ...controlled(phased, single.controls), ...after];
  }
  if (!isConstant(single.angle)) return undefined;
  // Eigenphases are ∓φ/2 of a rotation and γ of a phase; the principal ones lie in (-π, π].
  const period = single.kind === "rotation" ? 4 * Math.PI : 2 * Math.PI;
  const wrapped = single.angle.constant - period * Math.ceil(single.angle.constant / period - 0.5);
  return [{ ...single, angle: constant(wrapped * exponent) }];
}

/** A gate of the table as V† e^{iγ Π} V, Π projecting on 1 of all qubits `on`: the primitives of V, γ, and those of V†. */
export interface PhaseForm {
  readonly before: readonly Primitive[];
  readonly on: readonly number[];
  readonly angle: number;
  readonly after: readonly Primitive[];
}

const DIAGONAL: Partial<Record<FixedGateName, number>> = {
  Z: Math.PI,
  S: Math.PI / 2,
  Sdg: -Math.PI / 2,
  T: Math.PI / 4,
  Tdg: -Math.PI / 4,
};

export function asPhase(name: FixedGateName, on: readonly number[]): PhaseForm {
  const [a, b] = on;
  const turned = (angle: number, at: readonly number[], ...turn: Primitive[]): PhaseForm => ({
    before: turn,
    on: at,
    angle,
    after: inverse(turn),
  });
  switch (name) {
    case "X":
      return turned(Math.PI, [a], gate("H", a));
    case "Y":
      return turned(Math.PI, [a], gate("Sdg", a), gate("H", a));
    case "H":
      return turned(Math.PI, [a], gate("S", a), gate("H", a), gate("T", a), gate("H", a));
    case "SX":
      return turned(Math.PI / 2, [a], gate("H", a));
    case "SXdg":
      return turned(-Math.PI / 2, [a], gate("H", a));
    case "CNOT":
      return turned(Math.PI, [a, b], gate("H", b));
    case "CZ":
      return turned(Math.PI, [a, b]);
    case "SWAP":
      return turned(Math.PI, [a, b], gate("CNOT", b, a), gate("H", b));
    default:
      return turned(DIAGONAL[name] ?? 0, [a]);
  }
}
