/**
 * `qntk theory frame-potential`: its options and examples.
 */
import type { CommandDefinition } from "../definition.ts";
import { digits, force, noProgress, theorySubject } from "../shared-options.ts";

/** The command. */
export const theoryFramePotentialCommand: CommandDefinition = {
  name: "theory frame-potential",
  summary: "frame potentials of the Haar and the restricted Haar ensemble, and of the circuit",
  fields: ({ problem }) => [...problem, "data"],
  options: [
    ...theorySubject("; with data, one number each with commas"),
    { flags: "--orders <k>", words: "frame potentials of order 1 to k", initial: "4" },
    { flags: "--monte-carlo <n>", words: "estimate them from the circuit at n sets of random angles" },
    { flags: "--steps <n>", words: "train these n circuits towards the target and follow F(t)", initial: "0" },
    { flags: "--eta <rate>", words: "learning rate of that training", initial: "0.001" },
    { flags: "--plot <file>", words: "draw the frame potentials against k and, where trained, t to an .svg or .png file" },
    force,
    digits,
    noProgress,
  ],
  examples: [
    "npx qntk theory frame-potential --qubits 2 --orders 6",
    "npx qntk theory frame-potential --qubits 3 --layers 64 --monte-carlo 300",
    "npx qntk theory frame-potential --qubits 2 --layers 64 --data haar:2 --observable projector --state 00 --state 01 --target 1.8,2 --monte-carlo 100 --eta 0.02 --steps 400",
    "npx qntk theory frame-potential --qubits 2 --layers 64 --target min-4 --monte-carlo 100 --steps 1000 --plot frame.svg",
  ],
};
