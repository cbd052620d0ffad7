/**
 * The table of ansätze: one line for each definition.
 */
import { type Registry, registry } from "../../base/registry.ts";
import { circuitFile } from "./circuit-file.ts";
import type { AnsatzDefinition } from "./definition.ts";
import { hardwareEfficient } from "./hardware-efficient.ts";
import { qaoa } from "./qaoa.ts";
import { randomPauli } from "./random-pauli.ts";
import { stronglyEntangling } from "./strongly-entangling.ts";
import { twoLocal } from "./two-local.ts";

export const ansatze: Registry<AnsatzDefinition> = /* @__PURE__ */ registry<AnsatzDefinition>("ansatz", [
  randomPauli,
  hardwareEfficient,
  circuitFile,
  qaoa,
  twoLocal,
  stronglyEntangling,
]);
