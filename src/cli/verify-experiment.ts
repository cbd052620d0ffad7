/**
 * Simulates one published experiment after the other and compares every file of each.
 */
import { type EngineChoice, engineNamed, resolveEngine } from "../engine/engines.ts";
import type { Experiment } from "../experiment/build.ts";
import { hessian } from "../gradients/hessian.ts";
import { CONVERGED_AFTER, CONVERGED_FROM, historySteps, type PublishedExperiment, updatesOf } from "../published/catalogue.ts";
import { compareNumbers, toleranceOf } from "../published/compare.ts";
import { circuitName, configurationOf, experimentName } from "../published/experiment.ts";
import type { FileOutcome, LoadedFile } from "../published/outcome.ts";
import type { Circuit } from "../quantum/circuit.ts";
import { measuredBefore, type Strides } from "../training/plan.ts";
import { emptyRecord, type TrainingRecord } from "../training/record.ts";
import type { TrainingState } from "../training/step.ts";
import { startShards } from "../workers/shards.ts";
import { buildWithProgress } from "./build.ts";
import { startProgress } from "./terminal.ts";

/** How a verification is to be done. */
export interface VerifySettings {
  readonly engine: EngineChoice;
  readonly threads: number;
  /** Steps compared at the most. */
  readonly maxSteps: number;
  /** Samples compared at the most; samples do not depend on each other. */
  readonly samples: number;
  readonly quiet: boolean;
}

/** What one experiment needs simulated. */
interface Demand {
  readonly experiment: PublishedExperiment;
  readonly files: readonly LoadedFile[];
  /** Samples of the published arrays: the initial angles depend on their number. */
  readonly samples: number;
  /** Samples simulated, the first ones. */
  readonly compared: number;
  /** Updates of the published run. */
  readonly updates: number;
  /** Last row simulated. */
  readonly lastRow: number;
  readonly linearStudy: boolean;
}

/** A simulated experiment. */
interface Simulated {
  readonly record: TrainingRecord;
  /** θ at the last row, shape (compared, parameters). */
  readonly theta: Float64Array;
  readonly experiment: Experiment;
}

/** Rows asked of all threads in one round. */
const ROUND_ROWS = 20;

/** Verifies all experiments, simulating each once, and reports the outcomes of each as they come. */
export async function verifyExperiments(
  groups: readonly LoadedFile[][],
  settings: VerifySettings,
  report: (found: FileOutcome[]) => void,
): Promise<void> {
  let known: { name: string; circuit: Circuit } | undefined;
  const ordered = [...groups].sort((a, b) => circuitName(a[0].file.experiment).localeCompare(circuitName(b[0].file.experiment)));
  for (const files of ordered) {
    const demand = demandOf(files, settings);
    if ("reason" in demand) {
      report(files.map(({ path }) => ({ path, status: "not-reached", reason: demand.reason })));
      continue;
    }
    if (files.every((loaded) => rowsInReach(loaded, demand) === 0)) {
      report(files.map((loaded) => compareFile(loaded, demand, undefined, settings)));
      continue;
    }
    const name = circuitName(demand.experiment);
    const simulated = await simulate(demand, settings, known?.name === name ? known.circuit : undefined);
    known = { name, circuit: simulated.experiment.circuit };
    report(files.map((loaded) => compareFile(loaded, demand, simulated, settings)));
  }
}

function demandOf(files: readonly LoadedFile[], { maxSteps, samples: maxSamples }: VerifySettings): Demand | { reason: string } {
  const { experiment } = files[0].file;
  const history = files.find(({ file }) => ["epsilon", "expectation", "kernel"].includes(file.quantity));
  const updates = updatesOf(experiment, history?.array.shape[0]);
  if (updates === undefined) return { reason: "no file here states how many steps the run has" };
  const samples = samplesOf(files[0]);
  return {
    experiment,
    files,
    samples,
    compared: Math.min(samples, maxSamples),
    updates,
    lastRow: Math.min(updates, maxSteps),
    linearStudy: files.some(({ path }) => path.includes("linearLoss/")),
  };
}

/** The number of samples of a file: the length of its sample axis. */
function samplesOf({ file, array }: LoadedFile): number {
  const history = ["epsilon", "expectation", "kernel", "mu-history", "theta-history"].includes(file.quantity);
  if (file.experiment.streams === "published-device") return 1;
  return history ? array.shape[1] : array.shape[0];
}

async function simulate(demand: Demand, settings: VerifySettings, prepared?: Circuit): Promise<Simulated> {
  const { experiment: published, samples, compared, lastRow } = demand;
  const config = configurationOf(published, { samples, steps: lastRow, measure: stridesOf(demand) });
  const experiment = await buildWithProgress(config, {}, settings.quiet, prepared);
  const targets =
    published.target === "converged"
      ? await convergedTargets(demand, settings, experiment.circuit)
      : experiment.plan.targets.slice(0, compared);
  const plan = { ...experiment.plan, targets };
  const { circuit, observable } = experiment;
  const theta = experiment.theta.slice(0, compared * circuit.parameters);
  const record = emptyRecord(plan, compared, circuit.parameters);
  const shards = startShards({
    engine: resolveEngine(settings.engine),
    circuit,
    observable,
    plan,
    state: { row: 0, theta },
    threads: settings.threads,
  });
  const progress = startProgress(experimentName(published), lastRow + 1, settings.quiet);
  try {
    let state: TrainingState = { row: 0, theta };
    while (state.row <= lastRow) {
      state = await shards.advance(record, ROUND_ROWS);
      progress.update(record.rows);
    }
    return { record, theta: state.theta, experiment };
  } finally {
    progress.stop();
    await shards.dispose();
  }
}

