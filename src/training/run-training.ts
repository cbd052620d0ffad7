/**
 * Training as a stream of blocks that can be watched, stopped and gone on with; loss, optimiser and recorded quantities may be the caller's own.
 */
import { requireFields } from "../base/assert.ts";
import { ArgumentError } from "../base/errors.ts";
import type { DifferentiableSimulator, Engine } from "../engine/engine.ts";
import { engineNamed, resolveEngine } from "../engine/engines.ts";
import { qntk } from "../gradients/qntk.ts";
import type { Circuit } from "../quantum/circuit.ts";
import type { Observable } from "../quantum/observables.ts";
import { initialAngles, type StreamName } from "../quantum/streams.ts";
import { quadraticLoss } from "./losses.ts";
import { columnTargets, repeatAngles } from "./train.ts";

/** A loss as a function of ε = <O> - O0; gradient descent needs its slope alone. */
export interface OwnLoss {
  /** dL/dε. */
  slope(epsilon: number): number;
}

/** What an optimiser is told beside the gradient. */
export interface StepContext {
  readonly row: number;
  /** Angles, shape (columns, parameters). */
  readonly theta: Float64Array;
}

/** A change of the angles, and what the optimiser keeps until the next step. */
export interface OptimizerStep<State> {
  /** Added to the angles, shape (columns, parameters). */
  readonly change: Float64Array;
  readonly state?: State;
}

/** An optimiser: the change of the angles from the gradient of the loss, shape (columns, parameters), and its own state, undefined at first. */
export type OwnOptimizer<State = unknown> = (
  gradient: Float64Array,
  state: State | undefined,
  context: StepContext,
) => OptimizerStep<State>;

/** A quantity of all columns, from their angles and ∂<O>/∂θ, both of shape (columns, parameters): numbers of shape (columns, width). */
export type Quantity = (simulator: DifferentiableSimulator, theta: Float64Array, gradient: Float64Array) => ArrayLike<number>;

/** A quantity and how often it is recorded. */
export interface RecordedQuantity {
  readonly stride: number;
  readonly measure: Quantity;
}

/**
 * Records a quantity at every `stride`-th row.
 *
 * @throws ArgumentError unless the stride is a positive integer
 */
export function every(stride: number, measure: Quantity): RecordedQuantity {
  if (!Number.isInteger(stride) || stride < 1) throw new ArgumentError("stride", stride, "a positive integer");
  if (typeof measure !== "function") throw new ArgumentError("measure", measure, "a function of (simulator, theta, gradient)");
  return { stride, measure };
}

/** Plain gradient descent: the change is -η times the gradient. */
export function gradientDescent(eta: number): OwnOptimizer {
  if (!(eta > 0 && Number.isFinite(eta))) throw new ArgumentError("eta", eta, "a positive number");
  return (gradient) => ({ change: gradient.map((value) => -eta * value) });
}

/** Where a run stands: the next row, the angles it belongs to, and the optimiser's state. */
export interface RunState {
  readonly row: number;
  readonly theta: Float64Array;
  readonly optimizer?: unknown;
}

/** Arguments of `runTraining`. */
export interface RunTrainingOptions {
  readonly circuit: Circuit;
  readonly observable: Observable;
  /** Targets O0: a number for all samples, or an array with one for each sample. */
  readonly targets: readonly (number | readonly number[])[];
  /** Number of updates: rows 0 .. steps. */
  readonly steps: number;
  /** Number of initial angle sets, the same for every target. Default 1. */
  readonly samples?: number;
  /** Seed of the initial angles. Default 0. */
  readonly seed?: number;
  readonly streams?: StreamName;
  /** Initial angles of shape (samples, parameters), in place of drawn ones. */
  readonly initialAngles?: Float64Array;
  /** Default: ε²/2. */
  readonly loss?: OwnLoss;
  /** Default: gradient descent with η = 1e-3. */
  readonly optimizer?: OwnOptimizer<never> | OwnOptimizer;
  /** Quantities beyond ε and K by name, such as `{ mu: every(10, dqntk) }`. */
  readonly record?: Readonly<Record<string, RecordedQuantity>>;
  /** Where to go on from, in place of the beginning. */
  readonly from?: RunState;
  /** Rows of a block. Default 64. */
  readonly block?: number;
  readonly engine?: Engine;
  /** What to train in place of the engine's simulator; the caller's own, which is not disposed of. */
  readonly simulator?: DifferentiableSimulator;
  /** Aborted to stop after the block that is being made. */
  readonly signal?: AbortSignal;
}

