/**
 * The Lotka-Volterra solution of all three branches in one form, by C and a kernel, without overflow at late times. Source: Eqs. 33 and 34.
 */

/** What the solution with a given C at a time τ takes from C and τ alone. */
export function factorsOf(c: number, eta: number, tau: number): { grown: number; growth: number; decayed: number } {
  const x = eta * c * tau;
  if (c < 0) return { grown: Math.exp(x), growth: x === 0 ? eta * tau : Math.expm1(x) / c, decayed: 1 };
  return { grown: 1, growth: x === 0 ? eta * tau : -Math.expm1(-x) / c, decayed: Math.exp(-x) };
}

/** K and ε/ε1 of the solution with a given C, a time τ after it had the kernel K1. Source: Eq. 33. */
export function solutionAt(c: number, k1: number, eta: number, tau: number): { kernel: number; share: number } {
  const { grown, growth, decayed } = factorsOf(c, eta, tau);
  // K1/K = 1 + (K1 - C)(1 - e^{-x})/C = e^{-x} ε1/ε; for C < 0 times e^x, so that nothing overflows.
  const d = grown + (k1 - c) * growth;
  return { kernel: (k1 * grown) / d, share: decayed / d };
}
