/**
 * The Hessian of the loss of a run with data: those of all columns at a step, and the landscape around one of them.
 */
import { mean, range } from "../base/arrays.ts";
import { ArgumentError } from "../base/errors.ts";
import { eachOf, type Staged, stage } from "../base/stages.ts";
import type { Experiment } from "../experiment/build.ts";
import { parameterNamesOf } from "../experiment/chosen.ts";
import { dataHessian } from "../gradients/data-hessian.ts";
import { kernelMatrix } from "../gradients/data-kernel.ts";
import { symmetricEigen } from "../linalg/eigen.ts";
import { symmetricSpectrum } from "../linalg/kernel-spectrum.ts";
import { rankOf } from "../probes/loss-hessian.ts";
import { hamiltonianGap } from "../theory/imaginary-time/effective-hamiltonian.ts";
import { lossDerivatives, meanLosses } from "../training/data-losses.ts";
import { type DataPlan, dataOfColumns } from "../training/data-plan.ts";
import { lossNamed } from "../training/losses.ts";
import type { DataTrainingSimulator } from "../training/state.ts";
import { trainedParameters } from "../training/trained.ts";
import { anglesAt, type Look } from "./hessian.ts";
import { landscapeAlong, type PlaneReport, type Slice, widened } from "./hessian-landscape.ts";
import { type Eigensystem, rotationAxes } from "./hessian-vectors.ts";
import { rowsOf, type SubjectRun } from "./subject.ts";

/** A stored run with data, and what simulates it without noise. */
export interface DataSubjectOfRun {
  readonly experiment: Experiment;
  readonly simulator: DataTrainingSimulator;
  readonly run: SubjectRun;
}

/** The Hessian at one column of angles, over the trained parameters. */
export interface DataLossHessian extends Eigensystem {
  readonly theta: Float64Array;
  /** ε_α, shape (N). */
  readonly epsilon: Float64Array;
  readonly loss: number;
  /** K_αα, shape (N). */
  readonly kernel: Float64Array;
  /** Eigenvalues of √W K √W, ascending, shape (N), W the loss's second derivatives (1/N for the quadratic loss): those of M where errors vanish. */
  readonly kernelValues: Float64Array;
  /** Eigenvalues whose size is beyond rounding. */
  readonly rank: number;
}

/** The Hessians of one target vector's samples. */
export interface DataTargetHessian {
  readonly targets: readonly number[];
  readonly samples: readonly DataLossHessian[];
  /** Eigenvalues averaged over samples in sorted order, ascending, and the gap of these averages. */
  readonly values: readonly number[];
  readonly gap: number;
  /** Means over samples in sorted order, ascending. */
  readonly kernelValues: readonly number[];
}

/** Everything the command shows. */
export interface DataHessianReport {
  readonly experiment: Pick<Experiment, "config" | "spectrum" | "parameters">;
  readonly step: number;
  readonly targets: readonly DataTargetHessian[];
  /** Index of the target vector and the sample whose eigenvectors and landscape are shown. */
  readonly target: number;
  readonly sample: number;
  readonly vectors: number;
  /** θ's index of every component of an eigenvector, and the Pauli strings that it turns. */
  readonly trained: readonly number[];
  readonly axes: readonly (readonly string[])[];
  /** Names of these parameters, where the circuit gives them any. */
  readonly names?: readonly string[];
  readonly distances: readonly number[];
  readonly slices: readonly Slice[];
  readonly plane: PlaneReport;
}

/**
 * The Hessians of a run with data at a step, and the landscape of the loss around one of them.
 *
 * @throws ArgumentError for a target vector that the run does not have
 */
