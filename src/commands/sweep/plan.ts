/**
 * `qntk sweep plan`: its options and examples.
 */
import type { CommandDefinition } from "../definition.ts";

/** The command. */
export const sweepPlanCommand: CommandDefinition = {
  name: "sweep plan",
  summary: "say what a sweep is: points, batches, work, memory, time",
  arguments: [{ name: "<file>", words: "sweep file, JSON or YAML" }],
  options: [
    { flags: "--processes <n>", words: "processes of the estimate", initial: "all cores" },
    { flags: "--json", words: "print JSON, with every point and batch" },
  ],
  examples: ["npx qntk sweep plan sweep.json", "npx qntk sweep plan sweep.yaml --json"],
};
