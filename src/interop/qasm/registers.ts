/**
 * Which qubits a statement names: registers, their elements, ranges and sets, aliases, and broadcasting over registers.
 */
import { errorAt } from "../../base/source.ts";
import { evaluateInteger, type Surroundings } from "./evaluate.ts";
import { entryWords } from "./scope.ts";
import type { Index, Operand, Range, ValueSet } from "./syntax.ts";

/** The qubits of an operand; `single` where it is one qubit rather than a register of one. */
export interface Qubits {
  readonly on: readonly number[];
  readonly single: boolean;
}

/** Most whole numbers in a range. */
const MAX_RANGE = 1_000_000;

/** The qubits that an operand names. */
export function qubitsOfOperand(operand: Operand, around: Surroundings): Qubits {
  const { source, scope } = around;
  if (operand.kind === "physical") return { on: [operand.number], single: true };
  if (operand.kind === "concatenation")
    return { on: operand.parts.flatMap((part) => qubitsOfOperand(part, around).on), single: false };
  const entry = scope.get(operand.name);
  if (entry === undefined) throw errorAt(source, operand.at, `${operand.name} is not declared`);
  if (entry.kind !== "qubits") throw errorAt(source, operand.at, `${operand.name} is ${entryWords[entry.kind]}, not of qubits`);
  return operand.indices.reduce<Qubits>(
    (qubits, index) => {
      if (qubits.single) throw errorAt(source, index.at, `${operand.name} is one qubit here and has no index`);
      const places = placesOf(index, qubits.on.length, around, operand.name);
      return { on: places.map((place) => qubits.on[place]), single: index.kind === "element" };
    },
    { on: entry.on, single: entry.single },
  );
}

/** How many bits an operand names. */
export function bitsOfOperand(operand: Operand, around: Surroundings): number {
  const { source, scope } = around;
  if (operand.kind !== "register") throw errorAt(source, operand.at, "a measurement goes into a register of bits");
  const entry = scope.get(operand.name);
  if (entry === undefined) throw errorAt(source, operand.at, `${operand.name} is not declared`);
  if (entry.kind !== "bits") throw errorAt(source, operand.at, `${operand.name} is ${entryWords[entry.kind]}, not of bits`);
  return operand.indices.reduce((size, index) => placesOf(index, size, around, operand.name).length, entry.size);
}

/** The whole numbers of a range, both ends included. */
export function valuesOf(range: Range | ValueSet, around: Surroundings, length?: number): number[] {
  if (range.kind === "set") return range.values.map((value) => evaluateInteger(value, around, "a number of a set"));
  const step = range.step === undefined ? 1 : evaluateInteger(range.step, around, "the step of a range");
  if (step === 0) throw errorAt(around.source, range.at, "the step of a range is 0");
  const end = (given: Range["from"], missing: number) => {
    if (given === undefined && length === undefined) throw errorAt(around.source, range.at, "a range of a loop needs both ends");
    if (given === undefined) return missing;
    const value = evaluateInteger(given, around, "an end of a range");
    return value < 0 && length !== undefined ? value + length : value;
  };
  const last = (length ?? 1) - 1;
  const from = end(range.from, step > 0 ? 0 : last);
  const to = end(range.to, step > 0 ? last : 0);
  const count = Math.max(0, Math.floor((to - from) / step) + 1);
  if (count > MAX_RANGE)
    throw errorAt(around.source, range.at, `a range of ${count} numbers is longer than the ${MAX_RANGE} that are read`);
  return Array.from({ length: count }, (_, k) => from + k * step);
}

function placesOf(index: Index, length: number, around: Surroundings, name: string): number[] {
  const places = index.kind === "element" ? [evaluateInteger(index.value, around, "an index")] : valuesOf(index, around, length);
  return places.map((place) => {
    const counted = place < 0 ? place + length : place;
    if (counted < 0 || counted >= length)
      throw errorAt(around.source, index.at, `${name}[${place}] is outside ${name}, which has ${length}`);
    return counted;
  });
}

/**
 * The lists of qubits that a gate acts on, one after the other: operands that are registers go through their qubits side by side.
 *
 * @returns undefined where registers differ in length
 */
export function broadcast(operands: readonly Qubits[]): (readonly number[])[] | undefined {
  const lengths = new Set(operands.flatMap(({ on, single }) => (single ? [] : [on.length])));
  if (lengths.size === 0) return [operands.flatMap(({ on }) => on)];
  if (lengths.size > 1) return undefined;
  const [length] = lengths;
  return Array.from({ length }, (_, k) => operands.map(({ on, single }) => (single ? on[0] : on[k])));
}
