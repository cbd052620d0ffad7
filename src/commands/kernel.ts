/**
 * `qntk kernel`: its options and examples.
 */
import type { CommandDefinition } from "./definition.ts";
import { digits, force } from "./shared-options.ts";

/** The command. */
export const kernelCommand: CommandDefinition = {
  name: "kernel",
  summary: "the quantum neural tangent kernel over a data set: mean, spread, spectrum, and what lazy training would predict",
  arguments: [{ name: "[dir]", words: "folder of a run with data" }],
  fields: ({ problem, data }) => [
    ...problem,
    ...data.filter((name) => !["batch", "batchSeed", "weights"].includes(name)),
    ...["samples", "seed", "streams", "precision"],
  ],
  options: [
    { flags: "--step <t>", words: "step of the run, one at which θ was recorded", initial: "the last" },
    { flags: "--plot <file>", words: "draw the matrix and its spectrum to an .svg or .png file" },
    force,
    digits,
    { flags: "--quiet", words: "print nothing but the result" },
  ],
  examples: [
    "npx qntk kernel --data haar:2 --observable pauli --pauli ZIII --samples 100",
    "npx qntk kernel --data points.csv --encode ry --qubits 2 --observable pauli --pauli ZI --test 25% --plot kernel.png",
    "npx qntk kernel qntk-runs/train-1 --step 100 --json",
  ],
};
