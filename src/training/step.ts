/**
 * One step of training on a batch of columns, and blocks of such steps with what they record.
 *
 * Pure: a state goes in, a state and a record come out. No clock, file or thread is known here.
 */
import { ArgumentError } from "../base/errors.ts";
import { joined } from "../base/words.ts";
import type { Gradients, GradientVariances, HessianSource } from "../engine/engine.ts";
import { curvatureAt } from "../gradients/curvature.ts";
import { unbiasedQntk } from "../gradients/kernel-estimates.ts";
import { qntk } from "../gradients/qntk.ts";
import { dataStep } from "./data-step.ts";
import { type ColumnEvent, goingColumns, NOT_FINITE } from "./events.ts";
import { descendUnmeasured } from "./fused.ts";
import { lossNamed } from "./losses.ts";
import { optimizerOf } from "./optimizer-of.ts";
import { onGoingColumns, stateAfter } from "./part.ts";
import { isMeasured, type TrainingPlan } from "./plan.ts";
import { quantities } from "./quantities/index.ts";
import type {
  DataTrainingSimulator,
  Memory,
  RowEstimates,
  StepSource,
  TrainingBlock,
  TrainingRow,
  TrainingSimulator,
  TrainingState,
  TrainingStep,
} from "./state.ts";
import { trainedOnly, trainedParameters } from "./trained.ts";
import { updateOf, updateSource } from "./update.ts";
import { watchesOf, watchMemory, watchRow } from "./watch.ts";

/**
 * Records row t of a state and makes update t by the plan's optimiser: θ <- θ - η · slope(ε) · ∂ε for gradient descent. The last row is recorded without an update, and so is the last
 * row of a column that ends: where a stop rule says so, or where its next angles would not be finite numbers.
 *
 * @param simulator of the plan's circuit; of its data, where it has any
 */
export function step(
  simulator: TrainingSimulator | DataTrainingSimulator,
  plan: TrainingPlan,
  state: TrainingState,
): TrainingStep {
  if (!isPlainSimulator(simulator)) return dataStep(simulator, plan, state);
  return onGoingColumns(plan, state, (part, at, columns) =>
    stepFrom(simulator.gradient(at.theta, at.row, columns), part, at, simulator, columns),
  );
}

/**
 * As `step`, from <O> and its gradient at the state, none of whose columns has ended.
 *
 * @param source of second derivatives, for plans that measure μ or the Hessian, and of what the optimiser needs
 * @param columnsInBatch which of the source's columns these are, where they are not all of them
 */
export function stepFrom(
  { expectation, gradient: ofAll, variances }: Gradients,
  plan: TrainingPlan,
  state: TrainingState,
  source?: StepSource,
  columnsInBatch?: readonly number[],
): TrainingStep {
  const { theta, row: t, events = [] } = state;
  const { targets, loss } = plan;
  const columns = targets.length;
  const parameters = theta.length / columns;
  const gradient = trainedOnly(plan, ofAll, parameters);
  const epsilon = expectation.map((value, c) => value - targets[c]);
  const kernel = qntk(gradient, columns);
  const measured = measure(plan, state, epsilon, gradient, source);
  const watches = watchesOf(plan);
  const memory = watchMemory(watches, state.memory, columns);
  const estimates =
    variances && rowEstimates(gradient, { ...variances, gradient: trainedOnly(plan, variances.gradient, parameters) });
  const found = watchRow(watches, plan, { row: t, epsilon, kernel, mu: measured.mu, estimates }, memory, events).map((event) =>
    event.ends || source === undefined ? event : withStableEta(event, plan, { theta, gradient, epsilon }, source),
  );
  const row: TrainingRow = { ...{ epsilon, kernel, measured }, ...(estimates !== undefined && { estimates }) };
  if (t >= plan.steps) return { state: { row: t + 1, theta, memory: state.memory, events: [...events, ...found] }, row };
  const ended = new Set(found.filter(({ ends }) => ends).map(({ column }) => column));
  const slopes = epsilon.map((value) => lossNamed(loss).slope(value));
  const next = updateOf(plan, state, { slopes, gradient }, updateSource(plan, state, source, columnsInBatch));
  for (let c = 0; c < columns; c++) {
    if (ended.has(c)) continue;
    const reason = notFinite({ epsilon: epsilon[c], kernel: kernel[c] }, next, c, columns);
    if (reason === undefined) continue;
    ended.add(c);
    found.push({ column: c, step: t, rule: NOT_FINITE, reason, ends: true });
  }
  const after = { theta: next.theta, memory: { ...memory, ...next.memory }, events: [...events, ...found] };
  return { state: stateAfter(state, after, ended, columns), row };
}

