/**
 * Angles at which the kernel of a data set is looked at: drawn ones, or those of a stored run at one of its steps.
 */
import { range } from "../base/arrays.ts";
import { ArgumentError } from "../base/errors.ts";
import { buildExperiment, type ExperimentArrays } from "../experiment/build.ts";
import type { ExperimentConfig } from "../experiment/config.ts";
import type { Experiment } from "../experiment/experiment.ts";
import { storedArrays } from "../runs/input-files.ts";
import { readCheckpoint, readRun } from "../runs/run-folder.ts";
import { buildWithProgress } from "./build.ts";
import type { Listener } from "./listener.ts";

/** An experiment at some angles. */
export interface AskedAngles {
  readonly experiment: Experiment;
  /** Shape (samples, parameters). */
  readonly theta: Float64Array;
  /** Where they come from, in words. */
  readonly at: string;
  /** Those at which the run ended, the same shape, where it is complete. */
  readonly end?: Float64Array;
}

/**
 * Initial angles of an experiment with data, drawn. Targets do not matter to a kernel, labels, where there are any, to its prediction: where neither are given, zeros stand
 * for targets.
 */
export async function drawnAngles(config: ExperimentConfig, arrays: ExperimentArrays, listener: Listener): Promise<AskedAngles> {
  const unaimed = config.target.length === 0 && config.labels === undefined;
  const whole = unaimed && !hasLabels(config, arrays) ? { ...config, target: [0] } : config;
  const experiment = await buildWithProgress(whole, arrays, listener);
  return { experiment, theta: experiment.theta.slice(0, config.samples * experiment.parameters), at: "initial angles" };
}

/** Whether data bring labels of their own. */
function hasLabels(config: ExperimentConfig, arrays: ExperimentArrays): boolean {
  try {
    buildExperiment({ ...config, samples: 1 }, arrays);
    return true;
  } catch (error) {
    if (error instanceof ArgumentError && error.argument === "target") return false;
    throw error;
  }
}

/**
 * Those of a stored run.
 *
 * @param step the last one where left out
 * @throws ArgumentError for a run without data, or a step at which they were not recorded
 */
export async function storedAngles(dir: string, step: number | undefined, listener: Listener): Promise<AskedAngles> {
  const { document, record } = await readRun(dir);
  const { config } = document;
  if (config.data === undefined) throw new ArgumentError("dir", dir, "a run with data");
  const experiment = await buildWithProgress(config, storedArrays(dir, config), listener);
  const parameters = document.parameters;
  const last = record.rows - 1;
  const end =
    document.status === "complete" ? readCheckpoint(dir, document).theta.slice(0, config.samples * parameters) : undefined;
  const ended = end === undefined ? {} : { end };
  const wanted = step ?? last;
  const series = record.measured.theta;
  const place = series === undefined ? -1 : series.steps.indexOf(wanted);
  if (place !== -1 && series !== undefined && wanted <= last) {
    const theta = new Float64Array(config.samples * parameters);
    for (const sample of range(config.samples)) {
      const at = (sample * series.steps.length + place) * parameters;
      theta.set(series.values.subarray(at, at + parameters), sample * parameters);
    }
    return { experiment, theta, at: `step ${wanted} of ${dir}`, ...ended };
  }
  if (wanted === 0)
    return { experiment, theta: experiment.theta.slice(0, config.samples * parameters), at: `step 0 of ${dir}`, ...ended };
  if (wanted === last && end !== undefined) return { experiment, theta: end, at: `step ${last} of ${dir}`, ...ended };
  const known = series === undefined ? [0] : [...series.steps].filter((each) => each <= last);
  throw new ArgumentError(
    "step",
    wanted,
    `a step at which θ was recorded: ${[...new Set([...known, ...(document.status === "complete" ? [last] : [])])].join(", ")}`,
  );
}
