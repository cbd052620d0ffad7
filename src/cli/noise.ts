/**
 * `qntk noise`: trains with and without noise from the same angles, fits the depolarising p of every repetition, and compares with theory.
 */
import { ArgumentError } from "../base/errors.ts";
import { CRITICAL_TARGET, PLAIN_TARGET, parseConfigFile } from "../experiment/config.ts";
import { needsPreliminaryRun } from "../experiment/critical.ts";
import { deviceFields } from "../experiment/device-experiment.ts";
import { requirePlotFile, writePlot } from "../figures/node/plot-file.ts";
import { dataNoiseSteps, drawnData } from "../reports/data-noise.ts";
import { centreOf, FIT_FROM, type NoiseReport, noiseSteps } from "../reports/noise.ts";
import { runStages } from "../running/build.ts";
import { isFolder } from "../running/data-folder.ts";
import { readDeviceCurves } from "../running/device-data.ts";
import type { StoredRepetitions } from "../running/stored-repetitions.ts";
import { readConfiguredArrays } from "../runs/input-files.ts";
import { note, print, printJson, terminalListener } from "../terminal/terminal.ts";
import { dataNoiseJson, dataNoiseText } from "../text/data-noise.ts";
import { noiseJson, noiseText } from "../text/noise.ts";
import { configFields, parseInteger, type RunOptionValues } from "./run-options.ts";

/** Options of the command beside those of an experiment. */
export interface NoiseOptionValues extends RunOptionValues {
  readonly from?: string;
  readonly data?: string;
  readonly estimates?: boolean;
  /** File of backend properties to be described. */
  readonly describe?: string;
  /** Folder of a stored run in place of a simulated one. */
  readonly run?: string;
}

/** Runs the command and returns its exit code. */
export async function noiseCommand(values: NoiseOptionValues): Promise<number> {
  if (values.describe !== undefined) return describe(values.describe, values);
  const { run, from: fromText, data, estimates = false, plot: file, force = false, ...rest } = values;
  const plot = file as string | undefined;
  requirePlotFile(plot, force);
  const { quiet = false, json = false } = rest;
  // A folder holds the authors' data; anything else is a data set to train on.
  const folder = data !== undefined && isFolder(data) ? data : undefined;
  const set = folder === undefined ? data : undefined;
  const { config, arrays, recorded } =
    run === undefined
      ? simulated({ ...rest, ...(set !== undefined && { data: set }) })
      : await repetitions(run, { ...rest, ...(estimates && { estimates }) });
  if (needsPreliminaryRun(config)) throw new ArgumentError("target", CRITICAL_TARGET, PLAIN_TARGET);
  const from = parseInteger("from", fromText ?? String(FIT_FROM), 0, config.steps);
  if (config.data !== undefined) {
    if (folder !== undefined) throw new ArgumentError("data", folder, "no folder of device runs beside a run with data");
    const asked = { config, arrays, recorded, from, estimates };
    const reports = await runStages(dataNoiseSteps(asked), terminalListener(quiet));
    if (json) printJson({ config, from, targets: reports.map(dataNoiseJson) });
    else print(dataNoiseText(config, from, reports));
    return plotted(plot, drawnData(reports), centreOf(asked), quiet);
  }
  if (set !== undefined && run !== undefined)
    throw new ArgumentError("data", set, "a folder of the authors' data, with --run, which brings its own data set");
  const device = folder === undefined ? undefined : readDeviceCurves(folder);
  const asked = { config, arrays, recorded, from, estimates, device };
  const { targets, centre, ...ends } = await runStages(noiseSteps(asked), terminalListener(quiet));
  if (json) printJson({ config, from, ...ends, targets: targets.map(noiseJson) });
  else print(noiseText(config, from, targets, ends));
  return plotted(plot, targets, centre, quiet);
}

/** Draws what was found, where a file is asked for. */
async function plotted(plot: string | undefined, found: readonly NoiseReport[], centre: number, quiet: boolean): Promise<number> {
  if (plot === undefined) return 0;
  const { noiseFigure } = await import("../figures/noise.ts");
  await writePlot(plot, (style) => noiseFigure(found, centre, style));
  if (!quiet) note(`figure  ${plot}`);
  return 0;
}

/** Those of a stored run, which brings everything else. */
async function repetitions(folder: string, options: Readonly<Record<string, unknown>>): Promise<StoredRepetitions> {
  const extra = Object.keys(options).find((name) => options[name] !== undefined && !["json", "quiet"].includes(name));
  if (extra !== undefined)
    throw new ArgumentError(
      extra,
      options[extra],
      "nothing with --run, which takes the configuration of the run; only --from, --data, --plot, --force, --json and --quiet",
    );
  return (await import("../running/stored-repetitions.ts")).storedRepetitions(folder);
}

async function describe(path: string, values: NoiseOptionValues): Promise<number> {
  const extra = Object.keys(values).find((name) => values[name] !== undefined && name !== "describe" && name !== "json");
  if (extra !== undefined)
    throw new ArgumentError(extra, values[extra], "nothing with --describe but --json: nothing is trained");
  const [{ readDeviceFile }, { backendReport }, { backendJson, backendText }] = await Promise.all([
    import("../runs/device-file.ts"),
    import("../reports/backend.ts"),
    import("../text/backend.ts"),
  ]);
  const device = readDeviceFile("describe", path);
  const report = backendReport(device);
  if (values.json) printJson(backendJson(report, device));
  else print(backendText(report, device));
  return 0;
}

/** The experiment that the options describe, to be simulated. */
function simulated(options: RunOptionValues): Omit<StoredRepetitions, "recorded"> & Partial<StoredRepetitions> {
  const { config } = parseConfigFile(deviceFields(configFields(options)));
  if (config.data === undefined && options.loss !== undefined)
    throw new ArgumentError("loss", options.loss, "no loss without data: p is that of the quadratic one");
  return { config, arrays: readConfiguredArrays(config) };
}
