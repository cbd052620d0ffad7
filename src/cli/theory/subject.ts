/**
 * What a late-time command speaks about: an experiment from options, or a stored run, with the eigenstates of its observable.
 */

import { join } from "node:path";
import { range } from "../../base/arrays.ts";
import { ArgumentError, FormatError } from "../../base/errors.ts";
import type { Simulator } from "../../engine/engine.ts";
import { engineNamed, resolveEngine } from "../../engine/engines.ts";
import type { Experiment } from "../../experiment/build.ts";
import {
  CRITICAL_TARGET,
  type ExperimentConfig,
  PLAIN_TARGET,
  parseConfigFile,
  type RunSettings,
} from "../../experiment/config.ts";
import { needsPreliminaryRun } from "../../experiment/critical.ts";
import type { HermitianEigen } from "../../linalg/eigen.ts";
import { populationsOf } from "../../probes/amplitudes.ts";
import { DENSE_SPECTRUM_QUBITS, eigensystem } from "../../quantum/spectrum.ts";
import { buildWithProgress } from "../../running/build.ts";
import { idealEngineOf } from "../../running/training-run.ts";
import { readConfiguredArrays, storedArrays } from "../../runs/input-files.ts";
import { readCheckpoint, readRun, readRunDocument, type StoredRun } from "../../runs/run-folder.ts";
import type { SpectrumEnd } from "../../theory/finite-depth/excitations.ts";
import { expectedPhase, type Phase } from "../../theory/lotka-volterra/phases.ts";
import { residualOf } from "../../theory/lotka-volterra/trajectory.ts";
import { configurationOf } from "../run-command.ts";
import { configFields, type RunOptionValues } from "../run-options.ts";
import { terminalListener } from "../terminal.ts";
import type { LateTimeOptionValues } from "./late-time-commands.ts";

/** An experiment ready to be asked. */
export interface Subject {
  readonly experiment: Experiment;
  readonly simulator: Simulator;
  /** θ(0) of the samples of one target: they are the same for every target. */
  readonly theta: Float64Array;
  /** Where a run was given: its record, and the angles at its last row, all columns. */
  readonly run?: StoredRun & { readonly finalTheta: Float64Array };
  readonly json: boolean;
  readonly quiet: boolean;
}

/** A subject that is a stored run. */
export type StoredSubject = Subject & Required<Pick<Subject, "run">>;

/** Options that go with --run, which brings everything else. */
const RUN_OPTIONS = ["run", "json", "quiet", "plot", "force", "ensemble"];

/** Builds the experiment of the options, or of the stored run they name. */
export async function subjectOf(values: LateTimeOptionValues): Promise<Subject> {
  const { plot: _, force: __, ...options } = values;
  const own = options as RunOptionValues;
  if (values.run === undefined) {
    const { config, settings } = configurationOf(own);
    return subjectOfConfig(config, settings);
  }
  const foreign = Object.keys(values).find((key) => values[key] !== undefined && !RUN_OPTIONS.includes(key));
  if (foreign !== undefined) {
    const allowed = "nothing with --run, which brings the whole experiment; only --plot, --force, --ensemble, --json and --quiet";
    throw new ArgumentError(foreign, values[foreign], allowed);
  }
  const { settings } = parseConfigFile(configFields(own));
  requireKnownTargets(readRunDocument(values.run).config);
  return storedSubject(values.run, settings);
}

/** Builds the experiment of a stored run, whose targets may also be critical ones: they are in its record as numbers. */
export async function storedSubject(
  folder: string,
  { threads, signal, ...settings }: Pick<RunSettings, "threads" | "json" | "quiet"> & { readonly signal?: AbortSignal },
): Promise<StoredSubject> {
  const stored = await readRun(folder);
  const { document } = stored;
  const { config, parameters } = document;
  const experiment = await buildWithProgress(config, storedArrays(folder, config), terminalListener(settings.quiet ?? false), {
    threads,
    signal,
  });
  if (experiment.circuit.parameters !== parameters)
    throw new FormatError(
      join(folder, "run.json"),
      `says ${parameters} parameters, but its configuration has ${experiment.circuit.parameters}`,
    );
  // What simulates the run gives the same bits again.
  const subject = ready(experiment, { ...settings, engine: idealEngineOf(document) });
  return { ...subject, run: { ...stored, finalTheta: readCheckpoint(folder, document).theta } };
}

/** Builds the experiment of a configuration. */
export async function subjectOfConfig(config: ExperimentConfig, settings: RunSettings): Promise<Subject> {
  requireKnownTargets(config);
  return ready(
    await buildWithProgress(config, readConfiguredArrays(config), terminalListener(settings.quiet ?? false)),
    settings,
  );
}

/** Targets that a run must find are none that the theory can be asked about. */
function requireKnownTargets(config: ExperimentConfig): void {
  if (needsPreliminaryRun(config)) throw new ArgumentError("target", CRITICAL_TARGET, PLAIN_TARGET);
}

/** All eigenvalues and eigenstates of the observable. */
export function eigensystemOf({ experiment }: Subject): HermitianEigen {
  const { qubits } = experiment.config;
  if (qubits > DENSE_SPECTRUM_QUBITS)
    throw new ArgumentError(
      "qubits",
      qubits,
      `at most ${DENSE_SPECTRUM_QUBITS}, since the theory needs every eigenstate of the observable`,
    );
  return eigensystem(experiment.observable);
}

/** Populations of every sample's initial state. */
export function initialPopulations({ simulator, theta }: Subject, eigen: HermitianEigen): Float64Array[] {
  return populationsOf(simulator.finalStates(theta), eigen);
}

/** Where a target lies, and the phase that gradient flow with enough parameters comes to. */
export interface TargetPlace {
  readonly target: number;
  readonly phase: Exclude<Phase, "undetermined">;
  /** R. */
  readonly residual: number;
  /** The end of the spectrum that is reached; undefined inside. */
  readonly end?: SpectrumEnd;
}

/** The places of all targets. The linear loss runs to O_min whatever the target. */
export function placesOf({ experiment }: Pick<Subject, "experiment">): TargetPlace[] {
  const { targets, spectrum, config } = experiment;
  return targets.map((target): TargetPlace => {
    const phase = expectedPhase(target, spectrum, config.loss);
    if (phase === "frozen-kernel") return { target, phase, residual: 0 };
    const nearMin = Math.abs(target - spectrum.min) <= Math.abs(target - spectrum.max);
    const residual = phase === "critical" ? 0 : residualOf(target, spectrum, config.loss);
    return { target, phase, residual, end: config.loss === "linear" || nearMin ? "min" : "max" };
  });
}

function ready(experiment: Experiment, { engine, json, quiet }: Pick<RunSettings, "engine" | "json" | "quiet">): Subject {
  const { circuit, observable, config, theta } = experiment;
  return {
    experiment,
    simulator: engineNamed(resolveEngine(engine ?? "auto"), config.precision).load(circuit, observable),
    theta: theta.slice(0, config.samples * circuit.parameters),
    json: json ?? false,
    quiet: quiet ?? false,
  };
}

/** The rows of a matrix of shape (rows, width). */
export function rowsOf(values: Float64Array, width: number): Float64Array[] {
  return range(values.length / width).map((k) => values.slice(k * width, (k + 1) * width));
}
