/**
 * Adam: running means of the gradient and of its square, corrected for their start at zero. Source: Kingma and Ba, ICLR (2015), Algorithm 1.
 */
import type { Field } from "../../base/fields.ts";
import { type OptimizerDefinition, zeroAngles } from "./optimizer.ts";

/** β1, β2 and ε. */
export type AdamFields = {
  readonly beta1: number;
  readonly beta2: number;
  readonly adamEpsilon: number;
};

function share(name: "beta1" | "beta2", initial: number, words: string, symbol: string, label: string): Field {
  return {
    ...{ name, type: "number", words, placeholder: "<b>", default: initial, min: 0, below: 1, symbol },
    label,
    range: { min: 0, max: 0.999, step: 0.001 },
  };
}

/** m <- β1 m + (1 - β1) g, v <- β2 v + (1 - β2) g², θ <- θ - η m̂ / (√v̂ + ε) with m̂ = m / (1 - β1^t), v̂ = v / (1 - β2^t) at step t = 1, 2, ... */
export const adam: OptimizerDefinition<AdamFields> = {
  name: "adam",
  title: "Adam",
  label: "Adam",
  fields: [
    share("beta1", 0.9, "share of the running mean of the gradient that is kept at each step", "β₁", "Mean"),
    share("beta2", 0.999, "share of the running mean of its square that is kept at each step", "β₂", "Square"),
    {
      name: "adamEpsilon",
      type: "number",
      words: "number added to the root of the running mean of the square",
      placeholder: "<e>",
      default: 1e-8,
      above: 0,
      symbol: "ε",
    },
  ],
  rises: "now-and-then",
  init: (shape) => ({ "first-moment": zeroAngles(shape), "second-moment": zeroAngles(shape) }),
  update(gradient, state, { eta, row }, { beta1, beta2, adamEpsilon }) {
    const first = state["first-moment"].map((m, l) => beta1 * m + (1 - beta1) * gradient[l]);
    const second = state["second-moment"].map((v, l) => beta2 * v + (1 - beta2) * gradient[l] * gradient[l]);
    const [ofFirst, ofSecond] = [1 - beta1 ** (row + 1), 1 - beta2 ** (row + 1)];
    const updates = first.map((m, l) => -(eta * (m / ofFirst)) / (Math.sqrt(second[l] / ofSecond) + adamEpsilon));
    return { updates, state: { "first-moment": first, "second-moment": second } };
  },
};
