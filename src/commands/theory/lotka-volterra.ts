/**
 * `qntk theory lotka-volterra`: its options and examples.
 */
import type { CommandDefinition } from "../definition.ts";
import { trainingFields, trainingTargetWords } from "../field-choices.ts";
import { runOptions } from "../run-options.ts";
import { force } from "../shared-options.ts";

/** The command. */
export const theoryLotkaVolterraCommand: CommandDefinition = {
  name: "theory lotka-volterra",
  summary: "solve the Lotka-Volterra equations with predicted constants: bifurcation, phase portrait, closed forms",
  fields: trainingFields,
  fieldWords: { target: trainingTargetWords },
  options: [
    runOptions.config,
    { flags: "--plot <file>", words: "draw the figure into a file, .svg or .png" },
    force,
    {
      flags: "--lambda <which>",
      words: "lambda beyond the spectrum: circuit, edge, deep, or a number",
      initial: "edge, or deep where L is below the threshold",
    },
  ],
  examples: [
    "npx qntk theory lotka-volterra --qubits 4 --layers 96",
    "npx qntk theory lotka-volterra --lambda circuit --target min-2 --json",
    "npx qntk theory lotka-volterra --plot portrait.svg --force",
  ],
};
