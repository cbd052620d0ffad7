/**
 * Stop rule `diverged`: the loss keeps jumping up again.
 *
 * <O> is bounded, so a loss never runs away to infinity: a learning rate above the stability bound shows as a loss that rises again and again.
 */
import type { Precision } from "../../base/precision.ts";
import { type Loss, lossNamed } from "../losses.ts";
import type { RulePlan, StopCheck, StopRule } from "./stop-rule.ts";

/** Rows looked back on. */
const WINDOW = 64;
/** Rises within the window that count as divergence. */
const MAX_RISES = 16;
/** A rise counts when it exceeds this fraction of the largest loss in the window: rounding does not. */
const RELATIVE_RISE = 1e-6;
/** Rounding of <O>, relative to its size: smaller changes of ε are no rises. */
const ROUNDING: Readonly<Record<Precision, number>> = { double: 1e-11, single: 1e-5 };

/**
 * The loss has risen at 16 or more of the last 64 steps, each time by more than 1e-6 of its largest value there and by more than rounding of
 * <O> can explain; with an optimiser whose loss may rise on its way down, the largest value of the later half must moreover be no smaller than that of the
 * earlier one.
 *
 * Gradient descent whose step is below the stability bound 2 / (largest eigenvalue of the loss Hessian) lowers the loss at every step.
 */
export const divergedRule: StopRule = {
  name: "diverged",
  form: "diverged",
  words: `the loss has risen at ${MAX_RISES} or more of the last ${WINDOW} steps`,
  read(text, plan): StopCheck | undefined {
    if (text !== "diverged") return undefined;
    const loss = lossNamed(plan.loss);
    return {
      rule: "diverged",
      // ε of the first row, then of the last rows, each at the place of its row in the window.
      memory: 1 + WINDOW,
      check({ row, epsilon, target }, memory) {
        if (Number.isNaN(memory[0])) memory[0] = epsilon;
        const at = (r: number) => (r === row ? epsilon : memory[1 + (r % WINDOW)]);
        const rises = row >= MAX_RISES && loss.value(epsilon) > loss.value(at(row - 1));
        const size = Math.max(Math.abs(memory[0]), Math.abs(target));
        const reason = rises ? risesBefore(row, at, loss, size, plan) : undefined;
        memory[1 + (row % WINDOW)] = epsilon;
        return reason;
      },
    };
  },
};

/** How often the loss rose in the window that ends at a row, in words; undefined where that is no divergence. */
function risesBefore(
  row: number,
  epsilonAt: (row: number) => number,
  loss: Loss,
  size: number,
  { precision = "double", mayRise = false }: RulePlan,
): string | undefined {
  const from = Math.max(1, row - WINDOW + 1);
  const largestIn = (first: number, last: number): number => {
    let largest = 0;
    for (let r = first; r <= last; r++) largest = Math.max(largest, Math.abs(loss.value(epsilonAt(r))));
    return largest;
  };
  const largest = largestIn(from - 1, row);
  const rounding = ROUNDING[precision] * size;
  let count = 0;
  for (let r = from; r <= row; r++) {
    const noise = rounding * (Math.abs(loss.slope(epsilonAt(r))) + rounding);
    const rise = loss.value(epsilonAt(r)) - loss.value(epsilonAt(r - 1));
    if (rise > Math.max(RELATIVE_RISE * largest, noise)) count++;
  }
  if (count < MAX_RISES) return undefined;
  const middle = row - WINDOW / 2;
  if (mayRise && (row < WINDOW || largestIn(middle + 1, row) < largestIn(from - 1, middle))) return undefined;
  return `the loss rose at ${count} of the last ${row - from + 1} steps`;
}
