/**
 * `qntk theory late-time`: its options and examples.
 */
import type { CommandDefinition } from "../definition.ts";
import { trainingFields, trainingTargetWords } from "../field-choices.ts";
import { runOptions } from "../run-options.ts";
import { force } from "../shared-options.ts";

/** The command. */
export const theoryLateTimeCommand: CommandDefinition = {
  name: "theory late-time",
  summary: "predict lambda at late times, rates and the Hessian gap from tangent vectors and from the spectrum alone",
  fields: trainingFields,
  fieldWords: { target: trainingTargetWords },
  options: [
    runOptions.config,
    { flags: "--plot <file>", words: "draw the figure into a file, .svg or .png" },
    force,
    { flags: "--run <dir>", words: "compare with a stored run, whose circuit, targets and final angles are taken" },
    { flags: "--monte-carlo <n>", words: "random circuits drawn for the ensemble averages, 0 for none", initial: "40" },
    { flags: "--ensemble <n>", words: "as --monte-carlo", hidden: true },
  ],
  notes: `Targets at or beyond an end of the spectrum have a late-time lambda; inside, the deep-circuit limit of K and lambda is given.`,
  examples: [
    "npx qntk theory late-time --qubits 4 --layers 96",
    "npx qntk theory late-time --observable tfim --layers 128 --target min-1 --json",
    "npx qntk theory late-time --run qntk-runs/transition-1 --plot late-time.svg",
  ],
};
