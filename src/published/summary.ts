/**
 * What a verification found as a whole: files by verdict, and the largest differences among those that passed.
 */
import type { PublishedQuantity } from "./catalogue.ts";
import type { FileOutcome } from "./outcome.ts";

/** Quantities as they are summed up, and the contents of files that count as each. <O> differs from ε by a constant. */
const QUANTITIES = {
  epsilon: ["epsilon", "expectation"],
  kernel: ["kernel"],
  mu: ["mu-history", "mu-final"],
  theta: ["theta-history"],
  hessian: ["hessian-final"],
  gradient: ["gradient-final"],
} as const satisfies Record<string, readonly PublishedQuantity[]>;

export type QuantityName = keyof typeof QUANTITIES;

/** The largest difference of a quantity. */
export interface LargestDifference {
  readonly quantity: QuantityName;
  /** Files that passed. */
  readonly files: number;
  /** Largest |simulated - published| / max(1, |published|) among them. */
  readonly relative: number;
}

/** Files with a verdict. */
export function countOf(outcomes: readonly FileOutcome[], status: FileOutcome["status"]): number {
  return outcomes.filter((outcome) => outcome.status === status).length;
}

/** The largest difference of each quantity over all files that passed; quantities without such a file are left out. */
export function largestDifferences(outcomes: readonly FileOutcome[]): LargestDifference[] {
  return Object.entries(QUANTITIES).flatMap(([name, contents]) => {
    const found = outcomes.flatMap(({ status, quantity, comparison }) =>
      status === "pass" &&
      quantity !== undefined &&
      (contents as readonly string[]).includes(quantity) &&
      comparison !== undefined
        ? [comparison.maxRelative]
        : [],
    );
    return found.length === 0 ? [] : [{ quantity: name as QuantityName, files: found.length, relative: Math.max(...found) }];
  });
}
