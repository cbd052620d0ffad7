/**
 * What curves determine, row by row, as words.
 */
import { counted } from "../base/words.ts";
import type { Determination } from "../reproduce/study.ts";
import type { DecidingData, IntervalEstimate } from "../theory/inference/index.ts";
import { determinedPhases } from "../theory/inference/index.ts";
import { formatProbability } from "./inferred-words.ts";
import { phaseLabels } from "./palette.ts";

type Format = (value: number) => string;

export const DETERMINED_HEADER = ["curves", "O0", "phase", "probability", "R", "λ", "C", "rate", "would decide it"] as const;

/** A row of cells for each. */
export function determinedRows(determined: readonly Determination[], format: Format): string[][] {
  return determined.map(({ what, target, phase, probabilities, constants, needed }) => [
    what,
    format(target),
    phaseLabels[phase],
    phase === "undetermined" ? likely(probabilities) : formatProbability(probabilities[phase]),
    ...(["residual", "lambda", "c", "rate"] as const).map((name) =>
      constants === undefined ? "–" : withInterval(constants[name], format),
    ),
    needed === undefined ? "" : waysOf(needed).join(" or ") || "more than is tried",
  ]);
}

/** The probabilities of phases that are not ruled out. */
function likely(probabilities: Determination["probabilities"]): string {
  return determinedPhases
    .filter((phase) => probabilities[phase] >= 0.01)
    .map((phase) => `${phaseLabels[phase]} ${formatProbability(probabilities[phase])}`)
    .join(", ");
}

/** The ways to decide a phase, each in words. */
function waysOf({ steps, samples }: DecidingData): string[] {
  return [
    ...(steps === undefined ? [] : [`${steps} steps in all`]),
    ...(samples === undefined ? [] : [`${counted(samples, "repetition")} in all`]),
  ];
}

/** An estimate with its interval in brackets; a dash where there is none. */
function withInterval({ value, low, high }: IntervalEstimate, format: Format): string {
  if (!Number.isFinite(value)) return "–";
  return low === high ? format(value) : `${format(value)} (${format(low)} to ${format(high)})`;
}
