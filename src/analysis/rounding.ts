/**
 * How small ε and K can be before they stand for zero.
 */
import type { TrainingRecord } from "../training/record.ts";
import type { Extremes } from "./trajectories.ts";

/**
 * Sizes up to which ε and K stand for zero: rounding of <O> in a deep circuit, and L squares of it.
 */
export function roundingOf({ parameters }: TrainingRecord, { min, max }: Extremes): { epsilon: number; kernel: number } {
  const epsilon = 64 * Number.EPSILON * Math.max(Math.abs(min), Math.abs(max));
  return { epsilon, kernel: parameters * epsilon ** 2 };
}
