/**
 * Which simulation each published experiment needs, and how many of its rows.
 */
import { hasUnknownStride, isStepHistory, type PublishedExperiment, updatesOf } from "../data/catalogue.ts";
import { circuitName, experimentName } from "../data/experiment.ts";
import { type FileOutcome, groupByExperiment, type LoadedFile, unreadable } from "./outcome.ts";
import { isHistory, rowsOf, samplesOf, splitByAgreement, stepsOf, strideProblem } from "./shapes.ts";

/** How much is compared. */
export interface Limits {
  /** Steps compared at the most. */
  readonly maxSteps: number;
  /** Samples compared at the most; samples do not depend on each other. */
  readonly samples: number;
}

/** How much is compared of the files of one experiment: the same of all, or as a function says. */
export type LimitsOf = Limits | ((group: readonly LoadedFile[]) => Limits);

/** The simulation that one experiment needs. */
export interface Demand {
  readonly experiment: PublishedExperiment;
  readonly files: readonly LoadedFile[];
  /** Samples of the published arrays: the initial angles depend on their number. */
  readonly samples: number;
  /** Samples compared, the first ones. */
  readonly compared: number;
  /** Updates of the published run. */
  readonly updates: number;
  /** Last row compared. */
  readonly lastRow: number;
}

/**
 * The demands of all files, one for each experiment, in an order in which circuits can be kept and targets are known when they are
 * needed; and outcomes for the files that cannot be compared.
 *
 * @param lengths updates of experiments of which no file states them, by name
 */
export function demandsOf(
  files: readonly LoadedFile[],
  limitsOf: LimitsOf,
  lengths: ReadonlyMap<string, number> = new Map(),
): { demands: Demand[]; outcomes: FileOutcome[] } {
  const demands: Demand[] = [];
  const outcomes: FileOutcome[] = [];
  for (const group of groupByExperiment(files)) {
    const { agreeing, outcomes: odd } = splitByAgreement(group);
    outcomes.push(...odd);
    if (agreeing.length === 0) continue;
    const { experiment } = agreeing[0].file;
    const history = agreeing.find(({ file }) => isStepHistory(file.quantity));
    const updates = updatesOf(experiment, history && rowsOf(history)) ?? lengths.get(experimentName(experiment));
    if (updates === undefined) {
      const reason = "no file here states how many steps the run has";
      outcomes.push(...agreeing.map(({ path }): FileOutcome => ({ path, status: "not-reached", reason })));
      continue;
    }
    const stated = agreeing.filter((loaded) => {
      const unknown = loaded.stride === undefined && isHistory(loaded) && hasUnknownStride(experiment, rowsOf(loaded));
      if (unknown) outcomes.push({ path: loaded.path, status: "not-reached", reason: "no file states the steps of its rows" });
      return !unknown;
    });
    const usable = stated.filter((loaded) => {
      const problem = strideProblem(loaded, updates);
      if (problem !== undefined) outcomes.push(unreadable(loaded.path, problem));
      return problem === undefined;
    });
    if (usable.length === 0) continue;
    const samples = samplesOf(usable[0]);
    const limits = typeof limitsOf === "function" ? limitsOf(group) : limitsOf;
    demands.push({
      experiment,
      files: usable,
      samples,
      compared: Math.min(samples, limits.samples),
      updates,
      // What is no part of the training needs none.
      lastRow: Math.min(usable.every(({ file }) => file.quantity === "mu-at-zero") ? 1 : updates, limits.maxSteps),
    });
  }
  return { demands: demands.sort((a, b) => placeOf(a).localeCompare(placeOf(b))), outcomes };
}

/** Experiments with equal circuits side by side, those at converged targets after those the targets come from. */
function placeOf({ experiment }: Demand): string {
  return `${circuitName(experiment)} ${experiment.target === "converged" ? 1 : 0}`;
}

/** The steps of a file that are compared. */
export function comparedSteps(loaded: LoadedFile, { updates, lastRow }: Demand): number[] {
  return stepsOf(loaded, updates).filter((step) => step <= lastRow);
}
