/**
 * The options and examples of `qntk noise`. What it does is loaded when it runs.
 */

import { type Command, Option } from "commander";
import { deviceExperiment } from "../experiment/device-experiment.ts";
import { problemFieldNames } from "./fields.ts";
import type { NoiseOptionValues } from "./noise.ts";
import { addFieldOptions, redefaultOptions } from "./run-options.ts";

/** Fields of the experiment that the command takes beside those of the ansatz and the observable, and the defaults they have here. */
const FIELDS = [
  ...["ansatz", "qubits", "layers", "observable", "target", "eta", "steps", "samples"],
  ...["noise", "noiseEngine", "layout", "idle", "mitigate", "shots", "shotSeed"],
];
const DEFAULTS = {
  ansatz: deviceExperiment.ansatz,
  qubits: "2",
  layers: "4",
  coupling: "4",
  target: "-10, -12 and -14",
  steps: "49",
  samples: "12",
  noise: "kolkata",
  shots: "1000, or none for exact values",
};

/** Adds the command. */
export function addNoiseCommand(root: Command, done: (code: number) => void): void {
  const command = root.command("noise");
  addFieldOptions(command, [...FIELDS, ...problemFieldNames()]);
  redefaultOptions(command, DEFAULTS)
    .description("train with and without noise from the same angles, and fit the depolarising p of every repetition")
    .addOption(
      new Option("--run <dir>", "take the noisy side from a stored run, such as one on a device, in place of a simulation"),
    )
    .addOption(
      new Option(
        "--describe <file>",
        "say what a file of backend properties holds, and how missing values are taken; no training",
      ),
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
  npx qntk noise --ansatz circuit --circuit mine.qasm --observable tfim --target min
  npx qntk noise --describe props_kolkata.json
  npx qntk noise --noise props_kolkata.json --layout 12,13 --json`,
    )
    .action(async (values: NoiseOptionValues) => done(await (await import("./noise.ts")).noiseCommand(values)));
}