/** Why a column cannot go on; undefined where it can. */
function notFinite(
  { epsilon, kernel }: { epsilon: number; kernel: number },
  { theta, memory }: Pick<TrainingState, "theta"> & { memory: Memory },
  column: number,
  columns: number,
): string | undefined {
  if (!Number.isFinite(epsilon) || !Number.isFinite(kernel)) return "ε or K is not a finite number";
  for (const values of [theta, ...Object.values(memory)]) {
    const width = values.length / columns;
    for (let k = column * width; k < (column + 1) * width; k++)
      if (!Number.isFinite(values[k])) return "the next angles are not finite numbers";
  }
  return undefined;
}

/**
 * An event with the largest stable learning rate of the plan's optimiser at the angles of its column, from the largest eigenvalue of the loss Hessian
 * over the trained parameters; left out where that is not positive, or nothing is known of the optimiser.
 */
function withStableEta(
  event: ColumnEvent,
  plan: TrainingPlan,
  { theta, gradient, epsilon }: { theta: Float64Array; gradient: Float64Array; epsilon: Float64Array },
  source: HessianSource,
): ColumnEvent {
  const { column } = event;
  const { definition, fields } = optimizerOf(plan);
  if (definition.theory === undefined) return event;
  const { parameters } = source.circuit;
  const own = (values: Float64Array) => values.slice(column * parameters, (column + 1) * parameters);
  const loss = lossNamed(plan.loss);
  const at = {
    theta: own(theta),
    gradient: own(gradient),
    slope: loss.slope(epsilon[column]),
    curvature: loss.curvature(epsilon[column]),
  };
  const { max } = curvatureAt(trainedSource(plan, source), at);
  return max > 0 ? { ...event, largestStableEta: definition.theory.stableEta(max, fields) } : event;
}

/** Second derivatives over the trained parameters alone; those of the others are zero. */
function trainedSource(plan: TrainingPlan, source: HessianSource): HessianSource {
  const { circuit } = source;
  if ((plan.frozen?.length ?? 0) === 0) return source;
  const own = (values: Float64Array) => trainedOnly(plan, values, circuit.parameters);
  return {
    circuit,
    hessianVectorProduct(theta, vectors) {
      const made = source.hessianVectorProduct(theta, own(vectors));
      return { ...made, gradient: own(made.gradient), product: own(made.product) };
    },
  };
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
  simulator: TrainingSimulator | DataTrainingSimulator,
  plan: TrainingPlan,
  state: TrainingState,
  count: number,
): { state: TrainingState; block: TrainingBlock } {
  const firstRow = state.row;
  const rows: TrainingRow[] = [];
  let current = state;
  while (rows.length < count && !isOver(plan, current)) {
    const some = isPlainSimulator(simulator) ? descendUnmeasured(simulator, plan, current, count - rows.length) : undefined;
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

/** Whether a simulator is not one of data. */
function isPlainSimulator(simulator: TrainingSimulator | DataTrainingSimulator): simulator is TrainingSimulator {
  return "hessianVectorProduct" in simulator;
}

function measure(
  plan: TrainingPlan,
  { row, theta }: TrainingState,
  epsilon: Float64Array,
  gradient: Float64Array,
  source?: HessianSource,
): TrainingRow["measured"] {
  const { measure: strides, steps, loss, targets } = plan;
  const columns = targets.length;
  const parameters = theta.length / columns;
  const wanted = quantities.all.filter(({ name, of }) => of !== "data" && isMeasured(row, strides[name], steps));
  if (wanted.length === 0) return {};
  const trained = trainedParameters(plan, parameters);
  const context = { columns, parameters, trained, theta, epsilon, gradient, loss: lossNamed(loss) };
  const measured = wanted.map((quantity) => {
    const { name, width } = quantity;
    const second = (): HessianSource => source ?? refuseSecond(name);
    const values = quantity.measure?.({ ...context, second }) ?? new Float64Array();
    const size = columns * width({ parameters, trained: trained.length, data: 1, heldOut: 0 });
    if (values.length !== size)
      throw new ArgumentError(`quantity ${name}`, values.length, `${size} numbers, columns times its width`);
    return [name, values] as const;
  });
  return Object.fromEntries(measured);
}

function refuseSecond(name: string): never {
  const first = quantities.all
    .filter(({ of, products }) => of !== "data" && products === undefined)
    .map((quantity) => quantity.name);
  throw new ArgumentError("measure", name, `${joined(first)}, where no second derivatives are known`);
}
