/**
 * What would decide a phase that the data leave open: more steps, more shots or more samples.
 *
 * Each phase that is still likely is taken for true in turn, its best solution continued without scatter and judged as data are. What decides all of
 * them is enough.
 */
import { range } from "../../base/arrays.ts";
import { decidePhase, type EvidenceByLength, evidenceByLength, type TargetPlace } from "./decide.ts";
import { type BestSolution, type DeterminedPhase, determinedPhases, solutionAt } from "./evidence.ts";
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
const FACTORS: readonly number[] = [1.4, 2, 2.8, 4, 5.6, 8, 11, 16, 23, 32, 45, 64];
/** Probability below which a phase is no longer looked at. */
const UNLIKELY = 0.05;

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
  const likely = determinedPhases.filter((phase) => probabilities[phase] > UNLIKELY);
  const last = evidence[0]?.length ?? 0;
  if (last === 0 || evidence.some((sample) => sample[last - 1].evidence === undefined)) return {};
  const solutions = (phase: DeterminedPhase) =>
    evidence.map((sample) => (sample[last - 1].evidence as NonNullable<EvidenceByLength[number]["evidence"]>).best[phase]);
  const enough = (made: (factor: number, phase: DeterminedPhase) => EvidenceByLength[]) =>
    FACTORS.find((factor) => likely.every((phase) => decidePhase(made(factor, phase), place).phase === phase));
  const rows = histories[0].epsilon.length;
  const steps = enough((factor, phase) =>
    solutions(phase).map((solution, k) =>
      lastOnly(continued(histories[k], solution, Math.round(factor * (rows - 1)) + 1, rows, 1)),
    ),
  );
  const withErrors = histories.every(({ epsilonError }) => epsilonError !== undefined);
  const shots = withErrors
    ? enough((factor, phase) =>
        solutions(phase).map((solution, k) => lastOnly(continued(histories[k], solution, rows, 0, factor))),
      )
    : undefined;
  const samples = enough((factor, phase) => {
    const own = solutions(phase).map((solution, k) => lastOnly(continued(histories[k], solution, rows, 0, 1)));
    return range(Math.round(factor * own.length)).map((k) => own[k % own.length]);
  });
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
