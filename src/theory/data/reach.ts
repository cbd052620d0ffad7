/**
 * Where targets of orthonormal inputs lead, several of which may share an observable.
 *
 * Inputs that are orthonormal stay so, and what one observable takes on k of them is bounded together: Σ <O>_α lies between the sums of its k smallest and its k
 * largest eigenvalues (K. Fan, PNAS 35, 652 (1949)), and every choice within these bounds and the spectrum is had (Horn, Am. J. Math. 76, 620 (1954)). Where targets ask for
 * more than that, an error stays and is shared while kernels stay too: none of the seven phases.
 */
import { requireInteger } from "../../base/assert.ts";
import { ArgumentError } from "../../base/errors.ts";
import { combinedPhase, type DataPhases, type DatumPhase } from "./phases.ts";

/**
 * Ends of what Σ_{α in S} <O>_α takes on |S| = count orthonormal states.
 *
 * @param eigenvalues of O, in any order
 * @throws ArgumentError for more states than there are eigenvalues
 */
export function sharedRange(eigenvalues: ArrayLike<number>, count: number): { readonly min: number; readonly max: number } {
  requireInteger("count", count, 1, eigenvalues.length);
  const sorted = Array.from(eigenvalues).sort((a, b) => a - b);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return { min: sum(sorted.slice(0, count)), max: sum(sorted.slice(-count)) };
}

/** What orthonormal inputs are measured by. */
export interface OrthonormalData {
  /** Eigenvalues of every observable that there is. */
  readonly eigenvalues: readonly ArrayLike<number>[];
  /** Which of them each datum is measured by. */
  readonly observables: readonly number[];
}

/** Data that share an observable, two of them or more, with the ends of their sum that the spectrum alone does not imply. */
export interface SharedBound {
  readonly data: readonly number[];
  readonly min?: number;
  readonly max?: number;
}

/** Size, relative to the width of a spectrum, of what counts as none. */
const TOLERANCE = 1e-9;

/** The bounds that data share: for every two or more of those with one observable, where the sum has ends of its own. */
export function sharedBounds({ eigenvalues, observables }: OrthonormalData): SharedBound[] {
  return subsets(observables.length).flatMap((data) => {
    const [first] = data;
    if (data.length < 2 || data.some((a) => observables[a] !== observables[first])) return [];
    const own = eigenvalues[observables[first]];
    const single = sharedRange(own, 1);
    const { min, max } = sharedRange(own, data.length);
    const slack = TOLERANCE * (single.max - single.min) * data.length;
    const below = min > data.length * single.min + slack;
    const above = max < data.length * single.max - slack;
    return below || above ? [{ data, ...(below && { min }), ...(above && { max }) }] : [];
  });
}

/**
 * The phase that targets lead to in a circuit deep enough: a datum inside its spectrum is frozen kernel, at an end critical, beyond it frozen error; data that together ask for more
 * than their sum reaches, or exactly for its end, are undetermined.
 *
 * @param targets y, shape (N)
 * @param tolerance how near to an end a target counts as at it
 * @throws ArgumentError where the number of targets is not that of the data
 */
export function phaseOfOrthonormalData(targets: readonly number[], data: OrthonormalData, tolerance = TOLERANCE): DataPhases {
  const { eigenvalues, observables } = data;
  if (targets.length !== observables.length)
    throw new ArgumentError("targets", targets.length, `${observables.length} of them, one for each datum`);
  const ranges = observables.map((k) => sharedRange(eigenvalues[k], 1));
  const reached = targets.map((target, a) => Math.min(Math.max(target, ranges[a].min), ranges[a].max));
  const short = new Set(
    sharedBounds(data).flatMap(({ data: own, min, max }) => {
      const sum = own.reduce((total, a) => total + reached[a], 0);
      const within = (min === undefined || sum > min + tolerance) && (max === undefined || sum < max - tolerance);
      return within ? [] : own;
    }),
  );
  return combinedPhase(
    targets.map((target, a): DatumPhase => {
      const { min, max } = ranges[a];
      if (short.has(a)) return "undetermined";
      if (Math.abs(target - min) <= tolerance || Math.abs(target - max) <= tolerance) return "critical";
      return target > min && target < max ? "frozen-kernel" : "frozen-error";
    }),
  );
}

/** All sets of some of N numbers from 0 on, each ascending. */
function subsets(count: number): number[][] {
  return Array.from({ length: 2 ** count - 1 }, (_, k) =>
    Array.from({ length: count }, (_, a) => a).filter((a) => (((k + 1) >> a) & 1) === 1),
  );
}
