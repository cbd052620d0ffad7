/**
 * What two states reach together under one unitary, for an observable such as Z on a qubit: eigenvalues ±1 with eigenspaces of two dimensions or more.
 *
 * With <O>_α = cos 2a_α, a_α the angle of U ψ_α to the eigenspace of +1: the parts of two states in each eigenspace may be turned at will, so that the angles are bound by |a_1 - a_2| <= θ
 * alone, cos θ = |<ψ_1|ψ_2>|. Orthogonal states reach the whole square; others miss the corners (1, -1) and (-1, 1), cut off by arcs of the ellipse
 * <O>_2 = cos(2 a ± 2θ). The region is convex: gradient descent on the mean square error ends at its point nearest to the targets. On an arc both errors stay, K ε = 0, and it is
 * the smallest eigenvalue of K that vanishes instead of a K_αα.
 */
import { requireFinite } from "../../base/assert.ts";
import { ArgumentError } from "../../base/errors.ts";

/** Points of an arc that are tried, each way of refinement. */
const TRIED = 400;
const REFINEMENTS = 4;

/** A pair of expectations. */
export type Pair = readonly [number, number];

/**
 * Whether two states with an overlap reach a pair of expectations: |a_1 - a_2| <= θ with <O>_α = cos 2a_α and cos θ the overlap.
 *
 * @param overlap |<ψ_1|ψ_2>|, from 0 to 1
 * @throws ArgumentError for another overlap
 */
export function isReached([z1, z2]: Pair, overlap: number): boolean {
  if (Math.abs(z1) > 1 || Math.abs(z2) > 1) return false;
  return Math.abs(Math.acos(z1) - Math.acos(z2)) / 2 <= angleOf(overlap);
}

/**
 * The arc that cuts a corner off, with <O>_1 > <O>_2 (`lower`) or the other way round.
 *
 * Points (cos 2a, cos 2(a + θ)), 0 <= a <= π/2 - θ, for `lower`.
 *
 * @param overlap |<ψ_1|ψ_2>|, from 0 to 1
 * @param points how many steps between the points
 * @returns points + 1 pairs from the edge to the edge
 * @throws ArgumentError for another overlap
 */
export function reachArc(overlap: number, which: "lower" | "upper", points = TRIED): Pair[] {
  const theta = angleOf(overlap);
  return Array.from({ length: points + 1 }, (_, k) => {
    const a = (k / points) * (Math.PI / 2 - theta);
    const pair = [Math.cos(2 * a), Math.cos(2 * (a + theta))] as const;
    return which === "lower" ? pair : [pair[1], pair[0]];
  });
}

/**
 * Where training on the mean square error ends: the reached pair nearest to the targets, to 1e-9 of an angle.
 *
 * @param overlap |<ψ_1|ψ_2>|, from 0 to 1
 * @throws ArgumentError for another overlap, or targets that are not finite
 */
export function nearestReached([y1, y2]: Pair, overlap: number): Pair {
  requireFinite("target", y1);
  requireFinite("target", y2);
  const clipped: Pair = [Math.max(-1, Math.min(1, y1)), Math.max(-1, Math.min(1, y2))];
  if (isReached(clipped, overlap)) return clipped;
  const theta = angleOf(overlap);
  const swap = y1 < y2;
  const [high, low] = swap ? [y2, y1] : [y1, y2];
  const at = (a: number): Pair => [Math.cos(2 * a), Math.cos(2 * (a + theta))];
  const distance = ([z1, z2]: Pair) => (z1 - high) ** 2 + (z2 - low) ** 2;
  let [from, to] = [0, Math.PI / 2 - theta];
  let best = from;
  for (let r = 0; r < REFINEMENTS; r++) {
    const step = (to - from) / TRIED;
    for (let k = 0; k <= TRIED; k++) if (distance(at(from + k * step)) < distance(at(best))) best = from + k * step;
    [from, to] = [Math.max(0, best - step), Math.min(Math.PI / 2 - theta, best + step)];
  }
  const [z1, z2] = at(best);
  return swap ? [z2, z1] : [z1, z2];
}

/** θ of an overlap. */
function angleOf(overlap: number): number {
  if (!(overlap >= 0 && overlap <= 1)) throw new ArgumentError("overlap", overlap, "a number from 0 to 1");
  return Math.acos(overlap);
}