/** Numbers by row, the rows in order. */
export interface RecordedRows {
  readonly rows: readonly number[];
  /** One array of shape (columns, width) for each row. */
  readonly values: readonly Float64Array[];
}

/** Some rows of a run. Columns are targets x samples: column = target · samples + sample. */
export interface RunBlock {
  readonly firstRow: number;
  /** ε of every row, shape (columns) each. */
  readonly epsilon: readonly Float64Array[];
  /** K of every row, shape (columns) each. */
  readonly kernel: readonly Float64Array[];
  readonly quantities: Readonly<Record<string, RecordedRows>>;
  readonly state: RunState;
}

/** How a run ended. */
export type RunEnd =
  | { readonly kind: "complete" }
  | { readonly kind: "stopped"; readonly state: RunState }
  | { readonly kind: "not finite"; readonly row: number; readonly columns: readonly number[] };

/** Everything that a run has recorded. */
export interface RunResult extends Omit<RunBlock, "firstRow"> {
  readonly firstRow: number;
  readonly end: RunEnd;
}

/** A run: its blocks as they are made, and what it has come to. Reading `result` alone runs it to its end. */
export interface TrainingRun extends AsyncIterable<RunBlock> {
  readonly result: Promise<RunResult>;
}

const FIELDS = [
  ...["circuit", "observable", "targets", "steps", "samples", "seed", "streams", "initialAngles", "loss", "optimizer", "record"],
  ...["from", "block", "engine", "simulator", "signal"],
] as const satisfies readonly (keyof RunTrainingOptions)[];

/**
 * Trains a circuit, block by block.
 *
 * θ ← θ + change(∇L), L the loss of ε = <O> - O0; row t belongs to the angles before update t. A loop over the run that is left early stops it,
 * and so does `signal`: the end then holds the state that `from` goes on from, to the same numbers.
 *
 * @throws ArgumentError for unknown options, sizes that do not fit and targets that are not numbers
 */
export function runTraining(options: RunTrainingOptions): TrainingRun {
  requireFields("runTraining", options, FIELDS);
  const prepared = prepare(options);
  const blocks = blocksOf(options, prepared);
  let settled: Promise<RunResult> | undefined;
  const seen: RunBlock[] = [];
  let end: RunEnd | undefined;
  const pull = async (): Promise<IteratorResult<RunBlock, undefined>> => {
    // Lets events such as a click on Stop be handled between blocks.
    await new Promise<void>((resolve) => setTimeout(resolve));
    const next = blocks.next();
    if (next.done) {
      end = next.value;
      return { done: true, value: undefined };
    }
    seen.push(next.value);
    return { done: false, value: next.value };
  };
  const leave = () => {
    blocks.return({ kind: "stopped", state: seen.at(-1)?.state ?? prepared.start });
    end ??= { kind: "stopped", state: seen.at(-1)?.state ?? prepared.start };
  };
  return {
    get result() {
      settled ??= (async () => {
        while (end === undefined && !(await pull()).done);
        return gathered(seen, prepared.start, end ?? { kind: "complete" });
      })();
      return settled;
    },
    [Symbol.asyncIterator]: () => ({
      next: pull,
      async return() {
        leave();
        return { done: true, value: undefined };
      },
    }),
  };
}

interface Prepared {
  readonly targets: Float64Array;
  readonly start: RunState;
}

