/**
 * `qntk doctor`: its options and examples.
 */
import type { CommandDefinition } from "./definition.ts";
import { json } from "./shared-options.ts";

/** The command. */
export const doctorCommand: CommandDefinition = {
  name: "doctor",
  summary:
    "say what this machine has: versions, the engine and why, threads, memory, Python, Slurm, the lab; and how to get the faster engine",
  options: [json],
  withoutImports: true,
  examples: ["npx qntk doctor", "npx qntk doctor --json"],
};
