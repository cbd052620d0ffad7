/**
 * The quantum neural tangent kernel over a data set at given angles: mean, spread and spectrum over samples, and the prediction of lazy training.
 */
import { mean, range } from "../base/arrays.ts";
import { ArgumentError } from "../base/errors.ts";
import type { Staged } from "../base/stages.ts";
import type { DataSet } from "../data/data-set.ts";
import { type EngineChoice, engineNamed, resolveEngine } from "../engine/engines.ts";
import type { Experiment } from "../experiment/experiment.ts";
import { kernelMatrix } from "../gradients/data-kernel.ts";
import { effectiveRank, symmetricSpectrum } from "../linalg/kernel-spectrum.ts";
import { solveSymmetric } from "../linalg/solve-symmetric.ts";
import { columnDataOf, sweptData } from "../shots/data-load.ts";
import { accuracyOf } from "../training/data-losses.ts";
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

/**
 * What gradient descent on the linearised circuit ends with: f = f_0 + K(x, X) K(X, X)⁻¹ (y - f_0(X)). With classes y is 1 for a datum's own class and 0 for the others, so that f has an
 * entry for each, as the least squares of labels that are one-hot; the loss does not enter.
 */
export interface KernelRegression {
  /** M, the data held out. */
  readonly data: number;
  /** Mean over samples at the data held out, shape (M), or (M C) with C classes. */
  readonly heldOut: Float64Array;
  /** Share of them whose mean prediction lies nearest to their own label, or is largest for their own class. */
  readonly accuracy?: number;
  /** The same share of each sample's own prediction, mean over samples. */
  readonly meanAccuracy?: number;
  /** Root of the mean squared error of the mean. */
  readonly error?: number;
  /** The trained network at the data held out, where its angles are given: the mean over samples of its accuracy, and the root of the mean squared error of its mean. */
  readonly network?: { readonly accuracy: number; readonly error: number };
}

/** The labels that a regression takes, those of the data that are trained on first. */
interface Labels {
  readonly values: Float64Array;
  readonly classes?: number;
}

/** Eigenvalues below this share of the largest are left out of a pseudo-inverse. */
const SMALLEST = 1e-12;

/** What is added up over samples. */
function kernelSums(total: number, count: number, labels?: Labels) {
  const sum = new Float64Array(count * count);
  const squares = new Float64Array(count * count);
  const eigenvalues = new Float64Array(count);
  const conditions: number[] = [];
  const ranks: number[] = [];
  const predictions: Float64Array[] = [];
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
      if (labels === undefined) return;
      const residual = Float64Array.from({ length: count }, (_, a) => labels.values[a] - expectation[a]);
      const weights = solveSymmetric(kernel, residual, SMALLEST);
      predictions.push(
        Float64Array.from({ length: total - count }, (_, m) =>
          weights.reduce((sum, weight, a) => sum + all[(count + m) * total + a] * weight, expectation[count + m]),
        ),
      );
    },
    /** @param ends expectations of the trained network at the data held out, one array for each sample */
    report(ends?: readonly Float64Array[]): KernelReport {
      const average = sum.map((value) => value / samples);
      const spreadOf = (square: number, k: number) =>
        samples === 1 ? Number.NaN : Math.sqrt(Math.max(0, square / samples - average[k] ** 2) * (samples / (samples - 1)));
      const regression = labels === undefined || total === count ? undefined : regressionOf(predictions, labels, count, ends);
      return {
        ...{ count, samples, mean: average, spread: squares.map(spreadOf) },
        eigenvalues: eigenvalues.map((value) => value / samples),
        ...{ condition: median(conditions), effectiveRank: median(ranks) },
        ...(regression !== undefined && { regression }),
      };
    },
  };
}

function regressionOf(
  predictions: readonly Float64Array[],
  { values, classes }: Labels,
  count: number,
  ends: readonly Float64Array[] | undefined,
): KernelRegression {
  const [known, own] = [values.subarray(0, count), values.subarray(count)];
  const averaged = (all: readonly Float64Array[]) => own.map((_, m) => mean(all.map((each) => each[m])));
  const accuracy = (f: Float64Array) =>
    accuracyOf(
      own,
      known,
      f.map((value, m) => value - own[m]),
      classes,
    );
  const error = (f: Float64Array) => Math.sqrt(mean(f.map((value, m) => (value - own[m]) ** 2)));
  const heldOut = averaged(predictions);
  return {
    ...{
      data: own.length / (classes ?? 1),
      heldOut,
      accuracy: accuracy(heldOut),
      meanAccuracy: mean(predictions.map(accuracy)),
      error: error(heldOut),
    },
    ...(ends !== undefined && { network: { accuracy: mean(ends.map(accuracy)), error: error(averaged(ends)) } }),
  };
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
 * @param trained those of the trained network, to stand beside the regression; the same shape
 * @throws ArgumentError for an experiment without data, or whose numbers come from noisy gates or shots
 */
export function* kernelReportOf(experiment: Experiment, theta: Float64Array, trained?: Float64Array): Staged<KernelReport> {
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
    const { labels } = problem.train;
    const { classes } = plan.data;
    const known =
      labels === undefined || testTargets === undefined
        ? undefined
        : { values: Float64Array.from([...labels, ...testTargets]), ...(classes !== undefined && { classes }) };
    const sums = kernelSums(train.count, problem.train.count, known);
    const ownOf = (all: Float64Array, sample: number) =>
      all.slice(sample * simulator.parameters, (sample + 1) * simulator.parameters);
    for (let first = 0; first < samples; first += STRIDE) {
      const end = Math.min(samples, first + STRIDE);
      for (let sample = first; sample < end; sample++) sums.add(simulator.gradient(ownOf(theta, sample), 0));
      yield { task, done: end };
    }
    const ends =
      trained === undefined
        ? undefined
        : range(samples).map((sample) => simulator.expectation(ownOf(trained, sample), 0).slice(problem.train.count));
    return sums.report(ends);
  } finally {
    simulator.dispose();
  }
}
