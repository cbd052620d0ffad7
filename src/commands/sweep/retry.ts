/**
 * `qntk sweep retry`: its options and examples.
 */
import type { CommandDefinition } from "../definition.ts";
import { json, quiet } from "../shared-options.ts";
import { queueOptions } from "./queue-options.ts";

/** The command. */
export const sweepRetryCommand: CommandDefinition = {
  name: "sweep retry",
  summary: "try again what has failed: here, or on the queue that it was sent to",
  arguments: [{ name: "<dir>", words: "folder of a sweep" }],
  options: [
    { flags: "--only <kinds>", words: "of failed, oom, timeout, lost, with commas", initial: "all" },
    { flags: "--processes <n>", words: "processes at a time, where it runs here" },
    json,
    quiet,
    ...queueOptions,
  ],
  examples: ["npx qntk sweep retry sweeps/first", "npx qntk sweep retry /shared/first --only failed,oom,timeout --mem x2"],
};
