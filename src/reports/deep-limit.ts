/**
 * ε(t) and K(t) of deep circuits from the initial populations, with no constant to fit.
 */

import { columnsOfTarget, meanOverSamples } from "../analysis/trajectories.ts";
import { mean, range } from "../base/arrays.ts";
import type { Staged } from "../base/stages.ts";
import { eachOf, stage } from "../base/stages.ts";
import { type DeepLimitRow, deepLimit } from "../theory/imaginary-time/deep-limit.ts";
import { solvedLossOf } from "../training/losses.ts";
import { eigensystemOf, initialPopulations, placesOf, requireAllTrained, type Subject, type TargetPlace } from "./subject.ts";

/** Rows of the prediction: steps 0, and up to this many more. */
const ROWS = 120;
/** The prediction for one target: every sample's rows. */
export interface DeepLimitPrediction extends TargetPlace {
  readonly samples: readonly (readonly DeepLimitRow[])[];
  /** Mean ε and K of the stored run at the same steps. */
  readonly simulated?: { readonly epsilon: readonly number[]; readonly kernel: readonly number[] };
}

/** The predictions for all targets at the same steps. */
export interface DeepLimitReport {
  readonly times: readonly number[];
  readonly predictions: readonly DeepLimitPrediction[];
}

/** ε(t) and K(t) of every target, from the initial populations. */
export function* deepLimitSteps(subject: Subject): Staged<DeepLimitReport> {
  requireAllTrained(subject.experiment.config);
  const eigen = eigensystemOf(subject);
  const { config, circuit } = subject.experiment;
  const times = stepsShown(subject.run === undefined ? config.steps : subject.run.record.rows - 1);
  const populations = initialPopulations(subject, eigen);
  const places = placesOf(subject);
  const all = places.flatMap((place) => populations.map((state) => ({ place, state })));
  const rows = eachOf(all, ({ place, state }) => {
    const options = { target: place.target, eta: config.eta, parameters: circuit.parameters, loss: solvedLossOf(config.loss) };
    return deepLimit({ energies: eigen.values, populations: state }, times, options);
  });
  const found = yield* stage("imaginary time", all.length, rows);
  const predictions = places.map((place, k) => ({
    ...place,
    samples: found.slice(k * populations.length, (k + 1) * populations.length),
    simulated: simulatedMeans(subject, k, times),
  }));
  return { times, predictions };
}

/** Step 0, and the others spread evenly. */
function stepsShown(last: number): number[] {
  const count = Math.min(ROWS, last);
  return [...new Set(range(count + 1).map((k) => Math.round((k * last) / Math.max(1, count))))];
}

function simulatedMeans({ run }: Subject, target: number, times: readonly number[]): DeepLimitPrediction["simulated"] {
  if (run === undefined) return undefined;
  const columns = columnsOfTarget(run.record, target);
  const [epsilon, kernel] = (["epsilon", "kernel"] as const).map((name) => meanOverSamples(run.record, columns, name));
  return { epsilon: times.map((t) => epsilon[t]), kernel: times.map((t) => kernel[t]) };
}

/** Mean over samples of something of a row. */
export const averaged = ({ samples }: DeepLimitPrediction, k: number, pick: (row: DeepLimitRow) => number) =>
  mean(samples.map((rows) => pick(rows[k])));

/** mean(μ)/mean(K). */
export const meanLambda = (prediction: DeepLimitPrediction, k: number) =>
  averaged(prediction, k, (row) => row.mu) / averaged(prediction, k, (row) => row.kernel);
