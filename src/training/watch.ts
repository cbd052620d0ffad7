/**
 * Looks at every row of every column for what ends it, or marks it: the stop rules that were asked for, and a loss that oscillates.
 */
import type { ColumnEvent } from "./events.ts";
import { optimizerOf } from "./optimizer-of.ts";
import type { TrainingPlan } from "./plan.ts";
import type { Memory, RowEstimates } from "./state.ts";
import { divergedRule } from "./stop-rules/diverged.ts";
import { readStopRules } from "./stop-rules/index.ts";
import type { ColumnReading, StopCheck } from "./stop-rules/stop-rule.ts";

/** A check, where it keeps its numbers, and whether what it finds ends a column. */
interface Watch extends StopCheck {
  readonly key: string;
  readonly ends: boolean;
}

/** One row as a watch sees it; arrays of shape (columns). */
export interface WatchedRow {
  readonly row: number;
  readonly epsilon: Float64Array;
  readonly kernel: Float64Array;
  readonly mu?: Float64Array;
  readonly estimates?: RowEstimates;
}

/** What is looked for in a run. */
export function watchesOf(plan: TrainingPlan): readonly Watch[] {
  const { definition } = optimizerOf(plan);
  const rulePlan = { ...plan, mayRise: definition.rises !== "never" };
  const asked = readStopRules(plan.stopWhen ?? [], rulePlan).map((check, k) => ({ ...check, key: `watch-${k}`, ends: true }));
  // Numbers from shots scatter, and so do random steps: a loss that rises says nothing.
  const oscillation =
    plan.shots === undefined && definition.rises !== "at-random" && !asked.some(({ rule }) => rule === divergedRule.name);
  const [marks] = oscillation ? readStopRules([divergedRule.form], rulePlan) : [];
  return [...asked, ...(marks === undefined ? [] : [{ ...marks, rule: "oscillating", key: "watch-oscillating", ends: false }])];
}

/** What the watches remember, from a state that may lack it. */
export function watchMemory(
  watches: readonly Watch[],
  memory: Memory | undefined,
  columns: number,
): Record<string, Float64Array> {
  return Object.fromEntries(
    watches
      .filter(({ memory: width }) => width > 0)
      .map(({ key, memory: width }) => [key, memory?.[key]?.slice() ?? new Float64Array(columns * width).fill(Number.NaN)]),
  );
}

/**
 * Looks at a row.
 *
 * @param memory of the watches, changed in place
 * @param known what has happened before: nothing is reported twice
 * @returns what is new
 */
export function watchRow(
  watches: readonly Watch[],
  plan: TrainingPlan,
  { row, epsilon, kernel, mu, estimates }: WatchedRow,
  memory: Memory,
  known: readonly ColumnEvent[],
): ColumnEvent[] {
  const found: ColumnEvent[] = [];
  for (const { rule, key, ends, memory: width, check } of watches) {
    const marked = new Set(known.filter((event) => event.rule === rule).map(({ column }) => column));
    for (let column = 0; column < epsilon.length; column++) {
      if (marked.has(column)) continue;
      const reading: ColumnReading = {
        ...{ row, epsilon: epsilon[column], kernel: kernel[column], target: plan.targets[column] },
        ...(mu !== undefined && { mu: mu[column] }),
        ...(plan.critical?.[column] && { critical: true }),
        ...(estimates !== undefined && {
          estimates: {
            epsilonError: estimates.epsilonError[column],
            kernel: estimates.kernelUnbiased[column],
            kernelError: estimates.kernelError[column],
          },
        }),
      };
      const own = width === 0 ? NOTHING : memory[key].subarray(column * width, (column + 1) * width);
      const reason = check(reading, own);
      if (reason !== undefined) found.push({ column, step: row, rule, reason, ends });
    }
  }
  return found;
}

const NOTHING = new Float64Array(0);
