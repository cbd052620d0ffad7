/**
 * ε(t) and K(t) of deep circuits trained on data, from their output states at the start, with no constant to fit.
 */
import { mean, range } from "../base/arrays.ts";
import { ArgumentError } from "../base/errors.ts";
import type { Staged } from "../base/stages.ts";
import { eachOf, stage } from "../base/stages.ts";
import { engineNamed, resolveEngine } from "../engine/engines.ts";
import type { Experiment } from "../experiment/experiment.ts";
import { DENSE_SPECTRUM_QUBITS, denseMatrix } from "../quantum/spectrum.ts";
import { columnDataOf, outputStates } from "../shots/data-load.ts";
import { type DeepDataRow, deepDataLimit } from "../theory/data/deep-limit.ts";
import { lossNamed } from "../training/losses.ts";
import type { TrainingRecord } from "../training/record.ts";

/** Rows of the prediction: step 0, and up to this many more. */
const ROWS = 120;

/** The prediction for one target vector. */
export interface DataDeepLimitPrediction {
  readonly targets: readonly number[];
  /** Mean over samples, and of the stored run at the same steps: ε, shape (steps, N), and K, shape (steps, N, N). */
  readonly epsilon: readonly (readonly number[])[];
  readonly kernel: readonly (readonly number[])[];
  readonly simulated?: { readonly epsilon: readonly (readonly number[])[]; readonly kernel?: readonly (readonly number[])[] };
}

/** The predictions for all target vectors at the same steps. */
export interface DataDeepLimitReport {
  readonly times: readonly number[];
  readonly predictions: readonly DataDeepLimitPrediction[];
}

/**
 * The predictions for an experiment with data.
 *
 * @param record of its run, where there is one
 * @throws ArgumentError for data that enter between layers, another loss than the quadratic one, or too many qubits
 */
export function* dataDeepLimitSteps(experiment: Experiment, record?: TrainingRecord): Staged<DataDeepLimitReport> {
  const { config, data, observable, plan } = experiment;
  if (data === undefined || plan.data === undefined) throw new ArgumentError("data", undefined, "an experiment with data");
  requireDeepLimit(experiment);
  const { problem, targets } = data;
  const { count } = problem.train;
  const samples = config.samples;
  const theta = experiment.theta.slice(0, samples * experiment.parameters);
  const engine = engineNamed(resolveEngine("auto"), config.precision);
  const simulator = engine.loadData(problem.circuit, observable, columnDataOf(problem));
  const states = outputStates(simulator, problem, theta);
  simulator.dispose();
  const { dimension, columns } = states;
  const observables = problem.observables.map(denseMatrix);
  const times = stepsShown(record === undefined ? config.steps : record.rows - 1);
  const rowsOf = (part: Float64Array, sample: number) =>
    Float64Array.from(
      { length: count * dimension },
      (_, k) => part[(k % dimension) * columns + sample * count + Math.floor(k / dimension)],
    );
  const all = targets.flatMap((vector) => range(samples).map((sample) => ({ vector, sample })));
  const made = yield* stage(
    "deep limit",
    all.length,
    eachOf(all, ({ vector, sample }) =>
      deepDataLimit(
        { re: rowsOf(Float64Array.from(states.re), sample), im: rowsOf(Float64Array.from(states.im), sample), observables },
        times,
        { targets: vector, eta: config.eta, parameters: experiment.parameters },
      ),
    ),
  );
  const predictions = targets.map((vector, k) => ({
    targets: vector,
    ...averages(made.slice(k * samples, (k + 1) * samples)),
    ...(record !== undefined && { simulated: simulatedMeans(record, k, count, times) }),
  }));
  return { times, predictions };
}

function requireDeepLimit({ config, data, measurement, plan }: Experiment): void {
  const { qubits, loss, reupload = 1, encode } = config;
  if (plan.data === undefined || lossNamed(plan.data.loss).theory !== "quadratic")
    throw new ArgumentError("loss", loss, "the square of the error, for the deep limit of data");
  if (plan.data.weights !== undefined)
    throw new ArgumentError("weights", config.weights, "no weights, for the deep limit of data");
  if (measurement !== undefined)
    throw new ArgumentError("shots", config.shots, "exact numbers of ideal gates, for the deep limit of data");
  if (data?.problem.train.states === undefined && (encode === undefined || reupload > 1))
    throw new ArgumentError(
      encode === undefined ? "data" : "reupload",
      encode === undefined ? config.data : reupload,
      "data that enter before all layers, as states or encoded once: the deep limit turns output states alike",
    );
  if (qubits > DENSE_SPECTRUM_QUBITS)
    throw new ArgumentError("qubits", qubits, `at most ${DENSE_SPECTRUM_QUBITS}, for the deep limit`);
}

/** Step 0, and the others spread evenly. */
function stepsShown(last: number): number[] {
  const count = Math.min(ROWS, last);
  return [...new Set(range(count + 1).map((k) => Math.round((k * last) / Math.max(1, count))))];
}

function averages(samples: readonly (readonly DeepDataRow[])[]) {
  const of = (pick: (row: DeepDataRow) => Float64Array) =>
    samples[0].map((first, k) => Array.from(pick(first), (_, a) => mean(samples.map((rows) => pick(rows[k])[a]))));
  return { epsilon: of(({ epsilon }) => epsilon), kernel: of(({ kernel }) => kernel) };
}

/** Means over samples of a stored run; K where every step has it. */
function simulatedMeans(
  record: TrainingRecord,
  target: number,
  count: number,
  times: readonly number[],
): DataDeepLimitPrediction["simulated"] {
  const { samples, plan } = record;
  const length = plan.steps + 1;
  const at = (values: Float64Array, width: number) =>
    times.map((t) =>
      range(width).map((k) =>
        mean(range(samples).map((sample) => values[((target * samples + sample) * length + t) * width + k])),
      ),
    );
  return {
    epsilon: at(record.epsilon, count),
    ...(record.kernel.length > 0 && { kernel: at(record.kernel, count * count) }),
  };
}
