/**
 * Heavy-ball momentum: v <- m v + ∇L, θ <- θ - η v. Source: Polyak, USSR Comput. Math. Math. Phys. 4, 1 (1964).
 */
import type { Field } from "../../base/fields.ts";
import { type OptimizerDefinition, zeroAngles } from "./optimizer.ts";

/** m. */
export type MomentumFields = {
  readonly momentum: number;
};

/** Share of the velocity that is kept at a step. */
export const momentumField: Field = {
  name: "momentum",
  type: "number",
  words: "share m of the velocity that is kept at each step",
  placeholder: "<m>",
  default: 0.9,
  min: 0,
  below: 1,
  symbol: "m",
  label: "Share kept",
  range: { min: 0, max: 0.99, step: 0.01 },
};

/** v <- m v + g in a new array. */
export function velocityOf(gradient: Float64Array, velocity: Float64Array, momentum: number): Float64Array {
  return velocity.map((v, l) => momentum * v + gradient[l]);
}

/** ln of the larger |root| of x² - b x + c. */
export function largerRoot(b: number, c: number): number {
  const discriminant = b * b - 4 * c;
  return discriminant < 0 ? Math.log(c) / 2 : Math.log((Math.abs(b) + Math.sqrt(discriminant)) / 2);
}

/** An amplitude follows x_{t+1} = (1 + m - η h) x_t - m x_{t-1}. */
export const momentum: OptimizerDefinition<MomentumFields> = {
  name: "momentum",
  title: "gradient descent with heavy-ball momentum",
  label: "Momentum",
  fields: [momentumField],
  rises: "now-and-then",
  init: (shape) => ({ velocity: zeroAngles(shape) }),
  update(gradient, state, { eta }, { momentum: share }) {
    const velocity = velocityOf(gradient, state.velocity, share);
    return { updates: velocity.map((v) => -(eta * v)), state: { velocity } };
  },
  theory: {
    rate: (curvature, eta, { momentum: share }) => largerRoot(1 + share - eta * curvature, share),
    stableEta: (curvature, { momentum: share }) => (2 * (1 + share)) / curvature,
  },
};
