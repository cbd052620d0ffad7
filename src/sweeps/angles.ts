/**
 * Initial angles of a batch whose points have different seeds: a file of them, which stands in for the seeds. Node only.
 */
import { join } from "node:path";
import { buildCircuit, buildExperiment, drawnAngles } from "../experiment/build.ts";
import type { ExperimentConfig } from "../experiment/config.ts";
import { writeFileAtomic } from "../runs/file-store.ts";
import { readConfiguredArrays } from "../runs/input-files.ts";
import { writeNpy } from "../runs/npy.ts";
import { batchConfig } from "./batches.ts";
import type { SweepPoint } from "./points.ts";

/** Name of the file with the angles of a batch. */
const ANGLES_FILE = "angles.npy";

/**
 * The configuration that trains the points of a batch, with the angles that each of them draws where their seeds differ.
 *
 * @param place folder for what it needs
 * @throws QntkError where a file that the points name cannot be read, or the circuit not be built
 */
export function batchTraining(points: readonly SweepPoint[], place: string): ExperimentConfig {
  const config = batchConfig(points);
  if (config.theta !== undefined || points.every((point) => point.config.seed === config.seed)) return config;
  const [first] = points;
  const arrays = readConfiguredArrays(first.config);
  const parameters =
    config.data === undefined ? buildCircuit(first.config, arrays).parameters : buildExperiment(first.config, arrays).parameters;
  const drawn = points.map((point) => drawnAngles(point.config, arrays, parameters));
  const path = join(place, ANGLES_FILE);
  const all = Float64Array.from(drawn.flatMap((angles) => [...angles]));
  writeFileAtomic(path, writeNpy(all, [points.length, config.samples, parameters]));
  // Where the circuit starts is said by the file, with what its own fields say of it.
  const { angles: _, ...fields } = config as ExperimentConfig & { readonly angles?: unknown };
  return { ...fields, theta: path };
}
