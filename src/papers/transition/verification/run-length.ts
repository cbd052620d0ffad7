/**
 * Lengths of runs that no file states: the four-qubit runs of which only θ, the Hessian and the gradient are published.
 *
 * Their six rows of θ lie a fifth of the run apart, so the step at which the second row comes out tells the length.
 */
import { isHessianStudy, isStepHistory } from "../data/catalogue.ts";
import { configurationOf, experimentName } from "../data/experiment.ts";
import type { Limits } from "./demand.ts";
import { groupByExperiment, type LoadedFile } from "./outcome.ts";
import { rowsOf, samplesOf, shapeProblem } from "./shapes.ts";
import type { Runner } from "./simulated.ts";

/** Steps searched at the most; runs of up to five times as many updates are found. */
export const SEARCHED = 20_000;
/** Steps between the candidates. */
const CANDIDATE_STRIDE = 100;
/** Largest |θ - published θ| of the row that is found. */
const FOUND = 1e-9;

/** Updates of the experiments of which no file states them, by name; those that are not found are left out. */
export async function findRunLengths(
  files: readonly LoadedFile[],
  { maxSteps }: Limits,
  run: Runner,
): Promise<Map<string, number>> {
  const lengths = new Map<string, number>();
  for (const group of groupByExperiment(files)) {
    const { experiment } = group[0].file;
    const theta = group.find((loaded) => loaded.file.quantity === "theta-history" && shapeProblem(loaded) === undefined);
    const stated = group.some(({ file }) => isStepHistory(file.quantity));
    // A few steps of a run can only be compared if it states them itself.
    if (!isHessianStudy(experiment) || stated || theta === undefined || maxSteps < SEARCHED) continue;
    const rows = rowsOf(theta);
    const second = theta.array.data.subarray(theta.array.data.length / rows);
    const { record } = await run({
      config: configurationOf(experiment, { samples: samplesOf(theta), steps: SEARCHED, measure: { theta: CANDIDATE_STRIDE } }),
      columns: 1,
    });
    const series = record.measured.theta;
    const place = series?.steps.findIndex((step, k) => {
      if (step === 0) return false;
      const angles = series.values.subarray(k * series.width, (k + 1) * series.width);
      return angles.every((angle, l) => Math.abs(angle - second[l]) <= FOUND);
    });
    if (series !== undefined && place !== undefined && place >= 0) {
      lengths.set(experimentName(experiment), series.steps[place] * (rows - 1));
    }
  }
  return lengths;
}
