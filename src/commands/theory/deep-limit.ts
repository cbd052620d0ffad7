/**
 * `qntk theory deep-limit`: its options and examples.
 */
import type { CommandDefinition } from "../definition.ts";
import { dataTrainingFields, trainingTargetWords } from "../field-choices.ts";
import { runOptions } from "../run-options.ts";
import { force } from "../shared-options.ts";

/** The command. */
export const theoryDeepLimitCommand: CommandDefinition = {
  name: "theory deep-limit",
  summary:
    "predict the whole training history from the initial states, of one state or of a data set, for circuits with L >> d^2",
  fields: dataTrainingFields,
  fieldWords: { target: trainingTargetWords },
  options: [
    runOptions.config,
    { flags: "--plot <file>", words: "draw the figure into a file, .svg or .png" },
    force,
    { flags: "--run <dir>", words: "draw a stored run beside the prediction" },
  ],
  examples: [
    "npx qntk theory deep-limit --qubits 3 --layers 1536 --eta 0.0001",
    "npx qntk theory deep-limit --target min-4 --steps 500 --json",
    "npx qntk theory deep-limit --qubits 2 --layers 320 --data haar:2 --observable pauli --pauli ZI --target=0.3,-0.5",
    "npx qntk theory deep-limit --run qntk-runs/transition-1 --plot deep-limit.png",
  ],
};
