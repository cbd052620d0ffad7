/**
 * Quantity `mu`: the dQNTK μ, with λ, ζ and C that follow from it. Source: Eqs. 6, 9, 11, 13.
 */
import { dqntk } from "../../gradients/qntk.ts";
import type { QuantityDefinition } from "./quantity.ts";

/** μ = g·Hg, by one Hessian-vector product. */
export const dqntkQuantity: QuantityDefinition = {
  name: "mu",
  words: "mu",
  array: { name: "mu", description: "dQNTK mu = g.Hg (Eq. 6)" },
  of: "both",
  width: ({ data }) => data ** 3,
  measure: ({ second, theta, gradient }) => dqntk(second(), theta, gradient),
  products: () => 1,
  derived: [
    {
      name: "lambda",
      description: "relative dQNTK lambda = mu / K (Eq. 9)",
      value: (mu, { kernel }) => mu / kernel,
    },
    {
      name: "zeta",
      description: "dynamical index zeta = epsilon mu / K^2 (Eq. 13)",
      value: (mu, { epsilon, kernel }) => (epsilon * mu) / (kernel * kernel),
    },
    {
      name: "conserved",
      description: "C = K - 2 lambda epsilon (Eq. 11)",
      value: (mu, { epsilon, kernel }) => kernel - (2 * mu * epsilon) / kernel,
    },
  ],
};
