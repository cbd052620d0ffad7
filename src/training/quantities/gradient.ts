/**
 * Quantity `gradient`: ∂<O>/∂θ of every parameter, whose squares add up to K. Source: Eq. 5.
 */
import { PARAMETER_ENTRY, type QuantityDefinition } from "./quantity.ts";

/** ∂<O>/∂θ; zero for parameters that are not trained. */
export const gradientQuantity: QuantityDefinition = {
  name: "gradient",
  words: "the gradient of <O>",
  array: { name: "gradient", description: "gradient of <O>, whose squares add up to the kernel (Eq. 5)" },
  entry: PARAMETER_ENTRY,
  width: ({ parameters }) => parameters,
  measure: ({ gradient }) => gradient.slice(),
};
