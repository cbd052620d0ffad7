/**
 * Losses and accuracies of a data set from its errors.
 *
 * Where there are classes, a datum has one entry for each, all of them together in the order of the classes: entry α C + c is <O_c> of datum α, its target 1 for the datum's own class and 0
 * for the others.
 */
import type { LossDerivatives } from "../gradients/data-hessian.ts";
import type { DataPlan } from "./data-plan.ts";
import type { Loss, LossDefinition } from "./losses.ts";

/** What a loss is told of data. */
export type LossData = Pick<DataPlan, "count" | "targets" | "weights" | "classes">;

/** How many data there are: entries over classes. */
export function datumCount({ count, classes = 1 }: Pick<DataPlan, "count" | "classes">): number {
  return count / classes;
}

/** (1/N) Σ_α w_α l(ε_α) of every column. */
export function meanLosses(loss: Loss, data: LossData, epsilon: Float64Array): Float64Array {
  const { count, weights } = data;
  const groups = datumCount(data);
  const factors = sharesOf(groups, weights);
  return Float64Array.from({ length: epsilon.length / count }, (_, c) => {
    let sum = 0;
    for (let a = 0; a < groups; a++) sum += factors[a] * datumLoss(loss, data, epsilon, c * groups + a);
    return sum;
  });
}

/** l of one datum, counted through all columns. */
export function datumLoss(loss: Loss, { targets, classes }: LossData, epsilon: Float64Array, datum: number): number {
  if (loss.ofClasses === undefined || classes === undefined) return loss.value(epsilon[datum], targets[datum]);
  const { values, label } = entriesOf(epsilon, targets, classes, datum);
  return loss.ofClasses.value(values, label);
}

/** ∂l/∂<O_c> of the entries of one datum, counted through all columns: one number, or one for each class. */
export function datumSlopes(loss: Loss, { targets, classes }: LossData, epsilon: Float64Array, datum: number): ArrayLike<number> {
  if (loss.ofClasses === undefined || classes === undefined) return [loss.slope(epsilon[datum], targets[datum])];
  const { values, label } = entriesOf(epsilon, targets, classes, datum);
  return loss.ofClasses.slopes(values, label);
}

function entriesOf(epsilon: Float64Array, targets: Float64Array, classes: number, datum: number) {
  const own = targets.subarray(datum * classes, (datum + 1) * classes);
  const values = own.map((target, c) => target + epsilon[datum * classes + c]);
  return { values, label: own.indexOf(1) };
}

/**
 * Derivatives of the loss of one column with respect to every entry f_a: s_a = (w_α/N) ∂l/∂f_a and W_ab = (w_α/N) ∂²l/∂f_a∂f_b, which is diagonal where there are no classes.
 *
 * @param epsilon, targets shape (entries)
 */
export function lossDerivatives(loss: LossDefinition, data: LossData, epsilon: Float64Array): LossDerivatives {
  const { count, targets, weights, classes = 1 } = data;
  const factors = sharesOf(datumCount(data), weights);
  const slopes = new Float64Array(count);
  const curvatures = new Float64Array(count * count);
  factors.forEach((factor, a) => {
    const own = datumSlopes(loss, data, epsilon, a);
    for (let c = 0; c < own.length; c++) slopes[a * classes + c] = factor * own[c];
    if (loss.ofClasses === undefined || data.classes === undefined) {
      curvatures[a * (count + 1)] = factor * loss.curvature(epsilon[a], targets[a]);
      return;
    }
    const { values, label } = entriesOf(epsilon, targets, classes, a);
    loss.ofClasses.curvatures(values, label).forEach((value, k) => {
      const [c, other] = [Math.floor(k / classes), k % classes];
      curvatures[(a * classes + c) * count + a * classes + other] = factor * value;
    });
  });
  return { slopes, curvatures };
}

/** w_α / N, with weights brought to a mean of 1. */
export function sharesOf(count: number, weights?: Float64Array): Float64Array {
  if (weights === undefined) return new Float64Array(count).fill(1 / count);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/**
 * Share of the data whose <O> lies nearest to their own label among all labels: for two labels, on their own side of the middle. With classes, of those whose own class has the largest <O>.
 *
 * @param own labels of these data; `labels` those that there are; `epsilon` <O> minus their own
 */
export function accuracyOf(own: Float64Array, labels: Float64Array, epsilon: Float64Array, classes?: number): number {
  if (classes !== undefined) return accuracyOfClasses(own, epsilon, classes);
  const known = [...new Set(labels)];
  let right = 0;
  own.forEach((label, a) => {
    const value = label + epsilon[a];
    const nearest = known.reduce((best, each) => (Math.abs(value - each) < Math.abs(value - best) ? each : best), known[0]);
    if (nearest === label) right++;
  });
  return right / own.length;
}

function accuracyOfClasses(own: Float64Array, epsilon: Float64Array, classes: number): number {
  const count = own.length / classes;
  let right = 0;
  for (let a = 0; a < count; a++) {
    const { values, label } = entriesOf(epsilon, own, classes, a);
    if (values.every((value, c) => c === label || value < values[label])) right++;
  }
  return right / count;
}