function prepare(options: RunTrainingOptions): Prepared {
  const { circuit, samples = 1, steps, from, block = 64, seed, streams } = options;
  if (!Array.isArray(options.targets) || options.targets.length === 0)
    throw new ArgumentError("targets", options.targets, "an array of at least one target");
  if (!Number.isInteger(steps) || steps < 0) throw new ArgumentError("steps", steps, "an integer from 0 on");
  if (!Number.isInteger(block) || block < 1) throw new ArgumentError("block", block, "a positive integer");
  if (!Number.isInteger(samples) || samples < 1) throw new ArgumentError("samples", samples, "a positive integer");
  if (options.optimizer !== undefined && typeof options.optimizer !== "function")
    throw new ArgumentError(
      "optimizer",
      options.optimizer,
      "a function of (gradient, state, context), such as gradientDescent(1e-3)",
    );
  const targets = columnTargets(options.targets, samples);
  const wrong = targets.find((target) => !Number.isFinite(target));
  if (wrong !== undefined) throw new ArgumentError("targets", wrong, "finite numbers");
  const size = samples * circuit.parameters;
  const angles = options.initialAngles ?? initialAngles({ samples, parameters: circuit.parameters, seed, streams });
  if (angles.length !== size)
    throw new ArgumentError("initialAngles", angles.length, `${size} numbers, samples times parameters`);
  if (from !== undefined && from.theta.length !== size * options.targets.length)
    throw new ArgumentError("from", from.theta.length, `${size * options.targets.length} angles, those of all columns`);
  return { targets, start: from ?? { row: 0, theta: repeatAngles(angles, options.targets.length) } };
}

function* blocksOf(options: RunTrainingOptions, { targets, start }: Prepared): Generator<RunBlock, RunEnd, void> {
  const { circuit, observable, steps, loss = quadraticLoss, record = {}, block = 64, signal } = options;
  const update = (options.optimizer ?? gradientDescent(1e-3)) as OwnOptimizer;
  const own = options.simulator === undefined;
  const simulator = options.simulator ?? (options.engine ?? engineNamed(resolveEngine("auto"))).load(circuit, observable);
  const columns = targets.length;
  const { parameters } = circuit;
  let state = start;
  try {
    while (state.row <= steps) {
      if (signal?.aborted) return { kind: "stopped", state };
      const firstRow = state.row;
      const epsilons: Float64Array[] = [];
      const kernels: Float64Array[] = [];
      const quantities = Object.fromEntries(
        Object.keys(record).map((name) => [name, { rows: [] as number[], values: [] as Float64Array[] }]),
      );
      let broken: number[] = [];
      while (epsilons.length < block && state.row <= steps && broken.length === 0) {
        const { row, theta } = state;
        const { expectation, gradient } = simulator.gradient(theta);
        const epsilon = expectation.map((value, c) => value - targets[c]);
        epsilons.push(epsilon);
        kernels.push(qntk(gradient, columns));
        for (const [name, { stride, measure }] of Object.entries(record)) {
          if (row % stride !== 0 && row !== steps) continue;
          quantities[name].rows.push(row);
          quantities[name].values.push(Float64Array.from(measure(simulator, theta, gradient)));
        }
        if (row === steps) {
          state = { ...state, row: row + 1 };
          continue;
        }
        const slopes = epsilon.map((value) => loss.slope(value));
        const made = update(
          gradient.map((value, k) => slopes[Math.floor(k / parameters)] * value),
          state.optimizer,
          { row, theta },
        );
        if (made.change.length !== theta.length)
          throw new ArgumentError("optimizer", made.change.length, `a change of ${theta.length} angles`);
        const next = theta.map((value, k) => value + made.change[k]);
        const bad = new Set<number>();
        next.forEach((value, k) => {
          if (!Number.isFinite(value)) bad.add(Math.floor(k / parameters));
        });
        broken = [...bad];
        state = broken.length > 0 ? state : { row: row + 1, theta: next, optimizer: made.state };
      }
      yield { firstRow, epsilon: epsilons, kernel: kernels, quantities, state };
      if (broken.length > 0) return { kind: "not finite", row: state.row, columns: broken };
    }
    return { kind: "complete" };
  } finally {
    if (own) simulator.dispose();
  }
}

function gathered(blocks: readonly RunBlock[], start: RunState, end: RunEnd): RunResult {
  const names = Object.keys(blocks[0]?.quantities ?? {});
  return {
    firstRow: start.row,
    epsilon: blocks.flatMap(({ epsilon }) => epsilon),
    kernel: blocks.flatMap(({ kernel }) => kernel),
    quantities: Object.fromEntries(
      names.map((name) => [
        name,
        {
          rows: blocks.flatMap(({ quantities }) => quantities[name].rows),
          values: blocks.flatMap(({ quantities }) => quantities[name].values),
        },
      ]),
    ),
    state: blocks.at(-1)?.state ?? start,
    end,
  };
}
