/**
 * `qntk diagnose`: what to expect of a training before it starts, and where each number comes from.
 */

import { ArgumentError } from "../base/errors.ts";
import type { ExperimentConfig, RunSettings } from "../experiment/config.ts";
import { dataDiagnosisSteps } from "../reports/data-diagnosis.ts";
import { diagnosisSteps } from "../reports/diagnosis.ts";
import { namingObstacle, namingSteps, type TargetNaming } from "../reports/naming.ts";
import { type PilotForecast, pilotSteps, requirePilot } from "../reports/pilot.ts";
import { exactSimulator, placesOf, type Subject } from "../reports/subject.ts";
import { runStages } from "../running/build.ts";
import { secondsOfData } from "../running/estimate.ts";
import type { Listener } from "../running/listener.ts";
import { dataSubjectOfConfig } from "../running/subjects.ts";
import { readConfiguredArrays } from "../runs/input-files.ts";
import { print, printJson, terminalListener } from "../terminal/terminal.ts";
import { dataDiagnosisJson, dataDiagnosisText } from "../text/data-diagnosis.ts";
import { diagnosisJson, diagnosisText } from "../text/diagnosis.ts";
import { configurationOf } from "./configuration.ts";
import { parseInteger, parsePositive, type RunOptionValues } from "./run-options.ts";
import type { LateTimeOptionValues } from "./theory/option-values.ts";
import { subjectOf } from "./theory/subject.ts";

/** Runs the command and returns its exit code. */
export async function diagnoseCommand(values: LateTimeOptionValues): Promise<number> {
  const error = values.error === undefined ? 1e-3 : parsePositive("error", values.error);
  const pilot = values.pilot === undefined ? undefined : parseInteger("pilot", values.pilot, 3);
  const { error: _, pilot: __, ...options } = values;
  const { config: asked, settings } = configurationOf(options as RunOptionValues);
  if (asked.data !== undefined) {
    const refused = (["noise", "shots"] as const).find((name) => asked[name] !== undefined);
    if (pilot !== undefined || refused !== undefined)
      throw new ArgumentError(
        refused ?? "pilot",
        refused === undefined ? pilot : asked[refused],
        `no ${refused ?? "pilot"} with --data: it is about one state and one target`,
      );
    return diagnoseData(asked, settings, error);
  }
  const { subject, json, listener } = await subjectOf(options);
  const { circuit, targets } = await runStages(diagnosisSteps(subject, error), listener);
  const { config } = subject.experiment;
  const pilots = pilot === undefined ? [] : await pilotOf(subject, pilot, error, listener);
  const obstacle = config.shots === undefined ? undefined : namingObstacle(config);
  const named = config.shots === undefined || obstacle !== undefined ? [] : await namingOf(subject, pilot, error, listener);
  if (json) printJson(diagnosisJson(circuit, targets, config.eta, error, pilots, { named, obstacle }));
  else print(diagnosisText(circuit, targets, config, subject.experiment, error, pilots, { named, obstacle }));
  return 0;
}

/** When phases will be named through shots. */
function namingOf(subject: Subject, gradients: number | undefined, error: number, listener: Listener): Promise<TargetNaming[]> {
  const places = placesOf(subject);
  return runStages(namingSteps(subject.experiment, exactSimulator(subject), places, { gradients, error }), listener);
}

/** What to expect of training on a data set. */
async function diagnoseData(
  config: ExperimentConfig,
  { engine, json = false, quiet = false }: RunSettings,
  error: number,
): Promise<number> {
  const listener = terminalListener(quiet);
  const { experiment, simulator } = await dataSubjectOfConfig(config, { engine, listener });
  const found = await runStages(dataDiagnosisSteps(experiment, simulator, error), listener);
  const cost = { error, seconds: secondsOfData(experiment, simulator) };
  if (json) printJson(dataDiagnosisJson(found, config.eta, cost));
  else print(dataDiagnosisText(found, config, experiment.spectrum, cost));
  return 0;
}

/** What a pilot of so many gradients for each angle says. */
async function pilotOf(subject: Subject, gradients: number, error: number, listener: Listener): Promise<PilotForecast[]> {
  const { config } = subject.experiment;
  requirePilot(config, gradients);
  const arrays = readConfiguredArrays(config);
  return runStages(
    pilotSteps(subject.experiment, exactSimulator(subject), placesOf(subject), { gradients, error, arrays }),
    listener,
  );
}
