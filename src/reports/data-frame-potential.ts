/**
 * Frame potentials of circuits and data: of what N prepared states leave free, of the circuit at random angles, and along its training.
 */
import { range } from "../base/arrays.ts";
import { ArgumentError } from "../base/errors.ts";
import { type Staged, stage } from "../base/stages.ts";
import { type EngineChoice, engineNamed, resolveEngine } from "../engine/engines.ts";
import { circuitUnitaries } from "../ensembles/unitaries.ts";
import type { Experiment } from "../experiment/experiment.ts";
import { columnDataOf, sweptData } from "../shots/data-load.ts";
import {
  estimateFramePotentials,
  type FramePotentialEstimate,
  haarFramePotential,
  preparedFramePotential,
} from "../theory/frame-potential/index.ts";
import type { TrainingState } from "../training/state.ts";
import { advance, isOver } from "../training/step.ts";
import { FOLLOWED_ORDER, type FramePotentialHistory } from "./frame-potential.ts";
import { overlapsOfStates, requireStates } from "./haar-data.ts";

/** Times at which the frame potential is followed along training, beside the start. */
const TIMES = 40;
/** Largest |<ψ_α|ψ_β>|² of data that count as orthogonal. */
const ORTHOGONAL = 1e-12;

/** F^(k) of the ensembles, and of the circuit. */
export interface DataFramePotentialReport {
  readonly orders: readonly number[];
  readonly dimension: number;
  /** N. */
  readonly count: number;
  /** F^(k) of Haar random circuits on d dimensions. */
  readonly haar: readonly number[];
  /** F^(k) of circuits that prepare the N states; undefined for data that are not orthogonal. */
  readonly prepared?: readonly number[];
  /** The circuit at random angles. */
  readonly monteCarlo?: readonly FramePotentialEstimate[];
  /** F^(2) along training, for each target vector, with the mean |ε| of all samples and data. */
  readonly training?: readonly (FramePotentialHistory & {
    readonly targets: readonly number[];
    readonly error: readonly number[];
  })[];
}

/**
 * The values of `haarFramePotential` and `preparedFramePotential`, and estimates from the experiment's samples.
 *
 * @param experiment data that are states; its samples are the circuits that are drawn, its steps those that they are trained for
 * @param options `orders` k; `draw`: whether to estimate from the circuit at all; `steps`: whether to train
 * @throws ArgumentError for data that are no states, fewer than five samples, or a learning rate at which errors grow without bound
 */
export function* dataFramePotentialSteps(
  experiment: Experiment,
  options: { readonly orders: readonly number[]; readonly draw: boolean; readonly steps: number; readonly engine?: EngineChoice },
): Staged<DataFramePotentialReport> {
  const { orders, draw, steps } = options;
  const { config, circuit, parameters } = experiment;
  const states = requireStates(experiment);
  const { count } = states;
  const dimension = 2 ** config.qubits;
  const orthogonal = overlapsOfStates(states, dimension).every((overlap, k) => k % (count + 1) === 0 || overlap < ORTHOGONAL);
  const known = {
    ...{ orders, dimension, count, haar: orders.map((k) => Number(haarFramePotential(k, dimension))) },
    ...(orthogonal && { prepared: orders.map((k) => Number(preparedFramePotential(k, dimension, count))) }),
  };
  if (!draw) return known;
  const engine = engineNamed(resolveEngine(options.engine ?? "auto"));
  const initial = experiment.theta.slice(0, config.samples * parameters);
  const monteCarlo = estimateFramePotentials(circuitUnitaries(engine, circuit, initial), orders);
  if (steps === 0) return { ...known, monteCarlo };
  return { ...known, monteCarlo, training: yield* stage("training", steps + 1, along(experiment, steps, engine)) };
}

/** Trains all samples towards all target vectors. */
function* along(
  { config, circuit, data, observable, plan, theta, parameters }: Experiment,
  steps: number,
  engine: ReturnType<typeof engineNamed>,
): Generator<number, NonNullable<DataFramePotentialReport["training"]>, void> {
  const { problem, targets } = data as NonNullable<Experiment["data"]>;
  const { samples, eta } = config;
  const { count } = problem.train;
  const simulator = sweptData(engine.loadData(circuit, observable, columnDataOf(problem)), problem);
  const times = [...new Set(range(TIMES + 1).map((k) => Math.round((k * steps) / TIMES)))];
  const histories = targets.map((vector) => ({
    ...{ targets: vector, steps: times, estimates: [] as FramePotentialEstimate[], error: [] as number[] },
  }));
  try {
    let state: TrainingState = { row: 0, theta };
    for (const time of times) {
      while (state.row < time && !isOver(plan, state)) {
        ({ state } = advance(simulator, plan, state, time - state.row));
        yield state.row;
      }
      const lost = state.events?.find(({ ends }) => ends);
      if (lost !== undefined)
        throw new ArgumentError("--eta", eta, `a smaller learning rate: ${lost.reason} at step ${lost.step}`);
      const reached = simulator.expectation(state.theta, time);
      histories.forEach(({ targets: vector, estimates, error }, k) => {
        const own = state.theta.slice(k * samples * parameters, (k + 1) * samples * parameters);
        estimates.push(estimateFramePotentials(circuitUnitaries(engine, circuit, own), [FOLLOWED_ORDER])[0]);
        const errors = range(samples * count).map((c) => Math.abs(reached[k * samples * count + c] - vector[c % count]));
        error.push(errors.reduce((sum, each) => sum + each, 0) / errors.length);
      });
    }
    return histories;
  } finally {
    simulator.dispose();
  }
}
