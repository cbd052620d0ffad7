/**
 * Quantity `hessian`: the spectrum of the loss Hessian over the trained parameters. Source: Eq. 19.
 */
import { hessian, hessianEigenvaluesOf } from "../../gradients/hessian.ts";
import { pickEntries, pickMatrices } from "../../gradients/pick.ts";
import type { QuantityDefinition } from "./quantity.ts";

/** Eigenvalues of ∂²L, ascending. */
export const hessianQuantity: QuantityDefinition = {
  name: "hessian",
  words: "the eigenvalues of the loss Hessian",
  array: { name: "hessian_eigenvalues", description: "eigenvalues of the Hessian of the loss (Eq. 19), ascending" },
  entry: { name: "eigenvalue", description: "rank in ascending order" },
  width: ({ trained }) => trained,
  measure({ second, theta, gradient, epsilon, parameters, trained, loss }) {
    const matrices = pickMatrices(hessian(second(), theta), parameters, trained);
    const own = pickEntries(gradient, parameters, trained);
    return hessianEigenvaluesOf(matrices, own, {
      slopes: epsilon.map((value) => loss.slope(value)),
      curvatures: epsilon.map((value) => loss.curvature(value)),
    });
  },
  products: (parameters) => parameters,
  workspace: (parameters) => 2 * parameters ** 2,
};
