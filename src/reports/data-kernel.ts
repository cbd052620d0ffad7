/**
 * The quantum neural tangent kernel over a data set at given angles: mean, spread and spectrum over samples, and the prediction of lazy training.
 */
import { range } from "../base/arrays.ts";
import { ArgumentError } from "../base/errors.ts";
import type { Staged } from "../base/stages.ts";
import type { DataSet } from "../data/data-set.ts";
import { type EngineChoice, engineNamed, resolveEngine } from "../engine/engines.ts";
import type { Experiment } from "../experiment/experiment.ts";
import { kernelMatrix } from "../gradients/data-kernel.ts";
import { effectiveRank, symmetricSpectrum } from "../linalg/kernel-spectrum.ts";
import { solveSymmetric } from "../linalg/solve-symmetric.ts";
import { columnDataOf, sweptData } from "../shots/data-load.ts";
import type { DataTrainingSimulator } from "../training/state.ts";

/** The kernel of one set of angles, or of many. */
export interface KernelReport {
  /** N, the data that are trained on. */
  readonly count: number;
  readonly samples: number;
  /** Mean and standard deviation of K_αβ over samples, shape (N, N). */
  readonly mean: Float64Array;
  readonly spread: Float64Array;
  /** Mean eigenvalues over samples, ascending, shape (N). */
  readonly eigenvalues: Float64Array;
  /** Medians over samples of the largest eigenvalue over the smallest, Infinity where that vanishes, and of the effective rank. */
  readonly condition: number;
  readonly effectiveRank: number;
  /** Where labels are known: the mean <O> that lazy training ends with. */
  readonly regression?: KernelRegression;
}

/** What gradient descent on the linearised circuit ends with: f = f_0 + K(x, X) K(X, X)⁻¹ (y - f_0(X)). */
export interface KernelRegression {
  /** Mean over samples at the data held out, shape (M). */
  readonly heldOut: Float64Array;
  /** Share of them whose prediction lies nearest to their own label. */
  readonly accuracy?: number;
  /** Root of the mean squared error of the mean. */
  readonly error?: number;
}

/** Eigenvalues below this share of the largest are left out of a pseudo-inverse. */
const SMALLEST = 1e-12;

/** What is added up over samples. */
function kernelSums(total: number, count: number, targets?: Float64Array) {
  const sum = new Float64Array(count * count);
  const squares = new Float64Array(count * count);
  const eigenvalues = new Float64Array(count);
  const conditions: number[] = [];
  const ranks: number[] = [];
  const predicted = new Float64Array(total - count);
  let samples = 0;
  return {
    add({ expectation, gradient }: { readonly expectation: Float64Array; readonly gradient: Float64Array }) {
      samples++;
      const all = kernelMatrix(gradient, 1, total);
      const kernel = new Float64Array(count * count);
      for (let a = 0; a < count; a++) kernel.set(all.subarray(a * total, a * total + count), a * count);
      kernel.forEach((value, k) => {
        sum[k] += value;
        squares[k] += value * value;
      });
      const spectrum = symmetricSpectrum(kernel, count);
      spectrum.forEach((value, k) => {
        eigenvalues[k] += value;
      });
      const largest = spectrum[count - 1];
      conditions.push(spectrum[0] > SMALLEST * largest ? largest / spectrum[0] : Number.POSITIVE_INFINITY);
      ranks.push(effectiveRank(spectrum));
      if (targets === undefined) return;
      const residual = Float64Array.from({ length: count }, (_, a) => targets[a] - expectation[a]);
      const weights = solveSymmetric(kernel, residual, SMALLEST);
      for (let m = 0; m < total - count; m++) {
        predicted[m] += expectation[count + m];
        for (let a = 0; a < count; a++) predicted[m] += all[(count + m) * total + a] * weights[a];
      }
    },
    report(): KernelReport {
      const mean = sum.map((value) => value / samples);
      const spreadOf = (square: number, k: number) =>
        samples === 1 ? Number.NaN : Math.sqrt(Math.max(0, square / samples - mean[k] ** 2) * (samples / (samples - 1)));
      const regression =
        targets === undefined || total === count
          ? undefined
          : regressionOf(
              predicted.map((value) => value / samples),
              targets.subarray(count),
              targets.subarray(0, count),
            );
      return {
        ...{ count, samples, mean, spread: squares.map(spreadOf) },
        eigenvalues: eigenvalues.map((value) => value / samples),
        ...{ condition: median(conditions), effectiveRank: median(ranks) },
        ...(regression !== undefined && { regression }),
      };
    },
  };
}

