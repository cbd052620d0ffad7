/**
 * The two losses of the paper and the update each one makes.
 */
import { requireOneOf } from "../base/assert.ts";

export const lossNames = ["quadratic", "linear"] as const;

export type LossName = (typeof lossNames)[number];

/** A loss as a function of the total error ε = <O> - O0. */
export interface Loss {
  readonly name: LossName;
  /** The loss itself. */
  value(epsilon: number): number;
  /** Its derivative with respect to <O>: gradient descent updates by δθ = -η · slope(ε) · ∂ε. */
  slope(epsilon: number): number;
}

/** L = ε² / 2, so that δθ = -η ε ∂ε. */
export const quadraticLoss: Loss = {
  name: "quadratic",
  value: (epsilon) => (epsilon * epsilon) / 2,
  slope: (epsilon) => epsilon,
};

/** L = <O> up to the constant O0, so that δθ = -η ∂<O>. The target sets the zero of ε but not the dynamics. */
export const linearLoss: Loss = { name: "linear", value: (epsilon) => epsilon, slope: () => 1 };

/**
 * The loss of the given name.
 *
 * @throws ArgumentError for an unknown name
 */
export function lossNamed(name: LossName): Loss {
  requireOneOf("loss", name, lossNames);
  return name === "quadratic" ? quadraticLoss : linearLoss;
}