export function* dataHessianSteps(subject: DataSubjectOfRun, look: Look): Staged<DataHessianReport> {
  const { experiment, simulator, run } = subject;
  const { plan, config, parameters, data } = experiment;
  const { rounding, target = plan.targets.length / config.samples - 1, ...shown } = look;
  const count = plan.targets.length / config.samples;
  if (target < 0 || target >= count) throw new ArgumentError("show", target, `an integer from 0 to ${count - 1}`);
  if (data === undefined || plan.data === undefined) throw new ArgumentError("data", undefined, "a run with data");
  const { circuit } = data.problem;
  const trained = trainedParameters(plan, parameters);
  const step = Math.min(look.step, run.record.rows - 1);
  const theta = yield* anglesAt({ simulator, run, plan, theta: experiment.theta }, step);
  const columns = rowsOf(theta, parameters);
  const hessians = eachOf(columns, (angles, column) => hessianAt(angles, column));
  const found = yield* stage("Hessians", columns.length, hessians);
  const targets = range(count).map((k): DataTargetHessian => {
    const samples = found.slice(k * config.samples, (k + 1) * config.samples);
    const sorted = (of: (hessian: DataLossHessian) => Float64Array) =>
      [...of(samples[0])].map((_, i) => mean(samples.map((each) => of(each)[i])));
    return {
      targets: [...columnData(k * config.samples).targets],
      samples,
      values: sorted(({ values }) => values),
      gap: hamiltonianGap(
        samples.map(({ values }) => values),
        rounding,
      ),
      kernelValues: sorted(({ kernelValues }) => kernelValues),
    };
  });
  const own = targets[target].samples[shown.sample];
  const landscape = yield* landscapeAlong(
    { circuit: { parameters }, expectation: (at) => lossesAt(at, target * config.samples + shown.sample) },
    own,
    (vector) => widened(vector, trained, parameters),
  );
  const axes = rotationAxes(circuit);
  const names = parameterNamesOf(config);
  return {
    ...{ experiment, targets, target, ...shown, step, trained },
    axes: trained.map((l) => axes[data.problem.parameters[l]]),
    ...(names !== undefined && { names: trained.map((l) => names[data.problem.parameters[l]]) }),
    ...landscape,
  };

  function columnData(column: number): DataPlan {
    return dataOfColumns(plan.data as DataPlan, [column]);
  }

  function hessianAt(angles: Float64Array, column: number): DataLossHessian {
    const own = columnData(column);
    const loss = lossNamed(own.loss);
    const { expectation, gradient } = simulator.gradient(angles, step, [column]);
    const epsilon = expectation.map((value, a) => value - own.targets[a]);
    const derivatives = lossDerivatives(loss, own, epsilon);
    const matrix = dataHessian(simulator, angles, gradient, derivatives, trained, circuit, column);
    const { values, vectors } = symmetricEigen(matrix, trained.length);
    const kernel = kernelMatrix(restricted(gradient, trained, parameters), 1, own.count);
    return {
      ...{ theta: angles, epsilon, values, vectors },
      loss: meanLosses(loss, own, epsilon)[0],
      kernel: Float64Array.from({ length: own.count }, (_, a) => kernel[a * (own.count + 1)]),
      kernelValues: weightedSpectrum(kernel, derivatives.curvatures, own.count),
      gap: hamiltonianGap([values], rounding),
      rank: rankOf(values, rounding / 2),
    };
  }

  function lossesAt(at: Float64Array, column: number): Float64Array {
    const own = columnData(column);
    const columns = at.length / parameters;
    const targets = Float64Array.from({ length: columns * own.count }, (_, k) => own.targets[k % own.count]);
    const same = range(columns).map(() => column);
    const epsilon = simulator.expectation(at, step, same).map((value, k) => value - targets[k]);
    return meanLosses(lossNamed(own.loss), { ...own, targets }, epsilon);
  }
}

/** Rows of all parameters as rows of some. */
function restricted(values: Float64Array, some: readonly number[], parameters: number): Float64Array {
  const rows = values.length / parameters;
  return Float64Array.from({ length: rows * some.length }, (_, k) => {
    const row = Math.floor(k / some.length);
    return values[row * parameters + some[k % some.length]];
  });
}

/** Eigenvalues of √W K √W, those of K W: W is positive semidefinite. */
function weightedSpectrum(kernel: Float64Array, weights: Float64Array, count: number): Float64Array {
  const { values, vectors } = symmetricEigen(weights.slice(), count);
  const root = new Float64Array(count * count);
  for (let a = 0; a < count; a++)
    for (let b = 0; b < count; b++)
      for (let k = 0; k < count; k++)
        root[a * count + b] += vectors[a * count + k] * Math.sqrt(Math.max(0, values[k])) * vectors[b * count + k];
  const product = (left: Float64Array, right: Float64Array) => {
    const out = new Float64Array(count * count);
    for (let a = 0; a < count; a++)
      for (let k = 0; k < count; k++)
        for (let b = 0; b < count; b++) out[a * count + b] += left[a * count + k] * right[k * count + b];
    return out;
  };
  return symmetricSpectrum(product(product(root, kernel), root), count);
}
