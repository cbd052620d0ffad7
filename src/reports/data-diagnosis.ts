/**
 * What to expect of training on data before it starts, and where each number comes from.
 */
import { mean, range } from "../base/arrays.ts";
import { ArgumentError } from "../base/errors.ts";
import { CounterStream } from "../base/random/counter-stream.ts";
import { eachOf, type Staged, stage } from "../base/stages.ts";
import { dataRecordBytes } from "../experiment/data-build.ts";
import type { Experiment } from "../experiment/experiment.ts";
import type { LossDerivatives } from "../gradients/data-hessian.ts";
import { kernelMatrix } from "../gradients/data-kernel.ts";
import { symmetricEigen } from "../linalg/eigen.ts";
import { effectiveRank, symmetricSpectrum } from "../linalg/kernel-spectrum.ts";
import { lanczosExtremes } from "../linalg/lanczos.ts";
import { spectrum } from "../quantum/spectrum.ts";
import { type DataPhases, phaseOfTargets } from "../theory/data/phases.ts";
import { lossDerivatives, meanLosses, sharesOf } from "../training/data-losses.ts";
import { type DataPlan, dataOfColumns } from "../training/data-plan.ts";
import { lossNamed } from "../training/losses.ts";
import type { DataTrainingSimulator } from "../training/state.ts";
import { trainedOnly, trainedParameters } from "../training/trained.ts";
import { haarKernelOf, isOfStates } from "./haar-data.ts";
import { rowsOf } from "./subject.ts";

/** What is reported of one target vector. */
export interface DataTargetDiagnosis {
  readonly targets: readonly number[];
  /** What targets lead to where every datum reaches its ends independently of the others; undefined for losses other than the quadratic one. */
  readonly phases?: DataPhases;
  /** Means over samples at the initial angles. */
  readonly epsilon: readonly number[];
  readonly loss: number;
  /** 2 / the largest eigenvalue of the loss Hessian at the initial angles, the smallest over samples. */
  readonly largestStableEta: number;
  /** Steps until every |ε_α| is below the asked error where K stays as it is, mean over samples; undefined where a phase says that errors stay. */
  readonly steps?: number;
}

/** What to expect of training on data. */
export interface DataDiagnosis {
  /** N, and the trained parameters. */
  readonly count: number;
  readonly parameters: number;
  readonly samples: number;
  /** K at the initial angles, mean and standard deviation over samples, shape (N, N). */
  readonly kernel: Float64Array;
  readonly spread: Float64Array;
  /** Mean over random circuits of the Haar ensemble, where data are states. */
  readonly haarKernel?: Float64Array;
  /** Mean eigenvalues of K, ascending, and mean effective rank. */
  readonly eigenvalues: readonly number[];
  readonly effectiveRank: number;
  /** Rates η λ of the modes of √W K √W, W = w/N, per step, ascending: errors decay so under the quadratic loss where K stays as it is. */
  readonly rates: readonly number[];
  readonly targets: readonly DataTargetDiagnosis[];
  /** Bytes of the record. */
  readonly memory: number;
}

/** Relative residual at which an eigenvalue is accepted. */
const TOLERANCE = 1e-6;

/**
 * What to expect of an experiment with data before it is trained.
 *
 * @param error |ε| whose number of steps is estimated
 */
export function* dataDiagnosisSteps(
  experiment: Experiment,
  simulator: DataTrainingSimulator,
  error: number,
): Staged<DataDiagnosis> {
  const { config, plan, parameters, theta, data } = experiment;
  const set = plan.data as DataPlan;
  const { count } = set;
  const { samples, eta } = config;
  if (data?.problem.sets !== undefined) throw new ArgumentError("data", config.data, "one data set, to say what to expect of it");
  const observables = data?.problem.observables ?? [];
  const columns = rowsOf(theta.slice(0, samples * parameters), parameters);
  const found = yield* stage(
    "kernels",
    samples,
    eachOf(columns, (own) => {
      const { expectation, gradient } = simulator.gradient(own, 0);
      const trained = trainedOnly(plan, gradient, parameters);
      return { theta: own, expectation, gradient: trained, kernel: kernelMatrix(trained, 1, count) };
    }),
  );
  const kernel = found[0].kernel.map((_, k) => mean(found.map((each) => each.kernel[k])));
  const spread = kernel.map((middle, k) =>
    samples === 1 ? Number.NaN : Math.sqrt(found.reduce((sum, each) => sum + (each.kernel[k] - middle) ** 2, 0) / (samples - 1)),
  );
  const spectra = found.map((each) => symmetricSpectrum(each.kernel, count));
  const shares = sharesOf(count, set.weights);
  const modes = found.map((each) => decayModes(each.kernel, shares));
  const ranges = observables.map((observable) => spectrum(observable));
  const vectors = range(plan.targets.length / samples);
  const curvatures = yield* stage(
    "curvature",
    vectors.length * samples,
    eachOf(
      vectors.flatMap((k) => found.map((_, sample) => ({ k, sample }))),
      ({ k, sample }) => {
        const own = dataOfColumns(set, [k * samples]);
        const { expectation, gradient, theta: at } = found[sample];
        const epsilon = expectation.map((value, a) => value - own.targets[a]);
        const derivatives = lossDerivatives(lossNamed(set.loss), own, epsilon);
        return largestCurvature(simulator, at, gradient, derivatives, trainedParameters(plan, parameters));
      },
    ),
  );
  const targets = vectors.map((k): DataTargetDiagnosis => {
    const own = dataOfColumns(set, [k * samples]);
    const errors = found.map(({ expectation }) => expectation.map((value, a) => value - own.targets[a]));
    const worst = Math.max(...curvatures.slice(k * samples, (k + 1) * samples));
    const phases = lossNamed(set.loss).theory === "quadratic" ? phaseOfTargets([...own.targets], ranges) : undefined;
    const steps = mean(errors.map((epsilon, s) => stepsTo(error, epsilon, modes[s], shares, eta)));
    return {
      targets: [...own.targets],
      ...(phases !== undefined && { phases }),
      epsilon: range(count).map((a) => mean(errors.map((epsilon) => epsilon[a]))),
      loss: mean(errors.map((epsilon) => meanLosses(lossNamed(set.loss), own, epsilon)[0])),
      largestStableEta: worst > 0 ? 2 / worst : Number.POSITIVE_INFINITY,
      ...(phases?.phase === "frozen-kernel" && { steps }),
    };
  });
  return {
    ...{ count, samples, kernel, spread, targets, parameters: trainedParameters(plan, parameters).length },
    ...(isOfStates(experiment) && { haarKernel: haarKernelOf(experiment).exact }),
    eigenvalues: range(count).map((i) => mean(spectra.map((values) => values[i]))),
    effectiveRank: mean(spectra.map(effectiveRank)),
    rates: range(count).map((i) => eta * mean(modes.map(({ values }) => values[i]))),
    memory: dataRecordBytes(config, plan.targets.length, count),
  };
}

