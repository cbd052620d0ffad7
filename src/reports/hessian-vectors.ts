/**
 * Eigenvectors of a Hessian by what they are.
 */

import { range } from "../base/arrays.ts";
import { type Circuit, rotationsOf } from "../quantum/circuit.ts";
import { formatPauliString } from "../quantum/pauli.ts";

/** What is shown of a Hessian. */
export interface Eigensystem {
  /** Ascending, shape (L). */
  readonly values: Float64Array;
  /** Row-major L x L; eigenvector k is column k. */
  readonly vectors: Float64Array;
  /** Smallest eigenvalue that is positive beyond rounding; NaN where there is none. */
  readonly gap: number;
}

/** Column k of a Hessian's eigenvectors. */
export function eigenvectorOf({ vectors, values }: Pick<Eigensystem, "values" | "vectors">, k: number): Float64Array {
  const size = values.length;
  return Float64Array.from({ length: size }, (_, l) => vectors[l * size + k]);
}

/** An eigenvector by what it is. */
interface NamedVector {
  readonly name: string;
  readonly index: number;
}

/** The eigenvectors that landscapes are drawn along: of the largest eigenvalue, of the gap, and of the one nearest to zero. */
export function landscapeVectors({ values, gap }: Pick<Eigensystem, "values" | "gap">): NamedVector[] {
  const flattest = values.reduce((best, value, k) => (Math.abs(value) < Math.abs(values[best]) ? k : best), 0);
  return withoutRepeats([
    { name: "largest", index: values.length - 1 },
    { name: "gap", index: values.indexOf(gap) },
    { name: "nearest to zero", index: flattest },
  ]);
}

/** These, and those of the `count` largest eigenvalues, in the order of the eigenvalues. */
export function listedVectors(hessian: Pick<Eigensystem, "values" | "gap">, count: number): NamedVector[] {
  const size = hessian.values.length;
  const largest = range(Math.min(count, size)).map((k) => ({ name: `no. ${k + 1}`, index: size - 1 - k }));
  return withoutRepeats([...landscapeVectors(hessian), ...largest]).sort((a, b) => b.index - a.index);
}

function withoutRepeats(list: readonly NamedVector[]): NamedVector[] {
  return list.filter(({ index }, k) => index >= 0 && list.findIndex((other) => other.index === index) === k);
}

/** The Pauli strings of the rotations that each parameter turns. */
export function rotationAxes(circuit: Circuit): string[][] {
  const axes = Array.from({ length: circuit.parameters }, (): string[] => []);
  for (const { parameter, pauli } of rotationsOf(circuit)) axes[parameter]?.push(formatPauliString(pauli, circuit.qubits));
  return axes;
}
