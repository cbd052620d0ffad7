/**
 * What would decide a phase that the data leave open: more steps, more shots or more samples.
 *
 * The likeliest phase is taken for true, and its best solution continued without scatter and judged as data are. What decides it is enough, if it is
 * the true one: nearer to the critical point than it looks, more would be needed.
 */
import { range } from "../../base/arrays.ts";
import { solutionAt } from "../lotka-volterra/branches.ts";
import { decidePhase, type EvidenceByLength, evidenceByLength, type TargetPlace } from "./decide.ts";
import { type BestSolution, determinedPhases } from "./evidence.ts";
import type { SampleHistory } from "./history.ts";

/** What is enough; undefined where even 64 times as much is not, or what cannot be had more of. */
export interface DecidingData {
  /** Steps in all, with the same shots and samples. */
  readonly steps?: number;
  /** How many times as many shots, with the same steps and samples. */
  readonly shots?: number;
  /** Samples in all, with the same steps and shots. */
  readonly samples?: number;
}

/** How many times as much is tried. */
export const FACTORS: readonly number[] = [1.4, 2, 2.8, 4, 5.6, 8, 11, 16, 23, 32, 45, 64];
/**
 * What would decide the phase of histories that decide none.
 *
 * @param evidence of the histories
 */
export function decidingData(
  histories: readonly SampleHistory[],
  evidence: readonly EvidenceByLength[],
  place: TargetPlace,
): DecidingData {
  const { probabilities } = decidePhase(evidence, place);
  const likeliest = determinedPhases.reduce((best, phase) => (probabilities[phase] > probabilities[best] ? phase : best));
  const solutions: BestSolution[] = [];
  for (const sample of evidence) {
    const own = sample[sample.length - 1]?.evidence;
    if (own === undefined) return {};
    solutions.push(own.best[likeliest]);
  }
  const enough = (made: (factor: number) => EvidenceByLength[]) =>
    FACTORS.find((factor) => decidePhase(made(factor), place).phase === likeliest);
  const rows = Math.max(...histories.map(({ epsilon }) => epsilon.length));
  const kept = (history: SampleHistory, k: number) => lastOnly(continued(history, solutions[k], rows, 0, 1));
  const steps = enough((factor) =>
    histories.map((history, k) => lastOnly(continued(history, solutions[k], Math.round(factor * (rows - 1)) + 1, rows, 1))),
  );
  const withErrors = histories.every(({ epsilonError }) => epsilonError !== undefined);
  const shots = withErrors
    ? enough((factor) => histories.map((history, k) => lastOnly(continued(history, solutions[k], rows, 0, factor))))
    : undefined;
  const own = histories.map(kept);
  const samples = enough((factor) => range(Math.round(factor * own.length)).map((k) => own[k % own.length]));
  return {
    ...(steps !== undefined && { steps: Math.round(steps * (rows - 1)) }),
    ...(shots !== undefined && { shots }),
    ...(samples !== undefined && { samples: Math.round(samples * histories.length) }),
  };
}

/** Evidence at the whole length alone: shorter ones are past, and have decided nothing. */
function lastOnly(history: SampleHistory): EvidenceByLength {
  return evidenceByLength(history).slice(-1);
}

/** A history whose rows from `kept` on are those of a solution, with the errors of so many times the shots. */
function continued(history: SampleHistory, solution: BestSolution, rows: number, kept: number, shots: number): SampleHistory {
  const { eta, kernel, epsilonError, kernelError } = history;
  const made = range(rows).map((t) => {
    if (t < kept) return { epsilon: history.epsilon[t], kernel: kernel?.[t] ?? Number.NaN };
    const { kernel: value, share } = solutionAt(solution.c, solution.kernel, eta, t - solution.step);
    return { epsilon: solution.epsilon * share, kernel: value };
  });
  const errors = (values: ArrayLike<number> | undefined) =>
    values && Float64Array.from({ length: rows }, (_, t) => values[Math.min(t, values.length - 1)] / Math.sqrt(shots));
  return {
    ...history,
    epsilon: made.map(({ epsilon }) => epsilon),
    ...(kernel !== undefined && { kernel: made.map((row) => row.kernel) }),
    ...(epsilonError !== undefined && { epsilonError: errors(epsilonError) }),
    ...(kernelError !== undefined && { kernelError: errors(kernelError) }),
  };
}
