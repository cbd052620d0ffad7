/**
 * `qntk sweep work`: its options and examples.
 */
import type { CommandDefinition } from "../definition.ts";

/** The command. */
export const sweepWorkCommand: CommandDefinition = {
  name: "sweep work",
  summary: "do batches: those of a task, or those that the parent process hands out",
  hidden: true,
  arguments: [{ name: "<dir>", words: "folder of a sweep" }],
  options: [
    { flags: "--task <file>", words: "file of a submission" },
    { flags: "--index <k>", words: "task of it" },
    { flags: "--threads <n>", words: "worker threads" },
  ],
  examples: [],
};
