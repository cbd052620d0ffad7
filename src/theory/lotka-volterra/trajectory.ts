/**
 * One sample's training history as the theory sees it: numbers only.
 */
import type { Precision } from "../../base/precision.ts";

/** ε(t), K(t) and, where measured, μ(t) of one sample trained towards one target. */
export interface Trajectory {
  /** ε at steps 0, 1, 2, ... */
  readonly epsilon: ArrayLike<number>;
  /** K at the same steps. */
  readonly kernel: ArrayLike<number>;
  /** μ at some of the steps, ascending. */
  readonly mu?: { readonly steps: ArrayLike<number>; readonly values: ArrayLike<number> };
  readonly eta: number;
  readonly loss: "quadratic" | "linear";
  readonly target: number;
  /** Ends of the observable's spectrum, where known. */
  readonly extremes?: { readonly min: number; readonly max: number };
  /** Precision in which ε and K were computed. Default double. */
  readonly precision?: Precision;
}

/** K relative to its initial value below which it is rounding noise of the gradient. */
const KERNEL_FLOOR: Readonly<Record<Precision, number>> = { double: 1e-18, single: 1e-8 };
/** |ε| relative to its initial value below which it is rounding noise. */
const ERROR_FLOOR: Readonly<Record<Precision, number>> = { double: 1e-10, single: 1e-4 };

/** The last step at which K still stands clear of rounding. */
export function lastKernelStep({ kernel, precision = "double" }: Trajectory): number {
  const floor = KERNEL_FLOOR[precision] * kernel[0];
  let t = kernel.length - 1;
  while (t > 0 && !(kernel[t] > floor)) t--;
  return t;
}

/** The last step at which |ε - offset| and K still stand clear of rounding. */
export function lastErrorStep(trajectory: Trajectory, offset = 0): number {
  const { epsilon, precision = "double" } = trajectory;
  const floor = ERROR_FLOOR[precision] * Math.abs(epsilon[0]);
  let t = lastKernelStep(trajectory);
  while (t > 0 && !(Math.abs(epsilon[t] - offset) > floor)) t--;
  return t;
}

/**
 * The residual R: O_min - O0 below the spectrum, O_max - O0 above it, 0 inside. The linear loss knows no target and goes to O_min for
 * each: O_min - O0.
 */
export function residualOf(
  target: number,
  { min, max }: { min: number; max: number },
  loss: "quadratic" | "linear" = "quadratic",
): number {
  if (loss === "linear") return min - target;
  return target < min ? min - target : target > max ? max - target : 0;
}

/** The last measured μ at or before a step, with its step; undefined where none was measured. */
function muAt({ mu }: Trajectory, step: number): { step: number; mu: number } | undefined {
  if (mu === undefined) return undefined;
  for (let k = mu.steps.length - 1; k >= 0; k--) {
    if (mu.steps[k] <= step && Number.isFinite(mu.values[k])) return { step: mu.steps[k], mu: mu.values[k] };
  }
  return undefined;
}

/**
 * The mean of 2λε/K = 2ζ between two steps, from K alone: dK/dt = -η (2λε/K) K² gives (1/K2 - 1/K1)/(η (t2 - t1)).
 */
export function meanTwiceZeta({ kernel, eta }: Trajectory, from: number, to: number): number {
  return (1 / kernel[to] - 1 / kernel[from]) / (eta * (to - from));
}

/**
 * λ at a step: μ/K where μ was measured there or before, otherwise the λ that explains the decay of K over the half before.
 *
 * d ln K/dt = -2 η λ ε (Eq. 10), or -2 η λ under the linear loss (Eq. 24), is integrated by the trapezoidal rule.
 */
export function lambdaAt(trajectory: Trajectory, step: number): number {
  const measured = muAt(trajectory, step);
  if (measured !== undefined) return measured.mu / trajectory.kernel[measured.step];
  const { epsilon, kernel, eta, loss } = trajectory;
  const from = Math.floor(step / 2);
  let weight = 0;
  for (let t = from; t < step; t++) weight += loss === "linear" ? 1 : (epsilon[t] + epsilon[t + 1]) / 2;
  return Math.log(kernel[from] / kernel[step]) / (2 * eta * weight);
}
