/**
 * Runs a training from configuration to a complete run folder: builds the circuit, starts threads, writes as it goes, stops cleanly when
 * its signal is aborted and goes on where it was.
 */

import { availableParallelism } from "node:os";
import { join } from "node:path";
import { requireFields } from "../base/assert.ts";
import { ArgumentError, DeviceError, FormatError } from "../base/errors.ts";
import { formatNumber } from "../base/format.ts";
import { counted } from "../base/words.ts";
import { deviceShards } from "../devices/device-shards.ts";
import type { EngineName } from "../engine/engine.ts";
import { type EngineChoice, engineInPlaceOf, resolveEngine } from "../engine/engines.ts";
import { type Experiment, noiseEngineOf } from "../experiment/build.ts";
import { type ExperimentConfig, noiseEngineNames } from "../experiment/config.ts";
import {
  needsPreliminaryRun,
  preliminaryConfig,
  reachedEnds,
  unsettledSamples,
  withCriticalTargets,
} from "../experiment/critical.ts";
import { pluginProblems } from "../experiment/plugins.ts";
import { trainingWork } from "../experiment/work.ts";
import { claimFolder, releaseFolder } from "../runs/file-store.ts";
import { readConfiguredFiles, storedArrays, storedFiles } from "../runs/input-files.ts";
import { endsOf, type RunCommandName, type RunDocument, type RunEngineName } from "../runs/run-document.ts";
import {
  appendRows,
  createRun,
  isRunFolder,
  readCheckpoint,
  readRun,
  requireFreeRunFolder,
  storeCriticalTargets,
  storeDeviceJob,
} from "../runs/run-folder.ts";
import { eventSentence } from "../training/event-words.ts";
import { emptyRecord, type TrainingRecord } from "../training/record.ts";
import type { TrainingState } from "../training/state.ts";
import { isOver } from "../training/step.ts";
import { learningShards } from "../workers/learning-shards.ts";
import { startShards } from "../workers/shards.ts";
import { unlessAborted, yieldToEvents } from "./abort.ts";
import { buildWithProgress } from "./build.ts";
import type { DeviceAccess, DeviceSession } from "./device-session.ts";
import { imaginaryTimeGaps } from "./imaginary-time.ts";
import { type Listener, type Progress, silent } from "./listener.ts";
import { commitInterval, roundRows } from "./rounds.ts";

/** How a run is to be carried out. */
export interface Execution extends DeviceAccess {
  readonly engine: EngineChoice;
  /** Worker threads; undefined for one for each core. */
  readonly threads?: number;
  /** Told how far it has come; nobody where left out. */
  readonly listener?: Listener;
  /** What progress is shown as; "training" where left out. */
  readonly label?: string;
  /** Work of the runs that come after this one, as `runWork` counts it: progress estimates their time too. */
  readonly after?: number;
  /** Aborted to stop early: training stores what it has done; what throws the signal's reason had nothing to store. */
  readonly signal?: AbortSignal;
}

/** Names of its fields. */
const EXECUTION_FIELDS = [
  ...(["engine", "threads", "listener", "label", "after", "signal"] as const),
  ...(["python", "agree"] as const),
] satisfies readonly (keyof Execution)[];

/** A run after training, complete or not. */
export interface TrainedRun {
  readonly folder: string;
  readonly document: RunDocument;
  readonly record: TrainingRecord;
  /** Whether it was stopped before its end by the user. */
  readonly interrupted: boolean;
}

/** Folder, within that of a run, of the preliminary run that finds its critical targets. */
const PRELIMINARY_FOLDER = "preliminary";
/** Folder new runs go to unless they are given one. */
const RUNS_FOLDER = "qntk-runs";

/**
 * Trains from the start into a new folder.
 *
 * @param to its folder, a new one of its own in `qntk-runs` where left out, and the run whose angles it begins with
 */
export async function trainNew(
  command: RunCommandName,
  config: ExperimentConfig,
  to: { folder?: string; force: boolean; parent?: RunDocument["parent"] },
  execution: Execution,
): Promise<TrainedRun> {
  requireFields("trainNew", to, ["folder", "force", "parent"]);
  requireFields("the execution of a run", execution, EXECUTION_FIELDS);
  const { folder, force, parent } = to;
  if (folder !== undefined) requireFreeRunFolder(folder, force);
  const { arrays, files } = readConfiguredFiles(config);
  const { listener, threads, signal } = execution;
  const experiment = await buildWithProgress(config, arrays, listener, {
    engine: resolveEngine(execution.engine),
    threads,
    signal,
  });
  const engine = runEngine(execution.engine, experiment);
  const target = folder ?? claimFolder((k) => join(RUNS_FOLDER, `${command}-${k}`));
  let session: DeviceSession | undefined;
  let document: RunDocument;
  try {
    session = await sessionOf(experiment, execution);
    const gaps = imaginaryTimeGaps(experiment);
    document = await createRun(target, { command, experiment, engine, device: session?.record, parent, gaps, files }, force);
  } catch (error) {
    session?.connection.dispose();
    if (folder === undefined) releaseFolder(target);
    throw error;
  }
  return begin(target, document, experiment, { ...execution, session });
}

