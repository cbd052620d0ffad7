/**
 * `qntk noise`: its options and examples.
 */
import { deviceExperiment } from "../experiment/device-experiment.ts";
import type { CommandDefinition } from "./definition.ts";
import { force, noProgress } from "./shared-options.ts";

/** The command. */
export const noiseCommand: CommandDefinition = {
  name: "noise",
  summary: "train with and without noise from the same angles, and fit the depolarising p of every repetition",
  fields: ({ problem, data }) => [
    ...problem,
    ...data.filter((name) => name !== "data"),
    ...["target", "loss", "eta", "steps", "samples", "noise", "noiseEngine", "layout", "idle", "mitigate", "shots", "shotSeed"],
  ],
  fieldDefaults: {
    ansatz: deviceExperiment.ansatz,
    qubits: "2",
    layers: "4",
    coupling: "4",
    target: "-10, -12 and -14",
    steps: "49",
    samples: "12",
    noise: deviceExperiment.noise,
    shots: "1000, or none for exact values",
  },
  options: [
    { flags: "--run <dir>", words: "take the noisy side from a stored run, such as one on a device, in place of a simulation" },
    {
      flags: "--describe <file>",
      words: "say what a file of backend properties holds, and how missing values are taken; no training",
    },
    { flags: "--from <step>", words: "first step that the fit of p takes into account", initial: "10" },
    {
      flags: "--data <source>",
      words:
        "a data set, as for train: every datum is then a circuit of its own; or the folder of the authors' data, whose device runs are fitted alike",
    },
    {
      flags: "--estimates",
      words: "measure ⟨O⟩ once more at the final angles, raw and by every mitigation, beside the exact value",
    },
    { flags: "--plot <file>", words: "draw errors and kernels of every target to an .svg or .png file" },
    force,
    { flags: "--json", words: "print every curve and number as JSON" },
    noProgress,
  ],
  notes: `Without options: the published device experiment (hea, two qubits, four layers, J = 4, targets -10, -12, -14, 49 steps from the
published angles) with noise kolkata, 1000 shots and 12 repetitions. Other circuits start from angles by the same generator.
The histories of ε and K say the phase of every target with its probability, by the ends that noise leaves, R, λ, C and the rate with 95 % intervals, and what more would decide what is open; with
--data DIR also what the device runs say, whose ends are not known. With a data set p is fitted to every datum, and no phase is inferred.`,
  examples: [
    "npx qntk noise",
    "npx qntk noise --data ../QNN-dynamics --plot noise.png",
    "npx qntk noise --data basis:0,3 --target=2,-5 --shots none --samples 3",
    "npx qntk noise --target -12 --mitigate readout --estimates",
    "npx qntk noise --run runs/kolkata --from 3",
    "npx qntk noise --noise depolarizing:0.04 --shots 200 --samples 50 --target -12",
    "npx qntk noise --ansatz circuit --circuit mine.qasm --observable tfim --target min",
    "npx qntk noise --describe props_kolkata.json",
    "npx qntk noise --noise props_kolkata.json --layout 12,13 --json",
  ],
};
