/**
 * What a verification found as a whole: files by verdict, and the largest differences among those that passed.
 */
import type { PublishedQuantity } from "../data/catalogue.ts";
import type { FileOutcome } from "./outcome.ts";

/** Quantities as they are summed up, and the contents of files that count as each. <O> differs from ε by a constant. */
const QUANTITIES = {
  epsilon: ["epsilon", "expectation"],
  kernel: ["kernel"],
  mu: ["mu-history", "mu-final", "mu-at-zero"],
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

/** How many files there are of each verdict. */
export interface FileCounts {
  readonly files: number;
  /** Equal to the simulation number by number, within the tolerance. */
  readonly exact: number;
  /** Drawn from the distribution they should be drawn from. */
  readonly statistical: number;
  readonly notDerivable: number;
  readonly notReached: number;
  readonly failed: number;
  readonly unreadable: number;
}

/** Counts files by verdict. */
export function countsOf(outcomes: readonly FileOutcome[]): FileCounts {
  const count = (status: FileOutcome["status"]) => outcomes.filter((outcome) => outcome.status === status).length;
  return {
    files: outcomes.length,
    exact: count("pass"),
    statistical: count("statistical"),
    notDerivable: count("not-derivable"),
    notReached: count("not-reached"),
    failed: count("fail"),
    unreadable: count("unreadable"),
  };
}

/** The same for each folder, sorted by its name. */
export function familiesOf(outcomes: readonly FileOutcome[]): { readonly folder: string; readonly counts: FileCounts }[] {
  const folders = new Map<string, FileOutcome[]>();
  for (const outcome of outcomes) {
    const folder = outcome.path.slice(0, Math.max(0, outcome.path.lastIndexOf("/")));
    folders.set(folder, [...(folders.get(folder) ?? []), outcome]);
  }
  return [...folders].sort(([a], [b]) => (a < b ? -1 : 1)).map(([folder, found]) => ({ folder, counts: countsOf(found) }));
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
