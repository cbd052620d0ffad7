/**
 * `qntk speedup`: its options and examples.
 */
import type { CommandDefinition } from "./definition.ts";
import { studyFields } from "./field-choices.ts";
import { runOptions } from "./run-options.ts";

/** The command. */
export const speedupCommand: CommandDefinition = {
  name: "speedup",
  summary: "race targets below the spectrum against the linear loss: same eta, equal cost, and the limit of stability",
  fields: studyFields("target", "loss", "criticalFrom", "criticalSteps", "measure"),
  fieldWords: { steps: "most gradient steps of the run with the linear loss (default: 6000)" },
  options: [
    runOptions.resume,
    runOptions.plot,
    { flags: "--error <value>", words: "residual error |epsilon - R| to be reached", initial: "0.001" },
    {
      flags: "--residuals <list>",
      words: "R = O_min - O0 of the targets, such as 1,2,4",
      initial: "a range around the stability limit",
    },
  ],
  notes: `Writes a folder with all runs, speedup.json, speedup.svg and speedup.png.`,
  examples: [
    "npx qntk speedup",
    "npx qntk speedup --qubits 3 --layers 48 --residuals 1,2,4,8,16 --error 0.01 --out studies/speedup",
    "npx qntk speedup --resume studies/speedup --json",
  ],
};
