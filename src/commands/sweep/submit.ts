/**
 * `qntk sweep submit`: its options and examples.
 */
import type { CommandDefinition } from "../definition.ts";
import { queueOptions } from "./queue-options.ts";

/** The command. */
export const sweepSubmitCommand: CommandDefinition = {
  name: "sweep submit",
  summary: "send a sweep to a queue; sent again, only what is missing goes",
  arguments: [{ name: "<file>", words: "sweep file, JSON or YAML" }],
  options: [
    { flags: "--out <dir>", words: "folder of the sweep, which all machines share", required: true },
    { flags: "--dry-run", words: "print what would be sent, and send nothing" },
    ...queueOptions,
  ],
  examples: [
    "npx qntk sweep submit sweep.json --out /shared/first --engine slurm --time 1:00:00 --mem 2G --max-running 50",
    "npx qntk sweep submit sweep.json --out /shared/first --engine slurm --setup 'module load node' --dry-run",
    `npx qntk sweep submit sweep.json --out first --engine command --template 'qsub -N {name} -o {log} -- sh -c "{command}"' --alive 'qstat {job}'`,
  ],
};
