/**
 * `qntk speedup`: steps to a given residual error for a range of targets below the spectrum and for the linear loss, with the same
 * η, at equal cost, and at the limit of stability.
 */
import { join } from "node:path";
import { type RacePrediction, type RaceTime, racePrediction, raceTime } from "../analysis/speedup.ts";
import { range } from "../base/arrays.ts";
import { ArgumentError } from "../base/errors.ts";
import type { Simulator } from "../engine/engine.ts";
import { engineNamed } from "../engine/engines.ts";
import type { ExperimentConfig } from "../experiment/config.ts";
import { bisect } from "../linalg/bisect.ts";
import { lossCurvature } from "../probes/curvature.ts";
import { buildWithProgress, runSteps } from "../running/build.ts";
import { remainingWork } from "../running/remaining-work.ts";
import { createStudy, type StudyExecution, type StudyFolder, studyRun } from "../running/study-folder.ts";
import { type Execution, idealEngineOf, type TrainedRun } from "../running/training-run.ts";
import { writeFileAtomic } from "../runs/file-store.ts";
import { storedArrays } from "../runs/input-files.ts";
import { readCheckpoint } from "../runs/run-folder.ts";
import { unlessStopped } from "./interrupt.ts";
import { configurationOf } from "./run-command.ts";
import { parseInteger, parsePositive, type RunOptionValues } from "./run-options.ts";
import { speedupJson, speedupText } from "./speedup-output.ts";
import { noteStopped, resumedStudy } from "./study-options.ts";
import { print, printJson, terminalListener } from "./terminal.ts";
import { writePlot } from "./theory/plot-file.ts";
import { rowsOf } from "./theory/subject.ts";

/** What the study adds to an experiment. */
export interface SpeedupOptions {
  /** |ε - R| to be reached. */
  readonly error: number;
  /** R of the targets; left out for a range around the limit of stability. */
  readonly residuals?: readonly number[];
}

/** One target. */
export interface Racer {
  /** R. */
  readonly residual: number;
  readonly target: number;
  readonly predicted: RacePrediction;
  /** 2 over the largest curvature of the loss at the initial and the final angles. */
  readonly etaLimit: number;
  /** With the same η; undefined where the run did not settle. */
  readonly measured?: RaceTime;
  /** With η so small that no step is larger than the largest one of the linear loss. */
  readonly equalCost?: RaceTime;
}

/** The whole race. */
export interface SpeedupReport {
  readonly error: number;
  readonly eta: number;
  readonly linear: RaceTime & { readonly etaLimit: number };
  readonly racers: readonly Racer[];
  /** R at which η is at the limit of stability: the nearer to it, the faster, and beyond it nothing is stable. */
  readonly optimum: number;
}

/** Targets unless given: this many times the residual at the limit of stability. */
const RATIOS = [1 / 64, 1 / 32, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 3 / 4, 5 / 4];
const DEFAULT_ERROR = "0.001";
const DEFAULT_STEPS = "6000";
/** Room left after a predicted time. */
const ROOM = 1.2;
const ROOM_STEPS = 40;
/** Largest residual at which the limit of stability is looked for, in widths of the spectrum. */
const FAR = 1e3;

/** Runs the command and returns its exit code. */
export async function speedupCommand(values: RunOptionValues): Promise<number> {
  const study =
    values.resume === undefined ? await newStudy(values) : resumedStudy<SpeedupOptions>("speedup", values.resume, values);
  const { json = false, quiet = false, plot = true } = values;
  const { folder, config } = study;
  const threads = values.threads === undefined ? undefined : parseInteger("threads", values.threads, 1);
  const engine = (values.engine ?? "auto") as Execution["engine"];
  const report = await unlessStopped((signal) => race(study, { engine, threads, listener: terminalListener(quiet), signal }));
  if (report === undefined) {
    noteStopped("speedup", folder);
    return 1;
  }
  writeFileAtomic(join(folder, "speedup.json"), `${JSON.stringify(speedupJson(report), null, 2)}\n`);
  const files = plot ? [join(folder, "speedup.svg"), join(folder, "speedup.png")] : [];
  if (plot) {
    const { speedupFigure } = await import("./speedup-figure.ts");
    for (const file of files) await writePlot(file, (style) => speedupFigure(report, style));
  }
  if (json) printJson({ study: folder, ...(speedupJson(report) as object) });
  else if (!quiet) {
    print(speedupText(config, report));
    print(`\nstudy    ${folder}`);
    if (files.length > 0) print(`figures  ${files.join(", ")}`);
  }
  return 0;
}

async function newStudy(values: RunOptionValues): Promise<StudyFolder<SpeedupOptions>> {
  const { residuals, error = DEFAULT_ERROR, out, ...rest } = values;
  const goal = parsePositive("error", error as string);
  const steps = values.steps ?? DEFAULT_STEPS;
  const { config } = configurationOf({ ...rest, steps, target: ["min"], loss: "linear", measure: "none" } as RunOptionValues);
  const options = { error: goal, ...(residuals !== undefined && { residuals: parseResiduals(residuals as string) }) };
  return createStudy("speedup", config, options, { out, force: values.force ?? false });
}

