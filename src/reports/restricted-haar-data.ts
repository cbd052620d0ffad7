/**
 * Late-time averages of training on data: output states as deep circuits reach them, K̄, μ̄ and λ̄ of circuits that have them, and Monte Carlo beside these.
 */
import { range } from "../base/arrays.ts";
import { ArgumentError } from "../base/errors.ts";
import { CounterStream } from "../base/random/counter-stream.ts";
import { type Staged, stage } from "../base/stages.ts";
import { type EngineChoice, engineNamed, resolveEngine } from "../engine/engines.ts";
import { drawnAngles, haarCircuit } from "../ensembles/circuits.ts";
import { circuitUnitaries } from "../ensembles/unitaries.ts";
import type { Experiment } from "../experiment/experiment.ts";
import { dataCurvature, kernelMatrix } from "../gradients/data-kernel.ts";
import { haarUnitary } from "../linalg/haar.ts";
import { denseMatrix } from "../quantum/spectrum.ts";
import { columnDataOf, type DataProblem, sweptData } from "../shots/data-load.ts";
import { type DeepDataState, deepDataStates } from "../theory/data/deep-limit.ts";
import { restrictedDataAverages } from "../theory/data/restricted-haar.ts";
import { imaginaryTimeRate } from "../theory/imaginary-time/deep-limit.ts";
import { requireStates } from "./haar-data.ts";

/** Random circuits whose output states are followed to late time. */
const STARTS = 100;
/** Late time: in units in which the observable's levels lie within 1 and the force of one datum is ε. */
const LATE = 60;
/** Parts of that time, and the motion of any amplitude in one of them below which the states have come to their end. */
const PARTS = 30;
const STILL = 1e-6;

/** Mean and standard error of numbers at some place of an array. */
export interface MeanWithError {
  readonly mean: Float64Array;
  readonly error: Float64Array;
}

/** The averages for one target vector. */
export interface RestrictedHaarDataReport {
  readonly targets: readonly number[];
  /** N. */
  readonly count: number;
  /** Random starts whose output states were averaged over. */
  readonly starts: number;
  /** <O_α> of the output states, mean and standard deviation over starts, shape (N). */
  readonly expectation: { readonly mean: Float64Array; readonly sd: Float64Array };
  /** K̄_αβ, shape (N, N), and μ̄_ααβ. */
  readonly kernel: MeanWithError;
  readonly mu: MeanWithError;
  /** mean μ̄_ααβ over √(mean K̄_αα mean K̄_ββ), shape (N, N). */
  readonly lambda: Float64Array;
  /** Circuits drawn with the same output states: means, and errors of their differences from theory at the same states. */
  readonly monteCarlo?: {
    readonly circuits: number;
    readonly kernel: MeanWithError;
    readonly mu: MeanWithError;
    /** How far the mean differences lie from 0, in their errors. */
    readonly sigmas: { readonly kernel: Float64Array; readonly mu: Float64Array };
  };
}

/**
 * The averages of an experiment with data that are states.
 *
 * Output states: Haar random unitaries turn the data's states into those of a circuit at random angles, and the deep limit's gradient flow (`deepDataStates`) takes these to late time. Of circuits with such output states
 * K and μ are averaged exactly (`restrictedDataAverages`).
 *
 * @param draws circuits to draw, of the Haar ensemble, whose inputs are such that they have the output states; none where left out
 * @throws ArgumentError for data that are no states
 */
export function* restrictedHaarDataSteps(
  experiment: Experiment,
  draws?: number,
  engine: EngineChoice = "auto",
): Staged<RestrictedHaarDataReport[]> {
  requireStates(experiment);
  const { targets } = experiment.data as NonNullable<Experiment["data"]>;
  const reports: RestrictedHaarDataReport[] = [];
  for (const vector of targets) {
    const outputs = yield* stage("late output states", STARTS, late(experiment, vector));
    const drawn = draws === undefined ? undefined : yield* stage("drawing", draws, drawAt(experiment, outputs, draws, engine));
    reports.push(reportOf(experiment, vector, outputs, drawn));
  }
  return reports;
}

/** Output states of random circuits at late time. */
function* late({ config, data, parameters }: Experiment, targets: readonly number[]): Generator<number, DeepDataState[], void> {
  const { problem } = data as NonNullable<Experiment["data"]>;
  const { states, count } = problem.train;
  if (states === undefined) throw new ArgumentError("data", config.data, "states");
  const d = 2 ** config.qubits;
  const observables = problem.observables.map(denseMatrix);
  const widest = Math.max(...observables.map(({ re, im }) => Math.hypot(Math.hypot(...re), Math.hypot(...im)) / Math.sqrt(d)));
  const time = (LATE * count) / (config.eta * imaginaryTimeRate(d, parameters) * widest ** 2);
  const outputs: DeepDataState[] = [];
  for (let index = 0; index < STARTS; index++) {
    const stream = new CounterStream(config.seed ?? 0, "ensemble-restricted", index);
    const { re, im } = haarUnitary(d, () => stream.normal());
    const start = { re: new Float64Array(count * d), im: new Float64Array(count * d) };
    for (let a = 0; a < count; a++)
      for (let i = 0; i < d; i++)
        for (let j = 0; j < d; j++) {
          const [x, y] = [states.re[a * d + j], states.im[a * d + j]];
          start.re[a * d + i] += re[i * d + j] * x - im[i * d + j] * y;
          start.im[a * d + i] += re[i * d + j] * y + im[i * d + j] * x;
        }
    let state: DeepDataState = { ...start, observables };
    for (let part = 0, moved = 1; part < PARTS && moved > STILL; part++) {
      const next = deepDataStates(state, time / PARTS, { targets, eta: config.eta, parameters });
      const before = state;
      moved = next.re.reduce(
        (most, value, k) => Math.max(most, Math.abs(value - before.re[k]), Math.abs(next.im[k] - before.im[k])),
        0,
      );
      state = next;
    }
    outputs.push(state);
    yield index + 1;
  }
  return outputs;
}

