/**
 * `qntk depth`: circuits of several depths trained to a target far beyond the spectrum, and what each depth can reach.
 */

import { join } from "node:path";
import { ArgumentError } from "../base/errors.ts";
import { depthJson, depthText } from "../cli/depth-output.ts";
import { unlessStopped } from "../cli/interrupt.ts";
import { parseInteger, type RunOptionValues } from "../cli/run-options.ts";
import { noteStopped, resumedStudy } from "../cli/study-options.ts";
import { print, printJson, terminalListener } from "../cli/terminal.ts";
import { CRITICAL_TARGET } from "../experiment/config.ts";
import { writePlot } from "../figures/node/plot-file.ts";
import type { DepthOptions } from "../reports/depth.ts";
import { depthPlaceOf, depthsAround } from "../reports/depth.ts";
import { depthStudy } from "../running/depth-study.ts";
import { createStudy, type StudyFolder } from "../running/study-folder.ts";
import type { Execution } from "../running/training-run.ts";
import { writeFileAtomic } from "../runs/file-store.ts";
import { readConfiguredArrays } from "../runs/input-files.ts";
import { configurationOf } from "./configuration.ts";

/** Steps of each run, and random circuits of each depth, unless given. */
const DEFAULT_STEPS = "4000";
const DEFAULT_ENSEMBLE = 40;
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
  const { layersList, ensemble, out, ...rest } = values;
  const steps = values.steps ?? DEFAULT_STEPS;
  const target = (values.target as string[] | undefined) ?? [values.observable === "projector" ? "max+400%" : "min-20%"];
  if (target.length !== 1 || target[0] === CRITICAL_TARGET)
    throw new ArgumentError("target", target.join(", "), "one target beyond the spectrum");
  const stride = Math.max(1, Math.round(Number(steps) / MU_ROWS) || 1);
  const { config } = configurationOf({ ...rest, target, steps, measure: `mu:${stride}` } as RunOptionValues);
  if (config.loss === "linear") throw new ArgumentError("loss", config.loss, "quadratic");
  const place = depthPlaceOf(config, readConfiguredArrays(config));
  const draws = ensemble === undefined ? DEFAULT_ENSEMBLE : parseInteger("ensemble", ensemble as string, 0, 100_000);
  const layers =
    layersList === undefined
      ? depthsAround(place, config.ansatz === "rpa" ? 1 : 2 * config.qubits)
      : parseLayers(layersList as string);
  return createStudy("depth", config, { layers, ensemble: draws }, { out, force: values.force ?? false });
}

function parseLayers(text: string): number[] {
  const layers = text.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  if (!layers.every((value) => Number.isInteger(value) && value >= 1))
    throw new ArgumentError("layersList", text, "numbers of layers separated by commas, such as 8,16,32");
  return [...new Set(layers)].sort((a, b) => a - b);
}