function parseResiduals(text: string): number[] {
  const residuals = text.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  if (!residuals.every((value) => Number.isFinite(value) && value > 0))
    throw new ArgumentError("residuals", text, "positive numbers separated by commas, such as 1,2,4");
  return [...new Set(residuals)].sort((a, b) => a - b);
}

/** Runs what has not been run yet. */
async function race(study: StudyFolder<SpeedupOptions>, execution: StudyExecution): Promise<SpeedupReport> {
  const { config, options } = study;
  const { error } = options;
  const linear = await studyRun(study, "linear", config, { ...execution, label: "first run: linear loss" });
  const { min, max } = linear.document.extremes;
  const own = raceTime(linear.record, 0, error);
  if (linear.document.status === "diverged" || Number.isNaN(own.steps))
    throw new ArgumentError(
      "steps",
      config.steps,
      `more steps, a larger --error or another --eta: with the linear loss not every sample comes to an error of ${error}; circuits below the threshold never do`,
    );
  const curvature = await curvaturesOf(linear, study.folder, execution);
  const limitOf = (residual?: number) => 2 / curvature(residual);
  const far = FAR * (max - min);
  const optimum = limitOf(0) < config.eta ? 0 : bisect((R) => limitOf(R) - config.eta, 0, far);
  const residuals = options.residuals ?? RATIOS.map((ratio) => Number((ratio * optimum).toPrecision(2)));
  const heats = residuals.flatMap((residual) => heatsOf(linear, residual, error));
  const runs: TrainedRun[] = [];
  for (const [k, { name, words, config: each }] of heats.entries()) {
    const after = remainingWork(heats.slice(k + 1), (later) => join(study.folder, later));
    const label = `run ${k + 2} of ${heats.length + 1}: ${words}`;
    runs.push(await studyRun(study, name, each, { ...execution, label, after }));
  }
  const racers = residuals.map((residual, k): Racer => {
    const measured = settled(runs[2 * k], residual, error);
    const equalCost = settled(runs[2 * k + 1], residual, error);
    return {
      ...{ residual, target: min - residual, predicted: heats[2 * k].predicted, etaLimit: limitOf(residual) },
      ...(measured !== undefined && { measured }),
      ...(equalCost !== undefined && { equalCost }),
    };
  });
  return { error, eta: config.eta, linear: { ...own, etaLimit: limitOf() }, racers, optimum };
}

/** A run towards a target. */
interface Heat {
  /** Name of its folder. */
  readonly name: string;
  readonly words: string;
  readonly config: ExperimentConfig;
  readonly predicted: RacePrediction;
}

/** The two runs towards a target: with the same η and at equal cost. */
function heatsOf({ record, document: { config, extremes } }: TrainedRun, residual: number, error: number): [Heat, Heat] {
  const predicted = racePrediction(record, 0, residual, error);
  const heat = (name: string, words: string, eta: number): Heat => ({
    name: `${name}-${residual}`,
    words: `R = ${residual}, ${words}`,
    config: {
      ...config,
      loss: "quadratic",
      target: [extremes.min - residual],
      eta,
      steps: Math.ceil((ROOM * predicted.slowest * config.eta) / eta) + ROOM_STEPS,
    },
    predicted,
  });
  return [heat("same-eta", "same η", config.eta), heat("equal-cost", "equal cost", config.eta * predicted.equalCost)];
}

/** Times of a run in which every sample came to the goal. */
function settled({ record, document }: TrainedRun, residual: number, error: number): RaceTime | undefined {
  const time = raceTime(record, residual, error);
  return document.status === "diverged" || Number.isNaN(time.steps) ? undefined : time;
}

/** The largest curvature of the loss over samples, at the initial and the final angles, as a function of R; of the linear loss without. */
async function curvaturesOf(
  run: TrainedRun,
  folder: string,
  { listener, threads, signal }: StudyExecution,
): Promise<(residual?: number) => number> {
  const config: ExperimentConfig = run.document.config;
  const { circuit, observable, theta, spectrum } = await buildWithProgress(
    config,
    storedArrays(join(folder, "linear"), config),
    listener,
    { threads, signal },
  );
  const simulator = engineNamed(idealEngineOf(run.document)).load(circuit, observable);
  const final = readCheckpoint(join(folder, "linear"), run.document).theta;
  const points = [...rowsOf(theta, circuit.parameters), ...rowsOf(final, circuit.parameters)];
  // The curvature hardly depends on which sample is the steepest: found once for the linear loss, at each end.
  const linear = await runSteps(curvatureSteps(simulator, points), "curvature", points.length, listener, signal);
  const half = points.length / 2;
  const steepest = [0, half].map((first) =>
    range(half).reduce((best, k) => (linear[first + k] > linear[best] ? first + k : best), first),
  );
  return (residual) =>
    residual === undefined
      ? Math.max(...steepest.map((k) => linear[k]))
      : Math.max(...steepest.map((k) => lossCurvature(simulator, points[k], spectrum.min - residual).max));
}

function* curvatureSteps(simulator: Simulator, points: readonly Float64Array[]): Generator<number, number[], void> {
  const found: number[] = [];
  for (const theta of points) {
    found.push(lossCurvature(simulator, theta).max);
    yield found.length;
  }
  return found;
}
