/**
 * The deep-circuit limit of training on data, with no constant to fit: a flow of unitaries.
 *
 * Averaged over the circuit, gradient flow of (1/2N) Σ ε_α² turns all output states alike, dU/dt = -(ηκ/N) Σ_α ε_α [O_α, ρ_α] U with κ = L d/(4 (d² - 1)), and U(0) = 1: in the Heisenberg picture,
 * of one observable, dO/dt = -(ηκ/N) Σ ε_α [O, [O, ρ_α]]. Overlaps of the states are kept. K_αβ(t) is `deepKernel` of the states. For N = 1 it is normalised imaginary-time evolution
 * (`theory/imaginary-time`). Source for the equation: Zhang, Liu, Jiang, Zhuang, arXiv 2410.01955; it also follows from E[A ⊗ A] as `deepKernel` does.
 */
import { requireAllFinite, requireFields, requireLength, requirePositive } from "../../base/assert.ts";
import { ArgumentError } from "../../base/errors.ts";
import type { ComplexMatrix } from "../../linalg/complex-matrix.ts";
import { imaginaryTimeRate } from "../imaginary-time/deep-limit.ts";
import { deepKernel } from "./deep-kernel.ts";

/** Output states of N data at the start, and what is measured on them. */
export interface DeepDataState {
  /** Rows of shape (N, d). */
  readonly re: Float64Array;
  readonly im: Float64Array;
  /** Hermitian, d x d: one for all data, or one each. */
  readonly observables: readonly ComplexMatrix[];
}

/** What the prediction depends on beside the states. */
export interface DeepDataOptions {
  /** y, N numbers. */
  readonly targets: readonly number[];
  readonly eta: number;
  /** L. */
  readonly parameters: number;
}

/** A row of the prediction. */
export interface DeepDataRow {
  readonly t: number;
  /** ε, shape (N). */
  readonly epsilon: Float64Array;
  /** K, shape (N, N). */
  readonly kernel: Float64Array;
}

/** Angle that the fastest motion turns by in one step of the integrator. */
const TURN = 0.1;

/**
 * ε(t) and K(t) of gradient flow in the deep limit, by the classical Runge-Kutta method.
 *
 * @param times ascending, in steps, from 0 or later
 * @throws ArgumentError if sizes do not fit, or a number is not finite
 */
export function deepDataLimit(state: DeepDataState, times: ArrayLike<number>, options: DeepDataOptions): DeepDataRow[] {
  requireFields("deepDataLimit", options, ["targets", "eta", "parameters"]);
  const { targets, parameters } = options;
  return Array.from(flow(state, times, options), ({ t, psi, d, observables }) => {
    const seen = measured(psi, d, observables, targets);
    return { t, epsilon: seen.epsilon, kernel: deepKernel(seen.states, parameters) };
  });
}

/**
 * The output states themselves of that flow, rows of shape (N, d), at a time in steps.
 *
 * @throws ArgumentError as `deepDataLimit`
 */
export function deepDataStates(state: DeepDataState, time: number, options: DeepDataOptions): DeepDataState {
  requireFields("deepDataStates", options, ["targets", "eta", "parameters"]);
  const [{ psi, observables }] = flow(state, [time], options);
  return { ...psi, observables };
}

/** The states at each of some times; the same arrays again and again. */
function* flow(state: DeepDataState, times: ArrayLike<number>, { targets, eta, parameters }: DeepDataOptions) {
  const { observables } = state;
  const count = targets.length;
  if (observables.length !== 1 && observables.length !== count)
    throw new ArgumentError("observables", observables.length, `one, or ${count}, one for each datum`);
  const [{ rows: d }] = observables;
  requireLength("re", state.re, count * d);
  requireLength("im", state.im, count * d);
  requirePositive("eta", eta);
  requireAllFinite("times", times);
  const rate = (eta * imaginaryTimeRate(d, parameters)) / count;
  const widths = observables.map(rowNorm);
  const psi = { re: Float64Array.from(state.re), im: Float64Array.from(state.im) };
  let now = 0;
  for (let k = 0; k < times.length; k++) {
    if (times[k] < now) throw new ArgumentError("times", times[k], `ascending times, here at least ${now}`);
    while (now < times[k]) {
      const fastest = speedOf(psi, d, observables, widths, targets);
      const left = times[k] - now;
      const h = Math.min(left, TURN / (rate * fastest));
      rungeKutta(psi, (at) => derivative(at, d, observables, targets, rate), h);
      now = h === left ? times[k] : now + h;
    }
    yield { t: times[k], psi, d, observables };
  }
}

