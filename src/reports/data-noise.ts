/**
 * Training on data with noise: trains with and without it from the same angles, every datum a circuit of its own, and fits the depolarising p of each.
 */
import { mean, range, standardDeviation } from "../base/arrays.ts";
import { ArgumentError } from "../base/errors.ts";
import { type Staged, stage } from "../base/stages.ts";
import { resolveEngine } from "../engine/engines.ts";
import { meanEigenvalue } from "../engine/noisy/global-noise.ts";
import { buildExperiment, type Experiment } from "../experiment/build.ts";
import type { RecordedSide } from "../experiment/device-experiment.ts";
import { anglesOfDatum, circuitOfDatum, loadMeasuredData } from "../shots/data-load.ts";
import { phaseOfTargets } from "../theory/data/phases.ts";
import { depolarizedError, fitDepolarizing } from "../theory/noise/index.ts";
import { accuracyOf, meanLosses } from "../training/data-losses.ts";
import { type DataPlan, dataOfColumns } from "../training/data-plan.ts";
import { lossNamed } from "../training/losses.ts";
import { emptyRecord, fillBlock, type TrainingRecord } from "../training/record.ts";
import type { DataTrainingSimulator, TrainingState } from "../training/state.ts";
import { advance, isOver } from "../training/step.ts";
import { sweptDataOf } from "./data-kernel.ts";
import { type FinalEstimates, finalEstimates, fittedP, type NoiseQuestion, type NoiseReport } from "./noise.ts";

/** One side of a target vector at its last row, means over samples. */
export interface DataNoiseSide {
  readonly loss: number;
  readonly accuracy: number;
}

/** What is said of one target vector. */
export interface DataNoiseReport {
  readonly targets: readonly number[];
  /** Every datum with its own target; ideal curves are means over samples. */
  readonly data: readonly NoiseReport[];
  readonly ideal: DataNoiseSide;
  readonly noisy: DataNoiseSide;
}

/**
 * Trains with and without noise from the same angles and fits the depolarising p of every datum and sample, each against its own ideal curve.
 * With `estimates`, <O> of every datum's circuit is measured once more at the final angles, raw and by every mitigation.
 *
 * @throws ArgumentError for an experiment without data, or whose numbers are ideal
 */
export function* dataNoiseSteps({
  config,
  arrays,
  recorded,
  from,
  estimates,
}: Pick<NoiseQuestion, "config" | "arrays" | "recorded" | "from" | "estimates">): Staged<DataNoiseReport[]> {
  const experiment = buildExperiment(config, arrays);
  const { plan, data, measurement, spectrum } = experiment;
  if (data === undefined || plan.data === undefined) throw new ArgumentError("data", config.data, "an experiment with data");
  if (measurement === undefined) throw new ArgumentError("noise", config.noise ?? "none", "noise or shots, to compare with none");
  const rows = plan.steps + 1;
  const total = (recorded === undefined ? 2 : 1) * rows;
  const { record: ideal } = yield* stage("training", total, recordOf(experiment, sweptDataOf(experiment), 0));
  const columns = plan.targets.length;
  const noisySimulator = () => loadMeasuredData(resolveEngine("auto"), data.problem, { ...measurement, columns, firstColumn: 0 });
  const { record: noisy, theta } = recorded ?? (yield* stage("training", total, recordOf(experiment, noisySimulator(), rows)));
  const { samples } = config;
  const { observables, train } = data.problem;
  return data.targets.map((targets, k) => {
    const own = range(samples).map((sample) => k * samples + sample);
    const phases = phaseOfTargets(targets, [spectrum]).data;
    return {
      targets,
      data: targets.map((target, datum): NoiseReport => {
        const centre = meanEigenvalue(observables[observables.length === 1 ? 0 : datum]);
        const of = (record: TrainingRecord, name: "epsilon" | "kernel") =>
          own.map((column) => historyOf(record, name, column, datum, train.count));
        const curves = { ideal: of(ideal, "epsilon"), noisy: of(noisy, "epsilon") };
        const averaged = overSamples(curves.ideal);
        const p = fittedP(
          curves.noisy.map((measured, s) => fitDepolarizing(curves.ideal[s], measured, { target, mean: centre, from })),
        );
        const last = Float64Array.from(curves.noisy, (measured) => measured[plan.steps]);
        return {
          ...{ target, phase: phases[datum], p, ideal: averaged, noisy: curves.noisy },
          idealKernel: overSamples(of(ideal, "kernel")),
          noisyKernel: of(noisy, "kernel"),
          finalAngles: [],
          ...(estimates && { estimates: estimatesOf(experiment, theta, k, datum) }),
          final: {
            mean: mean(last),
            sd: standardDeviation(last),
            theory: depolarizedError([averaged[plan.steps]], p.mean, { target, mean: centre })[0],
          },
        };
      }),
      ideal: sideOf(ideal, plan.data as DataPlan, own),
      noisy: sideOf(noisy, plan.data as DataPlan, own),
    };
  });
}

