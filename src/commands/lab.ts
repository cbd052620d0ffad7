/**
 * `qntk lab`: its options and examples.
 */
import type { CommandDefinition } from "./definition.ts";

/** The command. */
export const labCommand: CommandDefinition = {
  name: "lab",
  summary: "open the lab: the transition live in the browser, served on this machine only",
  arguments: [
    { name: "[dir]", words: "folder of a run to replay, or of a sweep: its map, and a click on a point opens that run" },
  ],
  options: [{ flags: "--port <n>", words: "port, 0 for any that is free", initial: "4280, or another one where it is taken" }],
  withoutImports: true,
  examples: ["npx qntk lab", "npx qntk lab --port 8080", "npx qntk lab runs/first", "npx qntk lab sweeps/first"],
};
