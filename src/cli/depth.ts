/**
 * `qntk depth`: circuits of several depths trained to a target far beyond the spectrum, and what each depth can reach.
 */

import { join } from "node:path";
import { ArgumentError } from "../base/errors.ts";
import { numberList, numberOrText } from "../base/numerals.ts";
import { parseDraws, parseInteger, type RunOptionValues } from "../cli/run-options.ts";
import { noteStopped, resumedStudy } from "../cli/study-options.ts";
import { ansatzOf, parametersOf } from "../experiment/chosen.ts";
import { CRITICAL_TARGET } from "../experiment/config.ts";
import { observables } from "../experiment/observables/index.ts";
import { DEFAULT_OBSERVABLE } from "../experiment/schema.ts";
import { writePlot } from "../figures/node/plot-file.ts";
import type { DepthOptions } from "../reports/depth.ts";
import { depthPlaceOf, depthsAround } from "../reports/depth.ts";
import { requireAllTrained } from "../reports/subject.ts";
import { depthStudy } from "../running/depth-study.ts";
import { createStudy, type StudyFolder } from "../running/study-folder.ts";
import { requireWithoutData } from "../running/subjects.ts";
import type { Execution } from "../running/training-run.ts";
import { writeFileAtomic } from "../runs/file-store.ts";
import { readConfiguredArrays } from "../runs/input-files.ts";
import { unlessStopped } from "../terminal/interrupt.ts";
import { print, printJson, terminalListener } from "../terminal/terminal.ts";
import { depthJson, depthText } from "../text/depth.ts";
import { solvedLossOf } from "../training/losses.ts";
import { configurationOf } from "./configuration.ts";

/** Steps of each run, and random circuits of each depth, unless given. */
const DEFAULT_STEPS = "4000";
const DEFAULT_DRAWS = 40;
/** Rows of μ in each run. */
const MU_ROWS = 40;

/** Runs the command and returns its exit code. */
export async function depthCommand(values: RunOptionValues): Promise<number> {
  const study = values.resume === undefined ? await newStudy(values) : resumedStudy<DepthOptions>("depth", values.resume, values);
  const { json = false, quiet = false, plot = true } = values;
  const { config, folder } = study;
  const threads = values.threads === undefined ? undefined : parseInteger("threads", values.threads, 1);
  const engine = (values.engine ?? "auto") as Execution["engine"];
  const result = await unlessStopped((signal) =>
    depthStudy(study, { engine, threads, listener: terminalListener(quiet), signal }),
  );
  if (result === undefined) {
    noteStopped("depth", folder);
    return 1;
  }
  writeFileAtomic(join(folder, "depth.json"), `${JSON.stringify(depthJson(result), null, 2)}\n`);
  const files = plot ? [join(folder, "depth.svg"), join(folder, "depth.png")] : [];
  if (plot) {
    const { depthFigure } = await import("../figures/depth.ts");
    for (const file of files) await writePlot(file, (style) => depthFigure(result, style));
  }
  if (json) printJson({ study: folder, ...(depthJson(result) as object) });
  else if (!quiet) {
    print(depthText(config, result));
    print(`\nstudy    ${folder}`);
    if (files.length > 0) print(`figures  ${files.join(", ")}`);
  }
  return 0;
}

/** Reads the options of a new study and creates its folder. */
async function newStudy(values: RunOptionValues): Promise<StudyFolder<DepthOptions>> {
  const { layersList, monteCarlo, ensemble, out, ...rest } = values;
  const steps = values.steps ?? DEFAULT_STEPS;
  const target = (values.target as string[] | undefined) ?? [criticalFromOf(values.observable)];
  const stride = Math.max(1, Math.round(Number(numberOrText(String(steps))) / MU_ROWS) || 1);
  const { config } = configurationOf({ ...rest, target, steps, measure: `mu:${stride}` } as RunOptionValues);
  if (config.target.length !== 1 || config.target[0] === CRITICAL_TARGET)
    throw new ArgumentError("target", config.target.join(", "), "one target beyond the spectrum");
  requireWithoutData(config);
  requireAllTrained(config);
  if (solvedLossOf(config.loss) === "linear") throw new ArgumentError("loss", config.loss, "quadratic");
  if (ansatzOf(config).definition.size !== undefined)
    throw new ArgumentError("ansatz", config.ansatz, "one with layers, whose number is varied here");
  const place = depthPlaceOf(config, readConfiguredArrays(config));
  const draws = parseDraws({ monteCarlo, ensemble }, DEFAULT_DRAWS);
  const layers =
    layersList === undefined ? depthsAround(place, parametersOf({ ...config, layers: 1 })) : parseLayers(layersList as string);
  return createStudy("depth", config, { layers, ensemble: draws }, { out, force: values.force ?? false });
}

/** A target far beyond the spectrum of an observable. */
function criticalFromOf(observable: RunOptionValues[string]): string {
  return observables.get(String(observable ?? DEFAULT_OBSERVABLE)).criticalFrom;
}

function parseLayers(text: string): number[] {
  const layers = numberList(text);
  if (!layers.every((value) => Number.isInteger(value) && value >= 1))
    throw new ArgumentError("layersList", text, "numbers of layers separated by commas, such as 8,16,32");
  return [...new Set(layers)].sort((a, b) => a - b);
}
