/**
 * One step of gradient descent on a batch of columns, and blocks of such steps with what they record.
 *
 * Pure: a state goes in, a state and a record come out. No clock, file or thread is known here.
 */
import { ArgumentError } from "../base/errors.ts";
import type { DifferentiableSimulator, Gradients, GradientVariances, HessianSource } from "../engine/engine.ts";
import { hessian, lossHessianEigenvalues } from "../gradients/hessian.ts";
import { unbiasedQntk } from "../gradients/kernel-estimates.ts";
import { dqntk, qntk } from "../gradients/qntk.ts";
import { lossNamed } from "./losses.ts";
import { isMeasured, type MeasuredName, measuredNames, type TrainingPlan } from "./plan.ts";

/** What training asks of a simulator. One that draws random numbers keys them by the row, so that a resumed run draws the same. */
export interface TrainingSimulator extends HessianSource, Pick<DifferentiableSimulator, "dispose" | "descend"> {
  gradient(theta: Float64Array, row: number): Gradients;
}

/** Where a run stands: the next row to record and the parameters it belongs to. */
export interface TrainingState {
  /** The next row t; the run is complete when it exceeds the plan's steps. */
  readonly row: number;
  /** θ at that row (at the last row, once complete), shape (columns, parameters). */
  readonly theta: Float64Array;
}

/** What one row records, for every column. */
export interface TrainingRow {
  /** Total error ε = <O> - O0. */
  readonly epsilon: Float64Array;
  /** Kernel K. */
  readonly kernel: Float64Array;
  /** The quantities whose stride hits this row: μ (columns), θ (columns, parameters), Hessian eigenvalues (columns, parameters). */
  readonly measured: { readonly [name in MeasuredName]?: Float64Array };
  /** What shots say of the numbers above, where they come from shots. */
  readonly estimates?: RowEstimates;
}

/** Standard errors of a row's estimates, and K without the bias of Σ ĝ²; shape (columns) each. */
export interface RowEstimates {
  readonly epsilonError: Float64Array;
  /** Negative now and then: see `unbiasedQntk`. */
  readonly kernelUnbiased: Float64Array;
  readonly kernelError: Float64Array;
}

/** Rows `firstRow` .. `firstRow + rows.length - 1` of a run. */
export interface TrainingBlock {
  readonly firstRow: number;
  readonly rows: readonly TrainingRow[];
}

/**
 * Records row t of a state and makes update t: θ <- θ - η · slope(ε) · ∂ε. The last row is recorded without an update.
 *
 * @throws nothing: values that are no longer finite are recorded as they are, for the caller to notice
 */
export function step(
  simulator: TrainingSimulator,
  plan: TrainingPlan,
  state: TrainingState,
): { state: TrainingState; row: TrainingRow } {
  return stepFrom(simulator.gradient(state.theta, state.row), plan, state, simulator);
}

/**
 * As `step`, from <O> and its gradient at the state.
 *
 * @param source of the second derivatives, for plans that measure μ or the Hessian
 */
export function stepFrom(
  { expectation, gradient, variances }: Gradients,
  plan: TrainingPlan,
  state: TrainingState,
  source?: HessianSource,
): { state: TrainingState; row: TrainingRow } {
  const { theta, row: t } = state;
  const { targets, eta } = plan;
  const columns = targets.length;
  const parameters = theta.length / columns;
  const loss = lossNamed(plan.loss);
  const epsilon = expectation.map((value, c) => value - targets[c]);
  const row: TrainingRow = {
    epsilon,
    kernel: qntk(gradient, columns),
    measured: measure(plan, state, epsilon, gradient, source),
    ...(variances !== undefined && { estimates: rowEstimates(gradient, variances) }),
  };
  if (t >= plan.steps) return { state: { row: t + 1, theta }, row };
  const next = theta.slice();
  for (let c = 0; c < columns; c++) {
    const rate = eta * loss.slope(epsilon[c]);
    for (let l = c * parameters; l < (c + 1) * parameters; l++) next[l] -= rate * gradient[l];
  }
  return { state: { row: t + 1, theta: next }, row };
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
  while (rows.length < count && current.row <= plan.steps) {
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

/** Rows up to the next that measures something, made by the simulator at once; undefined where there are none, or it cannot. */
function descendUnmeasured(
  simulator: TrainingSimulator,
  { measure: strides, steps, targets, loss, eta }: TrainingPlan,
  { row: first, theta }: TrainingState,
  most: number,
): { state: TrainingState; rows: readonly TrainingRow[] } | undefined {
  if (simulator.descend === undefined) return undefined;
  let end = first;
  while (end < Math.min(first + most, steps) && !measuredNames.some((name) => isMeasured(end, strides[name], steps))) end++;
  if (end === first) return undefined;
  const made = simulator.descend(theta, { eta, ...(loss === "quadratic" && { offsets: targets }) }, end - first);
  if (made.steps === 0) return undefined;
  const columns = targets.length;
  const rows = Array.from({ length: made.steps }, (_, k): TrainingRow => {
    const of = (values: Float64Array) => values.slice(k * columns, (k + 1) * columns);
    return { epsilon: of(made.expectation).map((value, c) => value - targets[c]), kernel: of(made.kernel), measured: {} };
  });
  return { state: { row: first + made.steps, theta: made.theta }, rows };
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