interface Planes {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** O_α ψ_α of all data, and ε. */
function measured({ re, im }: Planes, d: number, observables: readonly ComplexMatrix[], targets: readonly number[]) {
  const epsilon = new Float64Array(targets.length);
  const states = targets.map((target, a) => {
    const own = { re: re.subarray(a * d, (a + 1) * d), im: im.subarray(a * d, (a + 1) * d) };
    const image = applied(observables[observables.length === 1 ? 0 : a], own);
    let sum = 0;
    for (let i = 0; i < d; i++) sum += own.re[i] * image.re[i] + own.im[i] * image.im[i];
    epsilon[a] = sum - target;
    return { ...own, image };
  });
  return { epsilon, states };
}

/** O ψ. */
export function applied({ rows, re, im }: ComplexMatrix, psi: Planes): Planes {
  const out = { re: new Float64Array(rows), im: new Float64Array(rows) };
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < rows; j++) {
      const k = i * rows + j;
      out.re[i] += re[k] * psi.re[j] - im[k] * psi.im[j];
      out.im[i] += re[k] * psi.im[j] + im[k] * psi.re[j];
    }
  }
  return out;
}

/** dψ_β/dt = -rate Σ_α ε_α (O_α ψ_α <ψ_α|ψ_β> - ψ_α <O_α ψ_α|ψ_β>). */
function derivative(
  psi: Planes,
  d: number,
  observables: readonly ComplexMatrix[],
  targets: readonly number[],
  rate: number,
): Planes {
  const { epsilon, states } = measured(psi, d, observables, targets);
  const out = { re: new Float64Array(psi.re.length), im: new Float64Array(psi.im.length) };
  states.forEach((own, a) => {
    for (let b = 0; b < targets.length; b++) {
      const to = b * d;
      const [x, y] = [overlap(own, psi, to), overlap(own.image, psi, to)];
      const factor = -rate * epsilon[a];
      for (let i = 0; i < d; i++) {
        out.re[to + i] += factor * (own.image.re[i] * x[0] - own.image.im[i] * x[1] - own.re[i] * y[0] + own.im[i] * y[1]);
        out.im[to + i] += factor * (own.image.re[i] * x[1] + own.image.im[i] * x[0] - own.re[i] * y[1] - own.im[i] * y[0]);
      }
    }
  });
  return out;
}

/** <a|b>, b a row of an array that begins at a place. */
function overlap(a: Planes, b: Planes, at: number): [number, number] {
  let [re, im] = [0, 0];
  for (let i = 0; i < a.re.length; i++) {
    re += a.re[i] * b.re[at + i] + a.im[i] * b.im[at + i];
    im += a.re[i] * b.im[at + i] - a.im[i] * b.re[at + i];
  }
  return [re, im];
}

/** A bound of the fastest motion over the rate: frozen errors relax with |ε| times a gap, others with the variance of O, seen by all data. */
function speedOf(
  psi: Planes,
  d: number,
  observables: readonly ComplexMatrix[],
  widths: readonly number[],
  targets: readonly number[],
) {
  const { epsilon } = measured(psi, d, observables, targets);
  return epsilon.reduce((sum, error, a) => {
    const width = widths[widths.length === 1 ? 0 : a];
    return sum + 2 * width * (Math.abs(error) + width);
  }, 0);
}

/** Largest sum of sizes in a row, no less than the largest |eigenvalue|. */
function rowNorm({ rows, re, im }: ComplexMatrix): number {
  let most = 0;
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let j = 0; j < rows; j++) sum += Math.hypot(re[i * rows + j], im[i * rows + j]);
    most = Math.max(most, sum);
  }
  return most;
}

/** One step of the classical Runge-Kutta method, in place. */
function rungeKutta(psi: Planes, slope: (at: Planes) => Planes, h: number): void {
  const moved = ({ re, im }: Planes, by: number): Planes => ({
    re: psi.re.map((value, k) => value + by * re[k]),
    im: psi.im.map((value, k) => value + by * im[k]),
  });
  const k1 = slope(psi);
  const k2 = slope(moved(k1, h / 2));
  const k3 = slope(moved(k2, h / 2));
  const k4 = slope(moved(k3, h));
  for (const part of ["re", "im"] as const)
    for (let k = 0; k < psi.re.length; k++)
      psi[part][k] += (h / 6) * (k1[part][k] + 2 * k2[part][k] + 2 * k3[part][k] + k4[part][k]);
}
