/**
 * `qntk diagnose`: what to expect of a training before it starts, and where each number comes from.
 */
import { diagnosisSteps } from "../reports/diagnosis.ts";
import { runStages } from "../running/build.ts";
import { print, printJson } from "../terminal/terminal.ts";
import { diagnosisJson, diagnosisText } from "../text/diagnosis.ts";
import { parsePositive } from "./run-options.ts";
import type { LateTimeOptionValues } from "./theory/option-values.ts";
import { subjectOf } from "./theory/subject.ts";

/** Runs the command and returns its exit code. */
export async function diagnoseCommand(values: LateTimeOptionValues): Promise<number> {
  const error = values.error === undefined ? 1e-3 : parsePositive("error", values.error);
  const { error: _, ...options } = values;
  const { subject, json, listener } = await subjectOf(options);
  const { circuit, targets } = await runStages(diagnosisSteps(subject, error), listener);
  const { config } = subject.experiment;
  if (json) printJson(diagnosisJson(circuit, targets, config.eta, error));
  else print(diagnosisText(circuit, targets, config, subject.experiment, error));
  return 0;
}
