/**
 * Plain, obvious TypeScript.
 */
import { referenceEngine } from "../reference/reference-engine.ts";
import type { EngineDefinition } from "./definition.ts";

export const referenceDefinition: EngineDefinition = {
  name: "reference",
  title: "plain TypeScript",
  precisions: ["double"],
  engine: () => referenceEngine,
};
