/** A toy optimiser: steps of a fixed length along the signs of the gradient. */
import type { OptimizerDefinition } from "../../../src/index.ts";

export const toyOptimizer: OptimizerDefinition<{ readonly toyStride: number }> = {
  name: "toy-signs",
  title: "toy steps along signs",
  label: "Toy signs",
  fields: [
    {
      ...{
        name: "toyStride",
        type: "number",
        words: "length of a toy step over eta",
        placeholder: "<s>",
        default: 0.5,
        above: 0,
      },
      ...{ symbol: "s", label: "Stride", range: { min: 0.1, max: 2, step: 0.1 } },
    },
  ],
  rises: "now-and-then",
  init: ({ columns }) => ({ "toy-count": new Float64Array(columns) }),
  update: (gradient, state, { eta }, { toyStride }) => ({
    updates: gradient.map((value) => -eta * toyStride * Math.sign(value)),
    state: { "toy-count": state["toy-count"].map((count) => count + 1) },
  }),
};
