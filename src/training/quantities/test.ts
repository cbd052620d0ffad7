/**
 * Quantity `test`: the errors of the data that are held out.
 */
import type { QuantityDefinition } from "./quantity.ts";

/** ε of every datum held out. */
export const heldOutQuantity: QuantityDefinition = {
  name: "test",
  words: "the errors of data held out",
  array: { name: "test_epsilon", description: "total error of every datum held out" },
  of: "data",
  width: ({ heldOut }) => heldOut,
};
