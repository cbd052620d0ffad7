/**
 * `qntk hessian`: its options and examples.
 */
import type { CommandDefinition } from "./definition.ts";
import { dataStudyFields } from "./field-choices.ts";
import { runOptions } from "./run-options.ts";

/** The command. */
export const hessianCommand: CommandDefinition = {
  name: "hessian",
  summary: "look at the Hessian of the loss at a step of a run: spectrum, gap, rank, eigenvectors, landscape, paths",
  arguments: [{ name: "[dir]", words: "run folder; without one, a run is trained from the options, as by train" }],
  fields: dataStudyFields("force"),
  options: [
    runOptions.config,
    runOptions.resume,
    { flags: "--step <t>", words: "step of the run", initial: "its last one" },
    { flags: "--show <k>", words: "target whose eigenvectors and landscape are shown, from 0", initial: "the last one" },
    { flags: "--sample <k>", words: "sample whose eigenvectors, landscape and paths are shown, from 0", initial: "0" },
    { flags: "--vectors <k>", words: "how many of the largest eigenvalues have their eigenvectors listed", initial: "3" },
    { flags: "--rounding <value>", words: "eigenvalues up to half of it count as zero in gap and rank", initial: "0.001" },
    { flags: "--plot <file>", words: "draw the figure into a file, .svg or .png" },
    { flags: "--force", words: "replace an existing figure, or run folder" },
  ],
  notes: `A run that is trained is an ordinary run folder: Ctrl-C stores what is done, --resume goes on, and it can be looked at again at any step.`,
  examples: [
    "npx qntk hessian qntk-runs/transition-1 --plot hessian.svg",
    "npx qntk hessian qntk-runs/transition-1 --step 100 --show 0 --json",
    "npx qntk hessian --qubits 3 --layers 28 --target min-2 --steps 1500 --eta 0.005 --out runs/n3",
    "npx qntk hessian --resume runs/n3",
    "npx qntk hessian --qubits 2 --layers 24 --data haar:2 --observable pauli --pauli ZI --target=0.3,-0.5 --steps 500 --out runs/data",
  ],
};
