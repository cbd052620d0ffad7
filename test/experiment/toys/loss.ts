/** A toy loss: ε⁴ / 4. */
import type { LossDefinition } from "../../../src/index.ts";

export const toyLoss: LossDefinition = {
  name: "toy-quartic",
  title: "toy (<O> - O0)^4 / 4",
  label: "ε⁴/4",
  value: (epsilon) => epsilon ** 4 / 4,
  slope: (epsilon) => epsilon ** 3,
  curvature: (epsilon) => 3 * epsilon ** 2,
  aims: "target",
};
