/** A toy quantity: the largest entry of the gradient and its place. */
import type { QuantityDefinition } from "../../../src/index.ts";

export const toyQuantity: QuantityDefinition = {
  name: "toy-peak",
  words: "the peak of the toy gradient",
  array: { name: "toy_peak", description: "largest entry of the toy gradient, and where it is" },
  entry: { name: "toy_side", description: "value, place" },
  width: () => 2,
  measure({ gradient, columns, parameters }) {
    const peaks = Array.from({ length: columns }, (_, c) => {
      const own = gradient.slice(c * parameters, (c + 1) * parameters).map(Math.abs);
      const largest = Math.max(...own);
      return [largest, own.indexOf(largest)];
    });
    return Float64Array.from(peaks.flat());
  },
};
