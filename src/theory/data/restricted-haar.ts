/**
 * Late-time kernels of state preparation on orthogonal data, from restricted Haar averages.
 *
 * Datum α has the observable |α><α| on a basis state of its own, and has come to a fidelity f_α. Averages over circuits U = W_+ P_l W_- of deep random Pauli ansätze
 * that hold all fidelities, to leading order in a random W_-.
 */

/**
 * Mean K_αβ for α ≠ β: -L √(f_α f_β (1 - f_α)(1 - f_β)) / (2 d (d - 1)), so that a gain of one datum is paid by the others.
 *
 * Source: Zhang, Liu, Jiang, Zhuang, arXiv 2410.01955.
 *
 * @param fidelities f_α and f_β, in [0, 1]
 * @param d dimension 2^n
 * @param layers L
 */
export function preparedKernelBetween(fidelities: readonly [number, number], d: number, layers: number): number {
  const [f, g] = fidelities;
  return (-layers * Math.sqrt(f * g * (1 - f) * (1 - g))) / (2 * d * (d - 1));
}