/** K, shape (N, N), and μ, shape (N, N, N), of drawn circuits. */
export interface DrawnData {
  readonly kernel: Float64Array;
  readonly mu: Float64Array;
}

/** Draws circuits with given output states, which are taken in turn: inputs are U† of them, everything before and after each rotation is Haar random. */
export function* drawAt(
  { config, data, observable, parameters }: Pick<Experiment, "config" | "data" | "observable" | "parameters">,
  outputs: readonly DeepDataState[],
  draws: number,
  choice: EngineChoice = "auto",
): Generator<number, DrawnData[], void> {
  const { problem } = data as NonNullable<Experiment["data"]>;
  const engine = engineNamed(resolveEngine(choice));
  const { qubits, seed = 0 } = config;
  const d = 2 ** qubits;
  const drawn: DrawnData[] = [];
  for (let index = 0; index < draws; index++) {
    const output = outputs[index % outputs.length];
    const count = output.re.length / d;
    const circuit = haarCircuit({ qubits, layers: parameters, seed, index });
    const theta = drawnAngles(parameters, 1, seed, index);
    const unitary = circuitUnitaries(engine, circuit, theta);
    const states = { re: new Float64Array(count * d), im: new Float64Array(count * d) };
    for (let a = 0; a < count; a++)
      for (let j = 0; j < d; j++)
        for (let i = 0; i < d; i++) {
          const [x, y] = [output.re[a * d + i], output.im[a * d + i]];
          const [u, v] = [unitary.re[i * d + j], -unitary.im[i * d + j]];
          states.re[a * d + j] += u * x - v * y;
          states.im[a * d + j] += u * y + v * x;
        }
    const own: DataProblem = {
      ...{ circuit, parameters: range(parameters), train: { count, states }, observables: problem.observables },
    };
    const simulator = sweptData(engine.loadData(circuit, observable, columnDataOf(own)), own);
    const { gradient } = simulator.gradient(theta, 0);
    drawn.push({ kernel: kernelMatrix(gradient, 1, count), mu: dataCurvature(simulator, theta, gradient, 1, count) });
    simulator.dispose();
    yield index + 1;
  }
  return drawn;
}

function reportOf(
  { parameters }: Experiment,
  targets: readonly number[],
  outputs: readonly DeepDataState[],
  drawn: readonly DrawnData[] | undefined,
): RestrictedHaarDataReport {
  const count = targets.length;
  const averages = outputs.map((output) => restrictedDataAverages(output, parameters));
  /** μ_ααβ of all pairs. */
  const pairs = (mu: Float64Array) =>
    Float64Array.from({ length: count * count }, (_, k) => {
      const [a, b] = [Math.floor(k / count), k % count];
      return mu[(a * count + a) * count + b];
    });
  const kernel = meanOf(averages.map((each) => each.kernel));
  const mu = meanOf(averages.map((each) => pairs(each.mu)));
  const seen = meanOf(averages.map((each) => each.expectation));
  return {
    ...{ targets, count, starts: outputs.length, kernel, mu },
    expectation: { mean: seen.mean, sd: seen.error.map((error) => error * Math.sqrt(outputs.length)) },
    lambda: mu.mean.map((value, k) => {
      const [a, b] = [Math.floor(k / count), k % count];
      return value / Math.sqrt(kernel.mean[a * count + a] * kernel.mean[b * count + b]);
    }),
    ...(drawn !== undefined && {
      monteCarlo: compared(
        drawn.map((each) => ({ kernel: each.kernel, mu: pairs(each.mu) })),
        drawn.map((_, k) => averages[k % averages.length]).map((each) => ({ kernel: each.kernel, mu: pairs(each.mu) })),
      ),
    }),
  };
}

function compared(drawn: readonly DrawnData[], expected: readonly DrawnData[]): RestrictedHaarDataReport["monteCarlo"] {
  const of = (name: "kernel" | "mu") => {
    const off = meanOf(drawn.map((each, k) => each[name].map((value, at) => value - expected[k][name][at])));
    const { mean } = meanOf(drawn.map((each) => each[name]));
    return { mean, error: off.error, sigmas: off.mean.map((value, k) => value / off.error[k]) };
  };
  const [kernel, mu] = [of("kernel"), of("mu")];
  return { circuits: drawn.length, kernel, mu, sigmas: { kernel: kernel.sigmas, mu: mu.sigmas } };
}

/** Means and standard errors over rows. */
function meanOf(rows: readonly Float64Array[]): MeanWithError {
  const count = rows.length;
  const mean = rows[0].map((_, k) => rows.reduce((sum, row) => sum + row[k], 0) / count);
  const error = mean.map((value, k) =>
    Math.sqrt(rows.reduce((sum, row) => sum + (row[k] - value) ** 2, 0) / Math.max(1, count - 1) / count),
  );
  return { mean, error };
}
