/**
 * Which of a device's qubits stand for a circuit's, so that gates on two qubits fall on coupled ones, or at least on connected ones.
 */
import { ArgumentError } from "../../base/errors.ts";

/** What a layout must satisfy. */
export interface LayoutProblem {
  /** Qubits of the circuit. */
  readonly qubits: number;
  /** Pairs of the circuit's qubits that must be coupled. */
  readonly needed: readonly (readonly [number, number])[];
  /** Qubits of the device. */
  readonly size: number;
  /** Pairs of the device's qubits that are coupled, in either direction. */
  readonly coupled: readonly (readonly [number, number])[];
  /** Name of the device, for messages. */
  readonly device: string;
  /** A layout to check, in place of one to find. */
  readonly layout?: readonly number[];
}

/**
 * The device's qubit for each of the circuit's: the one given, or the first in lexicographic order that couples every needed pair or, where none
 * does, each qubit with an earlier one, so that swaps can bring all together.
 *
 * @throws ArgumentError if the given layout does not fit, or there is none
 */
export function chooseLayout({ qubits, needed, size, coupled, device, layout }: LayoutProblem): readonly number[] {
  const neighbours = new Set(coupled.flatMap(([a, b]) => [`${a},${b}`, `${b},${a}`]));
  const fits = (chosen: readonly number[]) =>
    needed.every(([a, b]) => a >= chosen.length || b >= chosen.length || neighbours.has(`${chosen[a]},${chosen[b]}`));
  const among = (chosen: readonly number[]) => coupled.filter(([a, b]) => chosen.includes(a) && chosen.includes(b));
  if (layout !== undefined) {
    const valid =
      layout.length === qubits &&
      layout.every((q, k) => Number.isInteger(q) && q >= 0 && q < size && layout.indexOf(q) === k) &&
      (fits(layout) || layout.every((q) => shortestPath(layout[0], q, among(layout)) !== undefined));
    if (!valid) {
      throw new ArgumentError(
        "layout",
        layout.join(","),
        `${qubits} distinct qubits of ${device} (0 to ${size - 1}), connected by couplings among them`,
      );
    }
    return layout;
  }
  const extend = (chosen: readonly number[], allowed: (longer: readonly number[]) => boolean): readonly number[] | undefined => {
    if (chosen.length === qubits) return chosen;
    for (let q = 0; q < size; q++) {
      if (chosen.includes(q)) continue;
      const longer = [...chosen, q];
      const found = allowed(longer) ? extend(longer, allowed) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const joined = (longer: readonly number[]) => {
    const last = longer[longer.length - 1];
    return longer.length === 1 || longer.some((q) => neighbours.has(`${q},${last}`));
  };
  const found = extend([], fits) ?? extend([], joined);
  if (found === undefined) throw new ArgumentError("noise", device, `a device with ${qubits} qubits that couplings connect`);
  return found;
}

/** A shortest chain of coupled qubits from one to another, both included; the first that is found where there are several. */
export function shortestPath(
  from: number,
  to: number,
  coupled: readonly (readonly [number, number])[],
): readonly number[] | undefined {
  const paths = new Map<number, readonly number[]>([[from, [from]]]);
  // A map lists what is added to it while it is gone through: nearer qubits come first.
  for (const [q, path] of paths) {
    if (q === to) return path;
    for (const [a, b] of coupled) {
      const next = a === q ? b : b === q ? a : undefined;
      if (next !== undefined && !paths.has(next)) paths.set(next, [...path, next]);
    }
  }
  return undefined;
}
