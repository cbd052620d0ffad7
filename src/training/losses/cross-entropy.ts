/**
 * Loss `cross-entropy`: that of labels, which are positive or not.
 */
import type { LossDefinition } from "./loss.ts";

/** The logistic function of <O>. */
function share(epsilon: number, target: number): number {
  return 1 / (1 + Math.exp(-(epsilon + target)));
}

/**
 * L = -ln p(y) with p(1) = 1 / (1 + e^-<O>), the logistic function of <O>, for labels y that are positive or not: the cross entropy of labels.
 * δθ = -η (p(1) - [y > 0]) ∂<O>.
 */
export const crossEntropyLoss: LossDefinition = {
  name: "cross-entropy",
  label: "−ln p(y)",
  title: "the cross entropy of labels, with data that have some",
  needsLabels: true,
  value(epsilon, target = 0) {
    const towards = target > 0 ? epsilon + target : -(epsilon + target);
    return towards > 0 ? Math.log1p(Math.exp(-towards)) : Math.log1p(Math.exp(towards)) - towards;
  },
  slope: (epsilon, target = 0) => share(epsilon, target) - (target > 0 ? 1 : 0),
  curvature: (epsilon, target = 0) => share(epsilon, target) * (1 - share(epsilon, target)),
  aims: "target",
};
