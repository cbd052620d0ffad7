/**
 * Losses and accuracies of a data set from its errors.
 */
import type { LossDerivatives } from "../gradients/data-hessian.ts";
import type { DataPlan } from "./data-plan.ts";
import type { Loss, LossDefinition } from "./losses.ts";

/** (1/N) Σ_α w_α l(ε_α) of every column. */
export function meanLosses(
  loss: Loss,
  { count, targets, weights }: Pick<DataPlan, "count" | "targets" | "weights">,
  epsilon: Float64Array,
): Float64Array {
  const factors = sharesOf(count, weights);
  return Float64Array.from({ length: epsilon.length / count }, (_, c) => {
    let sum = 0;
    for (let a = 0; a < count; a++) sum += factors[a] * loss.value(epsilon[c * count + a], targets[c * count + a]);
    return sum;
  });
}

/**
 * Derivatives of the loss of one column with respect to every <O_α>_α: s_α = (w_α/N) l'(ε_α) and W_αβ = δ_αβ (w_α/N) l''(ε_α).
 *
 * @param epsilon, targets shape (N)
 */
export function lossDerivatives(
  loss: LossDefinition,
  { count, targets, weights }: Pick<DataPlan, "count" | "targets" | "weights">,
  epsilon: Float64Array,
): LossDerivatives {
  const factors = sharesOf(count, weights);
  const curvatures = new Float64Array(count * count);
  for (let a = 0; a < count; a++) curvatures[a * (count + 1)] = factors[a] * loss.curvature(epsilon[a], targets[a]);
  return { slopes: epsilon.map((value, a) => factors[a] * loss.slope(value, targets[a])), curvatures };
}

/** w_α / N, with weights brought to a mean of 1. */
export function sharesOf(count: number, weights?: Float64Array): Float64Array {
  if (weights === undefined) return new Float64Array(count).fill(1 / count);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/**
 * Share of the data whose <O> lies nearest to their own label among all labels: for two labels, on their own side of the middle.
 *
 * @param own labels of these data; `labels` those that there are; `epsilon` <O> minus their own
 */
export function accuracyOf(own: Float64Array, labels: Float64Array, epsilon: Float64Array): number {
  const classes = [...new Set(labels)];
  let right = 0;
  own.forEach((label, a) => {
    const value = label + epsilon[a];
    const nearest = classes.reduce((best, each) => (Math.abs(value - each) < Math.abs(value - best) ? each : best), classes[0]);
    if (nearest === label) right++;
  });
  return right / own.length;
}
