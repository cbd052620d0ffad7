/**
 * Quantity `kernel`: K_ab of the data, where it is not recorded at every step.
 */
import type { QuantityDefinition } from "./quantity.ts";

/** K_ab = J_a . J_b. */
export const kernelQuantity: QuantityDefinition = {
  name: "kernel",
  words: "the kernel of data",
  array: { name: "kernel", description: "quantum neural tangent kernel K_ab = J_a . J_b of the data" },
  of: "data",
  width: ({ data }) => data ** 2,
};
