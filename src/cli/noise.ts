/**
 * `qntk noise`: trains with and without noise from the same angles, fits the depolarising p of every repetition, and compares with theory.
 */
import { ArgumentError } from "../base/errors.ts";
import { ansatze } from "../experiment/ansatze/index.ts";
import { CRITICAL_TARGET, foreignFields, PLAIN_TARGET, parseConfigFile } from "../experiment/config.ts";
import { needsPreliminaryRun } from "../experiment/critical.ts";
import { deviceExperiment } from "../experiment/device-experiment.ts";
import { requirePlotFile, writePlot } from "../figures/node/plot-file.ts";
import { FIT_FROM, noiseSteps } from "../reports/noise.ts";
import { runStages } from "../running/build.ts";
import { readDeviceCurves } from "../running/device-data.ts";
import { readConfiguredArrays } from "../runs/input-files.ts";
import { note, print, printJson, terminalListener } from "../terminal/terminal.ts";
import { noiseJson, noiseText } from "../text/noise.ts";
import type { StoredRepetitions } from "./noise-run.ts";
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
  const { config, arrays, recorded } =
    run === undefined
      ? simulated(rest)
      : await (await import("./noise-run.ts")).storedRepetitions(run, { ...rest, ...(estimates && { estimates }) });
  if (needsPreliminaryRun(config)) throw new ArgumentError("target", CRITICAL_TARGET, PLAIN_TARGET);
  const from = parseInteger("from", fromText ?? String(FIT_FROM), 0, config.steps);
  const device = data === undefined ? undefined : readDeviceCurves(data);
  const asked = { config, arrays, recorded, from, estimates, device };
  const { targets, centre } = await runStages(noiseSteps(asked), terminalListener(quiet));
  if (json) printJson({ config, from, targets: targets.map(noiseJson) });
  else print(noiseText(config, from, targets));
  if (plot !== undefined) {
    const { noiseFigure } = await import("../figures/noise.ts");
    await writePlot(plot, (style) => noiseFigure(targets, centre, style));
    if (!quiet) note(`figure  ${plot}`);
  }
  return 0;
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
  const { config } = parseConfigFile(withDefaults(configFields(options)));
  return { config, arrays: readConfiguredArrays(config) };
}

/** The published experiment in place of what is not given, as far as it applies to what is. */
function withDefaults({ shots, ...others }: Record<string, unknown>): Record<string, unknown> {
  const fields = { ...others, ...(shots !== undefined && { shots: shots === "none" ? undefined : shots }) };
  const foreign = others.observable === undefined ? [] : foreignFields(deviceExperiment, "observable", String(others.observable));
  const sizedByItself = others.ansatz !== undefined && ansatze.find(String(others.ansatz))?.size !== undefined;
  const kept = Object.entries(deviceExperiment).filter(([name]) => {
    if (foreign.includes(name) || (sizedByItself && ["qubits", "layers", "target"].includes(name))) return false;
    if (name === "target") return others.observable === undefined && others.coupling === undefined && others.qubits === undefined;
    return true;
  });
  return { ...Object.fromEntries(kept), ...fields };
}
