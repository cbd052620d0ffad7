/**
 * A stored run whose samples are repetitions from the same angles, such as one on a device: the noisy side of a comparison.
 */
import { ArgumentError, Described } from "../base/errors.ts";
import type { ExperimentArrays } from "../experiment/build.ts";
import type { ExperimentConfig } from "../experiment/config.ts";
import type { RecordedSide } from "../experiment/device-experiment.ts";
import { streams } from "../quantum/streams/index.ts";
import { storedArrays } from "../runs/input-files.ts";
import { readCheckpoint, readRun } from "../runs/run-folder.ts";

/** A stored run as the experiment it repeats. */
export interface StoredRepetitions {
  readonly config: ExperimentConfig;
  readonly arrays: ExperimentArrays;
  readonly recorded: RecordedSide;
}

/**
 * Reads a run whose samples are repetitions from the same angles.
 *
 * @throws ArgumentError for a run that is not complete or samples that start from different angles
 */
export async function storedRepetitions(folder: string): Promise<StoredRepetitions> {
  const { document, record } = await readRun(folder);
  const { config, status, rows } = document;
  if (status !== "complete")
    throw new ArgumentError("run", folder, `a complete run; this one is at step ${rows} of ${config.steps}`);
  if (config.data === undefined && !streams.get(config.streams).sameAngles && config.samples > 1)
    throw new ArgumentError(
      "run",
      new Described(`one with streams ${config.streams}`),
      "one whose samples start from the same angles, such as streams published-device",
    );
  return { config, arrays: storedArrays(folder, config), recorded: { record, theta: readCheckpoint(folder, document).theta } };
}
