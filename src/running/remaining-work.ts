/**
 * How much of some runs is left to do, in units that compare runs.
 */
import type { ExperimentConfig } from "../experiment/config.ts";
import { runWork } from "../experiment/work.ts";
import { isRunFolder, readRunDocument } from "../runs/run-folder.ts";

/** Work that is left of runs whose folders are there, or will be; 0 for those that are complete or have diverged. */
export function remainingWork(
  runs: Iterable<{ readonly name: string; readonly config: ExperimentConfig }>,
  folderOf: (name: string) => string,
): number {
  let sum = 0;
  for (const { name, config } of runs) {
    const folder = folderOf(name);
    if (!isRunFolder(folder)) sum += runWork(config);
    else {
      const { status, rows } = readRunDocument(folder);
      if (status === "running") sum += runWork(config) * (1 - rows / (config.steps + 1));
    }
  }
  return sum;
}
