/**
 * Simulates published experiments, each once, and compares every file of each.
 */
import { ArgumentError } from "../../../base/errors.ts";
import { counted } from "../../../base/words.ts";
import type { EngineName } from "../../../engine/engine.ts";
import type { Circuit } from "../../../quantum/circuit.ts";
import { compareNumbers, toleranceOf } from "../../../reproduce/compare.ts";
import type { Strides } from "../../../training/plan.ts";
import { expectationsAt } from "../../../training/record.ts";
import { CONVERGED_AFTER, CONVERGED_FROM, type PublishedQuantity } from "../data/catalogue.ts";
import { circuitName, configurationOf, experimentName } from "../data/experiment.ts";
import { comparedSteps, type Demand, demandsOf, type Limits, type LimitsOf } from "./demand.ts";
import { type FileOutcome, type LoadedFile, unreadable } from "./outcome.ts";
import { findRunLengths } from "./run-length.ts";
import { type Advance, chainsOf, inParallel, orderOf, progressOf } from "./schedule.ts";
import { stepsOf } from "./shapes.ts";
import { type Runner, type SimulatedRun, simulatedNumbers } from "./simulated.ts";
import { findStrides, withStrides } from "./strides.ts";

/** How a verification is to be done. */
export interface VerifySettings extends Limits {
  readonly engine: EngineName;
  /** Limits of single experiments, at most as wide as those of all. */
  readonly limitsOf?: LimitsOf;
  /** Experiments simulated side by side. Default 1. */
  readonly jobs?: number;
  /** Paths of files that have an outcome already; experiments with no other file are not simulated. */
  readonly known?: ReadonlySet<string>;
  onAdvance?(advance: Advance): void;
}

/**
 * Verifies files that seeds determine and reports the outcomes as they come, those of known files left out.
 *
 * @param run simulates one run; what it throws ends the verification, except an `ArgumentError`: that run cannot be simulated
 */
export async function verifyExperiments(
  files: readonly LoadedFile[],
  settings: VerifySettings,
  run: Runner,
  report: (found: readonly FileOutcome[]) => void,
): Promise<void> {
  const { jobs = 1, known = new Set<string>(), onAdvance = () => {} } = settings;
  const tell = (found: readonly FileOutcome[]) => report(found.filter(({ path }) => !known.has(path)));
  const fresh = files.filter(({ path }) => !known.has(path));
  const lengths = await findRunLengths(fresh, settings, run);
  const strides = await findStrides(fresh, settings, run);
  const { demands, outcomes } = demandsOf(withStrides(files, strides), settings.limitsOf ?? settings, lengths);
  tell(outcomes);
  const open = demands.filter((demand) => demand.files.some(({ path }) => !known.has(path)));
  const [reached, unreached] = partition(open, (demand) =>
    demand.files.some((loaded) => comparedSteps(loaded, demand).length > 0),
  );
  for (const demand of unreached) tell(demand.files.map((loaded) => notReached(loaded, demand)));
  const progress = progressOf(reached, onAdvance);
  await inParallel(orderOf(chainsOf(reached), jobs), jobs, async (chain) => {
    const simulate = simulatorOf(chain, run, progress.rows);
    for (const demand of chain) {
      tell(await verifyDemand(demand, simulate, settings));
      progress.finished(demand);
    }
  });
}

function partition<T>(all: readonly T[], test: (one: T) => boolean): [T[], T[]] {
  return [all.filter(test), all.filter((one) => !test(one))];
}

async function verifyDemand(
  demand: Demand,
  simulate: (demand: Demand) => Promise<SimulatedRun>,
  settings: VerifySettings,
): Promise<FileOutcome[]> {
  let simulated: SimulatedRun;
  try {
    simulated = await simulate(demand);
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    const reason = `cannot be simulated: ${error.message.replace(/\.$/, "")}`;
    return demand.files.map(({ path }) => unreadable(path, reason));
  }
  return demand.files.map((loaded) => compareFile(loaded, demand, simulated, settings));
}

