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
  /** The device's qubits that are not to be used. */
  readonly avoided?: ReadonlySet<number>;
  /** A layout to check, in place of one to find. */
  readonly layout?: readonly number[];
}

/** Partial layouts that are looked at for one that needs no swaps: a fraction of a second. */
const MOST_TRIES = 1_000_000;

/**
 * The device's qubit for each of the circuit's: the one given, or the first in lexicographic order that couples every needed pair or, where none
 * does, each qubit with an earlier one, so that swaps can bring all together.
 *
 * @throws ArgumentError if the given layout does not fit, or there is none
 */
export function chooseLayout({ qubits, needed, size, coupled, device, avoided, layout }: LayoutProblem): readonly number[] {
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
  const usable = Array.from({ length: size }, (_, q) => q).filter((q) => avoided?.has(q) !== true);
  let tries = 0;
  const extend = (chosen: readonly number[]): readonly number[] | undefined => {
    if (chosen.length === qubits) return chosen;
    for (const q of usable) {
      if (chosen.includes(q)) continue;
      if (++tries > MOST_TRIES) return undefined;
      const longer = [...chosen, q];
      const found = fits(longer) ? extend(longer) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const found = extend([]) ?? connectedSet(qubits, usable, neighbours);
  if (found === undefined) throw new ArgumentError("noise", device, `a device with ${qubits} qubits that couplings connect`);
  return found;
}

/** The first set, in order of its qubits' numbers, in which each but the first is coupled to an earlier one. */
function connectedSet(qubits: number, usable: readonly number[], neighbours: ReadonlySet<string>): readonly number[] | undefined {
  for (const first of usable) {
    const chosen = [first];
    while (chosen.length < qubits) {
      const next = usable.find((q) => !chosen.includes(q) && chosen.some((a) => neighbours.has(`${a},${q}`)));
      if (next === undefined) break;
      chosen.push(next);
    }
    if (chosen.length === qubits) return chosen;
  }
  return undefined;
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
