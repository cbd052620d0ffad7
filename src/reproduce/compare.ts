/**
 * Comparison of a simulated array with a published one.
 */

/** How two arrays differ. */
export interface Comparison {
  /** Numbers compared. */
  readonly count: number;
  /** Largest |simulated - published|. */
  readonly maxDifference: number;
  /** Largest |simulated - published| / max(1, |published|). */
  readonly maxRelative: number;
  /** Index of the first pair beyond the tolerance, or -1. */
  readonly firstFailure: number;
}

/** Largest difference relative to max(1, |value|) that a quantity may show: 1e-9 for ε, K, θ and final derivatives, 1e-6 for μ. */
export function toleranceOf(quantity: string): number {
  return quantity.startsWith("mu") ? 1e-6 : 1e-9;
}

/** Compares number by number; a value that is not finite is beyond every tolerance. */
export function compareNumbers(simulated: ArrayLike<number>, published: ArrayLike<number>, tolerance: number): Comparison {
  let maxDifference = 0;
  let maxRelative = 0;
  let firstFailure = -1;
  for (let i = 0; i < published.length; i++) {
    const difference = Math.abs(simulated[i] - published[i]);
    const relative = difference / Math.max(1, Math.abs(published[i]));
    if (!(relative <= tolerance) && firstFailure < 0) firstFailure = i;
    if (!(difference <= maxDifference)) maxDifference = difference;
    if (!(relative <= maxRelative)) maxRelative = relative;
  }
  return { count: published.length, maxDifference, maxRelative, firstFailure };
}
