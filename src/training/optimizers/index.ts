/**
 * The table of optimisers: one line for each definition.
 */
import { type Registry, registry } from "../../base/registry.ts";
import { adam } from "./adam.ts";
import { gradientDescent } from "./gd.ts";
import { momentum } from "./momentum.ts";
import { nesterov } from "./nesterov.ts";
import type { OptimizerDefinition } from "./optimizer.ts";
import { quantumNaturalGradient } from "./qng.ts";
import { spsa } from "./spsa.ts";

export const optimizers: Registry<OptimizerDefinition> = /* @__PURE__ */ registry<OptimizerDefinition>("optimizer", [
  gradientDescent,
  momentum,
  nesterov,
  adam,
  spsa,
  quantumNaturalGradient,
]);