function* recordOf(
  { plan, config, parameters, theta }: Experiment,
  simulator: DataTrainingSimulator,
  done: number,
): Generator<number, RecordedSide, void> {
  const record = emptyRecord({ ...plan, measure: {} }, config.samples, parameters);
  let state: TrainingState = { row: 0, theta };
  try {
    while (!isOver(record.plan, state)) {
      const { state: next, block } = advance(simulator, record.plan, state, 1);
      fillBlock(record, block);
      record.rows = next.row;
      record.events = next.events;
      state = next;
      yield done + record.rows;
    }
  } finally {
    simulator.dispose();
  }
  return { record, theta: state.theta };
}

/** <O> of a datum's circuit at the final angles of every sample of a target vector. */
function estimatesOf(
  { plan, config, data, measurement, parameters }: Experiment,
  theta: Float64Array,
  which: number,
  datum: number,
): FinalEstimates {
  const { problem } = data as NonNullable<Experiment["data"]>;
  const columns = range(config.samples).map((sample) => which * config.samples + sample);
  const angles = columns.map((column) =>
    anglesOfDatum(problem, theta.subarray(column * parameters, (column + 1) * parameters), datum),
  );
  // Shots of their own behind those of training, as every datum has there.
  const parts = problem.train.count + (problem.test?.count ?? 0);
  const streams = columns.map((column) => ((plan.steps + 1) * plan.targets.length + column) * parts + datum);
  const observable = problem.observables[datum % problem.observables.length];
  return finalEstimates({ circuit: circuitOfDatum(problem, datum), observable, angles, streams }, measurement);
}

/** ε_α or K_αα of a column by step; NaN where it is not recorded. */
function historyOf(
  { plan, epsilon, kernel, measured }: TrainingRecord,
  name: "epsilon" | "kernel",
  column: number,
  datum: number,
  count: number,
): Float64Array {
  const rows = plan.steps + 1;
  if (name === "epsilon") return Float64Array.from({ length: rows }, (_, t) => epsilon[(column * rows + t) * count + datum]);
  const series = measured.kernel;
  const diagonal = datum * (count + 1);
  if (series === undefined)
    return Float64Array.from({ length: rows }, (_, t) => kernel[(column * rows + t) * count ** 2 + diagonal]);
  const all = new Float64Array(rows).fill(Number.NaN);
  series.steps.forEach((step, place) => {
    all[step] = series.values[(column * series.steps.length + place) * count ** 2 + diagonal];
  });
  return all;
}

function overSamples(curves: readonly Float64Array[]): Float64Array {
  return curves[0].map((_, t) => mean(curves.map((curve) => curve[t])));
}

function sideOf(record: TrainingRecord, data: DataPlan, columns: readonly number[]): DataNoiseSide {
  const last = record.plan.steps;
  const ends = columns.map((column) => {
    const own = dataOfColumns(data, [column]);
    const at = (column * (last + 1) + last) * data.count;
    const epsilon = record.epsilon.slice(at, at + data.count);
    return {
      loss: meanLosses(lossNamed(data.loss), own, epsilon)[0],
      accuracy: accuracyOf(own.targets, own.targets, epsilon, own.classes),
    };
  });
  return { loss: mean(ends.map(({ loss }) => loss)), accuracy: mean(ends.map(({ accuracy }) => accuracy)) };
}

/** Data of the first target vector that are drawn. */
const DRAWN = 4;

/** The data that a figure shows: the first few of the first target vector. */
export function drawnData([first]: readonly DataNoiseReport[]): readonly NoiseReport[] {
  return first.data.slice(0, DRAWN);
}
