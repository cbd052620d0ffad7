/**
 * One step of gradient descent on a batch of columns, and blocks of such steps with what they record.
 *
 * Pure: a state goes in, a state and a record come out. No clock, file or thread is known here.
 */
import { ArgumentError } from "../base/errors.ts";
import type { Gradients, GradientVariances, HessianSource } from "../engine/engine.ts";
import { curvatureAt } from "../gradients/curvature.ts";
import { hessian, lossHessianEigenvalues } from "../gradients/hessian.ts";
import { unbiasedQntk } from "../gradients/kernel-estimates.ts";
import { dqntk, qntk } from "../gradients/qntk.ts";
import { type ColumnEvent, goingColumns, NOT_FINITE } from "./events.ts";
import { descendUnmeasured } from "./fused.ts";
import { lossNamed } from "./losses.ts";
import { onGoingColumns } from "./part.ts";
import { isMeasured, type MeasuredName, measuredNames, type TrainingPlan } from "./plan.ts";
import type { RowEstimates, TrainingBlock, TrainingRow, TrainingSimulator, TrainingState, TrainingStep } from "./state.ts";
import { watchesOf, watchMemory, watchRow } from "./watch.ts";

/**
 * Records row t of a state and makes update t: θ <- θ - η · slope(ε) · ∂ε. The last row is recorded without an update, and so is the last
 * row of a column that ends: where a stop rule says so, or where its next angles would not be finite numbers.
 */
export function step(simulator: TrainingSimulator, plan: TrainingPlan, state: TrainingState): TrainingStep {
  return onGoingColumns(plan, state, (part, at, columns) =>
    stepFrom(simulator.gradient(at.theta, at.row, columns), part, at, simulator),
  );
}

/**
 * As `step`, from <O> and its gradient at the state, none of whose columns has ended.
 *
 * @param source of the second derivatives, for plans that measure μ or the Hessian
 */
export function stepFrom(
  { expectation, gradient, variances }: Gradients,
  plan: TrainingPlan,
  state: TrainingState,
  source?: HessianSource,
): TrainingStep {
  const { theta, row: t, events = [] } = state;
  const { targets, eta } = plan;
  const columns = targets.length;
  const parameters = theta.length / columns;
  const loss = lossNamed(plan.loss);
  const epsilon = expectation.map((value, c) => value - targets[c]);
  const kernel = qntk(gradient, columns);
  const measured = measure(plan, state, epsilon, gradient, source);
  const watches = watchesOf(plan);
  const memory = watchMemory(watches, state.memory, columns);
  const found = watchRow(watches, plan, { row: t, epsilon, kernel, mu: measured.mu }, memory, events).map((event) =>
    event.ends || source === undefined ? event : withStableEta(event, plan, { theta, gradient, epsilon }, source),
  );
  const row: TrainingRow = {
    ...{ epsilon, kernel, measured },
    ...(variances !== undefined && { estimates: rowEstimates(gradient, variances) }),
  };
  const ended = new Set(found.filter(({ ends }) => ends).map(({ column }) => column));
  const next = theta.slice();
  for (let c = 0; c < columns; c++) {
    if (t >= plan.steps || ended.has(c)) continue;
    const rate = eta * loss.slope(epsilon[c]);
    let finite = Number.isFinite(epsilon[c]) && Number.isFinite(kernel[c]);
    for (let l = c * parameters; l < (c + 1) * parameters; l++) {
      next[l] -= rate * gradient[l];
      if (!Number.isFinite(next[l])) finite = false;
    }
    if (finite) continue;
    next.set(theta.subarray(c * parameters, (c + 1) * parameters), c * parameters);
    const reason = Number.isFinite(epsilon[c] + kernel[c])
      ? "the next angles are not finite numbers"
      : "ε or K is not a finite number";
    found.push({ column: c, step: t, rule: NOT_FINITE, reason, ends: true });
  }
  return { state: { row: t + 1, theta: next, memory, events: [...events, ...found] }, row };
}

/** An event with the largest stable learning rate at the angles of its column: 2 over the largest eigenvalue of the loss Hessian, where that is positive. */
function withStableEta(
  event: ColumnEvent,
  { loss }: TrainingPlan,
  { theta, gradient, epsilon }: { theta: Float64Array; gradient: Float64Array; epsilon: Float64Array },
  source: HessianSource,
): ColumnEvent {
  const { column } = event;
  const { parameters } = source.circuit;
  const own = (values: Float64Array) => values.slice(column * parameters, (column + 1) * parameters);
  const at = { theta: own(theta), gradient: own(gradient), ...(loss === "quadratic" && { epsilon: epsilon[column] }) };
  const { max } = curvatureAt(source, at);
  return max > 0 ? { ...event, largestStableEta: 2 / max } : event;
}

/** Whether nothing is left to record: the last row is recorded, or every column has ended. */
export function isOver(
  { steps, targets }: Pick<TrainingPlan, "steps" | "targets">,
  { row, events }: Pick<TrainingState, "row" | "events">,
): boolean {
  return row > steps || goingColumns(events, targets.length)?.length === 0;
}

function rowEstimates(gradient: Float64Array, { expectation, gradient: spread }: GradientVariances): RowEstimates {
  const { kernel, error } = unbiasedQntk(gradient, spread, expectation.length);
  return { epsilonError: expectation.map(Math.sqrt), kernelUnbiased: kernel, kernelError: error };
}

/** Records up to `count` rows from a state on, fewer where the run ends. */
export function advance(
  simulator: TrainingSimulator,
  plan: TrainingPlan,
  state: TrainingState,
  count: number,
): { state: TrainingState; block: TrainingBlock } {
  const firstRow = state.row;
  const rows: TrainingRow[] = [];
  let current = state;
  while (rows.length < count && !isOver(plan, current)) {
    const some = descendUnmeasured(simulator, plan, current, count - rows.length);
    if (some !== undefined) {
      rows.push(...some.rows);
      current = some.state;
      continue;
    }
    const { state: next, row } = step(simulator, plan, current);
    rows.push(row);
    current = next;
  }
  return { state: current, block: { firstRow, rows } };
}

function measure(
  { measure: strides, steps, loss, targets }: TrainingPlan,
  { row, theta }: TrainingState,
  epsilon: Float64Array,
  gradient: Float64Array,
  source?: HessianSource,
): TrainingRow["measured"] {
  const wanted = measuredNames.filter((name) => isMeasured(row, strides[name], steps));
  const second = (): HessianSource => {
    if (source === undefined) throw new ArgumentError("measure", "mu or hessian", "theta, where no second derivatives are known");
    return source;
  };
  const quantities: Record<MeasuredName, () => Float64Array> = {
    mu: () => dqntk(second(), theta, gradient),
    theta: () => theta.slice(),
    hessian: () =>
      lossHessianEigenvalues(
        hessian(second(), theta),
        gradient,
        theta.length / targets.length,
        loss === "quadratic" ? epsilon : undefined,
      ),
  };
  return Object.fromEntries(wanted.map((name) => [name, quantities[name]()]));
}
