/**
 * Sizes below which ε and K are rounding.
 */
import { machineEpsilon } from "../base/precision.ts";
import type { TrainingRecord } from "../training/record.ts";
import type { Extremes } from "./trajectories.ts";

/**
 * Sizes up to which ε and K are rounding: that of <O> in a deep circuit, and L times its square.
 */
export function roundingOf({ parameters, plan }: TrainingRecord, { min, max }: Extremes): { epsilon: number; kernel: number } {
  const epsilon = 64 * machineEpsilon[plan.precision ?? "double"] * Math.max(Math.abs(min), Math.abs(max));
  return { epsilon, kernel: parameters * epsilon ** 2 };
}