/** An execution with the open device of the run, where it has one. */
interface Going extends Execution {
  readonly session?: DeviceSession;
}

/** The open device of an experiment, where it has one. */
async function sessionOf(experiment: Experiment, access: Execution, done?: RunDocument): Promise<DeviceSession | undefined> {
  if (experiment.config.device === undefined) return undefined;
  const { openDevice } = await import("./device-session.ts");
  const { signal } = access;
  const opening = openDevice(experiment, { ...access, done });
  if (signal === undefined) return opening;
  try {
    return await unlessAborted(opening, signal);
  } catch (error) {
    opening.then(
      ({ connection }) => connection.dispose(),
      () => {},
    );
    throw error;
  }
}

/** Goes on with a stored run; returns at once if it is complete. */
export async function resumeRun(folder: string, execution: Execution): Promise<TrainedRun> {
  requireFields("the execution of a run", execution, EXECUTION_FIELDS);
  const { document, record } = await readRun(folder);
  if (document.status === "complete") return { folder, document, record, interrupted: false };
  if (document.status === "diverged") {
    throw new ArgumentError(
      "resume",
      folder,
      `a run that was not ended by an earlier version, as this one was at step ${document.divergence?.step} for a loss that oscillates: train it again`,
    );
  }
  const [problem] = pluginProblems(document.plugins ?? []);
  if (problem !== undefined) throw new ArgumentError("resume", folder, `a run whose modules are here as they were: ${problem}`);
  const { config } = document;
  const engine = engineChoiceOf(document);
  const { listener, threads, signal } = execution;
  const experiment = await buildWithProgress(config, storedArrays(folder, config), listener, {
    engine: resolveEngine(engine),
    threads,
    signal,
    reachable: endsOf(document),
  });
  if (experiment.parameters !== document.parameters) {
    throw new FormatError(
      join(folder, "run.json"),
      `says ${document.parameters} parameters, but its configuration has ${experiment.parameters}`,
    );
  }
  const from = readCheckpoint(folder, document);
  const same = { ...execution, engine, session: await sessionOf(experiment, execution, document) };
  if (document.rows === 0) return begin(folder, document, experiment, same);
  const going = document.criticalTargets === undefined ? experiment : withCriticalTargets(experiment, document.criticalTargets);
  return carryOn(folder, document, record, from, going, same);
}

/** Starts a run that has no rows yet, its preliminary run first where it needs one. */
async function begin(folder: string, document: RunDocument, experiment: Experiment, execution: Going): Promise<TrainedRun> {
  const start = (going: Experiment, from: RunDocument) => {
    const record = emptyRecord(going.plan, going.config.samples, going.parameters);
    return carryOn(folder, from, record, { row: 0, theta: going.theta }, going, execution);
  };
  if (!needsPreliminaryRun(document.config)) return start(experiment, document);
  if (document.criticalTargets !== undefined) return start(withCriticalTargets(experiment, document.criticalTargets), document);
  const ends = await findReachedEnds(folder, experiment, execution);
  if (ends === undefined) {
    const record = emptyRecord(experiment.plan, experiment.config.samples, experiment.circuit.parameters);
    return { folder, document, record, interrupted: true };
  }
  const going = withCriticalTargets(experiment, ends);
  return start(going, await storeCriticalTargets(folder, document, ends, going));
}

/** The ends that the samples reach in the preliminary run, a run folder within the run's; undefined where it was interrupted. */
async function findReachedEnds(folder: string, experiment: Experiment, going: Going): Promise<Float64Array | undefined> {
  const config = preliminaryConfig(experiment.config);
  const place = join(folder, PRELIMINARY_FOLDER);
  const { session, ...execution } = going;
  const { label, after = 0 } = execution;
  const named = {
    ...execution,
    label: label === undefined ? "preliminary run" : `${label}, preliminary run`,
    after: after + trainingWork(experiment.config),
  };
  let run: TrainedRun;
  if (isRunFolder(place)) run = await resumeRun(place, named);
  else {
    const { arrays, files } = storedFiles(folder, config);
    const preliminary = await buildWithProgress(config, arrays, execution.listener, {
      prepared: experiment.circuit,
      reachable: experiment.reachable,
    });
    const engine = runEngine(execution.engine, preliminary);
    run = await begin(place, await createRun(place, { command: "train", experiment: preliminary, engine, files }), preliminary, {
      ...named,
      session,
    });
  }
  const { document, record } = run;
  const lost = document.events?.find(({ ends }) => ends);
  if (lost !== undefined)
    throw new ArgumentError(
      "criticalFrom",
      config.target[0],
      `a target whose preliminary run keeps all samples, as this one did not: ${lost.reason} at step ${lost.step} of sample ${lost.sample}; nearer to the spectrum, or lower --eta`,
    );
  if (document.status !== "complete") return undefined;
  const moving = unsettledSamples(record);
  if (moving.length > 0)
    execution.listener?.remark(
      `qntk: ${moving.length} of ${counted(record.samples, "sample")} had not settled after ${counted(config.steps, "step")} of the preliminary run; raise --critical-steps`,
    );
  return reachedEnds(record).expectation;
}

