/**
 * `qntk speedup`: steps to a given residual error for a range of targets below the spectrum and for the linear loss, with the same
 * η, at equal cost, and at the limit of stability.
 */

import { join } from "node:path";
import { ArgumentError } from "../base/errors.ts";
import { numberList } from "../base/numerals.ts";
import { parseInteger, parsePositive, type RunOptionValues } from "../cli/run-options.ts";
import { noteStopped, resumedStudy } from "../cli/study-options.ts";
import { writePlot } from "../figures/node/plot-file.ts";
import type { SpeedupOptions } from "../reports/speedup.ts";
import { requireAllTrained } from "../reports/subject.ts";
import { race } from "../running/speedup-study.ts";
import { createStudy, type StudyFolder } from "../running/study-folder.ts";
import { requireWithoutData } from "../running/subjects.ts";
import type { Execution } from "../running/training-run.ts";
import { writeFileAtomic } from "../runs/file-store.ts";
import { unlessStopped } from "../terminal/interrupt.ts";
import { print, printJson, terminalListener } from "../terminal/terminal.ts";
import { speedupJson, speedupText } from "../text/speedup.ts";
import { linearLoss } from "../training/losses.ts";
import { configurationOf } from "./configuration.ts";

const DEFAULT_ERROR = "0.001";
const DEFAULT_STEPS = "6000";
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
    const { speedupFigure } = await import("../figures/speedup.ts");
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
  const { config } = configurationOf({
    ...rest,
    steps,
    target: ["min"],
    loss: linearLoss.name,
    measure: "none",
  } as RunOptionValues);
  requireWithoutData(config);
  requireAllTrained(config);
  const options = { error: goal, ...(residuals !== undefined && { residuals: parseResiduals(residuals as string) }) };
  return createStudy("speedup", config, options, { out, force: values.force ?? false });
}

function parseResiduals(text: string): number[] {
  const residuals = numberList(text);
  if (!residuals.every((value) => Number.isFinite(value) && value > 0))
    throw new ArgumentError("residuals", text, "positive numbers separated by commas, such as 1,2,4");
  return [...new Set(residuals)].sort((a, b) => a - b);
}
