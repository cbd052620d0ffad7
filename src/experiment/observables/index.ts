/**
 * The table of observables: one line for each definition.
 */
import { type Registry, registry } from "../../base/registry.ts";
import type { ObservableDefinition } from "./definition.ts";
import { denseMatrixFile } from "./dense.ts";
import { heisenbergChain } from "./heisenberg.ts";
import { maxCut } from "./maxcut.ts";
import { pauliText } from "./pauli.ts";
import { projector } from "./projector.ts";
import { tfimChain } from "./tfim.ts";
import { xxzChain } from "./xxz.ts";

export const observables: Registry<ObservableDefinition> = /* @__PURE__ */ registry<ObservableDefinition>("observable", [
  xxzChain,
  tfimChain,
  projector,
  pauliText,
  denseMatrixFile,
  heisenbergChain,
  maxCut,
]);
