/**
 * `qntk sweep run`: its options and examples.
 */
import type { CommandDefinition } from "../definition.ts";
import { json, quiet } from "../shared-options.ts";

/** The command. */
export const sweepRunCommand: CommandDefinition = {
  name: "sweep run",
  summary: "run a sweep on the cores of this machine, or go on with one",
  arguments: [{ name: "<file>", words: "sweep file, JSON or YAML" }],
  options: [
    { flags: "--out <dir>", words: "folder of the sweep; one that is there is gone on with", required: true },
    { flags: "--processes <n>", words: "processes at a time", initial: "one for each core, as far as memory allows" },
    json,
    quiet,
  ],
  notes: `Every point that is done is a file of its own in the folder: Ctrl-C or kill -9 lose nothing that is done, and the same command goes on. A point that
fails is put on record and does not end the rest.`,
  examples: [
    "npx qntk sweep run sweep.json --out sweeps/first",
    "npx qntk sweep run sweep.json --out sweeps/first --processes 1",
  ],
};
