/**
 * `qntk sweep logs`: its options and examples.
 */
import type { CommandDefinition } from "../definition.ts";

/** The command. */
export const sweepLogsCommand: CommandDefinition = {
  name: "sweep logs",
  summary: "print what a point's tasks wrote, and why it failed",
  arguments: [
    { name: "<dir>", words: "folder of a sweep" },
    { name: "<point>", words: "id of a point or batch, or its first digits, as status prints them" },
  ],
  examples: ["npx qntk sweep logs sweeps/first 3fa9c1"],
};
