/**
 * The two losses of the paper, one for labels, and the update each one makes.
 */
import { requireOneOf } from "../base/assert.ts";

export const lossNames = ["quadratic", "linear"] as const;

export type LossName = (typeof lossNames)[number];

/** Names of the losses of a data set, whose targets may be labels. */
export const dataLossNames = [...lossNames, "cross-entropy"] as const;

export type DataLossName = (typeof dataLossNames)[number];

/** A loss as a function of the total error ε = <O> - O0. */
export interface Loss {
  readonly name: DataLossName;
  /** The loss itself; `target` where it knows more than the error. */
  value(epsilon: number, target?: number): number;
  /** Its derivative with respect to <O>: gradient descent updates by δθ = -η · slope(ε) · ∂ε. */
  slope(epsilon: number, target?: number): number;
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
 * L = -ln p(y) with p(1) = 1 / (1 + e^-<O>), the logistic function of <O>, for labels y that are positive or not: the cross entropy of labels.
 * δθ = -η (p(1) - [y > 0]) ∂<O>.
 */
export const crossEntropyLoss: Loss = {
  name: "cross-entropy",
  value(epsilon, target = 0) {
    const towards = target > 0 ? epsilon + target : -(epsilon + target);
    return towards > 0 ? Math.log1p(Math.exp(-towards)) : Math.log1p(Math.exp(towards)) - towards;
  },
  slope: (epsilon, target = 0) => 1 / (1 + Math.exp(-(epsilon + target))) - (target > 0 ? 1 : 0),
};

const losses: Readonly<Record<DataLossName, Loss>> = {
  quadratic: quadraticLoss,
  linear: linearLoss,
  "cross-entropy": crossEntropyLoss,
};

/**
 * The loss of the given name.
 *
 * @throws ArgumentError for an unknown name
 */
export function lossNamed(name: DataLossName): Loss {
  requireOneOf("loss", name, dataLossNames);
  return losses[name];
}
