/**
 * `qntk schema`: its options and examples.
 */
import type { CommandDefinition } from "./definition.ts";

/** The command. */
export const schemaCommand: CommandDefinition = {
  name: "schema",
  summary: "print the JSON Schema of configuration files",
  examples: ["npx qntk schema > config.schema.json"],
};
