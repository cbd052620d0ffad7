/**
 * The generalized Lotka-Volterra equations of late-time training: rates, conserved quantity, fixed points, Hamiltonian form and
 * a plain integrator to check closed forms against.
 *
 * Symbols: ε total error, K kernel (QNTK), μ its derivative (dQNTK), λ = μ/K, ζ = ε μ/K², η learning rate, time t in gradient
 * steps. Knows nothing of circuits.
 */

/** A point (ε, K) of the dynamics. */
export interface ErrorAndKernel {
  readonly epsilon: number;
  readonly kernel: number;
}

/** Relative dQNTK λ = μ / K. Source: Eq. 9. */
export function relativeDqntk(mu: number, kernel: number): number {
  return mu / kernel;
}

/** Dynamical index ζ = ε μ / K²: 0, 1/2 or divergent at late times in the three phases. Source: Eq. 13. */
export function dynamicalIndex(epsilon: number, mu: number, kernel: number): number {
  return (epsilon * mu) / (kernel * kernel);
}

/** Conserved quantity C = K - 2 λ ε. Source: Eq. 11. */
export function conservedQuantity(epsilon: number, kernel: number, lambda: number): number {
  return kernel - 2 * lambda * epsilon;
}

/** dε/dt = -η ε K and dK/dt = -2 η λ ε K, the quadratic loss. Source: Eq. 10. */
export function lotkaVolterraRates({ epsilon, kernel }: ErrorAndKernel, lambda: number, eta: number): ErrorAndKernel {
  return { epsilon: -eta * epsilon * kernel, kernel: -2 * eta * lambda * epsilon * kernel };
}

/** dε/dt = -η K and dK/dt = -2 η λ K, the linear loss. Source: Eq. 24. */
export function linearLossRates({ kernel }: ErrorAndKernel, lambda: number, eta: number): ErrorAndKernel {
  return { epsilon: -eta * kernel, kernel: -2 * eta * lambda * kernel };
}

/** dK/dt = η (C - K) K, the normal form of a transcritical bifurcation at C = 0. Source: Eq. 12. */
export function kernelRate(kernel: number, c: number, eta: number): number {
  return eta * (c - kernel) * kernel;
}

/** A fixed point of Eq. 12. */
export interface FixedPoint {
  readonly kernel: number;
  /** d(dK/dt)/dK there, per step: negative for a stable point, zero at the bifurcation. */
  readonly slope: number;
  readonly stability: "stable" | "unstable" | "marginal";
}

/** The fixed points K = 0 and K = C of Eq. 12, one only at C = 0. Source: the bifurcation below Eq. 12. */
export function fixedPoints(c: number, eta: number): FixedPoint[] {
  const points = c === 0 ? [0] : [0, c];
  return points.map((kernel) => {
    const slope = eta * (c - 2 * kernel);
    return { kernel, slope, stability: slope < 0 ? "stable" : slope > 0 ? "unstable" : "marginal" };
  });
}

/** Canonical coordinates P = ln K and Q = ln(2 λ ε); defined for λ ε > 0. Source: Eq. 31. */
export function canonicalCoordinates({ epsilon, kernel }: ErrorAndKernel, lambda: number): { p: number; q: number } {
  return { p: Math.log(kernel), q: Math.log(2 * lambda * epsilon) };
}

/** Hamiltonian H = η (e^Q - e^P) = -η C, with dQ/dt = ∂H/∂P and dP/dt = -∂H/∂Q. Source: Eqs. 30-32. */
export function hamiltonian(p: number, q: number, eta: number): number {
  return eta * (Math.exp(q) - Math.exp(p));
}

/**
 * Integrates (ε, K) by the classical fourth-order Runge-Kutta method.
 *
 * @param rates dε/dt and dK/dt at a point and time
 * @param start the point at time `from`
 * @param to end time, in steps of gradient descent
 * @param steps number of integration steps; the error is of the order of (step length)^4
 */
export function integrate(
  rates: (point: ErrorAndKernel, time: number) => ErrorAndKernel,
  start: ErrorAndKernel,
  from: number,
  to: number,
  steps: number,
): ErrorAndKernel {
  const h = (to - from) / steps;
  let point = start;
  for (let k = 0; k < steps; k++) {
    const t = from + k * h;
    const k1 = rates(point, t);
    const k2 = rates(along(point, k1, h / 2), t + h / 2);
    const k3 = rates(along(point, k2, h / 2), t + h / 2);
    const k4 = rates(along(point, k3, h), t + h);
    point = {
      epsilon: point.epsilon + (h / 6) * (k1.epsilon + 2 * k2.epsilon + 2 * k3.epsilon + k4.epsilon),
      kernel: point.kernel + (h / 6) * (k1.kernel + 2 * k2.kernel + 2 * k3.kernel + k4.kernel),
    };
  }
  return point;
}

function along(point: ErrorAndKernel, rate: ErrorAndKernel, time: number): ErrorAndKernel {
  return { epsilon: point.epsilon + time * rate.epsilon, kernel: point.kernel + time * rate.kernel };
}
