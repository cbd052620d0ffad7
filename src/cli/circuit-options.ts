/**
 * The options and examples of `qntk circuit`. What it does is loaded when it runs.
 */
import { type Command, Option } from "commander";
import type { CircuitOptionValues } from "./circuit.ts";
import type { CircuitShowOptionValues } from "./circuit-show-values.ts";

/** Adds the command. */
export function addCircuitCommand(root: Command, done: (code: number) => void): void {
  const command = root
    .command("circuit")
    .description("write a hardware-efficient ansatz as OpenQASM")
    .addOption(new Option("--qubits <n>", "number of qubits (default: 2)"))
    .addOption(new Option("--layers <d>", "layers D, of 2 n parameters each (default: 4)"))
    .addOption(new Option("--qasm <version>", "3, or 2, which has no symbols (default: 3)"))
    .addOption(new Option("--bind", "write the initial angles in place of the symbols theta_0, theta_1, …"))
    .addOption(new Option("--seed <n>", "seed of the initial angles (default: 0)"))
    .addOption(
      new Option("--streams <name>", "streams of the initial angles: default, published or published-device (default: default)"),
    )
    .addOption(new Option("--device-basis", "in RZ, SX, X and CNOT, the gates that superconducting devices calibrate"))
    .addOption(new Option("--out <file>", "file to write (default: print it)"))
    .addOption(new Option("--force", "replace an existing file"))
    .addHelpText(
      "after",
      `
Examples:
  npx qntk circuit
  npx qntk circuit --streams published-device --qasm 2
  npx qntk circuit --qubits 4 --layers 6 --device-basis --out ansatz.qasm`,
    )
    .action(async (values: CircuitOptionValues) => done(await (await import("./circuit.ts")).circuitCommand(values)));
  command
    .command("show <file>")
    .description("draw a circuit from an OpenQASM file, and count its gates, depth and parameters")
    .addOption(new Option("--svg <file>", "draw it to an .svg file too"))
    .addOption(
      new Option("--train-angles <which>", "angles that count as parameters: inputs, or all, numbers too (default: inputs)"),
    )
    .addOption(new Option("--noise <file>", "properties of a machine, FILE or FILE:fractional, to compile the circuit for"))
    .addOption(new Option("--compiled", "write what would run on that machine as OpenQASM 3, in place of the drawing"))
    .addOption(new Option("--layout <qubits>", "the machine's qubit for each of the circuit's (default: chosen)"))
    .addOption(new Option("--angles <list>", "angles of all inputs, such as 'a=0.3,p[0]=-1' (default: they stay inputs)"))
    .addOption(new Option("--force", "replace an existing file"))
    .addOption(new Option("--json", "print the counts, or the compiled circuit, as JSON"))
    .addHelpText(
      "after",
      `
Gates are counted as the text writes them, definitions not looked into, and those on whole registers once for each qubit.

Examples:
  npx qntk circuit show mine.qasm
  npx qntk circuit show mine.qasm --svg mine.svg
  npx qntk circuit show mine.qasm --noise props_kolkata.json --compiled > compiled.qasm`,
    )
    .action(async (file: string, values: CircuitShowOptionValues) =>
      done(await (await import("./circuit-show.ts")).circuitShowCommand(file, values)),
    );
}
