/**
 * A seeded, stratified part of the published data: some experiments of every folder, a few of their samples, and as many of their rows as fit in
 * a time. Which ones is decided by the seed alone; how many rows, by the speed of the machine.
 */
import { range } from "../../../base/arrays.ts";
import { CounterStream } from "../../../base/random/counter-stream.ts";
import { CONVERGED_AFTER, hasUnknownStride, isStepHistory, updatesOf } from "../data/catalogue.ts";
import { CIRCUITS } from "../data/draws.ts";
import { circuitName, experimentName } from "../data/experiment.ts";
import { DRAWS, FRAME_SAMPLES, type Study, studyName, TRAINING_STRIDE } from "../data/statistical.ts";
import type { Limits } from "./demand.ts";
import { groupByExperiment, type LoadedFile } from "./outcome.ts";
import { SEARCHED } from "./run-length.ts";
import type { LoadedSample } from "./sampling.ts";
import { circuitCost, denseLayerCost, stepCostOf } from "./schedule.ts";
import { isHistory, rowsOf, samplesOf, splitByAgreement, stepsOf } from "./shapes.ts";

/** Experiments of a folder that are taken, at the most. */
export const EXPERIMENTS_OF_A_FOLDER = 3;
/** Samples of an experiment that are compared, at the most. */
export const SAMPLED = 2;
/** Share of the time for files that are draws from a distribution: each study costs the same whatever is compared. */
const STATISTICAL_SHARE = 0.3;

/** How a sample is taken. */
export interface SampleSettings {
  /** Integer in [0, 2^53). */
  readonly seed: number;
  /** Work there is time for, in floating-point operations, of all threads together and of one. */
  readonly work: { readonly all: number; readonly one: number };
  /** Limits of its own. */
  readonly limits: Limits;
}

/** What a sample consists of. */
export interface SamplePlan {
  readonly determined: readonly LoadedFile[];
  readonly samples: readonly LoadedSample[];
  /** How much of an experiment's files is compared. */
  limitsOf(group: readonly LoadedFile[]): Limits;
  /** Work, in floating-point operations: what threads share, and what one of them does. */
  readonly work: { readonly shared: number; readonly single: number };
  /** Rows compared of all files together. */
  readonly rows: number;
  readonly folders: number;
}

/** An experiment that may be taken. */
interface Candidate {
  readonly name: string;
  readonly files: readonly LoadedFile[];
  readonly updates: number;
  /** Work of a row of one sample, of the circuit, and of what has to be simulated before. */
  readonly rowCost: number;
  readonly startCost: number;
}

/** The part of some files that a sample takes. */
export function samplePlan(
  files: { readonly determined: readonly LoadedFile[]; readonly samples: readonly LoadedSample[] },
  settings: SampleSettings,
): SamplePlan {
  const { seed, work, limits } = settings;
  const studies = takenStudies(files.samples, seed, STATISTICAL_SHARE * work.one);
  const single = studies.reduce((sum, { cost }) => sum + cost, 0);
  const candidates = folderNames(files.determined).flatMap((folder) => takenExperiments(files.determined, folder, settings));
  const parts = dividedWork(candidates, Math.max(0, 1 - single / work.one) * work.all, limits);
  const kept = parts.filter((part) => part.files.length > 0);
  const byName = new Map(kept.map((part) => [part.name, part]));
  const samples = studies.flatMap((study) => study.files);
  const paths = [...kept.flatMap((part) => part.files), ...samples].map(({ path }) => path);
  return {
    determined: kept.flatMap((part) => part.files),
    samples,
    limitsOf: (group) => byName.get(groupName(group)) ?? limits,
    work: { shared: kept.reduce((sum, { cost }) => sum + cost, 0), single },
    rows: kept.reduce((sum, { rows }) => sum + rows, 0),
    folders: new Set(paths.map(folderOf)).size,
  };
}

const folderOf = (path: string) => path.slice(0, Math.max(0, path.lastIndexOf("/")));

function folderNames(files: readonly { readonly path: string }[]): string[] {
  return [...new Set(files.map(({ path }) => folderOf(path)))].sort();
}

/** A name for the files of one experiment in one folder. */
function groupName([first]: readonly LoadedFile[]): string {
  return `${folderOf(first.path)} ${experimentName(first.file.experiment)}`;
}

/** Some things in an order that the seed and the folder decide. */
function shuffled<T>(all: readonly T[], seed: number, folder: string): T[] {
  const stream = new CounterStream(seed, `verify sample ${folder}`);
  return all
    .map((one) => ({ one, key: stream.uniform() }))
    .sort((a, b) => a.key - b.key)
    .map(({ one }) => one);
}

/**
 * The experiments of a folder that are taken; files that cannot be compared come with them, to be reported. One of which all rows are needed
 * for anything counts only where it takes a small part of the time, or nothing else is there: then the cheapest.
 */
function takenExperiments(files: readonly LoadedFile[], folder: string, { seed, work }: SampleSettings): Candidate[] {
  const groups = groupByExperiment(files.filter(({ path }) => folderOf(path) === folder));
  const candidates = shuffled(groups, seed, folder)
    .map(candidateOf)
    .filter((candidate) => candidate !== undefined);
  const affordable = candidates.filter(
    (candidate) => !reachesNothing(candidate) || wholeCost(candidate) <= WHOLE_SHARE * work.all,
  );
  const cheapest = [...candidates].sort((a, b) => wholeCost(a) - wholeCost(b)).slice(0, 1);
  return (affordable.length > 0 ? affordable : cheapest).slice(0, EXPERIMENTS_OF_A_FOLDER);
}

/** Share of all work that one sample of an experiment may take of which every row is needed. */
const WHOLE_SHARE = 0.05;

