/**
 * The deep-circuit limit L >> d²: training as normalised imaginary-time evolution, with no constant to fit.
 *
 * Averaged over the circuit, gradient flow moves the state by dψ/ds = -κ (O - <O>) ψ with ds = η ε dt (quadratic loss; η dt for the linear one)
 * and κ = L d/(4 (d² - 1)). Populations of the eigenstates of O then follow p_k(s) ∝ p_k(0) e^{-2 κ E_k s}, and with the central moments
 * σ², κ3 of O in them: K = 2 κ σ², μ = 2 κ² κ3, λ = κ κ3/σ². Derived in docs/finite-depth.md.
 */
import { requireAllFinite, requireFields, requireInteger, requireLength, requirePositive } from "../../base/assert.ts";
import { ArgumentError, Described } from "../../base/errors.ts";

/** Energies of O and the populations of a state on them. */
export interface Populations {
  /** Eigenvalues of O, shape (d). */
  readonly energies: ArrayLike<number>;
  /** Populations of the initial state, non-negative, shape (d); only their ratios matter. */
  readonly populations: ArrayLike<number>;
}

/** Moments of O in a state after some imaginary time. */
export interface ImaginaryTimePoint {
  /** <O>. */
  readonly expectation: number;
  /** <O> minus the lowest energy that is populated, without cancellation. */
  readonly excitation: number;
  /** The same below the highest. */
  readonly deexcitation: number;
  readonly variance: number;
  /** Third central moment. */
  readonly skew: number;
}

/** κ = L d / (4 (d² - 1)), the rate of imaginary time. */
export function imaginaryTimeRate(dimension: number, parameters: number): number {
  requireInteger("dimension", dimension, 2);
  requireInteger("parameters", parameters, 1);
  return (parameters * dimension) / (4 * (dimension ** 2 - 1));
}

/**
 * Moments of O in e^{-κ s O} ψ, normalised.
 *
 * @param beta κ s, of either sign: energies are damped as e^{-2 β E}
 */
export function imaginaryTimePoint({ energies, populations }: Populations, beta: number): ImaginaryTimePoint {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < energies.length; k++) {
    if (!(populations[k] > 0)) continue;
    low = Math.min(low, energies[k]);
    high = Math.max(high, energies[k]);
  }
  // Measured from the end that beta drives to, where weights do not overflow and small moments do not cancel.
  const origin = beta >= 0 ? low : high;
  let [total, first] = [0, 0];
  const weight = (k: number) => populations[k] * Math.exp(-2 * beta * (energies[k] - origin));
  for (let k = 0; k < energies.length; k++) {
    if (!(populations[k] > 0)) continue;
    total += weight(k);
    first += weight(k) * (energies[k] - origin);
  }
  const shift = first / total;
  let [variance, skew] = [0, 0];
  for (let k = 0; k < energies.length; k++) {
    if (!(populations[k] > 0)) continue;
    const away = energies[k] - origin - shift;
    variance += (weight(k) / total) * away ** 2;
    skew += (weight(k) / total) * away ** 3;
  }
  const expectation = origin + shift;
  return {
    expectation,
    excitation: beta >= 0 ? shift : expectation - low,
    deexcitation: beta >= 0 ? high - expectation : -shift,
    variance,
    skew,
  };
}

/** A row of the deep-limit prediction, the quantities of a training history. */
export interface DeepLimitRow {
  readonly t: number;
  /** κ s. */
  readonly beta: number;
  readonly epsilon: number;
  /** ε - R. */
  readonly residualError: number;
  readonly kernel: number;
  readonly mu: number;
  readonly lambda: number;
}

/** What the prediction depends on beside the populations. */
export interface DeepLimitOptions {
  readonly target: number;
  readonly eta: number;
  /** L. */
  readonly parameters: number;
  readonly loss?: "quadratic" | "linear";
}

/** Largest change of ln ε in one step of the integrator. */
const MAX_CHANGE = 0.05;

/**
 * ε(t), K(t), μ(t), λ(t) of gradient flow in the deep limit, from the initial populations alone.
 *
 * ds/dt = η ε(s) is integrated by the classical Runge-Kutta method; everything else is in closed form in s.
 *
 * @param times ascending, in steps, from 0 or later
 * @throws ArgumentError if sizes do not fit, populations are negative or all zero, or a number is not finite
 */