/** The engine that simulates a run's circuit without noise. */
export function idealEngineOf(document: RunDocument): EngineName {
  return resolveEngine(engineChoiceOf(document));
}

/** What to choose to have a run's engine again. */
function engineChoiceOf({ engine }: RunDocument): EngineChoice {
  if (isNoiseEngine(engine) || engine === "device") return "auto";
  return engineInPlaceOf(engine);
}

/** What makes a run: the engine asked for, what simulates its noisy gates, or a device. */
function runEngine(choice: EngineChoice, experiment: Experiment): RunEngineName {
  if (experiment.config.device !== undefined) return "device";
  const noiseEngine = noiseEngineOf(experiment);
  if (noiseEngine === undefined) return resolveEngine(choice);
  if (choice !== "auto")
    throw new ArgumentError(
      "engine",
      choice,
      `auto, with noise ${experiment.config.noise}, which --noise-engine simulates: ${noiseEngineNames.join(" or ")}`,
    );
  return noiseEngine;
}

/** Whether a run was simulated by something in place of an engine. */
function isNoiseEngine(name: RunEngineName): name is (typeof noiseEngineNames)[number] {
  return (noiseEngineNames as readonly string[]).includes(name);
}

/** Says once, when a sample first oscillates, which one and what learning rate would be stable. */
function oscillationWarning(
  { config, targets }: Experiment,
  listener: Listener,
  progress: Progress,
): (state: TrainingState) => void {
  let warned = false;
  return ({ events = [] }) => {
    const event = warned ? undefined : events.find(({ ends }) => !ends);
    if (event === undefined) return;
    warned = true;
    progress.stop();
    const [target, sample] = [targets[Math.floor(event.column / config.samples)], event.column % config.samples];
    listener.remark(`qntk: ${eventSentence({ ...event, target, sample }, config.eta, formatNumber)}`);
  };
}

/** Work that one thread does in about the time that others take to start. */
const SHORT_WORK = 1e8;

/** Whether a run is over before further threads would be there. Shots and noise cost more than the work of its circuit says. */
function isShort({ config, measurement }: Experiment): boolean {
  return measurement === undefined && trainingWork(config) < SHORT_WORK;
}

async function carryOn(
  folder: string,
  start: RunDocument,
  record: TrainingRecord,
  from: TrainingState,
  experiment: Experiment,
  { engine, threads: asked, listener = silent, label = "training", after = 0, signal, session }: Going,
): Promise<TrainedRun> {
  const { plan, circuit, observable, measurement, config, data } = experiment;
  const threads = asked ?? (isShort(experiment) ? 1 : availableParallelism());
  let document = start;
  let state = from;
  // Every row from a device is kept at once: each may have cost money.
  const interval = session === undefined ? commitInterval() : 0;
  const stopping = signal ?? new AbortController().signal;
  const progress = listener.begin(label, plan.steps + 1, { after: after / trainingWork(config) });
  const startAt = (count: number, at: TrainingState) =>
    startShards({
      ...{ engine: resolveEngine(engine), circuit, observable, measurement, plan, state: at, threads: count },
      ...(data !== undefined && { data: data.problem }),
    });
  // How many threads are best is found out unless it was asked for.
  const simulated = () =>
    asked === undefined ? learningShards({ threads, state, rows: plan.steps + 1, start: startAt }) : startAt(asked, state);
  const shards =
    session === undefined
      ? simulated()
      : deviceShards({
          ...{ ...session, plan, state, shots: plan.shots ?? 0, seed: measurement?.seed ?? 0, signal: stopping },
          pending: document.device?.jobs?.[record.rows],
          onSubmitted(job) {
            document = storeDeviceJob(folder, document, job);
          },
          onStatus: (status) => progress.update(record.rows, status === "RUNNING" ? label : `${label} (${status.toLowerCase()})`),
          onRetry(message) {
            progress.stop();
            listener.note(`qntk: ${message}`);
          },
        });
  try {
    let rowSeconds: number | undefined;
    let committed = performance.now();
    const warn = oscillationWarning(experiment, listener, progress);
    while (document.status === "running" && !stopping.aborted) {
      const firstRow = record.rows;
      const began = performance.now();
      state = await shards.advance(record, roundRows(rowSeconds));
      // A device's job that is not waited for leaves nothing to keep.
      if (record.rows === firstRow) break;
      rowSeconds = (performance.now() - began) / 1000 / (record.rows - firstRow);
      warn(state);
      progress.update(record.rows);
      await yieldToEvents();
      const complete = isOver(plan, state);
      const seconds = (performance.now() - committed) / 1000;
      if (!complete && !stopping.aborted && seconds < interval) continue;
      document = await appendRows(folder, document, record, state, {
        seconds,
        ...(complete && { status: "complete" }),
      });
      committed = performance.now();
    }
  } catch (error) {
    if (!(error instanceof DeviceError)) throw error;
    throw new DeviceError(`${error.message} Go on with: npx qntk ${document.command} --resume ${folder}`);
  } finally {
    progress.stop();
    await shards.dispose();
  }
  return { folder, document, record, interrupted: document.status === "running" };
}
