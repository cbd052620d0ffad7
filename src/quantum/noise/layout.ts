/**
 * Which of a device's qubits stand for a circuit's, so that gates on two qubits fall on coupled ones.
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
 * The device's qubit for each of the circuit's: the one given, or the first in lexicographic order that couples every needed pair.
 *
 * @throws ArgumentError if the given layout does not fit, or there is none
 */
export function chooseLayout({ qubits, needed, size, coupled, device, layout }: LayoutProblem): readonly number[] {
  const neighbours = new Set(coupled.flatMap(([a, b]) => [`${a},${b}`, `${b},${a}`]));
  const fits = (chosen: readonly number[]) =>
    needed.every(([a, b]) => a >= chosen.length || b >= chosen.length || neighbours.has(`${chosen[a]},${chosen[b]}`));
  if (layout !== undefined) {
    const valid =
      layout.length === qubits &&
      layout.every((q, k) => Number.isInteger(q) && q >= 0 && q < size && layout.indexOf(q) === k) &&
      fits(layout);
    if (!valid) {
      throw new ArgumentError(
        "layout",
        layout.join(","),
        `${qubits} distinct qubits of ${device} (0 to ${size - 1}), with every CNOT of the circuit between coupled ones`,
      );
    }
    return layout;
  }
  const extend = (chosen: readonly number[]): readonly number[] | undefined => {
    if (chosen.length === qubits) return chosen;
    for (let q = 0; q < size; q++) {
      if (chosen.includes(q)) continue;
      const longer = [...chosen, q];
      const found = fits(longer) ? extend(longer) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const found = extend([]);
  if (found === undefined) {
    throw new ArgumentError("noise", device, `a device with coupled qubits for every CNOT of this circuit of ${qubits} qubits`);
  }
  return found;
}
