/**
 * `qntk sweep`: its options and examples.
 */
import type { CommandDefinition } from "../definition.ts";

/** The command. */
export const sweepCommand: CommandDefinition = {
  name: "sweep",
  summary: "run a configuration over axes: on the cores of this machine, on a cluster, with one labelled array at the end",
  withoutImports: true,
  examples: [
    "npx qntk sweep plan sweep.json",
    "npx qntk sweep run sweep.json --out sweeps/first",
    "npx qntk sweep collect sweeps/first --out first.csv",
  ],
};
