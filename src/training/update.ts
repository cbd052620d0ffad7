/**
 * The update of a step: the rule of the plan's optimiser, applied to all columns.
 */
import { ArgumentError } from "../base/errors.ts";
import { CounterStream } from "../base/random/counter-stream.ts";
import type { Simulator } from "../engine/engine.ts";
import { layersOfParameters, metricSource } from "../gradients/metric.ts";
import { lossNamed } from "./losses.ts";
import { etaAt, optimizerOf } from "./optimizer-of.ts";
import type { OptimizerDefinition, OptimizerState, UpdateContext } from "./optimizers/optimizer.ts";
import type { TrainingPlan } from "./plan.ts";
import type { Memory, StepSource, TrainingState } from "./state.ts";
import { trainedParameters } from "./trained.ts";

/** The gradient of the loss over the trained parameters: ∇L = s ∂<O>. */
export interface StepGradients {
  /** s, shape (columns). */
  readonly slopes: Float64Array;
  /** ∂<O>, shape (columns, parameters). */
  readonly gradient: Float64Array;
}

/** What an optimiser may need beside the gradient; what is not to be had is left out. */
export interface UpdateSource {
  /** As in `UpdateContext`. */
  losses?(theta: Float64Array, which: number): Float64Array | undefined;
  metric?(column: number): ReturnType<UpdateContext["metric"]> | undefined;
}

/**
 * What an optimiser may need of the simulator of a run without data.
 *
 * @param columnsInBatch which of the source's columns these are, where they are not all of them
 */
export function updateSource(
  plan: TrainingPlan,
  { theta, row }: TrainingState,
  source?: StepSource,
  columnsInBatch?: readonly number[],
): UpdateSource {
  const loss = lossNamed(plan.loss);
  const parameters = theta.length / plan.targets.length;
  return {
    losses: (at, which) =>
      source?.expectation?.(at, row, columnsInBatch, which).map((value, c) => loss.value(value - plan.targets[c])),
    metric: (column) => metricOf(plan, theta, parameters, column, source),
  };
}

/**
 * The angles after a step, and the arrays of the optimiser.
 *
 * @throws ArgumentError where what it needs is not to be had
 */
export function updateOf(
  plan: TrainingPlan,
  { theta, row, memory = {} }: TrainingState,
  { slopes, gradient }: StepGradients,
  source: UpdateSource,
): { readonly theta: Float64Array; readonly memory: Memory } {
  const columns = slopes.length;
  const parameters = theta.length / columns;
  const { definition, fields } = optimizerOf(plan);
  const context: UpdateContext = {
    ...{ columns, parameters, row, theta, slopes, eta: etaAt(plan, row), expectationGradient: gradient },
    trained: trainedParameters(plan, parameters),
    losses(at, which) {
      const found = source.losses?.(at, which);
      if (found === undefined) throw unavailable(definition, "loss at other angles");
      return found;
    },
    metric(column) {
      const found = source.metric?.(column);
      if (found === undefined) throw unavailable(definition, "metric of the state");
      return found;
    },
    stream: (column, seed) => streamOf(plan, row, column, seed),
  };
  const before = optimizerMemory(plan, memory, columns, parameters);
  const ofLoss = gradient.map((value, k) => slopes[Math.floor(k / parameters)] * value);
  const { updates, state } = definition.update(ofLoss, before, context, fields);
  return { theta: theta.map((angle, k) => angle + updates[k]), memory: state };
}

/** The arrays of a plan's optimiser, from what a state remembers or as they begin. */
function optimizerMemory(plan: TrainingPlan, memory: Memory, columns: number, parameters: number): OptimizerState {
  const { definition, fields } = optimizerOf(plan);
  const initial = definition.init({ columns, parameters }, fields);
  return Object.fromEntries(Object.entries(initial).map(([name, values]) => [name, memory[name] ?? values]));
}

/** Random numbers of a column at a step: keyed by row and column of the whole run. */
function streamOf({ place, targets }: TrainingPlan, row: number, column: number, seed: number): CounterStream {
  return new CounterStream(seed, "perturbation", row * (place?.total ?? targets.length) + (place?.columns[column] ?? column));
}

function metricOf(
  plan: TrainingPlan,
  theta: Float64Array,
  parameters: number,
  column: number,
  source?: StepSource,
): ReturnType<UpdateContext["metric"]> | undefined {
  const { engine, observable, circuit, finalStates } = source ?? {};
  if (engine === undefined || observable === undefined || circuit === undefined || finalStates === undefined) return undefined;
  const trained = trainedParameters(plan, parameters);
  const own = theta.slice(column * parameters, (column + 1) * parameters);
  const layers = layersOfParameters(circuit);
  const { metric } = metricSource(source as Pick<Simulator, "engine" | "circuit" | "observable">);
  return { matrix: metric(own, trained), layers: trained.map((l) => layers[l]) };
}

function unavailable({ name }: OptimizerDefinition, what: string): ArgumentError {
  return new ArgumentError("optimizer", name, `an optimiser that does not need the ${what}, which is not to be had here`);
}
