/**
 * `qntk theory restricted-haar`: its options and examples.
 */
import type { CommandDefinition } from "../definition.ts";
import { digits, force, noProgress, theorySubject } from "../shared-options.ts";

/** The command. */
export const theoryRestrictedHaarCommand: CommandDefinition = {
  name: "theory restricted-haar",
  summary: "averages of K, μ, ε μ, λ and ζ at late time, when the output state is fixed and all else is random",
  fields: ({ problem }) => [...problem, "data"],
  options: [
    ...theorySubject("; with data, one number each with commas"),
    { flags: "--monte-carlo <n>", words: "draw n circuits that reach the output state and compare" },
    { flags: "--plot <file>", words: "draw the averages against O0 and L, or of every pair of data, to an .svg or .png file" },
    force,
    digits,
    noProgress,
  ],
  notes: `For a projector this is Theorem 3. For other observables the output state is taken to have populations
exp(-β E_k) with <O> = O0, those of deep circuits; beyond the spectrum it is the end's eigenstate.
With data the output states are those to which gradient flow of deep circuits takes random ones, a hundred of them.`,
  examples: [
    "npx qntk theory restricted-haar --observable projector --qubits 5 --layers 512 --target 1",
    "npx qntk theory restricted-haar --observable projector --qubits 3 --layers 16 --target 0.5 --monte-carlo 4000",
    "npx qntk theory restricted-haar --qubits 2 --layers 320 --data haar:2 --observable projector --state 00 --state 01 --target 0.5,0.6",
    "npx qntk theory restricted-haar --qubits 4 --layers 64 --target min+4 --plot late-time.png",
    "npx qntk theory restricted-haar --qubits 4 --layers 64 --target min-4 --json",
  ],
};