/** Simulates one demand after the other, keeping what later ones need: the last circuit and converged energies. */
function simulatorOf(
  demands: readonly Demand[],
  run: Runner,
  onRows: (demand: Demand, rows: number) => void,
): (demand: Demand) => Promise<SimulatedRun> {
  let known: { name: string; circuit: Circuit } | undefined;
  const converged = new Map<string, Float64Array>();
  const wanted = new Set(demands.filter(({ experiment }) => experiment.target === "converged").map(sourceName));

  const simulateTo = async (demand: Demand, lastRow: number, targets?: Float64Array): Promise<SimulatedRun> => {
    const { experiment, samples, compared } = demand;
    const name = circuitName(experiment);
    const simulated = await run({
      config: configurationOf(experiment, { samples, steps: lastRow, measure: stridesOf(demand) }),
      columns: compared,
      targets,
      circuit: known?.name === name ? known.circuit : undefined,
      // A run that only serves another one is no progress of its own.
      onRows: demands.includes(demand) ? (rows) => onRows(demand, rows) : undefined,
    });
    known = { name, circuit: simulated.experiment.circuit };
    if (experiment.target === CONVERGED_FROM && lastRow >= CONVERGED_AFTER) {
      converged.set(sourceName(demand), expectationsAt(simulated.record, CONVERGED_AFTER));
    }
    return simulated;
  };

  return async (demand) => {
    const { experiment, updates, lastRow } = demand;
    if (experiment.target !== "converged") {
      const isSource = experiment.target === CONVERGED_FROM && wanted.has(sourceName(demand)) && updates >= CONVERGED_AFTER;
      return simulateTo(demand, isSource ? Math.max(lastRow, CONVERGED_AFTER) : lastRow);
    }
    if (!converged.has(sourceName(demand))) {
      const source = { ...demand, experiment: { ...experiment, target: CONVERGED_FROM }, files: [] };
      await simulateTo(source, CONVERGED_AFTER);
    }
    return simulateTo(demand, lastRow, converged.get(sourceName(demand)));
  };
}

/** A name for the run whose converged energies are a demand's targets, equal to that run's own. */
function sourceName({ experiment, samples }: Demand): string {
  const source = { ...experiment, target: CONVERGED_FROM };
  return `${circuitName(source)} ${experimentName(source)} ${samples}`;
}

/** The strides at which μ and θ must be recorded for the files of an experiment. */
function stridesOf({ files, updates }: Demand): Strides {
  const strideFor = (history: PublishedQuantity, final?: PublishedQuantity) => {
    const loaded = files.find(({ file }) => file.quantity === history);
    if (loaded !== undefined) return stepsOf(loaded, updates)[1];
    return final !== undefined && files.some(({ file }) => file.quantity === final) ? updates : undefined;
  };
  return { mu: strideFor("mu-history", "mu-final"), theta: strideFor("theta-history") };
}

function notReached({ path }: LoadedFile, { updates, lastRow }: Demand): FileOutcome {
  return { path, status: "not-reached", reason: `belongs to step ${updates}; only steps up to ${lastRow} are compared` };
}

function compareFile(loaded: LoadedFile, demand: Demand, simulated: SimulatedRun, { engine }: VerifySettings): FileOutcome {
  const { path, file, array } = loaded;
  const { samples, compared, updates } = demand;
  const steps = comparedSteps(loaded, demand);
  const rows = steps.length;
  if (rows === 0) return notReached(loaded, demand);
  const allRows = stepsOf(loaded, updates).length;
  const perSample = array.data.length / allRows / samples;
  const published = steps.flatMap((_, row) => {
    const first = row * samples * perSample;
    return Array.from(array.data.subarray(first, first + compared * perSample));
  });
  const tolerance = toleranceOf(file.quantity);
  const comparison = compareNumbers(simulatedNumbers(file.quantity, simulated, steps, engine), published, tolerance);
  const failed = comparison.firstFailure >= 0;
  const failedRow = failed ? Math.floor(comparison.firstFailure / (compared * perSample)) : 0;
  return {
    path,
    status: failed ? "fail" : "pass",
    quantity: file.quantity,
    compared: `${counted(rows, "row")} x ${counted(compared, "sample")}`,
    steps: rows,
    samples: compared,
    tolerance,
    comparison,
    ...(failed
      ? { reason: `beyond ${tolerance} from step ${steps[failedRow]} on` }
      : rows < allRows
        ? { reason: `of ${allRows} rows` }
        : {}),
  };
}
