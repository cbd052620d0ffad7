/**
 * The noisy side of `qntk noise` from a stored run, such as one on a device.
 */
import { ArgumentError, Described } from "../base/errors.ts";
import type { ExperimentArrays } from "../experiment/build.ts";
import type { ExperimentConfig } from "../experiment/config.ts";
import type { RecordedSide } from "../experiment/device-experiment.ts";
import { storedArrays } from "../runs/input-files.ts";
import { readCheckpoint, readRun } from "../runs/run-folder.ts";

/** A stored run as the experiment it repeats. */
export interface StoredRepetitions {
  readonly config: ExperimentConfig;
  readonly arrays: ExperimentArrays;
  readonly recorded: RecordedSide;
}

/** Options that go with a stored run. */
const RUN_OPTIONS = ["json", "quiet"];

/**
 * Reads a run whose samples are repetitions from the same angles.
 *
 * @param options what was asked for beside it
 * @throws ArgumentError for a run that is not complete, samples that start from different angles, or options that a run leaves no room for
 */
export async function storedRepetitions(folder: string, options: Readonly<Record<string, unknown>>): Promise<StoredRepetitions> {
  const extra = Object.keys(options).find((name) => options[name] !== undefined && !RUN_OPTIONS.includes(name));
  if (extra !== undefined)
    throw new ArgumentError(
      extra,
      options[extra],
      "nothing with --run, which takes the configuration of the run; only --from, --data, --plot, --force, --json and --quiet",
    );
  const { document, record } = await readRun(folder);
  const { config, status, rows } = document;
  if (status !== "complete")
    throw new ArgumentError("run", folder, `a complete run; this one is at step ${rows} of ${config.steps}`);
  if (config.data === undefined && config.streams !== "published-device" && config.samples > 1)
    throw new ArgumentError(
      "run",
      new Described(`one with streams ${config.streams}`),
      "one whose samples start from the same angles: streams published-device",
    );
  return { config, arrays: storedArrays(folder, config), recorded: { record, theta: readCheckpoint(folder, document).theta } };
}
