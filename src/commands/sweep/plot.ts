/**
 * `qntk sweep plot`: its options and examples.
 */
import type { CommandDefinition } from "../definition.ts";
import { force } from "../shared-options.ts";

/** The command. */
export const sweepPlotCommand: CommandDefinition = {
  name: "sweep plot",
  summary: "draw results: curves with error bars, heat maps, phase diagrams",
  arguments: [{ name: "<dir>", words: "folder of a sweep" }],
  options: [
    { flags: "--x <axis>", words: "axis along x", required: true },
    { flags: "--y <name>", words: "quantity for curves, or a second axis for a map", required: true },
    { flags: "--color <name>", words: "axis whose values are the curves, or the quantity of a map" },
    { flags: "--at <axis=value>", words: "value of another axis; repeat it for several", repeats: true },
    { flags: "--out <file>", words: "file to write, .svg or .png", required: true },
    force,
  ],
  notes: `Means over samples and seeds, with standard errors.`,
  examples: [
    "npx qntk sweep plot sweeps/first --x layers --y kernelInfinity --color target --out curves.png",
    "npx qntk sweep plot sweeps/first --x target --y layers --color phase --out phases.png",
  ],
};
