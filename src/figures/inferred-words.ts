/**
 * What histories say of a phase, in words: its probability, why it is open, and what would decide it.
 */
import { formatNumber } from "../base/format.ts";
import type { DecidingData, IntervalEstimate, TargetInference } from "../theory/inference/index.ts";
import { determinedPhases } from "../theory/inference/index.ts";
import { phaseLabels } from "./palette.ts";

/** Why a target is open, how likely each phase is, and what would decide it. */
export function openSentence({ probabilities, needed, reason }: TargetInference): string {
  const likely = determinedPhases
    .filter((phase) => probabilities[phase] >= 0.01)
    .map((phase) => `${phaseLabels[phase]} ${formatProbability(probabilities[phase])}`)
    .join(", ");
  return `${reason ?? "undetermined"} (${likely})${needed === undefined ? "" : `; ${neededText(needed)}`}`;
}

/** What would decide a phase, in words. */
export function neededText({ steps, shots, samples }: DecidingData): string {
  const ways = [
    ...(steps === undefined ? [] : [`${steps} steps in all`]),
    ...(shots === undefined ? [] : [`${formatNumber(shots)} times the shots`]),
    ...(samples === undefined ? [] : [`${samples} samples in all`]),
  ];
  if (ways.length === 0) return "even 64 times as much of the same data would not decide it";
  return `about ${ways.join(", or ")} would decide it`;
}

/** A probability in two digits, never rounded to certainty. */
export function formatProbability(probability: number): string {
  if (probability > 0.995) return "> 0.995";
  return probability < 0.005 ? "< 0.005" : probability.toFixed(2);
}

/** O0 + R, the end of <O> that the data show: with noise, that of the noisy circuit. None where the target is reached. */
export function endReached(target: number, phase: TargetInference["phase"], residual: IntervalEstimate): IntervalEstimate {
  const shifted = (value: number) => (phase === "frozen-error" ? target + value : Number.NaN);
  return { ...residual, value: shifted(residual.value), low: shifted(residual.low), high: shifted(residual.high) };
}
