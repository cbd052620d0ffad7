/**
 * `qntk train`: its options and examples.
 */
import type { CommandDefinition } from "./definition.ts";
import { runOptions } from "./run-options.ts";

/** The command. */
export const trainCommand: CommandDefinition = {
  name: "train",
  summary: "train a circuit and record its dynamics",
  fields: ({ all }) => all,
  options: [runOptions.yes, runOptions.config, runOptions.resume, runOptions.from, runOptions.lambda, runOptions.plot],
  examples: [
    "npx qntk train --qubits 6 --layers 192 --target -18 --steps 3000 --out runs/frozen-kernel",
    "npx qntk train --observable pauli --pauli '-1.0*XXI + 0.5*ZIZ' --qubits 3 --target min",
    "npx qntk train --ansatz hea --qubits 8 --layers 48 --observable tfim --target -5 --measure mu:40,theta:100",
    "npx qntk train --config experiment.json --seed 3",
    "npx qntk train --resume runs/frozen-kernel",
  ],
};
