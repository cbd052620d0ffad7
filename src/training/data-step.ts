/**
 * One step of training on a data set: errors and gradients of all data from one sweep, the update of their mean loss, and what a row records.
 *
 * With J_α = ∂<O_α>_α over the trained parameters: L = (1/N) Σ_α w_α l(ε_α), θ <- θ - η (1/N) Σ_α w_α l'(ε_α) J_α, K_αβ = J_α·J_β,
 * μ_αβγ = J_α·H_β·J_γ. Source: Zhang, Liu, Jiang, Zhuang, arXiv 2410.01955, for l = ε²/2; for N = 1 all of it is the paper's.
 */
import { CounterStream } from "../base/random/counter-stream.ts";
import type { GradientVariances } from "../engine/engine.ts";
import { dataCurvature, kernelMatrix } from "../gradients/data-kernel.ts";
import { unbiasedKernelMatrix } from "../gradients/kernel-estimates.ts";
import { datumCount, datumLoss, datumSlopes, meanLosses, sharesOf } from "./data-losses.ts";
import type { DataPlan } from "./data-plan.ts";
import { type ColumnEvent, NOT_FINITE } from "./events.ts";
import { type Loss, lossNamed } from "./losses.ts";
import { onGoingColumns, stateAfter } from "./part.ts";
import { isMeasured, type TrainingPlan } from "./plan.ts";
import type { DataTrainingSimulator, RowEstimates, TrainingRow, TrainingState, TrainingStep } from "./state.ts";
import { trainedOnly, trainedParameters } from "./trained.ts";
import { type UpdateSource, updateOf } from "./update.ts";
import { watchesOf, watchMemory, watchRow } from "./watch.ts";

/** As `step`, for a plan with data. */
export function dataStep(simulator: DataTrainingSimulator, plan: TrainingPlan, state: TrainingState): TrainingStep {
  return onGoingColumns(plan, state, (part, at, columns) => stepOfData(simulator, part, at, columns));
}

function stepOfData(
  simulator: DataTrainingSimulator,
  plan: TrainingPlan,
  state: TrainingState,
  columnsInBatch?: readonly number[],
): TrainingStep {
  const { theta, row: t, events = [] } = state;
  const data = plan.data as DataPlan;
  const { count, targets } = data;
  const columns = plan.targets.length;
  const parameters = theta.length / columns;
  const found = simulator.gradient(theta, t, columnsInBatch);
  const gradient = trainedOnly(plan, found.gradient, parameters);
  const epsilon = found.expectation.map((value, k) => value - targets[k]);
  const matrix = () => kernelMatrix(gradient, columns, count);
  const kernel = plan.measure.kernel === undefined ? matrix() : new Float64Array();
  const loss = lossNamed(data.loss);
  const losses = meanLosses(loss, data, epsilon);
  const measured = measure(simulator, plan, state, gradient, matrix, columnsInBatch);
  const watches = watchesOf(plan);
  const memory = watchMemory(watches, state.memory, columns);
  const seen = { row: t, epsilon: asOneError(plan, losses), kernel: traces(gradient, columns).map((trace) => trace / count) };
  const fresh: ColumnEvent[] = watchRow(watches, plan, seen, memory, events);
  const estimates = () => rowEstimates(plan, gradient, found.variances as GradientVariances, measured.kernel ?? kernel);
  const row: TrainingRow = { epsilon, kernel, measured, ...(found.variances !== undefined && { estimates: estimates() }) };
  if (t >= plan.steps) return { state: { row: t + 1, theta, memory: state.memory, events: [...events, ...fresh] }, row };
  const ended = new Set(fresh.filter(({ ends }) => ends).map(({ column }) => column));
  const ofLoss = meanGradient(loss, plan, data, { row: t, epsilon, gradient, parameters });
  const next = updateOf(
    plan,
    state,
    { slopes: new Float64Array(columns).fill(1), gradient: ofLoss },
    dataUpdateSource(simulator, plan, state, columnsInBatch),
  );
  for (let c = 0; c < columns; c++) {
    if (ended.has(c) || areFinite(epsilon, c, columns, seen.kernel, next.theta, ...Object.values(next.memory))) continue;
    ended.add(c);
    fresh.push({
      column: c,
      step: t,
      rule: NOT_FINITE,
      reason: "an error, a kernel or the next angles are not finite numbers",
      ends: true,
    });
  }
  const after = { theta: next.theta, memory: { ...memory, ...next.memory }, events: [...events, ...fresh] };
  return { state: stateAfter(state, after, ended, columns), row };
}

/** What shots say of a row: of K where it is recorded. */
function rowEstimates(
  plan: TrainingPlan,
  gradient: Float64Array,
  { expectation, gradient: spread }: GradientVariances,
  recorded: Float64Array,
): RowEstimates {
  const { count } = plan.data as DataPlan;
  const columns = plan.targets.length;
  const epsilonError = expectation.map(Math.sqrt);
  if (recorded.length === 0) return { epsilonError, kernelUnbiased: new Float64Array(), kernelError: new Float64Array() };
  const variances = trainedOnly(plan, spread, gradient.length / (columns * count));
  const { kernel, error } = unbiasedKernelMatrix(gradient, variances, columns, count);
  return { epsilonError, kernelUnbiased: kernel, kernelError: error };
}

/**
 * What an optimiser may need beside the gradient: the loss at other angles, over the data of this step, and the metric of the data's states, Σ_α (w_α/N) F_α over them, with w brought to
 * a mean of 1 over all data.
 */
