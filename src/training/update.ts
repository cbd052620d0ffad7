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

/**
 * The angles after a step, and the arrays of the optimiser.
 *
 * @param source of what the optimiser needs beside the gradient
 * @param columnsInBatch which of the source's columns these are, where they are not all of them
 * @throws ArgumentError where it is not to be had
 */
export function updateOf(
  plan: TrainingPlan,
  { theta, row, memory = {} }: TrainingState,
  { slopes, gradient }: StepGradients,
  source?: StepSource,
  columnsInBatch?: readonly number[],
): { readonly theta: Float64Array; readonly memory: Memory } {
  const columns = slopes.length;
  const parameters = theta.length / columns;
  const { definition, fields } = optimizerOf(plan);
  const loss = lossNamed(plan.loss);
  const context: UpdateContext = {
    ...{ columns, parameters, row, theta, slopes, eta: etaAt(plan, row), expectationGradient: gradient },
    trained: trainedParameters(plan, parameters),
    losses(at, which) {
      const found = source?.expectation?.(at, row, columnsInBatch, which);
      if (found === undefined) throw unavailable(definition, "loss at other angles");
      return found.map((value, c) => loss.value(value - plan.targets[c]));
    },
    metric: metricOf(plan, theta, parameters, definition, source),
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
  definition: OptimizerDefinition,
  source?: StepSource,
): UpdateContext["metric"] {
  return (column) => {
    const { engine, observable, circuit, finalStates } = source ?? {};
    if (engine === undefined || observable === undefined || circuit === undefined || finalStates === undefined)
      throw unavailable(definition, "metric of the state");
    const trained = trainedParameters(plan, parameters);
    const own = theta.slice(column * parameters, (column + 1) * parameters);
    const layers = layersOfParameters(circuit);
    const { metric } = metricSource(source as Pick<Simulator, "engine" | "circuit" | "observable">);
    return { matrix: metric(own, trained), layers: trained.map((l) => layers[l]) };
  };
}

function unavailable({ name }: OptimizerDefinition, what: string): ArgumentError {
  return new ArgumentError("optimizer", name, `an optimiser that does not need the ${what}, which is not to be had here`);
}
