/**
 * The readout of a run: phase, rates, constants, and the theory's curves to draw over it.
 */
import {
  haar,
  lateTimeTheory,
  lotkaVolterra,
  restrictedHaar,
  summarizeTargets,
  type TargetSummary,
  type TrainingRecord,
  theoryLossOf,
  tracesOfPowers,
  trajectoryOf,
} from "qntk";
import type { Readout, RunInfo } from "./protocol.ts";
import type { RowSource } from "./source.ts";

/** Points of a theory curve. */
const CURVE_POINTS = 160;
/** How far beyond the present row the theory is drawn, as a share of the rows so far. */
const AHEAD = 0.5;

/** The readout of a run's present leg, which has at least one row, from its record. */
export function readoutOf(run: RowSource, record: TrainingRecord): Readout {
  const { target, loss } = run.terms;
  const extremes = run.spectrum;
  const residual = lotkaVolterra.residualOf(target, extremes, theoryLossOf(loss));
  const [summary] = summarizeTargets(record, [target], extremes);
  const fromShots = record.plan.shots !== undefined;
  const { lambda, zeta, c, inference } = summary;
  // No μ comes from shots: what is known is what the whole histories say.
  const now = { ...averagesOf(record), ...(fromShots && { lambda, zeta, c }) };
  const steps = curveSteps(record.rows);
  const columns = Array.from({ length: record.samples }, (_, c) => c);
  // A leg that begins with a dead kernel shows no dynamics to read a phase from; with K = 0 the error is frozen whatever it is.
  const dead = columns.every((c) => record.kernel[c * (record.kernel.length / record.samples)] === 0);
  // Late rows from shots are floor and scatter, through which no solution goes.
  const theory = fromShots ? undefined : lateTimeTheory(record, columns, summary, extremes, steps);
  return {
    rows: record.rows,
    firstRow: run.firstRow,
    target,
    residual,
    phase: dead ? "frozen-error" : summary.phase,
    dead,
    agreeing: summary.agreeing,
    samples: summary.samples,
    probabilities: inference?.probabilities,
    needed: inference?.needed,
    fromShots,
    trapped: summary.trapped.length,
    ...now,
    fittedRate: run.firstRow > 0 && summary.phase === "frozen-kernel" ? settledRate(record, summary) : summary.fittedRate,
    fittedRateError: summary.fittedRateError,
    predictedRate: fromShots ? Number.NaN : summary.predictedRateDiscrete,
    theory: theory && {
      t: Float64Array.from(theory.kernel, ([t]) => t + run.firstRow),
      residualError: Float64Array.from(theory.residualError, ([, value]) => value),
      kernel: Float64Array.from(theory.kernel, ([, value]) => value),
    },
    late: lateValues(run),
  };
}

/** Share to which the kernel has settled where a rate is read. */
const SETTLED = 0.02;
/** |ε| relative to its largest below which it is rounding. */
const ERROR_FLOOR = 1e-10;

/**
 * The rate of ε where a leg begins far from the frozen kernel, mean over the samples in that phase: read only where K has settled, since
 * K may first have to grow from next to nothing.
 */
function settledRate(record: TrainingRecord, { reports, fittedRate }: TargetSummary): number {
  const rates = reports.flatMap(({ phase }, column) => {
    if (phase !== "frozen-kernel") return [];
    const { epsilon, kernel } = trajectoryOf(record, column);
    const last = kernel[kernel.length - 1];
    let from = kernel.length - 1;
    while (from > 0 && Math.abs(kernel[from - 1] / last - 1) < SETTLED) from--;
    const floor = ERROR_FLOOR * Math.abs(epsilon[0]);
    let to = from;
    while (to < epsilon.length - 1 && Math.abs(epsilon[to + 1]) > floor) to++;
    return to - from < 10 ? [] : [lotkaVolterra.fitExponentialRate(epsilon, from, to).value];
  });
  return rates.length === 0 ? fittedRate : rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
}

function averagesOf({ rows, epsilon, kernel, samples, measured }: TrainingRecord) {
  const meanAt = (values: Float64Array, length: number, at: number) => {
    let sum = 0;
    for (let c = 0; c < samples; c++) sum += values[c * length + at];
    return sum / samples;
  };
  const now = { epsilon: meanAt(epsilon, rows + 1, rows - 1), kernel: meanAt(kernel, rows + 1, rows - 1) };
  const mu = measured.mu;
  const count = mu?.steps.length ?? 0;
  if (mu === undefined || count === 0) return { ...now, lambda: Number.NaN, zeta: Number.NaN, c: Number.NaN };
  const at = mu.steps[count - 1];
  let epsilonMu = 0;
  for (let c = 0; c < samples; c++) epsilonMu += (epsilon[c * (rows + 1) + at] * mu.values[c * count + count - 1]) / samples;
  const meanK = meanAt(kernel, rows + 1, at);
  const lambda = lotkaVolterra.relativeDqntk(meanAt(mu.values, count, count - 1), meanK);
  return {
    ...now,
    lambda,
    zeta: epsilonMu / meanK ** 2,
    c: lotkaVolterra.conservedQuantity(meanAt(epsilon, rows + 1, at), meanK, lambda),
  };
}

/** Rows at which the theory is drawn: from the first to some way beyond the present, denser where it begins. */
function curveSteps(rows: number): number[] {
  const last = Math.ceil(rows * (1 + AHEAD));
  return Array.from({ length: CURVE_POINTS }, (_, k) => Math.round(last * (k / (CURVE_POINTS - 1)) ** 1.5));
}

/** K and λ of the restricted Haar ensemble at the state that the target leads to; undefined where O or its spectrum is not known. */
function lateValues({ spectrum, observable, parameters, terms }: RowSource): Readout["late"] {
  const { eigenvalues } = spectrum;
  if (eigenvalues === undefined || observable === undefined) return undefined;
  const { meanK, lambda } = restrictedHaar.exactAverages({
    dimension: eigenvalues.length,
    parameters,
    trace: tracesOfPowers(observable, 1)[0],
    target: terms.target,
    output: restrictedHaar.outputForTarget(eigenvalues, theoryLossOf(terms.loss) === "linear" ? spectrum.min : terms.target),
  });
  return { kernel: meanK, lambda };
}

/** Averages of the Haar ensemble at random initialisation; undefined where O is not known. */
export function haarValues({ observable, parameters, terms }: RowSource): RunInfo["haar"] {
  if (observable === undefined) return undefined;
  const { meanK, lambda, zeta } = haar.exactAverages({
    dimension: 2 ** observable.qubits,
    traces: tracesOfPowers(observable, 4) as [number, number, number, number],
    parameters,
    target: terms.target,
  });
  return { kernel: meanK, lambda, zeta };
}
