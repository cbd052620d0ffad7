/**
 * Notices when gradient descent does not descend.
 *
 * <O> is bounded, so a loss never runs away to infinity: a learning rate above the stability bound shows as a loss that keeps jumping up
 * again.
 */
import type { Precision } from "../base/precision.ts";
import type { Loss } from "./losses.ts";
import { lossNamed } from "./losses.ts";
import type { TrainingRecord } from "./record.ts";

/** Where and how a run diverged. */
export interface Divergence {
  readonly step: number;
  readonly column: number;
  /** In words, after "the loss". */
  readonly reason: string;
}

/** Rows looked back on. */
const WINDOW = 64;
/** Rises within the window that count as divergence. */
const MAX_RISES = 16;
/** A rise counts when it exceeds this fraction of the largest loss in the window: rounding does not. */
const RELATIVE_RISE = 1e-6;
/** Rounding of <O>, relative to its size: smaller changes of ε are no rises. */
const ROUNDING: Readonly<Record<Precision, number>> = { double: 1e-11, single: 1e-5 };

/**
 * The first divergence among the rows from `firstRow` on, if any.
 *
 * A column diverges at a row where ε or K is not finite, or, unless its numbers come from shots and scatter anyway, where the loss has risen at 16 or more of the last 64 steps, each time by
 * more than 1e-6 of its largest value there and by more than rounding of <O> can explain. Gradient descent whose step is below the
 * stability bound 2 / (largest eigenvalue of the loss Hessian) lowers the loss at every step.
 */
export function findDivergence(record: TrainingRecord, firstRow = 0): Divergence | undefined {
  const loss = lossNamed(record.plan.loss);
  const columns = record.plan.targets.length;
  for (let step = firstRow; step < record.rows; step++) {
    for (let column = 0; column < columns; column++) {
      const reason = reasonAt(record, loss, step, column);
      if (reason !== undefined) return { step, column, reason };
    }
  }
  return undefined;
}

function reasonAt(record: TrainingRecord, loss: Loss, step: number, column: number): string | undefined {
  const { plan, epsilon, kernel } = record;
  const origin = column * (plan.steps + 1);
  const at = (row: number) => loss.value(epsilon[origin + row]);
  if (!Number.isFinite(epsilon[origin + step]) || !Number.isFinite(kernel[origin + step])) return "is not a finite number";
  if (plan.shots !== undefined) return undefined;
  if (step < MAX_RISES || !(at(step) > at(step - 1))) return undefined;
  const from = Math.max(1, step - WINDOW + 1);
  let largest = 0;
  for (let row = from - 1; row <= step; row++) largest = Math.max(largest, Math.abs(at(row)));
  const rounding = ROUNDING[plan.precision ?? "double"] * Math.max(Math.abs(epsilon[origin]), Math.abs(plan.targets[column]));
  let rises = 0;
  for (let row = from; row <= step; row++) {
    const noise = rounding * (Math.abs(loss.slope(epsilon[origin + row])) + rounding);
    if (at(row) - at(row - 1) > Math.max(RELATIVE_RISE * largest, noise)) rises++;
  }
  return rises < MAX_RISES ? undefined : `rose at ${rises} of the last ${step - from + 1} steps`;
}
