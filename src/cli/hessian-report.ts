/**
 * What `qntk hessian` computes of a stored run: the Hessians of all columns at a step, and the landscape around one of them.
 */

import { storedThetaBefore } from "../analysis/theta-history.ts";
import { trajectoryOf } from "../analysis/trajectories.ts";
import { mean, range } from "../base/arrays.ts";
import type { Experiment } from "../experiment/build.ts";
import { type LossHessian, lossHessian } from "../probes/loss-hessian.ts";
import { runSteps } from "../running/build.ts";
import { frozenErrorGap } from "../theory/finite-depth/late-modes.ts";
import { hamiltonianGap } from "../theory/imaginary-time/effective-hamiltonian.ts";
import { lambdaAt, lastKernelStep } from "../theory/lotka-volterra/trajectory.ts";
import { simulateTo } from "../training/simulate-to.ts";
import { landscapeOf, type PathReport, type PlaneReport, pathOf, type Slice } from "./hessian-landscape.ts";
import { terminalListener } from "./terminal.ts";
import { placesOf, rowsOf, type StoredSubject, type TargetPlace } from "./theory/subject.ts";

/** What is to be shown of a run. */
export interface Look {
  readonly step: number;
  /** Index of the target, and the sample. */
  readonly target: number;
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

/**
 * Computes the report.
 *
 * @throws the signal's reason once it is aborted
 */
export async function reportOf(subject: StoredSubject, look: Look, signal: AbortSignal): Promise<HessianReport> {
  const { step, rounding, ...shown } = look;
  const theta = await anglesAt(subject, step, signal);
  const targets = await hessiansOf(subject, theta, { step, rounding }, signal);
  const landscape = await landscapeOf(subject, targets[shown.target].samples[shown.sample], signal);
  const path = await pathOf(subject, shown.sample, step, signal);
  return { experiment: subject.experiment, step, targets, ...shown, ...landscape, path };
}

/** The angles of all columns at the step. */
async function anglesAt(
  { experiment, simulator, run, quiet }: StoredSubject,
  step: number,
  signal: AbortSignal,
): Promise<Float64Array> {
  const { record, document, finalTheta } = run;
  if (document.status === "complete" && step === record.rows - 1) return finalTheta;
  const from = storedThetaBefore(record, step) ?? { row: 0, theta: experiment.theta };
  const steps = simulateTo(simulator, { ...record.plan, measure: {} }, from, step);
  return (await runSteps(steps, "simulating again", step, terminalListener(quiet), signal)).theta;
}

async function hessiansOf(
  subject: StoredSubject,
  theta: Float64Array,
  { step, rounding }: Pick<Look, "step" | "rounding">,
  signal: AbortSignal,
): Promise<TargetHessian[]> {
  const { experiment, simulator, quiet } = subject;
  const { record } = subject.run;
  const { circuit, config, spectrum } = experiment;
  const columns = rowsOf(theta, circuit.parameters);
  const found = await runSteps(
    (function* () {
      const hessians: LossHessian[] = [];
      for (const [column, angles] of columns.entries()) {
        hessians.push(lossHessian(simulator, angles, { target: record.plan.targets[column], loss: config.loss, rounding }));
        yield hessians.length;
      }
      return hessians;
    })(),
    "Hessians",
    columns.length,
    terminalListener(quiet),
    signal,
  );
  return placesOf(subject).map((place, k): TargetHessian => {
    const samples = found.slice(k * config.samples, (k + 1) * config.samples);
    const lambda = mean(
      range(config.samples).map((sample) => {
        const trajectory = trajectoryOf(record, k * config.samples + sample, spectrum);
        return lambdaAt(trajectory, Math.min(step, lastKernelStep(trajectory)));
      }),
    );
    const beyond = config.loss === "linear" ? Math.abs(lambda) : frozenErrorGap(place.residual, lambda);
    return {
      ...place,
      samples,
      values: range(circuit.parameters).map((i) => mean(samples.map(({ values }) => values[i]))),
      gap: hamiltonianGap(
        samples.map(({ values }) => values),
        rounding,
      ),
      predictedGap: place.end === undefined ? mean(samples.map(({ kernel }) => kernel)) : beyond,
    };
  });
}