/** Whether nothing of an experiment can be compared after its first step. */
const reachesNothing = ({ files, updates }: Candidate) => files.every((loaded) => reachedRows(loaded, updates, 1) === 0);

/** Work of one sample with all of its rows. */
const wholeCost = ({ startCost, rowCost, updates }: Candidate) => startCost + (updates + 1) * rowCost;

/** An experiment with its work; undefined where no file states the steps of its rows. Where none states its length, the longest that is searched for. */
function candidateOf(group: readonly LoadedFile[]): Candidate | undefined {
  const { experiment } = group[0].file;
  const { agreeing } = splitByAgreement(group);
  const history = agreeing.find(({ file }) => isStepHistory(file.quantity));
  const stated = updatesOf(experiment, history && rowsOf(history));
  const updates = stated ?? 5 * SEARCHED;
  const files = group.filter(
    (loaded) => !(agreeing.includes(loaded) && isHistory(loaded) && hasUnknownStride(experiment, rowsOf(loaded))),
  );
  if (files.length === 0) return undefined;
  const rowCost = stepCostOf(experiment);
  return {
    name: groupName(group),
    files,
    updates: files.every(({ file }) => file.quantity === "mu-at-zero") ? 1 : updates,
    rowCost,
    startCost:
      circuitCost(experiment) +
      (experiment.target === "converged" ? CONVERGED_AFTER * SAMPLED * rowCost : 0) +
      (stated === undefined ? SEARCHED * rowCost : 0),
  };
}

/** An experiment with its limits, work and rows. */
interface Part extends Limits {
  readonly name: string;
  readonly files: readonly LoadedFile[];
  readonly cost: number;
  readonly rows: number;
}

/**
 * Divides the work there is time for: experiments that need less than their share leave the rest to the others. One that has no time for all of its
 * rows is cut to one sample if that is enough, and to its first rows otherwise.
 */
function dividedWork(candidates: readonly Candidate[], work: number, limits: Limits): Part[] {
  const circuits = new Set<string>();
  const costs = candidates.map((candidate) => {
    const circuit = circuitName(candidate.files[0].file.experiment);
    const start = circuits.has(circuit) ? 0 : candidate.startCost;
    circuits.add(circuit);
    const samples = Math.min(SAMPLED, limits.samples, samplesOf(candidate.files[0]));
    const rows = Math.min(candidate.updates, limits.maxSteps) + 1;
    return { candidate, start, samples, rows, all: start + samples * rows * candidate.rowCost };
  });
  let left = work;
  const order = [...costs].sort((a, b) => a.all - b.all);
  return order.map(({ candidate, start, samples, rows, all }, k): Part => {
    const share = left / (order.length - k);
    const { rowCost, name } = candidate;
    const fitting = (columns: number) => Math.min(rows, Math.max(1, Math.floor((share - start) / (columns * rowCost))));
    const columns = all > share && fitting(1) === rows ? 1 : samples;
    const compared = fitting(columns);
    const cost = start + columns * compared * rowCost;
    left = Math.max(0, left - cost);
    // Row t is that of step t.
    const maxSteps = Math.max(1, compared - 1);
    const rowsCompared = candidate.files.map((loaded) => reachedRows(loaded, candidate.updates, maxSteps));
    return {
      name,
      files: candidate.files.filter((_, i) => rowsCompared[i] !== 0),
      maxSteps,
      samples: columns,
      cost,
      rows: rowsCompared.reduce((sum, count) => sum + count, 0),
    };
  });
}

/** Rows of a file that belong to some first steps. One that is damaged counts as one, to be reported. */
function reachedRows(loaded: LoadedFile, updates: number, maxSteps: number): number {
  const { agreeing } = splitByAgreement([loaded]);
  return agreeing.length === 0 ? 1 : stepsOf(loaded, updates).filter((step) => step <= maxSteps).length;
}

/** The studies of every folder that there is time for, in the order that the seed decides. */
function takenStudies(files: readonly LoadedSample[], seed: number, work: number): { files: LoadedSample[]; cost: number }[] {
  const byFolder = folderNames(files).map((folder) => {
    const studies = new Map<string, LoadedSample[]>();
    for (const loaded of files.filter(({ path }) => folderOf(path) === folder)) {
      const name = studyName(loaded.file.study);
      studies.set(name, [...(studies.get(name) ?? []), loaded]);
    }
    return shuffled([...studies.values()], seed, folder).map((group) => ({ files: group, cost: studyCost(group[0].file.study) }));
  });
  const taken: { files: LoadedSample[]; cost: number }[] = [];
  let left = work;
  // One study of each folder after the other, until there is no time for any.
  for (const round of range(Math.max(0, ...byFolder.map(({ length }) => length)))) {
    for (const studies of byFolder) {
      const affordable = studies.filter((study) => !taken.includes(study) && study.cost <= left);
      if (round >= EXPERIMENTS_OF_A_FOLDER || affordable.length === 0) continue;
      taken.push(affordable[0]);
      left -= affordable[0].cost;
    }
  }
  return taken;
}

/** Work of drawing a study, roughly: its circuits, and the sweeps over them. */
function studyCost({ kind, qubits, layers }: Study): number {
  const dimension = 2 ** qubits;
  const sweep = layers * denseLayerCost(dimension);
  const unitaries = circuitCost({ ansatz: "rpa", qubits, layers });
  const columns = kind === "frame-potential" ? FRAME_SAMPLES : DRAWS[kind];
  const perColumn = {
    initialisation: 9 * sweep,
    training: 3 * sweep * TRAINING_STRIDE,
    spectrum: 6 * sweep * layers + 10 * layers ** 3,
    "frame-potential": dimension * sweep + 4 * columns * dimension ** 2,
  }[kind];
  return CIRCUITS * (unitaries + columns * perColumn);
}
