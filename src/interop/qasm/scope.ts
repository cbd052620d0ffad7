/**
 * What the names of an OpenQASM text stand for.
 */
import { type Affine, constant } from "./affine.ts";
import type { GateDefinition } from "./syntax.ts";

/** A number, or an angle that depends on inputs. Whole numbers of version 3 divide as such. */
export interface Value {
  readonly angle: Affine;
  readonly integer: boolean;
}

export type Entry =
  | { readonly kind: "value"; readonly value: Value }
  | { readonly kind: "array"; readonly values: readonly Value[] }
  /** Qubits of the circuit; `single` where a statement cannot take it for a register. */
  | { readonly kind: "qubits"; readonly on: readonly number[]; readonly single: boolean }
  | { readonly kind: "bits"; readonly size: number }
  | { readonly kind: "gate"; readonly definition: GateDefinition; readonly order: number }
  | { readonly kind: "opaque" };

/** What each kind is called in a message. */
export const entryWords: Readonly<Record<Entry["kind"], string>> = {
  value: "a number",
  array: "an array",
  qubits: "a register of qubits",
  bits: "a register of bits",
  gate: "a gate",
  opaque: "an opaque gate",
};

/** Names, and those of the scopes around. */
export class Scope {
  readonly #own = new Map<string, Entry>();

  constructor(readonly outer?: Scope) {}

  get(name: string): Entry | undefined {
    return this.#own.get(name) ?? this.outer?.get(name);
  }

  /** Gives a name its meaning; false where this scope has one for it already. */
  set(name: string, entry: Entry): boolean {
    if (this.#own.has(name)) return false;
    this.#own.set(name, entry);
    return true;
  }
}

/** A number as a value. */
export function numberValue(value: number, integer = false): Value {
  return { angle: constant(value), integer };
}