/** Eigenvalues, ascending, and eigenvectors of √W K √W. */
interface Modes {
  readonly values: Float64Array;
  readonly vectors: Float64Array;
}

function decayModes(kernel: Float64Array, shares: Float64Array): Modes {
  const count = shares.length;
  const matrix = kernel.map((value, k) => value * Math.sqrt(shares[Math.floor(k / count)] * shares[k % count]));
  return symmetricEigen(matrix, count);
}

/** Steps until every |ε_α| is below an error while √W ε decays in its modes; Infinity where one does not decay. */
function stepsTo(error: number, epsilon: Float64Array, { values, vectors }: Modes, shares: Float64Array, eta: number): number {
  const count = shares.length;
  const amplitudes = range(count).map((i) =>
    range(count).reduce((sum, a) => sum + vectors[a * count + i] * Math.sqrt(shares[a]) * epsilon[a], 0),
  );
  const largest = (t: number) =>
    Math.max(
      ...range(count).map((a) =>
        // A datum of weight zero is not trained on.
        shares[a] === 0
          ? 0
          : Math.abs(
              range(count).reduce(
                (sum, i) => sum + vectors[a * count + i] * amplitudes[i] * Math.exp(-eta * Math.max(0, values[i]) * t),
                0,
              ),
            ) / Math.sqrt(shares[a]),
      ),
    );
  let high = 1;
  while (largest(high) > error) {
    if (high > 1e12) return Number.POSITIVE_INFINITY;
    high *= 2;
  }
  let low = 0;
  for (let k = 0; k < 60; k++) {
    const middle = (low + high) / 2;
    if (largest(middle) > error) low = middle;
    else high = middle;
  }
  return high;
}

/** The largest eigenvalue of the loss Hessian M = Σ W J Jᵀ + Σ s H over the trained parameters, by Lanczos. */
function largestCurvature(
  simulator: DataTrainingSimulator,
  theta: Float64Array,
  gradient: Float64Array,
  { slopes, curvatures }: LossDerivatives,
  trained: readonly number[],
): number {
  const parameters = theta.length;
  const count = slopes.length;
  const stream = new CounterStream(0, "curvature");
  const apply = (plane: Float64Array, out: Float64Array) => {
    const vectors = new Float64Array(count * parameters);
    const wide = new Float64Array(parameters);
    trained.forEach((l, k) => {
      wide[l] = plane[k];
    });
    for (let a = 0; a < count; a++) vectors.set(wide, a * parameters);
    const products = simulator.products(theta, vectors);
    const along = range(count).map((a) => {
      let sum = 0;
      for (let l = 0; l < parameters; l++) sum += gradient[a * parameters + l] * wide[l];
      return sum;
    });
    trained.forEach((l, k) => {
      let sum = 0;
      for (let a = 0; a < count; a++) {
        sum += slopes[a] * products[a * parameters + l];
        for (let b = 0; b < count; b++) sum += curvatures[a * count + b] * gradient[a * parameters + l] * along[b];
      }
      out[k] = sum;
    });
  };
  const { max } = lanczosExtremes(
    (input, output) => {
      apply(input.re, output.re);
      apply(input.im, output.im);
    },
    trained.length,
    () => stream.normal(),
    { tolerance: TOLERANCE },
  );
  return max;
}
