/**
 * `qntk sweep cancel`: its options and examples.
 */
import type { CommandDefinition } from "../definition.ts";
import { queueEngineOptions } from "./queue-options.ts";

/** The command. */
export const sweepCancelCommand: CommandDefinition = {
  name: "sweep cancel",
  summary: "cancel what is waiting or running on a queue",
  arguments: [{ name: "<dir>", words: "folder of a sweep" }],
  options: [
    ...queueEngineOptions,
    { flags: "--cancel <template>", words: "of engine command: command that cancels the job {job}" },
  ],
  examples: ["npx qntk sweep cancel /shared/first"],
};