/** Each sample's own target: the energy its run towards `CONVERGED_FROM` ends at. */
async function convergedTargets(demand: Demand, settings: VerifySettings, circuit: Circuit): Promise<Float64Array> {
  const run: Demand = {
    ...demand,
    experiment: { ...demand.experiment, target: CONVERGED_FROM },
    files: [],
    updates: CONVERGED_AFTER,
    lastRow: CONVERGED_AFTER,
  };
  const { record } = await simulate(run, settings, circuit);
  return Float64Array.from(
    { length: demand.compared },
    (_, c) => CONVERGED_FROM + record.epsilon[c * (CONVERGED_AFTER + 1) + CONVERGED_AFTER],
  );
}

/** The strides at which μ and θ must be recorded for the files of an experiment. */
function stridesOf(demand: Demand): Strides {
  const strideFor = (history: string, final?: string) => {
    const file = demand.files.find((loaded) => loaded.file.quantity === history);
    if (file !== undefined) return stepsOf(file, demand)[1];
    return final !== undefined && demand.files.some((loaded) => loaded.file.quantity === final) ? demand.updates : undefined;
  };
  return { mu: strideFor("mu-history", "mu-final"), theta: strideFor("theta-history") };
}

/** The step of every row of a file. */
function stepsOf({ file, array }: LoadedFile, { experiment, updates, linearStudy }: Demand): number[] {
  switch (file.quantity) {
    case "epsilon":
    case "expectation":
    case "kernel":
      return Array.from({ length: array.shape[0] }, (_, t) => t);
    case "mu-history":
    case "theta-history":
      return historySteps(experiment, array.shape[0], updates, linearStudy);
    default:
      return [updates];
  }
}

function rowsInReach(loaded: LoadedFile, demand: Demand): number {
  return stepsOf(loaded, demand).filter((step) => step <= demand.lastRow).length;
}

function compareFile(
  loaded: LoadedFile,
  demand: Demand,
  simulated: Simulated | undefined,
  settings: VerifySettings,
): FileOutcome {
  const { path, file, array } = loaded;
  const rows = rowsInReach(loaded, demand);
  if (rows === 0 || simulated === undefined) {
    return { path, status: "not-reached", reason: `belongs to step ${demand.updates}, beyond --max-steps ${settings.maxSteps}` };
  }
  const steps = stepsOf(loaded, demand).slice(0, rows);
  const perSample = array.data.length / stepsOf(loaded, demand).length / demand.samples;
  const published = steps.flatMap((_, row) => {
    const first = row * demand.samples * perSample;
    return Array.from(array.data.subarray(first, first + demand.compared * perSample));
  });
  const tolerance = toleranceOf(file.quantity);
  const comparison = compareNumbers(simulatedNumbers(loaded, simulated, steps, settings), published, tolerance);
  const failed = comparison.firstFailure >= 0;
  const failedRow = failed ? Math.floor(comparison.firstFailure / (demand.compared * perSample)) : 0;
  return {
    path,
    status: failed ? "fail" : "pass",
    compared: `${rows === 1 ? "1 row" : `${rows} rows`} x ${demand.compared} sample${demand.compared === 1 ? "" : "s"}`,
    steps: rows,
    samples: demand.compared,
    tolerance,
    comparison,
    ...(failed
      ? { reason: `beyond ${tolerance} from step ${steps[failedRow]} on` }
      : rows < stepsOf(loaded, demand).length
        ? { reason: `of ${stepsOf(loaded, demand).length} rows` }
        : {}),
  };
}

/** The simulated numbers in the order of the published ones. */
function simulatedNumbers(
  { file }: LoadedFile,
  { record, theta, experiment }: Simulated,
  steps: readonly number[],
  { engine }: VerifySettings,
): number[] {
  const columns = record.plan.targets.length;
  const length = record.plan.steps + 1;
  const perRow = (value: (column: number, step: number) => ArrayLike<number>) =>
    steps.flatMap((step) => Array.from({ length: columns }, (_, column) => Array.from(value(column, step))).flat());
  switch (file.quantity) {
    case "epsilon":
    case "expectation":
      return perRow((column, step) => [record.epsilon[column * length + step]]);
    case "kernel":
      return perRow((column, step) => [record.kernel[column * length + step]]);
    case "mu-history":
    case "mu-final":
      return perRow((column, step) => measuredAt(record, "mu", column, step));
    case "theta-history":
      return perRow((column, step) => measuredAt(record, "theta", column, step));
    case "gradient-final":
    case "hessian-final": {
      const simulator = engineNamed(resolveEngine(engine)).load(experiment.circuit, experiment.observable);
      const values = file.quantity === "hessian-final" ? hessian(simulator, theta) : simulator.gradient(theta).gradient;
      simulator.dispose();
      return Array.from(values);
    }
  }
}

function measuredAt(record: TrainingRecord, name: "mu" | "theta", column: number, step: number): Float64Array {
  const series = record.measured[name];
  if (series === undefined) return new Float64Array(0);
  const place = step === record.plan.steps ? series.steps.length - 1 : measuredBefore(step, series.stride, record.plan.steps);
  const first = (column * series.steps.length + place) * series.width;
  return series.values.subarray(first, first + series.width);
}
