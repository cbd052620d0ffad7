/**
 * Subjects of reports from configurations and run folders.
 */

import { join } from "node:path";
import { requireFields } from "../base/assert.ts";
import { ArgumentError, FormatError } from "../base/errors.ts";
import type { EngineChoice } from "../engine/engines.ts";
import { CRITICAL_TARGET, type ExperimentConfig, PLAIN_TARGET } from "../experiment/config.ts";
import { needsPreliminaryRun } from "../experiment/critical.ts";
import type { DataSubjectOfRun } from "../reports/data-hessian.ts";
import { sweptDataOf } from "../reports/data-kernel.ts";
import { type Subject, type SubjectOfRun, subjectOfExperiment } from "../reports/subject.ts";
import { readConfiguredArrays, storedArrays } from "../runs/input-files.ts";
import { endsOf } from "../runs/run-document.ts";
import { readCheckpoint, readRun } from "../runs/run-folder.ts";
import { buildWithProgress } from "./build.ts";
import type { Listener } from "./listener.ts";
import { idealEngineOf } from "./training-run.ts";

/** Builds the experiment of a stored run, whose targets may also be critical ones: they are in its record as numbers. */
export async function storedSubject(
  folder: string,
  options: { readonly threads?: number; readonly listener?: Listener; readonly signal?: AbortSignal } = {},
): Promise<SubjectOfRun> {
  requireFields("storedSubject", options, ["threads", "listener", "signal"]);
  const { threads, listener, signal } = options;
  const { document, record } = await readRun(folder);
  const { config, parameters } = document;
  requireWithoutData(config);
  const experiment = await buildWithProgress(config, storedArrays(folder, config), listener, {
    ...{ threads, signal },
    reachable: endsOf(document),
  });
  if (experiment.circuit.parameters !== parameters)
    throw new FormatError(
      join(folder, "run.json"),
      `says ${parameters} parameters, but its configuration has ${experiment.circuit.parameters}`,
    );
  // What simulates the run gives the same bits again.
  const subject = subjectOfExperiment(experiment, idealEngineOf(document));
  return { ...subject, run: { document, record, finalTheta: readCheckpoint(folder, document).theta } };
}

/** An experiment with data, and what simulates it without noise. */
export async function dataSubjectOfConfig(
  config: ExperimentConfig,
  { engine, listener }: { readonly engine?: EngineChoice; readonly listener?: Listener } = {},
): Promise<Pick<DataSubjectOfRun, "experiment" | "simulator">> {
  const experiment = await buildWithProgress(config, readConfiguredArrays(config), listener);
  return { experiment, simulator: sweptDataOf(experiment, engine) };
}

/** As `storedSubject`, of a run with data. */
export async function storedDataSubject(
  folder: string,
  { threads, listener, signal }: { readonly threads?: number; readonly listener?: Listener; readonly signal?: AbortSignal },
): Promise<DataSubjectOfRun> {
  const { document, record } = await readRun(folder);
  const { config } = document;
  const experiment = await buildWithProgress(config, storedArrays(folder, config), listener, { threads, signal });
  const simulator = sweptDataOf(experiment, idealEngineOf(document));
  return { experiment, simulator, run: { document, record, finalTheta: readCheckpoint(folder, document).theta } };
}

/** Builds the experiment of a configuration. */
export async function subjectOfConfig(
  config: ExperimentConfig,
  options: { readonly engine?: EngineChoice; readonly listener?: Listener } = {},
): Promise<Subject> {
  requireFields("subjectOfConfig", options, ["engine", "listener"]);
  const { engine, listener } = options;
  requireKnownTargets(config);
  requireWithoutData(config);
  return subjectOfExperiment(await buildWithProgress(config, readConfiguredArrays(config), listener), engine);
}

/**
 * The theory of one state and one target says nothing of a data set.
 *
 * @throws ArgumentError for a configuration with data
 */
export function requireWithoutData({ data }: Pick<ExperimentConfig, "data">): void {
  if (data !== undefined) throw new ArgumentError("data", data, "a run without data: here it is about one state and one target");
}

/** Targets that a run must find are none that the theory can be asked about. */
export function requireKnownTargets(config: ExperimentConfig): void {
  if (needsPreliminaryRun(config)) throw new ArgumentError("target", CRITICAL_TARGET, PLAIN_TARGET);
}
