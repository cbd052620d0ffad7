/**
 * `qntk verify`: its options and examples.
 */
import type { CommandDefinition } from "./definition.ts";
import { json } from "./shared-options.ts";

/** The command. */
export const verifyCommand: CommandDefinition = {
  name: "verify",
  summary: "simulate the published data again from its seeds and compare, file by file",
  arguments: [{ name: "<dir>", words: "folder laid out like the authors' repository (it holds `data`, or is `data`)" }],
  options: [
    { flags: "--only <glob>", words: "files to compare, such as '*n6L192*' or 'training/HEA/**'" },
    { flags: "--max-steps <n>", words: "compare the first n steps only" },
    { flags: "--samples <n>", words: "compare the first n samples only (they do not depend on each other)" },
    { flags: "--sample", words: "compare a seeded part of every folder, as large as five minutes on two cores allow" },
    { flags: "--seed <n>", words: "seed that picks the files of --sample", initial: "0" },
    {
      flags: "--engine <name>",
      words: "auto, native (fastest), wasm or reference (plain TypeScript)",
      initial: "auto, the fastest one here",
    },
    { flags: "--threads <n>", words: "worker threads in all", initial: "all cores" },
    {
      flags: "--jobs <n>",
      words: "experiments simulated side by side, sharing the threads",
      initial: "1; with --sample one on each thread",
    },
    { flags: "--resume <file>", words: "keep results in this file, and go on from those it holds" },
    json,
    { flags: "--quiet", words: "print nothing but failures and the count" },
  ],
  notes: `Data: https://github.com/bzGit06/QNN-dynamics, or https://github.com/bzGit06/QNN_SL_dynamics of the paper on data sets,
whose files are compared one by one (--only, --samples, --max-steps, --sample, --engine, --json, --quiet).`,
  withoutImports: true,
  examples: [
    "npx qntk verify ../QNN-dynamics --sample",
    "npx qntk verify ../QNN-dynamics --only '*n6L6T*'",
    "npx qntk verify ../QNN-dynamics --only '*n8L768*' --max-steps 20",
    "npx qntk verify ../QNN-dynamics --jobs 2 --resume verify.json",
    "npx qntk verify ../QNN_SL_dynamics --sample",
    "npx qntk verify ../QNN-dynamics --json",
  ],
};
