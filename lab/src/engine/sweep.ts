/**
 * Runs towards several targets from the same initial angles, one after the other. Knows no worker, clock or page.
 */
import {
  buildExperimentSteps,
  type Experiment,
  type ExperimentConfigInput,
  hessian,
  hessianEigenvaluesOf,
  type LossName,
  losses,
  lotkaVolterra,
  type Phase,
  parseExperiment,
  theoryLossOf,
} from "qntk";
import type { RunInfo } from "./protocol.ts";
import { readoutOf } from "./readout.ts";
import { Run } from "./run.ts";

/** One run of a sweep. */
export interface SweepEntry {
  readonly target: number;
  readonly loss: LossName;
}

/** How long each run goes on. */
export interface SweepOptions {
  readonly maxSteps: number;
  /** Ends a run when its mean |ε - R| has fallen below; otherwise it ends when its phase is known. */
  readonly below?: number;
  /** Whether to compute the gap of the loss Hessian at the end. */
  readonly gap?: boolean;
}

/** What a run of a sweep has come to. */
export interface SweepPoint extends SweepEntry {
  readonly phase: Phase;
  readonly residual: number;
  readonly epsilon: number;
  readonly kernel: number;
  readonly lambda: number;
  readonly c: number;
  readonly steps: number;
  /** First step with mean |ε - R| below `below`; undefined where it was not reached. */
  readonly crossing?: number;
  /** Smallest eigenvalue of the loss Hessian that is positive, averaged over samples in sorted order; NaN where not asked for. */
  readonly gap: number;
  /** Mean |ε - R| over time. */
  readonly t: Float64Array;
  readonly residualError: Float64Array;
}

/** Rows between two looks at whether a run is done. */
const LOOK_EVERY = 200;
/** Eigenvalue of a Hessian below which it counts as zero, as for the published gaps. */
const ZERO = 1e-3;
/** Mean |ε - R| at which a run counts as ended: what is left of it adds less than `ZERO` to the Hessian. */
const SETTLED = 1e-5;
/** Points of a curve. */
const CURVE_POINTS = 240;

/** The configuration's experiment, whatever its targets. */
export function* sweepExperiment(config: ExperimentConfigInput, memory: number): Generator<number, Experiment, void> {
  return yield* buildExperimentSteps(parseExperiment(config), {}, { memory, engine: "wasm" });
}

/** Trains one entry; yields the number of rows so far. */
export function* sweepPoint(
  experiment: Experiment,
  { target, loss }: SweepEntry,
  { maxSteps, below, gap = false }: SweepOptions,
): Generator<number, SweepPoint, void> {
  const { plan, spectrum } = experiment;
  const run = new Run({
    ...experiment,
    targets: [target],
    plan: { ...plan, loss, steps: maxSteps, targets: new Float64Array(plan.targets.length).fill(target) },
  });
  const residual = lotkaVolterra.residualOf(target, spectrum, theoryLossOf(loss));
  const means: number[] = [];
  let crossing: number | undefined;
  try {
    for (let row = run.advance(); row !== undefined; row = run.advance()) {
      const mean = row.epsilon.reduce((sum, value) => sum + Math.abs(value - residual), 0) / row.epsilon.length;
      if (crossing === undefined && below !== undefined && mean < below) crossing = means.length;
      means.push(mean);
      if (crossing !== undefined && mean < (below ?? 0) / 10) break;
      if (below === undefined && means.length % LOOK_EVERY === 0 && isDone(run, mean)) break;
      yield means.length;
    }
    const { phase, epsilon, kernel, lambda, c } = readoutOf(run, run.record());
    const stride = Math.max(1, Math.ceil(means.length / CURVE_POINTS));
    const places = means.map((_, at) => at).filter((at) => at % stride === 0 || at === means.length - 1);
    return {
      ...{ target, loss, phase, residual, epsilon, kernel, lambda, c, crossing },
      steps: means.length - 1,
      gap: gap ? hessianGap(run) : Number.NaN,
      t: Float64Array.from(places),
      residualError: Float64Array.from(places, (at) => means[at]),
    };
  } finally {
    run.dispose();
  }
}

/** Whether a run has shown its phase and, unless it is critical, has come so near to its end that the Hessian is that of late times. */
function isDone(run: Run, mean: number): boolean {
  const { phase } = readoutOf(run, run.record());
  return phase === "critical" || (phase !== "undetermined" && mean < SETTLED);
}

/** The gap of the loss Hessian at a run's present angles. */
function hessianGap(run: Run): number {
  const { simulator, theta, terms, parameters, columns } = run;
  const { expectation, gradient } = simulator.gradient(theta);
  const { slope, curvature } = losses.get(terms.loss);
  const epsilon = expectation.map((value) => value - terms.target);
  const slopes = { slopes: epsilon.map(slope), curvatures: epsilon.map(curvature) };
  const eigenvalues = hessianEigenvaluesOf(hessian(simulator, theta), gradient, slopes);
  for (let k = 0; k < parameters; k++) {
    let mean = 0;
    for (let c = 0; c < columns; c++) mean += eigenvalues[c * parameters + k] / columns;
    if (mean > ZERO) return mean;
  }
  return 0;
}

/** Targets from below the spectrum to above it, denser towards its ends, in an order that fills the range evenly from the start. */
export function sweepTargets({ min, max }: RunInfo["spectrum"], count: number): number[] {
  const width = max - min;
  const near = [-0.3, -0.2, -0.1, -0.05, 0, 0.05, 0.1, 0.2, 0.3];
  const below = near.map((share) => min + share * width);
  const above = near.map((share) => max + share * width);
  const all = [...new Set([...below, (min + max) / 2, ...above])].sort((a, b) => a - b);
  const wanted = count >= all.length ? all : all.filter((_, k) => k % 2 === 0);
  // Halves of halves: 0, 1/2, 1/4, 3/4, 1/8 ...
  const order = wanted.map((_, k) => k).sort((a, b) => reversedBits(a) - reversedBits(b));
  return order.map((k) => wanted[k]);
}

function reversedBits(value: number): number {
  let reversed = 0;
  for (let bit = 0; bit < 8; bit++) if (value & (1 << bit)) reversed |= 128 >> bit;
  return reversed;
}
