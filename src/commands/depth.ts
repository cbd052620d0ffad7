/**
 * `qntk depth`: its options and examples.
 */
import type { CommandDefinition } from "./definition.ts";
import { studyFields } from "./field-choices.ts";
import { runOptions } from "./run-options.ts";

/** The command. */
export const depthCommand: CommandDefinition = {
  name: "depth",
  summary: "train circuits of several depths far beyond the spectrum: what each reaches, ranks, and late-time lambda",
  fields: studyFields("layers", "theta", "loss", "criticalFrom", "criticalSteps", "measure"),
  fieldWords: {
    target:
      "target beyond the spectrum: a number, min-4 or max+20% (of the spectrum's width) (default: min-20%; max+400% for projector)",
    steps: "gradient steps of each run (default: 4000)",
  },
  options: [
    runOptions.resume,
    runOptions.plot,
    {
      flags: "--layers-list <list>",
      words: "layers of the circuits, such as 8,16,32",
      initial: "from 1/8 to 3 times the threshold",
    },
    { flags: "--monte-carlo <n>", words: "random circuits drawn for lambda at each depth, 0 for none", initial: "40" },
    { flags: "--ensemble <n>", words: "as --monte-carlo", hidden: true },
  ],
  notes: `Writes a folder with one run for each depth, depth.json, depth.svg and depth.png.`,
  examples: [
    "npx qntk depth --qubits 3",
    "npx qntk depth --qubits 4 --layers-list 8,16,24,32,48,64 --samples 20 --out studies/depth",
    "npx qntk depth --observable projector --qubits 3 --eta 0.01 --json",
    "npx qntk depth --resume studies/depth",
  ],
};
