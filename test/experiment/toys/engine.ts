/** A toy engine: the plain one under another name. */
import { type EngineDefinition, referenceEngine } from "../../../src/index.ts";

export const toyEngine: EngineDefinition = {
  name: "toy-abacus",
  title: "toy beads",
  precisions: ["double"],
  engine: () => ({ ...referenceEngine, name: "toy-abacus" }),
};
