/**
 * `qntk sweep schema`: its options and examples.
 */
import type { CommandDefinition } from "../definition.ts";

/** The command. */
export const sweepSchemaCommand: CommandDefinition = {
  name: "sweep schema",
  summary: "print the JSON Schema of sweep files",
  examples: ["npx qntk sweep schema > sweep.schema.json"],
};
