/**
 * `qntk diagnose`: its options and examples.
 */
import type { CommandDefinition } from "./definition.ts";
import { dataTrainingFields, noisyFields, trainingTargetWords } from "./field-choices.ts";
import { runOptions } from "./run-options.ts";

/** The command. */
export const diagnoseCommand: CommandDefinition = {
  name: "diagnose",
  summary: "say before training what to expect: phase, time constants, stable learning rate, steps, over-parametrisation",
  fields: (names) => [...dataTrainingFields(names), ...noisyFields],
  fieldWords: { target: trainingTargetWords },
  options: [
    runOptions.config,
    { flags: "--error <value>", words: "error |epsilon - R| whose number of steps is estimated", initial: "0.001" },
    {
      flags: "--pilot <gradients>",
      words:
        "follow the path of gradient descent from 200 initial angles, by so many gradients for each: medians and intervals of steps, rates, K and lambda",
    },
  ],
  notes: `With --shots it says after how many steps the phase of every target will be named, with a probability of 95 % over the scatter of the shots, or how many steps or shots that would
take: it follows the paths that training takes from its own angles, by 100 gradients each, or by those of --pilot.`,
  examples: [
    "npx qntk diagnose --qubits 4 --layers 64",
    "npx qntk diagnose --ansatz hea --qubits 4 --layers 8 --observable tfim --target min --error 0.01",
    "npx qntk diagnose --ansatz hea --qubits 3 --layers 6 --target min+20%,min,min-20% --pilot 100",
    "npx qntk diagnose --ansatz hea --qubits 2 --layers 4 --target min+10%,min,min-10% --steps 600 --shots 100",
    "npx qntk diagnose --ansatz hea --qubits 2 --layers 4 --target min+10% --noise kolkata --pilot 100",
    "npx qntk diagnose --layers 20 --target min-4 --json",
    "npx qntk diagnose --qubits 2 --layers 64 --data haar:2 --observable pauli --pauli ZI --target=0.3,-0.5 --target=5,-6",
  ],
};
