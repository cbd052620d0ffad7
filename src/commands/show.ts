/**
 * `qntk show`: its options and examples.
 */
import type { CommandDefinition } from "./definition.ts";
import { digits, force } from "./shared-options.ts";

/** The command. */
export const showCommand: CommandDefinition = {
  name: "show",
  summary: "summarize a run, or print its numbers at some steps",
  arguments: [{ name: "<dir>", words: "run folder" }],
  options: [
    { flags: "--at <steps>", words: "steps to print, such as 0,100,1000" },
    { flags: "--check", words: "compare every file below the folder with its checksum instead" },
    { flags: "--plot <file>", words: "draw the run's figure to an .svg or .png file" },
    force,
    digits,
  ],
  examples: [
    "npx qntk show qntk-runs/transition-1",
    "npx qntk show qntk-runs/transition-1 --at 0,100,1000 --json",
    "npx qntk show qntk-runs/transition-1 --plot run.png",
    "npx qntk show --check qntk-runs",
  ],
};
