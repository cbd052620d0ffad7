/**
 * Runs of `qntk speedup`: every heat of the race an ordinary run of the study's folder.
 */
import { join } from "node:path";
import { raceTime } from "../analysis/speedup.ts";
import { range } from "../base/arrays.ts";
import { ArgumentError } from "../base/errors.ts";
import { engineNamed } from "../engine/engines.ts";
import type { ExperimentConfig } from "../experiment/config.ts";
import { lossCurvature } from "../gradients/curvature.ts";
import { bisect } from "../linalg/bisect.ts";
import type { Racer, SpeedupOptions, SpeedupReport } from "../reports/speedup.ts";
import { curvatureSteps, FAR, heatsOf, RATIOS, settled } from "../reports/speedup.ts";
import { rowsOf } from "../reports/subject.ts";
import { buildWithProgress, runSteps } from "../running/build.ts";
import { remainingWork } from "../running/remaining-work.ts";
import { type StudyExecution, type StudyFolder, studyRun } from "../running/study-folder.ts";
import { idealEngineOf, type TrainedRun } from "../running/training-run.ts";
import { storedArrays } from "../runs/input-files.ts";
import { readCheckpoint } from "../runs/run-folder.ts";

/** Runs what has not been run yet. */
export async function race(study: StudyFolder<SpeedupOptions>, execution: StudyExecution): Promise<SpeedupReport> {
  const { config, options } = study;
  const { error } = options;
  const linear = await studyRun(study, "linear", config, { ...execution, label: "first run: linear loss" });
  const { min, max } = linear.document.extremes;
  const own = raceTime(linear.record, 0, error);
  if (linear.document.events !== undefined || Number.isNaN(own.steps))
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
      oscillating: runs[2 * k].document.events?.filter(({ ends }) => !ends).length ?? 0,
      ...(measured !== undefined && { measured }),
      ...(equalCost !== undefined && { equalCost }),
    };
  });
  return { error, eta: config.eta, linear: { ...own, etaLimit: limitOf() }, racers, optimum };
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
  const curvatures = curvatureSteps(simulator, points);
  const linear = await runSteps(curvatures, "curvature", points.length, listener, signal);
  const half = points.length / 2;
  const steepest = [0, half].map((first) =>
    range(half).reduce((best, k) => (linear[first + k] > linear[best] ? first + k : best), first),
  );
  return (residual) =>
    residual === undefined
      ? Math.max(...steepest.map((k) => linear[k]))
      : Math.max(...steepest.map((k) => lossCurvature(simulator, points[k], spectrum.min - residual).max));
}
