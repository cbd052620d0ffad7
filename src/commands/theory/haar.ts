/**
 * `qntk theory haar`: its options and examples.
 */
import type { CommandDefinition } from "../definition.ts";
import { digits, force, noProgress, theorySubject } from "../shared-options.ts";

/** The command. */
export const theoryHaarCommand: CommandDefinition = {
  name: "theory haar",
  summary: "averages of K, μ, ε μ, λ and ζ at random initialisation, exact and asymptotic",
  fields: ({ problem }) => [...problem, "data"],
  options: [
    ...theorySubject(),
    { flags: "--monte-carlo <n>", words: "draw n random initialisations and compare" },
    {
      flags: "--draw <what>",
      words: "what Monte Carlo draws: ensemble (Haar random before and after every rotation) or ansatz (the circuit as it is)",
      initial: "ensemble",
    },
    { flags: "--plot <file>", words: "draw the averages against L to an .svg or .png file" },
    force,
    digits,
    noProgress,
  ],
  notes: `Works for any Pauli sum without its matrix; 20 qubits take no longer than 2. min and max as targets take a
Lanczos run beyond 8 qubits, numbers do not.`,
  examples: [
    "npx qntk theory haar --qubits 2 --layers 16 --data haar:3 --observable pauli --pauli ZI --monte-carlo 4000",
    "npx qntk theory haar --qubits 2 --layers 16 --monte-carlo 20000",
    "npx qntk theory haar --qubits 6 --layers 100 --target min --plot haar.svg",
    "npx qntk theory haar --qubits 20 --layers 4000 --target -78 --json",
    "npx qntk theory haar --observable pauli --pauli 'ZI + 0.5*IZ - ZZ' --qubits 2 --layers 8 --target min-1",
  ],
};
