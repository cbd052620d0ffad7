/**
 * Loss `softmax`: the cross entropy of labels among several classes, an observable for each. Source: Bishop, Pattern Recognition and Machine Learning (2006), Eq. 4.108.
 */
import type { LossDefinition } from "./loss.ts";

/** p_c = e^{f_c} / Σ_k e^{f_k}. */
function shares(values: Float64Array): Float64Array {
  const largest = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const powers = values.map((value) => Math.exp(value - largest));
  const sum = powers.reduce((total, value) => total + value, 0);
  return powers.map((value) => value / sum);
}

/**
 * L = -f_y + ln Σ_c e^{f_c} with f_c = <O_c>, the observable of class c, and y the label: -ln p_y. ∂L/∂f_c = p_c - δ_cy, ∂²L/∂f_c∂f_k = p_c δ_ck - p_c p_k.
 *
 * A datum has an entry for each class, with targets 1 for its own and 0 for the others. Of a single entry nothing is known: its value and slopes are NaN.
 */
export const softmaxLoss: LossDefinition = {
  name: "softmax",
  title: "the cross entropy of labels 0, 1, 2, ... through a softmax of one observable for each class, with data that have some",
  needsLabels: true,
  value: () => Number.NaN,
  slope: () => Number.NaN,
  curvature: () => Number.NaN,
  aims: "target",
  ofClasses: {
    value(values, label) {
      const largest = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
      return largest - values[label] + Math.log(values.reduce((sum, value) => sum + Math.exp(value - largest), 0));
    },
    slopes: (values, label) => shares(values).map((share, c) => share - (c === label ? 1 : 0)),
    curvatures(values) {
      const p = shares(values);
      const count = p.length;
      return Float64Array.from({ length: count * count }, (_, at) => {
        const [c, k] = [Math.floor(at / count), at % count];
        return (c === k ? p[c] : 0) - p[c] * p[k];
      });
    },
  },
};
