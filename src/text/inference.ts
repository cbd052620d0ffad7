/**
 * What the data determine of every target, in words: phases with probabilities, constants with intervals, and what is missing.
 */
import type { TargetSummary } from "../analysis/summary.ts";
import { formatNumber } from "../base/format.ts";
import { counted } from "../base/words.ts";
import { endReached, formatProbability, openSentence } from "../figures/inferred-words.ts";
import { phaseLabels } from "../figures/palette.ts";
import type { IntervalEstimate } from "../theory/inference/index.ts";
import { formatTable } from "./table.ts";

/** Rows of the constants of targets whose phase is named, with 95 % intervals; undefined where there is none. */
export function constantsTable(summaries: readonly TargetSummary[]): string | undefined {
  const rows = summaries.flatMap(({ target, inference }) => {
    if (inference?.constants === undefined) return [];
    const { residual, lambda, c, rate, lambdaFrom, lambdaTo } = inference.constants;
    return [
      [
        formatNumber(target, 6),
        phaseLabels[inference.phase],
        formatProbability(inference.probabilities[inference.phase as "critical"]),
        ...[residual, endReached(target, inference.phase, residual), lambda, c, rate].map(withInterval),
        `${Math.round(lambdaFrom)} to ${Math.round(lambdaTo)}`,
      ],
    ];
  });
  if (rows.length === 0) return undefined;
  return formatTable(["target", "phase", "probability", "R", "end reached", "λ", "C", "rate", "steps of λ"], rows, 2);
}

/** A line for each target that the data leave open: how likely each phase is, and what would decide it. */
export function openNotes(summaries: readonly TargetSummary[]): string[] {
  return summaries.flatMap(({ target, phase, inference }) =>
    inference === undefined || phase !== "undetermined" ? [] : [`target ${formatNumber(target, 6)}: ${openSentence(inference)}`],
  );
}

/** Lines about the linear loss, under which no target matters and the theory has no phases. */
export function linearNotes(summaries: readonly TargetSummary[]): string[] {
  return summaries.flatMap(({ target, steady, samples }) =>
    steady === undefined || steady === samples
      ? []
      : [
          `target ${formatNumber(target, 6)}: late time is not reached by ${samples - steady} of ${counted(samples, "sample")}, whose rates still change; train longer`,
        ],
  );
}

function withInterval({ value, low, high }: IntervalEstimate): string {
  if (!Number.isFinite(value)) return "–";
  return low === high ? formatNumber(value) : `${formatNumber(value)} (${formatNumber(low)} to ${formatNumber(high)})`;
}
