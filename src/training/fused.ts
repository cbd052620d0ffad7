/**
 * Rows of plain gradient descent that measure nothing, many of them made by the simulator in one call where it can.
 *
 * Numbers, events and the state after them are those of as many single steps, bit for bit.
 */
import { lossNamed } from "./losses.ts";
import { isPlain } from "./optimizer-of.ts";
import { type PartialRows, rowsOfGoing } from "./part.ts";
import { isMeasured, type TrainingPlan } from "./plan.ts";
import type { TrainingRow, TrainingSimulator, TrainingState } from "./state.ts";
import { watchesOf, watchMemory, watchRow } from "./watch.ts";

/** Rows up to the next that measures something, or at which something happens to a column; undefined where there are none, or the simulator makes none. */
export function descendUnmeasured(
  simulator: TrainingSimulator,
  plan: TrainingPlan,
  state: TrainingState,
  most: number,
): PartialRows | undefined {
  const { measure: strides, steps } = plan;
  const { row: first } = state;
  if (simulator.descend === undefined || !isPlain(plan)) return undefined;
  const asked = Object.values(strides);
  let end = first;
  while (end < Math.min(first + most, steps) && !asked.some((stride) => isMeasured(end, stride, steps))) end++;
  if (end === first) return undefined;
  return rowsOfGoing(plan, state, (part, at) => descendPart(simulator, part, at, end - first));
}

function descendPart(
  simulator: TrainingSimulator,
  plan: TrainingPlan,
  { row: first, theta, memory: before, events = [] }: TrainingState,
  most: number,
): PartialRows | undefined {
  const { targets, loss, eta } = plan;
  const columns = targets.length;
  const rule = { eta, ...(lossNamed(loss).theory === "quadratic" && { offsets: targets }) };
  const made = simulator.descend?.(theta, rule, most);
  if (made === undefined || made.steps === 0) return undefined;
  const rows = Array.from({ length: made.steps }, (_, k): TrainingRow => {
    const of = (values: Float64Array) => values.slice(k * columns, (k + 1) * columns);
    return { epsilon: of(made.expectation).map((value, c) => value - targets[c]), kernel: of(made.kernel), measured: {} };
  });
  const watches = watchesOf(plan);
  let memory = watchMemory(watches, before, columns);
  const quiet = (k: number) => watchRow(watches, plan, { row: first + k, ...rows[k] }, memory, events).length === 0;
  let kept = 0;
  // A step that leads nowhere is left to `step`, which ends its column.
  const sound = made.theta.every(Number.isFinite) ? made.steps : made.steps - 1;
  while (kept < sound && quiet(kept)) kept++;
  if (kept === made.steps) return { state: { row: first + kept, theta: made.theta, memory, events }, rows };
  if (kept === 0) return undefined;
  // The rows before the one that something happens at, again, for their angles.
  memory = watchMemory(watches, before, columns);
  for (let k = 0; k < kept; k++) quiet(k);
  const again = simulator.descend?.(theta, rule, kept);
  if (again?.steps !== kept) return undefined;
  return { state: { row: first + kept, theta: again.theta, memory, events }, rows: rows.slice(0, kept) };
}
