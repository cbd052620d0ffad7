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

/**
 * F^(k) of circuits that prepare N orthogonal states: U = diag(e^{iφ_1}, …, e^{iφ_N}) ⊕ V, phases uniform and V Haar on d - N dimensions:
 * Σ_j C(k, j)² M_{k-j}(N) F_Haar^(j)(d - N), M_m(N) = E|Σ_α e^{iφ_α}|^{2m} = Σ (m!/Π a_i!)² over a_1 + … + a_N = m. For N = 1 it is the restricted Haar value, for d = 4, N = 2: 3, 16, 115, 996, ….
 *
 * The ensemble is that of arXiv 2410.01955; the closed form follows because S = Σ e^{iφ_α} and tr V are independent and only equal powers of each and its conjugate survive.
 *
 * @throws ArgumentError for N outside 1..d, or k outside 0..30
 */
export function preparedFramePotential(k: number, dimension: number, states: number): bigint {
  requireInteger("k", k, 0, MAX_FRAME_ORDER);
  requireInteger("dimension", dimension, 2);
  requireInteger("states", states, 1, dimension);
  const free = (j: number) => (dimension > states ? haarFramePotential(j, dimension - states) : j === 0 ? 1n : 0n);
  let sum = 0n;
  for (let j = 0; j <= k; j++) sum += binomial(k, j) ** 2n * walkMoment(k - j, states) * free(j);
  return sum;
}

/** E|Σ_α e^{iφ_α}|^{2m} of N independent phases: Σ_j C(m, j)² E|Σ of N - 1|^{2(m - j)}, from one after the other. */
function walkMoment(m: number, states: number): bigint {
  let moments = Array.from({ length: m + 1 }, () => 1n);
  for (let n = 1; n < states; n++) {
    moments = moments.map((_, order) => {
      let sum = 0n;
      for (let j = 0; j <= order; j++) sum += binomial(order, j) ** 2n * moments[order - j];
      return sum;
    });
  }
  return moments[m];
}

/**
 * F^(2) of two-qubit circuits that classify two states completely: ψ_1 goes to a random state of the eigenspace of +1, ψ_2 to one of that of -1. U = (W_+ ⊕ W_-)(1 ⊕ V) with W_± and V Haar on two
 * dimensions, V acting on the other two states; tr(U†U') is distributed as the sum of four products with independent phases, E|·|⁴ = 8/9 + 4 · 11/12 = 41/9.
 */
export const CLASSIFIED_PAIR_FRAME_POTENTIAL = 41 / 9;
