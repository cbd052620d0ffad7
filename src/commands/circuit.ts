/**
 * `qntk circuit`: its options and examples.
 */
import type { CommandDefinition } from "./definition.ts";
import { force } from "./shared-options.ts";

/** The command. */
export const circuitCommand: CommandDefinition = {
  name: "circuit",
  summary: "write a hardware-efficient ansatz as OpenQASM",
  options: [
    { flags: "--qubits <n>", words: "number of qubits", initial: "2" },
    { flags: "--layers <d>", words: "layers D, of 2 n parameters each", initial: "4" },
    { flags: "--qasm <version>", words: "3, or 2, which has no symbols", initial: "3" },
    { flags: "--bind", words: "write the initial angles in place of the symbols theta_0, theta_1, …" },
    { flags: "--seed <n>", words: "seed of the initial angles", initial: "0" },
    {
      flags: "--streams <name>",
      words: "streams of the initial angles: default, published or published-device",
      initial: "default",
    },
    { flags: "--device-basis", words: "in RZ, SX, X and CNOT, the gates that superconducting devices calibrate" },
    { flags: "--out <file>", words: "file to write", initial: "print it" },
    force,
  ],
  withoutImports: true,
  examples: [
    "npx qntk circuit",
    "npx qntk circuit --streams published-device --qasm 2",
    "npx qntk circuit --qubits 4 --layers 6 --device-basis --out ansatz.qasm",
  ],
};
