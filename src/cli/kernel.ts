/**
 * `qntk kernel`: the quantum neural tangent kernel over a data set, at random angles or at a step of a run.
 */
import { ArgumentError } from "../base/errors.ts";
import { requirePlotFile, writePlot } from "../figures/node/plot-file.ts";
import { kernelReportOf } from "../reports/data-kernel.ts";
import { runStages } from "../running/build.ts";
import { type AskedAngles, drawnAngles, storedAngles } from "../running/kernel-angles.ts";
import { readConfiguredArrays } from "../runs/input-files.ts";
import { print, printJson, terminalListener } from "../terminal/terminal.ts";
import { kernelJson, kernelText } from "../text/kernel.ts";
import { configurationOf } from "./configuration.ts";
import { parseInteger, type RunOptionValues } from "./run-options.ts";

/** Samples where none are asked for. */
const DEFAULT_SAMPLES = 100;
/** Options as commander hands them over. */
export type KernelOptionValues = RunOptionValues & { readonly step?: string; readonly plot?: unknown };

/** Runs the command and returns its exit code. */
export async function kernelCommand(dir: string | undefined, values: KernelOptionValues): Promise<number> {
  const { step, plot: plotValue, force = false, json = false, quiet = false, ...own } = values;
  const plot = plotValue as string | undefined;
  requirePlotFile(plot, force);
  const listener = terminalListener(quiet || json);
  const { experiment, theta, at, end } =
    dir === undefined ? await drawn(own, step, listener) : await stored(dir, own, step, listener);
  const report = await runStages(kernelReportOf(experiment, theta, end), listener);
  if (plot !== undefined) {
    const { kernelFigure } = await import("../figures/data-kernel.ts");
    await writePlot(plot, (style) => kernelFigure(report, style));
  }
  if (json) printJson(kernelJson(report, at));
  else {
    print(`${kernelText(report, at)}${plot === undefined ? "" : `\nfigure   ${plot}`}`);
  }
  return 0;
}

async function drawn(
  values: KernelOptionValues,
  step: string | undefined,
  listener: ReturnType<typeof terminalListener>,
): Promise<AskedAngles> {
  if (step !== undefined) throw new ArgumentError("step", step, "no step without a run's folder");
  const { samples = String(DEFAULT_SAMPLES), ...rest } = values;
  const { config } = configurationOf({ ...rest, samples } as RunOptionValues);
  if (config.data === undefined)
    throw new ArgumentError("data", undefined, "data such as --data haar:2 or --data FILE, or a run's folder");
  return drawnAngles(config, readConfiguredArrays(config), listener);
}

async function stored(
  dir: string,
  values: KernelOptionValues,
  step: string | undefined,
  listener: ReturnType<typeof terminalListener>,
): Promise<AskedAngles> {
  const foreign = Object.keys(values).find((key) => values[key] !== undefined);
  if (foreign !== undefined)
    throw new ArgumentError(
      foreign,
      values[foreign],
      "nothing with a run's folder; only --step, --plot, --force, --json and --quiet",
    );
  return storedAngles(dir, step === undefined ? undefined : parseInteger("step", step, 0), listener);
}
