/**
 * `qntk export`: its options and examples.
 */
import type { CommandDefinition } from "./definition.ts";
import { force } from "./shared-options.ts";

/** The command. */
export const exportCommand: CommandDefinition = {
  name: "export",
  summary: "write a run's arrays to one file for NumPy",
  arguments: [{ name: "<dir>", words: "run folder" }],
  options: [{ flags: "--npz <file>", words: "file to write", required: true }, force],
  examples: ["npx qntk export qntk-runs/transition-1 --npz transition.npz"],
};
