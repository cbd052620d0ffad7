/**
 * `qntk sweep status`: its options and examples.
 */
import type { CommandDefinition } from "../definition.ts";
import { json } from "../shared-options.ts";
import { queueEngineOptions } from "./queue-options.ts";

/** The command. */
export const sweepStatusCommand: CommandDefinition = {
  name: "sweep status",
  summary: "count what is done, running, waiting and failed, with the reason of each failure",
  arguments: [{ name: "<dir>", words: "folder of a sweep" }],
  options: [json, ...queueEngineOptions],
  examples: ["npx qntk sweep status sweeps/first", "npx qntk sweep status /shared/first --json"],
};
