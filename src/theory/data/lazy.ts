/**
 * Training on data with a kernel that does not change: gradient descent of the linearised circuit.
 *
 * With f the expectations and J constant, f(X) - y = (1 - η K/N)^t (f_0(X) - y) and, of other inputs, f(x) = f_0(x) + K(x, X) K⁻¹ [1 - (1 - η K/N)^t] (y - f_0(X)), which for
 * t -> ∞ is kernel regression. Source: Jacot, Gabriel, Hongler, NeurIPS (2018); for circuits Liu et al., PRX Quantum 3, 030323 (2022).
 */
import { requireLength } from "../../base/assert.ts";
import { symmetricEigen } from "../../linalg/eigen.ts";

/** Where training begins. */
export interface LazyStart {
  /** K of the data that are trained on, shape (N, N). */
  readonly kernel: Float64Array;
  /** K between inputs that are asked for and these, shape (M, N). */
  readonly cross: Float64Array;
  /** f_0 of both, shapes (N) and (M). */
  readonly trained: Float64Array;
  readonly asked: Float64Array;
  /** Targets, shape (N). */
  readonly targets: ArrayLike<number>;
  readonly eta: number;
}

/** f at a step: of the data that are trained on, shape (N), and of the others, shape (M). */
export interface LazyPrediction {
  readonly trained: Float64Array;
  readonly asked: Float64Array;
}

/** Below this share of the largest an eigenvalue counts as zero. */
const SMALLEST = 1e-13;

/**
 * f at some steps: f(X) = y + (1 - η K/N)^t (f_0(X) - y), and f(x) = f_0(x) + K(x, X) K⁻¹ [1 - (1 - η K/N)^t] (y - f_0(X)), K⁻¹ on what K does not annul.
 *
 * @param steps t, numbers of gradient steps, not negative
 * @throws ArgumentError for sizes that do not fit
 */
export function lazyTraining(start: LazyStart, steps: readonly number[]): LazyPrediction[] {
  const { kernel, cross, trained, asked, targets, eta } = start;
  const count = trained.length;
  requireLength("kernel", kernel, count * count);
  requireLength("cross", cross, count * asked.length);
  requireLength("targets", targets, count);
  const { values, vectors } = symmetricEigen(kernel.slice(), count);
  const residual = Float64Array.from(trained, (value, a) => targets[a] - value);
  const along = Float64Array.from(values, (_, k) => residual.reduce((sum, value, a) => sum + value * vectors[a * count + k], 0));
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const sumOver = (weights: Float64Array, a: number) =>
    weights.reduce((sum, value, k) => sum + value * vectors[a * count + k], 0);
  return steps.map((step) => {
    const done = values.map((value) => 1 - (1 - (eta * value) / count) ** step);
    const dual = along.map((value, k) =>
      values[k] > SMALLEST * largest ? (value * done[k]) / values[k] : (value * eta * step) / count,
    );
    const weights = Float64Array.from(trained, (_, a) => sumOver(dual, a));
    return {
      trained: trained.map(
        (value, a) =>
          value +
          sumOver(
            along.map((each, k) => each * done[k]),
            a,
          ),
      ),
      asked: asked.map((value, m) => weights.reduce((sum, weight, a) => sum + weight * cross[m * count + a], value)),
    };
  });
}