export function deepLimit(state: Populations, times: ArrayLike<number>, options: DeepLimitOptions): DeepLimitRow[] {
  requireFields("deepLimit", options, ["target", "eta", "parameters", "loss"]);
  requireState(state);
  requireAllFinite("times", times);
  requirePositive("eta", options.eta);
  const { target, eta, parameters, loss = "quadratic" } = options;
  const rate = imaginaryTimeRate(state.energies.length, parameters);
  const speed = (beta: number) => rate * eta * (loss === "linear" ? 1 : imaginaryTimePoint(state, beta).expectation - target);
  const rows: DeepLimitRow[] = [];
  let beta = 0;
  let now = 0;
  for (let k = 0; k < times.length; k++) {
    if (times[k] < now) throw new ArgumentError("times", times[k], `ascending times, here at least ${now}`);
    while (now < times[k]) {
      const { variance } = imaginaryTimePoint(state, beta);
      const relaxation = 2 * rate * eta * variance;
      const left = times[k] - now;
      const h = Math.min(left, relaxation > 0 ? MAX_CHANGE / relaxation : left);
      const k1 = speed(beta);
      const k2 = speed(beta + (h / 2) * k1);
      const k3 = speed(beta + (h / 2) * k2);
      const k4 = speed(beta + h * k3);
      beta += (h / 6) * (k1 + 2 * k2 + 2 * k3 + k4);
      now = h === left ? times[k] : now + h;
    }
    rows.push(rowAt(state, beta, times[k], options));
  }
  return rows;
}

/**
 * The kernel C = K∞ = 2 κ σ² and λ = κ κ3/σ² that a target inside the spectrum freezes at in the deep limit: those of the imaginary-time
 * state with <O> = O0. Undefined where no time leads there: a target beyond what is populated.
 */
export function frozenKernelLimit(
  state: Populations,
  options: Pick<DeepLimitOptions, "target" | "parameters">,
): { readonly kernel: number; readonly lambda: number } | undefined {
  requireFields("frozenKernelLimit", options, ["target", "parameters"]);
  const { target, parameters } = options;
  requireState(state);
  const rate = imaginaryTimeRate(state.energies.length, parameters);
  const height = (beta: number) => imaginaryTimePoint(state, beta).expectation - target;
  const { excitation, deexcitation, expectation } = imaginaryTimePoint(state, 0);
  if (target <= expectation - excitation || target >= expectation + deexcitation) return undefined;
  let reach = 1 / (excitation + deexcitation);
  const sign = height(0) > 0 ? 1 : -1;
  while (height(sign * reach) * sign > 0) reach *= 2;
  let [near, far] = [0, sign * reach];
  for (let k = 0; k < 200; k++) {
    const middle = (near + far) / 2;
    if (height(middle) * sign > 0) near = middle;
    else far = middle;
  }
  const { variance, skew } = imaginaryTimePoint(state, near);
  return { kernel: 2 * rate * variance, lambda: (rate * skew) / variance };
}

function rowAt(state: Populations, beta: number, t: number, { target, parameters }: DeepLimitOptions): DeepLimitRow {
  const rate = imaginaryTimeRate(state.energies.length, parameters);
  const { expectation, excitation, deexcitation, variance, skew } = imaginaryTimePoint(state, beta);
  const [min, max] = [expectation - excitation, expectation + deexcitation];
  const epsilon =
    target <= min ? excitation + (min - target) : target >= max ? max - target - deexcitation : expectation - target;
  return {
    t,
    beta,
    epsilon,
    residualError: target <= min ? excitation : target >= max ? -deexcitation : epsilon,
    kernel: 2 * rate * variance,
    mu: 2 * rate * rate * skew,
    lambda: (rate * skew) / variance,
  };
}

function requireState({ energies, populations }: Populations): void {
  requireAllFinite("energies", energies);
  requireAllFinite("populations", populations);
  requireLength("populations", populations, energies.length);
  const values = Array.from(populations);
  const negative = values.find((value) => value < 0);
  if (negative !== undefined) throw new ArgumentError("populations", negative, "numbers of at least 0");
  if (!values.some((value) => value > 0))
    throw new ArgumentError("populations", new Described("all zero"), "at least one that is not");
}
