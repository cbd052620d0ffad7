/**
 * The Hessian of the loss at one point of a circuit, with its eigenvectors, gap and rank: M of Eq. 19 at given angles.
 */
import { range } from "../base/arrays.ts";
import { requireFields, requireLength, requirePositive } from "../base/assert.ts";
import type { Simulator } from "../engine/engine.ts";
import { hessian } from "../gradients/hessian.ts";
import { pickEntries, pickMatrices } from "../gradients/pick.ts";
import { qntk } from "../gradients/qntk.ts";
import { symmetricEigen } from "../linalg/eigen.ts";
import { effectiveHamiltonian, GAP_ROUNDING, hamiltonianGap } from "../theory/imaginary-time/effective-hamiltonian.ts";

/** M = L''(ε) ∂ε ∂εᵀ + L'(ε) ∂²ε at one column of angles: ∂ε ∂εᵀ + ε ∂²ε for the quadratic loss, ∂²ε for the linear one. */
export interface LossHessian {
  readonly theta: Float64Array;
  /** <O>. */
  readonly expectation: number;
  /** ε = <O> - O0. */
  readonly epsilon: number;
  /** K. */
  readonly kernel: number;
  /** μ = g·(∂²ε)g. */
  readonly mu: number;
  /** Eigenvalues of M over the trained parameters, ascending, shape (L). */
  readonly values: Float64Array;
  /** Row-major L x L; eigenvector k is column k. */
  readonly vectors: Float64Array;
  /** Smallest eigenvalue that is positive beyond rounding; NaN where there is none. */
  readonly gap: number;
  /** Eigenvalues whose size is beyond rounding. */
  readonly rank: number;
}

/** The first two derivatives of a loss with respect to <O>. */
export interface LossSlopes {
  slope(epsilon: number): number;
  curvature(epsilon: number): number;
}

/**
 * The Hessian of the loss at one column of angles, over the parameters that are trained. Source: Eq. 19.
 *
 * @param theta shape (parameters)
 * @param target O0, which the linear loss needs for ε only
 * @param rounding eigenvalues up to half of it count as zero
 * @param trained the parameters that K, μ and M are over, in order; all of them where left out
 * @throws ArgumentError if the angles are not one column, or the rounding is not positive
 */
export function lossHessian(
  simulator: Simulator,
  theta: Float64Array,
  options: { target: number; loss: LossSlopes; rounding?: number; trained?: readonly number[] },
): LossHessian {
  requireFields("lossHessian", options, ["target", "loss", "rounding", "trained"]);
  const { target, loss, rounding = GAP_ROUNDING } = options;
  const all = simulator.circuit.parameters;
  requireLength("theta", theta, all);
  const { trained = range(all) } = options;
  const parameters = trained.length;
  requirePositive("rounding", rounding);
  const { expectation, gradient: whole } = simulator.gradient(theta);
  const gradient = pickEntries(whole, all, trained);
  const second = pickMatrices(hessian(simulator, theta), all, trained);
  const epsilon = expectation[0] - target;
  const [slope, curvature] = [loss.slope(epsilon), loss.curvature(epsilon)];
  const scaled = gradient.map((value) => Math.sqrt(Math.abs(curvature)) * value);
  const matrix =
    curvature < 0
      ? effectiveHamiltonian(-slope, scaled, second).map((value) => -value)
      : effectiveHamiltonian(slope, scaled, second);
  const { values, vectors } = symmetricEigen(matrix, parameters);
  let mu = 0;
  for (let l = 0; l < parameters; l++)
    for (let m = 0; m < parameters; m++) mu += gradient[l] * second[l * parameters + m] * gradient[m];
  return {
    theta,
    expectation: expectation[0],
    epsilon,
    kernel: qntk(gradient, 1)[0],
    mu,
    values,
    vectors,
    gap: hamiltonianGap([values], rounding),
    rank: rankOf(values, rounding / 2),
  };
}

/** How many eigenvalues are larger than a bound, in size. */
export function rankOf(values: ArrayLike<number>, bound: number): number {
  let rank = 0;
  for (let k = 0; k < values.length; k++) if (Math.abs(values[k]) > bound) rank++;
  return rank;
}
