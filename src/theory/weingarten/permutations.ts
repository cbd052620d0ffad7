/**
 * Permutations of 0..k-1 as arrays of images, integer partitions, and the characters of the symmetric group.
 */
import { requireInteger } from "../../base/assert.ts";
import { ArgumentError } from "../../base/errors.ts";
import { factorial } from "./rational.ts";

/** A permutation: i goes to permutation[i]. */
export type Permutation = readonly number[];

/** A partition of k in descending order, such as [2, 1, 1]; as the cycle type of a permutation, its cycles' lengths. */
export type Partition = readonly number[];

/** Largest k whose k! permutations are listed. */
const MAX_PERMUTATION_DEGREE = 8;

/** All k! permutations of 0..k-1. */
export function permutationsOf(k: number): Permutation[] {
  requireInteger("degree", k, 0, MAX_PERMUTATION_DEGREE);
  if (k === 0) return [[]];
  return permutationsOf(k - 1).flatMap((shorter) =>
    Array.from({ length: k }, (_, at) => [...shorter.slice(0, at), k - 1, ...shorter.slice(at)]),
  );
}

/** a after b: i goes to a[b[i]]. */
export function compose(a: Permutation, b: Permutation): Permutation {
  return b.map((image) => a[image]);
}

/** The inverse permutation. */
export function inverse(permutation: Permutation): Permutation {
  const result = new Array<number>(permutation.length);
  permutation.forEach((image, i) => {
    result[image] = i;
  });
  return result;
}

/** The cycles, each in the order i, p[i], p[p[i]], ... from its smallest element, fixed points included. */
export function cyclesOf(permutation: Permutation): number[][] {
  const seen = new Set<number>();
  const cycles: number[][] = [];
  for (let start = 0; start < permutation.length; start++) {
    if (seen.has(start)) continue;
    const cycle: number[] = [];
    for (let i = start; !seen.has(i); i = permutation[i]) {
      seen.add(i);
      cycle.push(i);
    }
    cycles.push(cycle);
  }
  return cycles;
}

/** The lengths of the cycles, longest first. */
export function cycleTypeOf(permutation: Permutation): Partition {
  return cyclesOf(permutation)
    .map((cycle) => cycle.length)
    .sort((a, b) => b - a);
}

/** All partitions of k with parts of at most `largest`, in descending lexicographic order. */
export function partitionsOf(k: number, largest = k): Partition[] {
  if (k === 0) return [[]];
  const parts = Array.from({ length: Math.min(k, largest) }, (_, i) => Math.min(k, largest) - i);
  return parts.flatMap((first) => partitionsOf(k - first, first).map((rest) => [first, ...rest]));
}

/** The content j - i of every box (i, j) of a partition's diagram. */
export function contentsOf(partition: Partition): number[] {
  return partition.flatMap((length, i) => Array.from({ length }, (_, j) => j - i));
}

/** The number of standard tableaux of a partition, by the hook length formula: the dimension of its representation of S_k. */
export function standardTableaux(partition: Partition): bigint {
  let hooks = 1n;
  partition.forEach((length, i) => {
    for (let j = 0; j < length; j++) {
      const leg = partition.filter((other, row) => row > i && other > j).length;
      hooks *= BigInt(length - j + leg);
    }
  });
  return factorial(partition.reduce((sum, part) => sum + part, 0)) / hooks;
}

/**
 * The character of the representation `partition` at the class `cycleType` of S_k, by the Murnaghan-Nakayama rule.
 *
 * @throws ArgumentError if the two are not partitions of the same number
 */
export function character(partition: Partition, cycleType: Partition): bigint {
  const size = (parts: Partition) => parts.reduce((sum, part) => sum + part, 0);
  if (size(partition) !== size(cycleType))
    throw new ArgumentError("cycleType", cycleType, `a partition of ${size(partition)}, as the representation`);
  if (cycleType.length === 0) return 1n;
  const [length, ...rest] = cycleType;
  // On the first-column hook lengths, removing a border strip of this length is lowering one of them by as much.
  const beads = partition.map((part, i) => part + partition.length - 1 - i);
  let sum = 0n;
  beads.forEach((bead, i) => {
    const lowered = bead - length;
    if (lowered < 0 || beads.includes(lowered)) return;
    const passed = beads.filter((other) => other > lowered && other < bead).length;
    const next = beads.with(i, lowered).sort((a, b) => b - a);
    const shape = next.map((value, row) => value - (next.length - 1 - row)).filter((part) => part > 0);
    sum += (passed % 2 === 0 ? 1n : -1n) * character(shape, rest);
  });
  return sum;
}
