/**
 * The kernel over data at random initialisation, averaged over the Haar ensemble.
 *
 * With Haar random states before every rotation, E[ρ_α ⊗ ρ_β] = a 1 + b SWAP, b = (d s - 1) / (d (d² - 1)) for data of overlap s = |<ψ_α|ψ_β>|², and
 * E[A ⊗ A] = (d SWAP - 1) / (d² - 1) of the rotations' generators A (`deepKernel`) give K_αβ = L (d s - 1) (d tr(O_α O_β) - tr O_α tr O_β) / (2 (d² - 1)²). For one datum it is the paper's K̄ (Eq. 38 exact,
 * Supplementary Note 11); orthogonal data have s = 0, so that one's gain is, slightly, the other's loss: K_αβ = -K_αα / (d - 1).
 */
import { requireInteger, requireLength } from "../../base/assert.ts";

/** A circuit of L rotations, and what it is told of data and observables. */
export interface HaarDataEnsemble {
  /** L, at least 1. */
  readonly parameters: number;
  /** d, at least 2. */
  readonly dimension: number;
  /** |<ψ_α|ψ_β>|², shape (N, N). */
  readonly overlaps: Float64Array;
  /** tr O_α, shape (N). */
  readonly traces: Float64Array;
  /** tr(O_α O_β), shape (N, N). */
  readonly products: Float64Array;
}

/**
 * E[K_αβ] = L (d s - 1)(d tr O_αO_β - tr O_α tr O_β)/(2 (d² - 1)²) with s = |<ψ_α|ψ_β>|², exact for any L, d >= 2, data and observables. In units of O².
 *
 * @returns shape (N, N)
 * @throws ArgumentError for sizes that do not fit
 */
export function haarDataKernel({ parameters, dimension, overlaps, traces, products }: HaarDataEnsemble): Float64Array {
  requireInteger("parameters", parameters, 1);
  requireInteger("dimension", dimension, 2);
  const count = traces.length;
  requireLength("overlaps", overlaps, count * count);
  requireLength("products", products, count * count);
  const scale = parameters / (2 * (dimension ** 2 - 1) ** 2);
  return overlaps.map((overlap, k) => {
    const [a, b] = [Math.floor(k / count), k % count];
    return scale * (dimension * overlap - 1) * (dimension * products[k] - traces[a] * traces[b]);
  });
}
