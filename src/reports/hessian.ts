/**
 * The Hessian of the loss in a run: those of all columns at a step, and the landscape around one of them.
 */

import { storedThetaBefore } from "../analysis/theta-history.ts";
import { trajectoryOf } from "../analysis/trajectories.ts";
import { mean, range } from "../base/arrays.ts";
import type { Staged } from "../base/stages.ts";
import { eachOf, stage } from "../base/stages.ts";
import type { Experiment } from "../experiment/build.ts";
import { type LossHessian, lossHessian } from "../probes/loss-hessian.ts";
import { frozenErrorGap } from "../theory/finite-depth/late-modes.ts";
import { hamiltonianGap } from "../theory/imaginary-time/effective-hamiltonian.ts";
import { lambdaAt, lastKernelStep } from "../theory/lotka-volterra/trajectory.ts";
import { lossNamed } from "../training/losses.ts";
import { optimizerOf } from "../training/optimizer-of.ts";
import type { TrainingPlan } from "../training/plan.ts";
import { simulateTo } from "../training/simulate-to.ts";
import type { DataTrainingSimulator, TrainingSimulator } from "../training/state.ts";
import { trainedParameters } from "../training/trained.ts";
import { landscapeOf, type PathReport, type PlaneReport, pathOf, type Slice } from "./hessian-landscape.ts";
import type { SubjectOfRun } from "./subject.ts";
import { placesOf, rowsOf, type SubjectRun, type TargetPlace } from "./subject.ts";

/** What is to be shown of a run. */
export interface Look {
  readonly step: number;
  /** Index of the target, the last one where left out, and the sample. */
  readonly target?: number;
  readonly sample: number;
  readonly rounding: number;
  readonly vectors: number;
}

/** The Hessians of one target's samples. */
export interface TargetHessian extends TargetPlace {
  readonly samples: readonly LossHessian[];
  /** Eigenvalues averaged over samples in sorted order, ascending. */
  readonly values: readonly number[];
  /** Gap of these averages. */
  readonly gap: number;
  /** K inside the spectrum; |R λ| at and beyond its ends, with λ = μ/K at the last row clear of rounding; |λ| for the linear loss. */
  readonly predictedGap: number;
}

/** Everything the command shows. */
export interface HessianReport {
  readonly experiment: Pick<Experiment, "config" | "circuit" | "spectrum">;
  readonly step: number;
  /** The parameters that are trained, which everything is over. */
  readonly trained: readonly number[];
  readonly targets: readonly TargetHessian[];
  /** Index of the target and the sample whose eigenvectors and landscape are shown. */
  readonly target: number;
  readonly sample: number;
  /** How many of the largest eigenvalues have their eigenvectors listed. */
  readonly vectors: number;
  readonly distances: readonly number[];
  readonly slices: readonly Slice[];
  readonly plane: PlaneReport;
  readonly path: PathReport;
}

/** The Hessians of a run at a step, and the landscape around one of them. */
export function* hessianSteps(subject: SubjectOfRun, look: Look): Staged<HessianReport> {
  const { rounding, ...rest } = look;
  const shown = { ...rest, target: look.target ?? subject.experiment.targets.length - 1 };
  // Rules may have ended all samples before the last step.
  const step = Math.min(look.step, subject.run.record.rows - 1);
  const { simulator, run, experiment } = subject;
  const theta = yield* anglesAt({ simulator, run, plan: run.record.plan, theta: experiment.theta }, step);
  const targets = yield* hessiansOf(subject, theta, { step, rounding });
  const landscape = yield* landscapeOf(subject, trainedOf(subject), targets[shown.target].samples[shown.sample]);
  const path = yield* pathOf(subject, shown.sample, step);
  return { experiment, targets, trained: trainedOf(subject), ...shown, step, ...landscape, path };
}

/**
 * The angles of all columns at a step: stored ones, or those that the run comes to from stored ones.
 *
 * @param theta θ(0) of all columns
 */
export function* anglesAt(
  {
    simulator,
    run,
    plan,
    theta,
  }: {
    readonly simulator: TrainingSimulator | DataTrainingSimulator;
    readonly run: SubjectRun;
    readonly plan: TrainingPlan;
    readonly theta: Float64Array;
  },
  step: number,
): Staged<Float64Array> {
  const { record, finalTheta } = run;
  if (run.document.status === "complete" && step === record.rows - 1) return finalTheta;
  const stored = storedThetaBefore(record, step);
  // A rule that remembers more than the angles goes on from its start alone.
  const { definition, fields } = optimizerOf(plan);
  const remembers = Object.keys(definition.init({ columns: 1, parameters: 1 }, fields)).length > 0;
  const from = stored === undefined || (remembers && stored.row < step) ? { row: 0, theta } : stored;
  const steps = simulateTo(simulator, { ...plan, measure: {} }, from, step);
  return (yield* stage("simulating again", step, steps)).theta;
}

/** The parameters that a run trains. */
function trainedOf({ run, experiment }: SubjectOfRun): number[] {
  return trainedParameters(run.record.plan, experiment.circuit.parameters);
}

function* hessiansOf(
  subject: SubjectOfRun,
  theta: Float64Array,
  { step, rounding }: Pick<Look, "step" | "rounding">,
): Staged<TargetHessian[]> {
  const { experiment, simulator } = subject;
  const { record } = subject.run;
  const { circuit, config, spectrum } = experiment;
  const columns = rowsOf(theta, circuit.parameters);
  const trained = trainedOf(subject);
  const loss = lossNamed(config.loss);
  const hessians = eachOf(columns, (angles, column) =>
    lossHessian(simulator, angles, { target: record.plan.targets[column], loss, rounding, trained }),
  );
  const found = yield* stage("Hessians", columns.length, hessians);
  return placesOf(subject).map((place, k): TargetHessian => {
    const samples = found.slice(k * config.samples, (k + 1) * config.samples);
    const lambda = mean(
      range(config.samples).map((sample) => {
        const trajectory = trajectoryOf(record, k * config.samples + sample, spectrum);
        return lambdaAt(trajectory, Math.min(step, lastKernelStep(trajectory)));
      }),
    );
    const beyond = frozenErrorGap(lossNamed(config.loss).slope(place.residual), lambda);
    return {
      ...place,
      samples,
      values: range(trained.length).map((i) => mean(samples.map(({ values }) => values[i]))),
      gap: hamiltonianGap(
        samples.map(({ values }) => values),
        rounding,
      ),
      predictedGap: place.end === undefined ? mean(samples.map(({ kernel }) => kernel)) : beyond,
    };
  });
}
