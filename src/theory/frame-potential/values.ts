/**
 * Frame potentials F^(k) = E |tr(U†U')|^{2k} of the Haar and the restricted Haar ensemble, exact for any k and d.
 */
import { requireInteger } from "../../base/assert.ts";
import { partitionsOf, standardTableaux } from "../weingarten/permutations.ts";
import { binomial, factorial } from "../weingarten/rational.ts";

/** Largest k whose partitions are listed where k > d. */
export const MAX_FRAME_ORDER = 30;

/**
 * F^(k) of the Haar ensemble on d dimensions: k! for k <= d, and for any k the number of permutations of k without an increasing
 * subsequence longer than d, Σ_λ f_λ² over the partitions λ of k with at most d rows.
 *
 * Source: Rains, Electron. J. Combin. 5, R12 (1998).
 *
 * @throws ArgumentError for a dimension below 1, or k outside 0..30
 */
export function haarFramePotential(k: number, dimension: number): bigint {
  requireInteger("k", k, 0, MAX_FRAME_ORDER);
  requireInteger("dimension", dimension, 1);
  if (k <= dimension) return factorial(k);
  return partitionsOf(k)
    .filter((shape) => shape.length <= dimension)
    .reduce((sum, shape) => sum + standardTableaux(shape) ** 2n, 0n);
}

/**
 * F^(k) of the restricted Haar ensemble U = 1 ⊕ V, V Haar on d - 1 dimensions: Σ_j C(k, j)² F_Haar^(j)(d - 1), because
 * tr(U†U') = 1 + tr(V†V') and only equal powers of tr V and its conjugate survive. For k <= d - 1: 2, 7, 34, 209, 1546, ...
 *
 * Source: Supplementary Note 12; the published line 2, 7, 34, 209, ... is the one for k <= d - 1 (docs/errata.md).
 *
 * @throws ArgumentError for a dimension below 2, or k outside 0..30
 */
export function restrictedHaarFramePotential(k: number, dimension: number): bigint {
  requireInteger("k", k, 0, MAX_FRAME_ORDER);
  requireInteger("dimension", dimension, 2);
  let sum = 0n;
  for (let j = 0; j <= k; j++) sum += binomial(k, j) ** 2n * haarFramePotential(j, dimension - 1);
  return sum;
}
