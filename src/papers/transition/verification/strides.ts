/**
 * Steps between the rows of μ and θ histories that no file states: those of the state preparation towards targets out of reach.
 *
 * One sample is simulated, and the step at which the second row comes out tells the stride.
 */
import { hasUnknownStride } from "../data/catalogue.ts";
import { configurationOf, experimentName } from "../data/experiment.ts";
import type { Limits } from "./demand.ts";
import { groupByExperiment, type LoadedFile } from "./outcome.ts";
import { isHistory, rowsOf, samplesOf, shapeProblem } from "./shapes.ts";
import type { Runner, SimulatedRun } from "./simulated.ts";

/** Steps searched at the most. */
const SEARCHED = 2000;
/** Steps between the candidates. */
const CANDIDATE_STRIDE = 10;
/** Largest difference of the row that is found, relative to the published number. */
const FOUND = 1e-6;

/** Strides of the histories of which no file states them, by the name of their experiment; those that are not found are left out. */
export async function findStrides(files: readonly LoadedFile[], { maxSteps }: Limits, run: Runner): Promise<Map<string, number>> {
  const strides = new Map<string, number>();
  for (const group of groupByExperiment(files)) {
    const { experiment } = group[0].file;
    const history = group.find(
      (loaded) => isHistory(loaded) && shapeProblem(loaded) === undefined && hasUnknownStride(experiment, rowsOf(loaded)),
    );
    if (history === undefined || maxSteps < SEARCHED) continue;
    const measure = history.file.quantity === "mu-history" ? "mu" : "theta";
    const config = configurationOf(experiment, {
      samples: samplesOf(history),
      steps: SEARCHED,
      measure: { [measure]: CANDIDATE_STRIDE },
    });
    const stride = stepOfSecondRow(history, await run({ config, columns: 1 }), measure);
    if (stride !== undefined) strides.set(experimentName(experiment), stride);
  }
  return strides;
}

/** Files with the strides that were found. */
export function withStrides(files: readonly LoadedFile[], strides: ReadonlyMap<string, number>): LoadedFile[] {
  return files.map((loaded) => {
    const stride = strides.get(experimentName(loaded.file.experiment));
    return stride === undefined ? loaded : { ...loaded, stride };
  });
}

/** The step at which the first sample's numbers are those of the second row. */
function stepOfSecondRow(loaded: LoadedFile, { record }: SimulatedRun, measure: "mu" | "theta"): number | undefined {
  const series = record.measured[measure];
  const { data } = loaded.array;
  const second = data.subarray(data.length / rowsOf(loaded));
  return series?.steps.find((step, k) => {
    const values = series.values.subarray(k * series.width, (k + 1) * series.width);
    return step > 0 && values.every((value, l) => Math.abs(value - second[l]) <= FOUND * Math.abs(second[l]));
  });
}
