/**
 * Late times under the quantum natural gradient. The state moves by -2 η L' P (O - <O>) ψ, P the projection on its tangents: where they span all
 * directions, that is imaginary time whatever the circuit, and an excited amplitude at a distance Δ from the end shrinks by the factor 1 - 2 η Δ |L'| a step,
 * with L' = ε for the quadratic loss and 1 for the linear one. K and ε - R are quadratic in the slowest, that of the gap: λ = 2 Δ in K ∝ exp(-2 η λ R t), or Δ/2 in
 * the metric of the quantum Fisher information 4 F. Source: Stokes et al., Quantum 4, 269 (2020), for imaginary time.
 */

/**
 * Rate of K at late time beyond the spectrum, or under the linear loss: -4 η Δ |L'|.
 *
 * @param gap Δ, distance of the end that is reached from the next level
 * @param slope L': ε at late time, or 1 under the linear loss
 */
export function naturalGradientRate(gap: number, slope: number, eta: number): number {
  return -4 * eta * gap * Math.abs(slope);
}
