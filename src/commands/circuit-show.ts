/**
 * `qntk circuit show`: its options and examples.
 */
import type { CommandDefinition } from "./definition.ts";
import { force } from "./shared-options.ts";

/** The command. */
export const circuitShowCommand: CommandDefinition = {
  name: "circuit show",
  summary: "draw a circuit from an OpenQASM file, and count its gates, depth and parameters",
  arguments: [{ name: "<file>", words: "" }],
  options: [
    { flags: "--svg <file>", words: "draw it to an .svg file too" },
    { flags: "--train-angles <which>", words: "angles that count as parameters: inputs, or all, numbers too", initial: "inputs" },
    { flags: "--noise <file>", words: "properties of a machine, FILE or FILE:fractional, to compile the circuit for" },
    { flags: "--compiled", words: "write what would run on that machine as OpenQASM 3, in place of the drawing" },
    { flags: "--layout <qubits>", words: "the machine's qubit for each of the circuit's", initial: "chosen" },
    { flags: "--angles <list>", words: "angles of all inputs, such as 'a=0.3,p[0]=-1'", initial: "they stay inputs" },
    force,
    { flags: "--json", words: "print the counts, or the compiled circuit, as JSON" },
  ],
  notes: `Gates are counted as the text writes them, definitions not looked into, and those on whole registers once for each qubit.`,
  examples: [
    "npx qntk circuit show mine.qasm",
    "npx qntk circuit show mine.qasm --svg mine.svg",
    "npx qntk circuit show mine.qasm --noise props_kolkata.json --compiled > compiled.qasm",
  ],
};
