/**
 * Times to a given residual error, and how the clock of one loss follows from another's.
 *
 * Below the spectrum gradient flow of every loss takes the same path; only the clock differs: ds = η dt for the linear loss, η ε dt for the
 * quadratic one. So ε - R along a run with the linear loss fixes the time that every target needs. Source: Eqs. 3, 16, 24.
 */
import { requireFinite, requirePositive } from "../../base/assert.ts";

/**
 * The time at which a falling series first comes down to a goal, interpolated between rows on a logarithmic scale; NaN where it does not.
 *
 * @param errors |ε - R| at rows 0, 1, 2, ...
 * @throws ArgumentError unless the goal is positive
 */
export function timeTo(errors: ArrayLike<number>, goal: number): number {
  requirePositive("goal", goal);
  for (let t = 0; t < errors.length; t++) {
    if (!(errors[t] <= goal)) continue;
    if (t === 0) return 0;
    const fall = Math.log(errors[t - 1] / Math.max(errors[t], Number.MIN_VALUE));
    return t - 1 + Math.log(errors[t - 1] / goal) / fall;
  }
  return Number.NaN;
}

/**
 * The time that the quadratic loss needs to a goal with the same η: ∫ dt/(R + e(t)) over the linear loss's run up to the goal.
 *
 * @param errors e = ε - R at rows 0, 1, 2, ... of the linear loss
 * @param residual R >= 0 of the quadratic loss's target
 * @returns NaN where the linear loss's run does not come to the goal
 * @throws ArgumentError for a negative residual or a goal that is not positive
 */
export function quadraticTimeTo(errors: ArrayLike<number>, residual: number, goal: number): number {
  requireFinite("residual", residual);
  const end = timeTo(errors, goal);
  if (Number.isNaN(end)) return Number.NaN;
  let time = 0;
  for (let t = 0; t < end; t++) {
    const share = Math.min(1, end - t);
    // e decays exponentially within a step, so 1/(R + e) is integrated by its values at both ends and in the middle (Simpson).
    const next = errors[t] * (errors[t + 1] / errors[t]) ** share;
    const middle = Math.sqrt(errors[t] * next);
    time += (share / 6) * (1 / (residual + errors[t]) + 4 / (residual + middle) + 1 / (residual + next));
  }
  return time;
}

/**
 * The largest change of <O> in one step along the path, over η: max K for the linear loss, max (R + e) K for the quadratic one. What a step
 * costs in stability, to first order.
 *
 * @param residual R; left out for the linear loss
 */
export function largestStep(errors: ArrayLike<number>, kernel: ArrayLike<number>, residual?: number): number {
  let largest = 0;
  for (let t = 0; t < errors.length; t++)
    largest = Math.max(largest, (residual === undefined ? 1 : residual + errors[t]) * kernel[t]);
  return largest;
}
