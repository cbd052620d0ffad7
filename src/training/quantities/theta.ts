/**
 * Quantity `theta`: the angles.
 */
import { PARAMETER_ENTRY, type QuantityDefinition } from "./quantity.ts";

/** θ of every parameter. */
export const anglesQuantity: QuantityDefinition = {
  name: "theta",
  words: "theta",
  array: { name: "theta", description: "angles theta in radians" },
  entry: PARAMETER_ENTRY,
  of: "both",
  width: ({ parameters }) => parameters,
  measure: ({ theta }) => theta.slice(),
};
