/**
 * Gradient descent: θ <- θ - η ∇L.
 */
import type { OptimizerDefinition } from "./optimizer.ts";

/** θ <- θ - (η s) ∂<O>, in this order of products, which the engine's fused steps follow to the last bit. */
export const gradientDescent: OptimizerDefinition = {
  name: "gd",
  title: "gradient descent",
  label: "Descent",
  fields: [],
  plain: true,
  rises: "never",
  init: () => ({}),
  update(_, state, { eta, slopes, expectationGradient, columns, parameters }) {
    const updates = new Float64Array(expectationGradient.length);
    for (let c = 0; c < columns; c++) {
      const rate = eta * slopes[c];
      for (let l = c * parameters; l < (c + 1) * parameters; l++) updates[l] = -(rate * expectationGradient[l]);
    }
    return { updates, state };
  },
  theory: {
    rate: (curvature, eta) => Math.log(Math.abs(1 - eta * curvature)),
    stableEta: (curvature) => 2 / curvature,
  },
};