function dataUpdateSource(
  simulator: DataTrainingSimulator,
  plan: TrainingPlan,
  { theta, row }: TrainingState,
  columnsInBatch?: readonly number[],
): UpdateSource {
  const data = plan.data as DataPlan;
  const { targets, classes = 1 } = data;
  const loss = lossNamed(data.loss);
  const columns = plan.targets.length;
  const parameters = theta.length / columns;
  const { layers } = simulator;
  return {
    losses(at, which) {
      const epsilon = simulator.expectation(at, row, columnsInBatch, which).map((value, k) => value - targets[k]);
      return Float64Array.from({ length: columns }, (_, c) => {
        let sum = 0;
        for (const { datum, share } of sharesAt(plan, data, row, c)) {
          sum += share * datumLoss(loss, data, epsilon, c * datumCount(data) + datum);
        }
        return sum;
      });
    },
    metric(column) {
      if (simulator.metric === undefined || layers === undefined) return undefined;
      const trained = trainedParameters(plan, parameters);
      const matrix = new Float64Array(trained.length ** 2);
      for (const { datum, share } of sharesAt(plan, data, row, column)) {
        const metric = simulator.metric(theta, { column, datum: datum * classes, parameters: trained }, columnsInBatch);
        for (let k = 0; k < matrix.length; k++) matrix[k] += share * metric[k];
      }
      return { matrix, layers: trained.map((l) => layers[l]) };
    },
  };
}

/** The data of a column at a step, ascending, with their shares of the loss. */
function sharesAt(
  plan: TrainingPlan,
  { count: entries, classes = 1, weights, batch }: DataPlan,
  row: number,
  column: number,
): { readonly datum: number; readonly share: number }[] {
  const count = entries / classes;
  const factors = sharesOf(count, weights);
  const { columns: all = [], total = plan.targets.length } = plan.place ?? {};
  const which = batch === undefined ? undefined : batchAt(batch, count, row, all[column] ?? column, total);
  const share = which === undefined ? 1 : count / which.length;
  return Array.from({ length: which?.length ?? count }, (_, k) => {
    const datum = which?.[k] ?? k;
    return { datum, share: share * factors[datum] };
  });
}

/** ∇L of every column, over the data of this step. */
function meanGradient(
  loss: Loss,
  plan: TrainingPlan,
  data: DataPlan,
  { row, epsilon, gradient, parameters }: { row: number; epsilon: Float64Array; gradient: Float64Array; parameters: number },
): Float64Array {
  const { count, classes = 1 } = data;
  const columns = plan.targets.length;
  const total = new Float64Array(columns * parameters);
  for (let c = 0; c < columns; c++) {
    const out = total.subarray(c * parameters, (c + 1) * parameters);
    for (const { datum, share } of sharesAt(plan, data, row, c)) {
      const slopes = datumSlopes(loss, data, epsilon, (c * count) / classes + datum);
      for (let k = 0; k < slopes.length; k++) {
        const slope = share * slopes[k];
        const from = (c * count + datum * classes + k) * parameters;
        for (let l = 0; l < parameters; l++) out[l] += slope * gradient[from + l];
      }
    }
  }
  return total;
}

/** The data of a mini-batch, ascending: every column draws its own, keyed by row and column of the whole run. */
export function batchAt(
  { size, seed }: { readonly size: number; readonly seed: number },
  count: number,
  row: number,
  column: number,
  columns: number,
): number[] {
  const stream = new CounterStream(seed, "batch", row * columns + column);
  const order = Array.from({ length: count }, (_, a) => a);
  for (let k = 0; k < size; k++) {
    const other = k + Math.floor(stream.uniform() * (count - k));
    [order[k], order[other]] = [order[other], order[k]];
  }
  return order.slice(0, size).sort((a, b) => a - b);
}

/** One error for all data, as rules that watch a column see it: √(2L), the root of the mean square, under the quadratic loss, and L otherwise. */
function asOneError({ loss }: TrainingPlan, losses: Float64Array): Float64Array {
  return lossNamed(loss).theory === "quadratic" ? losses.map((value) => Math.sqrt(2 * value)) : losses;
}

/** tr K of every column: Σ_α |J_α|². */
function traces(gradient: Float64Array, columns: number): Float64Array {
  const width = gradient.length / columns;
  return Float64Array.from({ length: columns }, (_, c) =>
    gradient.subarray(c * width, (c + 1) * width).reduce((sum, value) => sum + value * value, 0),
  );
}

function areFinite(first: Float64Array, column: number, columns: number, ...others: readonly Float64Array[]): boolean {
  return [first, ...others].every((values) => {
    const width = values.length / columns;
    return values.subarray(column * width, (column + 1) * width).every(Number.isFinite);
  });
}

function measure(
  simulator: DataTrainingSimulator,
  plan: TrainingPlan,
  { row, theta }: TrainingState,
  gradient: Float64Array,
  kernel: () => Float64Array,
  which?: readonly number[],
): TrainingRow["measured"] {
  const { measure: strides, steps } = plan;
  const { count, test } = plan.data as DataPlan;
  const wanted = (name: keyof typeof strides) => isMeasured(row, strides[name], steps);
  return {
    ...(wanted("mu") && { mu: dataCurvature(simulator, theta, gradient, plan.targets.length, count, which) }),
    ...(wanted("kernel") && { kernel: kernel() }),
    ...(wanted("theta") && { theta: theta.slice() }),
    ...(wanted("test") &&
      test !== undefined && { test: simulator.heldOut(theta, row).map((value, k) => value - test.targets[k]) }),
  };
}