function regressionOf(heldOut: Float64Array, labels: Float64Array, known: Float64Array): KernelRegression {
  const classes = [...new Set(known)];
  let right = 0;
  let squares = 0;
  heldOut.forEach((value, m) => {
    const nearest = classes.reduce((best, each) => (Math.abs(value - each) < Math.abs(value - best) ? each : best), classes[0]);
    if (nearest === labels[m]) right++;
    squares += (value - labels[m]) ** 2 / labels.length;
  });
  return { heldOut, accuracy: right / labels.length, error: Math.sqrt(squares) };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** All data of a problem as data to train on: those trained on, then those held out. */
export function allData(train: DataSet, test?: DataSet): DataSet {
  if (test === undefined) return train;
  const joined = (a: Float64Array | undefined, b: Float64Array | undefined) => {
    const out = new Float64Array((a?.length ?? 0) + (b?.length ?? 0));
    out.set(a ?? []);
    out.set(b ?? [], a?.length ?? 0);
    return out;
  };
  return {
    count: train.count + test.count,
    ...(train.states !== undefined && {
      states: { re: joined(train.states.re, test.states?.re), im: joined(train.states.im, test.states?.im) },
    }),
    ...(train.angles !== undefined && { angles: { ...train.angles, values: joined(train.angles.values, test.angles?.values) } }),
    ...(train.labels !== undefined && test.labels !== undefined && { labels: joined(train.labels, test.labels) }),
  };
}

/**
 * What simulates an experiment with data without noise.
 *
 * @throws ArgumentError for an experiment without data
 */
export function sweptDataOf(
  { data, observable, config, plan }: Experiment,
  engine: EngineChoice = "auto",
): DataTrainingSimulator {
  if (data === undefined) throw new ArgumentError("data", undefined, "an experiment with data");
  const { problem } = data;
  const loaded = engineNamed(resolveEngine(engine), config.precision).loadData(
    problem.circuit,
    observable,
    columnDataOf(problem),
  );
  const total = plan.targets.length;
  return sweptData(loaded, problem, { columns: range(total), total });
}

/** Samples between two looks at progress. */
const STRIDE = 4;

/**
 * The kernel of an experiment with data, in steps.
 *
 * @param theta angles of some samples, shape (samples, parameters)
 * @throws ArgumentError for an experiment without data, or whose numbers come from noisy gates or shots
 */
export function* kernelReportOf(experiment: Experiment, theta: Float64Array): Staged<KernelReport> {
  const { data, plan, measurement, config } = experiment;
  if (data === undefined || plan.data === undefined) throw new ArgumentError("data", undefined, "an experiment with data");
  if (measurement !== undefined)
    throw new ArgumentError("shots", config.shots, "exact numbers of ideal gates, for a kernel over data");
  const { problem, testTargets } = data;
  if (problem.sets !== undefined) throw new ArgumentError("data", config.data, "one data set, for a kernel over data");
  const train = allData(problem.train, problem.test);
  const all = { ...problem, train, test: undefined };
  const simulator = sweptDataOf({ ...experiment, data: { ...data, problem: all } });
  try {
    const samples = theta.length / simulator.parameters;
    const task = { label: "kernel", total: samples };
    yield { task, done: 0 };
    const labels = problem.train.labels;
    const targets =
      labels === undefined || testTargets === undefined || plan.data.classes !== undefined
        ? undefined
        : Float64Array.from([...labels, ...testTargets]);
    const sums = kernelSums(train.count, problem.train.count, targets);
    for (let first = 0; first < samples; first += STRIDE) {
      const end = Math.min(samples, first + STRIDE);
      for (let sample = first; sample < end; sample++)
        sums.add(simulator.gradient(theta.slice(sample * simulator.parameters, (sample + 1) * simulator.parameters), 0));
      yield { task, done: end };
    }
    return sums.report();
  } finally {
    simulator.dispose();
  }
}
