/**
 * Nesterov momentum: v <- m v + ∇L, θ <- θ - η (∇L + m v). Source: Sutskever et al., ICML (2013), in the form with the gradient at the
 * angles that are recorded.
 */
import { largerRoot, type MomentumFields, momentumField, velocityOf } from "./momentum.ts";
import { type OptimizerDefinition, zeroAngles } from "./optimizer.ts";

/** An amplitude follows x_{t+1} = (1 + m)(1 - η h) x_t - m (1 - η h) x_{t-1}. */
export const nesterov: OptimizerDefinition<MomentumFields> = {
  name: "nesterov",
  title: "gradient descent with Nesterov momentum",
  label: "Nesterov",
  fields: [momentumField],
  rises: "now-and-then",
  init: (shape) => ({ velocity: zeroAngles(shape) }),
  update(gradient, state, { eta }, { momentum }) {
    const velocity = velocityOf(gradient, state.velocity, momentum);
    return { updates: velocity.map((v, l) => -(eta * (gradient[l] + momentum * v))), state: { velocity } };
  },
  theory: {
    rate(curvature, eta, { momentum }) {
      const left = 1 - eta * curvature;
      return largerRoot((1 + momentum) * left, momentum * left);
    },
    stableEta: (curvature, { momentum }) => (2 * (1 + momentum)) / ((1 + 2 * momentum) * curvature),
  },
};
