/**
 * The table of recorded quantities: one line for each definition.
 */
import { type Registry, registry } from "../../base/registry.ts";
import { gradientQuantity } from "./gradient.ts";
import { hessianQuantity } from "./hessian.ts";
import { kernelQuantity } from "./kernel.ts";
import { dqntkQuantity } from "./mu.ts";
import type { QuantityDefinition } from "./quantity.ts";
import { heldOutQuantity } from "./test.ts";
import { anglesQuantity } from "./theta.ts";

export const quantities: Registry<QuantityDefinition> = /* @__PURE__ */ registry<QuantityDefinition>("quantity", [
  dqntkQuantity,
  anglesQuantity,
  hessianQuantity,
  heldOutQuantity,
  kernelQuantity,
  gradientQuantity,
]);
