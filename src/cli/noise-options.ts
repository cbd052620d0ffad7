/**
 * The options and examples of `qntk noise`. What it does is loaded when it runs.
 */

import { type Command, Option } from "commander";
import type { NoiseOptionValues } from "./noise.ts";

const collect = (value: string, previous: string[] | undefined) => [...(previous ?? []), value];

/** Options of an experiment, with the defaults they have here. */
const EXPERIMENT: readonly [flags: string, description: string][] = [
  ["--qubits <n>", "number of qubits of the hardware-efficient ansatz (default: 2)"],
  ["--layers <d>", "its layers D, of 2 n parameters each (default: 4)"],
  ["--observable <name>", "xxz, tfim or pauli (default: xxz)"],
  ["--coupling <j>", "J of the xxz chain (default: 4)"],
  ["--field <h>", "h of the tfim chain (default: 2)"],
  ["--boundary <name>", "open or periodic, for xxz and tfim (default: open)"],
  ["--pauli <text>", "Pauli sum of observable pauli, such as '-1.0*XX + 0.5*ZI'"],
  ["--eta <rate>", "learning rate (default: 0.001)"],
  ["--steps <n>", "gradient steps (default: 49)"],
  ["--samples <n>", "repetitions, each with shots of its own (default: 12)"],
  ["--noise <model>", "depolarizing:p, kolkata, a JSON file of IBM backend properties, or none (default: kolkata)"],
  [
    "--noise-engine <name>",
    "what simulates noisy gates: density (matrices) or trajectories (one for every shot) (default: density up to 7 qubits)",
  ],
  ["--layout <qubits>", "the device's qubits to use, with noise from a file, such as 12,13"],
  ["--idle <schedule>", "relaxation of waiting qubits too, gates made asap or alap (as late as possible) (default: none)"],
  [
    "--mitigate <list>",
    "correct every estimate in training: readout, zne or zne:linear, or both, such as readout,zne (default: nothing)",
  ],
  ["--shots <n>", "shots for each circuit and group of commuting terms, or none for exact values (default: 1000)"],
  ["--shot-seed <n>", "seed of the shots (default: 0)"],
];

/** Adds the command. */
export function addNoiseCommand(root: Command, done: (code: number) => void): void {
  const command = root.command("noise");
  for (const [flags, description] of EXPERIMENT) command.addOption(new Option(flags, description));
  command
    .description("train with and without noise from the same angles, and fit the depolarising p of every repetition")
    .addOption(
      new Option("--target <o0>", "target: a number, min, min-4; repeat for several (default: -10, -12 and -14)").argParser(
        collect,
      ),
    )
    .addOption(
      new Option("--run <dir>", "take the noisy side from a stored run, such as one on a device, in place of a simulation"),
    )
    .addOption(new Option("--from <step>", "first step that the fit of p takes into account (default: 10)"))
    .addOption(new Option("--data <dir>", "folder of the authors' data: fit their device runs alike and compare"))
    .addOption(
      new Option("--estimates", "measure ⟨O⟩ once more at the final angles, raw and by every mitigation, beside the exact value"),
    )
    .addOption(new Option("--plot <file>", "draw errors and kernels of every target to an .svg or .png file"))
    .addOption(new Option("--force", "replace an existing file"))
    .addOption(new Option("--json", "print every curve and number as JSON"))
    .addOption(new Option("--quiet", "show no progress"))
    .addHelpText(
      "after",
      `
Without options: the published device experiment (hea, two qubits, four layers, J = 4, targets -10, -12, -14, 49 steps from the
published angles) with noise kolkata, 1000 shots and 12 repetitions. Other circuits start from angles by the same generator.

Examples:
  npx qntk noise
  npx qntk noise --data ../QNN-dynamics --plot noise.png
  npx qntk noise --target -12 --mitigate readout --estimates
  npx qntk noise --run runs/kolkata --from 3
  npx qntk noise --noise depolarizing:0.04 --shots 200 --samples 50 --target -12
  npx qntk noise --noise props_kolkata.json --layout 12,13 --json`,
    )
    .action(async (values: NoiseOptionValues) => done(await (await import("./noise.ts")).noiseCommand(values)));
}
