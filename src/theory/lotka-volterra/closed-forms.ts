/**
 * Closed-form solutions of the generalized Lotka-Volterra equations for constant λ.
 */

/** A solution of Eq. 10: the product λ ε and the kernel K as functions of time in steps. */
export interface LotkaVolterraSolution {
  /** Conserved C = K - 2 λ ε. */
  readonly c: number;
  kernel(t: number): number;
  /** λ ε; divide by λ for ε. */
  lambdaEpsilon(t: number): number;
}

/**
 * The solution through one point (t0, λε, K), for any sign of C, continuous through C = 0.
 *
 * With D(τ) = 1 + 2 λε(t0) (1 - e^{-ηCτ})/C, τ = t - t0:  K = K(t0)/D,  λε = λε(t0) e^{-ηCτ}/D.
 * This is Eqs. 33-34 with B1 or B2 fixed by the point, written so that nothing cancels when C is small.
 *
 * @param point a late-time point
 * @param eta learning rate
 */
export function solutionThrough(point: { t: number; lambdaEpsilon: number; kernel: number }, eta: number): LotkaVolterraSolution {
  const { t: t0, lambdaEpsilon: x0, kernel: k0 } = point;
  const c = k0 - 2 * x0;
  const denominator = (tau: number) => 1 + 2 * x0 * decayIntegral(eta * c, tau) * eta;
  return {
    c,
    kernel: (t) => k0 / denominator(t - t0),
    lambdaEpsilon: (t) => (x0 * Math.exp(-eta * c * (t - t0))) / denominator(t - t0),
  };
}

/** ∫_0^τ e^{-r s} ds = (1 - e^{-rτ})/r. */
function decayIntegral(r: number, tau: number): number {
  return r * tau === 0 ? tau : -Math.expm1(-r * tau) / r;
}

/**
 * B1 of the solution through a point with C ≠ 0: B1 = K e^{-ηC t0}/(λε). Source: Eq. 33.
 */
export function b1Through(point: { t: number; lambdaEpsilon: number; kernel: number }, eta: number): number {
  const c = point.kernel - 2 * point.lambdaEpsilon;
  return (point.kernel / point.lambdaEpsilon) * Math.exp(-eta * c * point.t);
}

/** B2 of the solution through a point with C = 0: 1/B2 = 2/K - 2 η t0. Source: Eq. 34. */
export function b2Through(point: { t: number; kernel: number }, eta: number): number {
  return 1 / (2 / point.kernel - 2 * eta * point.t);
}

/**
 * K = C/(1 - 2 B1^{-1} e^{-ηCt}) and λ ε = C/(B1 e^{ηCt} - 2), for C ≠ 0. Source: Eq. 33.
 */
export function solutionOffCritical(c: number, b1: number, eta: number): LotkaVolterraSolution {
  return {
    c,
    kernel: (t) => c / (1 - (2 / b1) * Math.exp(-eta * c * t)),
    lambdaEpsilon: (t) => c / (b1 * Math.exp(eta * c * t) - 2),
  };
}

/** K = 2 λ ε = 2/(2ηt + 1/B2), for C = 0. Source: Eq. 34. */
export function solutionCritical(b2: number, eta: number): LotkaVolterraSolution {
  const kernel = (t: number) => 2 / (2 * eta * t + 1 / b2);
  return { c: 0, kernel, lambdaEpsilon: (t) => kernel(t) / 2 };
}

/**
 * Linear loss: K = K0 e^{-2ηλ(t - t0)} and ε - R = K/(2λ). Source: Eqs. 24-25.
 */
export function linearLossSolution(
  point: { t: number; kernel: number },
  lambda: number,
  eta: number,
): { kernel(t: number): number; residualError(t: number): number } {
  const kernel = (t: number) => point.kernel * Math.exp(-2 * eta * lambda * (t - point.t));
  return { kernel, residualError: (t) => kernel(t) / (2 * lambda) };
}

/** Rate of ε in the frozen-kernel phase, per step: -η C. Source: Eq. 14. */
export function frozenKernelRate(c: number, eta: number): number {
  return -eta * c;
}

/** Rate of K in the frozen-error phase, per step: -2 η λ R. Source: Eq. 16. */
export function frozenErrorRate(lambda: number, residual: number, eta: number): number {
  return -2 * eta * lambda * residual;
}

/** Rate of K and ε - R under the linear loss, per step: -2 η λ. Source: Eq. 25. */
export function linearLossRate(lambda: number, eta: number): number {
  return -2 * eta * lambda;
}

/** Power of t with which ε and K fall at the critical point. Source: Eq. 15. */
export const CRITICAL_EXPONENT = -1;

/**
 * The rate per step that gradient descent shows where gradient flow has rate r, to all orders in η.
 *
 * In the frozen-kernel phase ε itself is the decaying amplitude and is multiplied by 1 + r at every step: ln(1 + r). In the
 * frozen-error phase and under the linear loss K is quadratic in an amplitude that decays at half its rate: 2 ln(1 + r/2).
 */
export function discreteRate(rate: number, power: 1 | 2): number {
  return power * Math.log1p(rate / power);
}
