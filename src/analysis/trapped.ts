/**
 * Samples that stopped short of the residual, in words: one sentence for the terminal and the report.
 */
import type { TargetSummary } from "./summary.ts";

/**
 * Says how many samples are trapped and at what ε - R; undefined where none is.
 *
 * @param format writes a number
 */
export function trappedSentence(
  { trapped, samples }: Pick<TargetSummary, "trapped" | "samples">,
  format: (value: number) => string,
): string | undefined {
  if (trapped.length === 0) return undefined;
  const [low, high] = [format(trapped[0]), format(trapped[trapped.length - 1])];
  const side = trapped[0] > 0 ? "above" : trapped[trapped.length - 1] < 0 ? "below" : "beside";
  const distance = low === high ? low : `${low} to ${high}`;
  return `${trapped.length} of ${samples} samples ${trapped.length === 1 ? "is" : "are"} trapped ${side} the residual: ε − R = ${distance}`;
}
