/**
 * `qntk transition`: its options and examples.
 */
import type { CommandDefinition } from "./definition.ts";
import { runOptions } from "./run-options.ts";

/** The command. */
export const transitionCommand: CommandDefinition = {
  name: "transition",
  summary: "compute the dynamical transition: three targets around O_min, with theory beside it",
  fields: ({ all }) => all,
  options: [runOptions.yes, runOptions.config, runOptions.resume, runOptions.from, runOptions.lambda, runOptions.plot],
  notes: `Writes a run folder with the numbers (Zarr), transition.svg, transition.png and report.html.`,
  examples: [
    "npx qntk transition",
    "npx qntk transition --qubits 2 --layers 32 --coupling 4 --seed 7",
    "npx qntk transition --ansatz hea --qubits 4 --layers 24 --target min+3 --target min --target min-3",
    "npx qntk transition --observable projector --json",
  ],
};
