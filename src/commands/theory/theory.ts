/**
 * `qntk theory`: its options and examples.
 */
import type { CommandDefinition } from "../definition.ts";

/** The command. */
export const theoryCommand: CommandDefinition = {
  name: "theory",
  summary: "what theory says for a circuit and an observable, beside Monte Carlo",
  withoutImports: true,
  examples: [
    "npx qntk theory haar --qubits 4 --layers 64 --monte-carlo 4000",
    "npx qntk theory restricted-haar --observable projector --qubits 5 --layers 512 --target 1",
    "npx qntk theory frame-potential --qubits 2 --layers 64 --monte-carlo 200",
    "npx qntk theory late-time --layers 96",
  ],
};
