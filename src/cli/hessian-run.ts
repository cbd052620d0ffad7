/**
 * The run that `qntk hessian` looks at: a stored one, one gone on with, or one trained from the options.
 */

import { ArgumentError, FormatError } from "../base/errors.ts";
import type { ExperimentConfig, RunSettings } from "../experiment/config.ts";
import { quoted } from "../experiment/describe.ts";
import type { EngineChoice } from "../running/engines.ts";
import { resumeRun, type TrainedRun, trainNew } from "../running/training-run.ts";
import { readRunDocument, requireFreeRunFolder } from "../runs/run-folder.ts";
import { terminalListener } from "../terminal/terminal.ts";
import { configurationOf } from "./configuration.ts";
import { parseInteger, type RunOptionValues } from "./run-options.ts";

/** A run that has been asked for. */
export interface WantedRun {
  readonly config: ExperimentConfig;
  readonly settings: Pick<RunSettings, "threads" | "json" | "quiet">;
  /** Its last step. */
  readonly last: number;
  /** Trains what is left of it; undefined where a stored run is to be looked at as it is. */
  readonly train?: (signal: AbortSignal) => Promise<TrainedRun>;
}

/** Options that say how to look at a run, not which. */
const LOOK_OPTIONS = ["step", "show", "sample", "rounding", "vectors", "plot", "force", "json", "quiet", "threads"] as const;

/**
 * The run of the command's argument and options; nothing is computed yet.
 *
 * @throws ArgumentError for options of a new run beside a stored one
 */
export function wantedRun(dir: string | undefined, values: RunOptionValues): WantedRun {
  const stored = dir ?? values.resume;
  if (stored === undefined) return newRun(values);
  const allowed = [...LOOK_OPTIONS, ...(dir === undefined ? ["resume"] : [])];
  const foreign = Object.keys(values).find((key) => values[key] !== undefined && !allowed.includes(key));
  if (foreign !== undefined)
    throw new ArgumentError(
      foreign,
      values[foreign],
      "nothing with a stored run, which brings the whole experiment; only --step, --show, --sample, --rounding, --vectors, --plot, --force, --threads, --json and --quiet",
    );
  const { json, quiet = false } = values;
  const threads = values.threads === undefined ? undefined : parseInteger("threads", values.threads, 1);
  const settings = { threads, json, quiet };
  const { config, rows } = readRunDocument(stored);
  requireIdeal(config, stored);
  if (dir !== undefined) {
    if (rows === 0) throw new FormatError(dir, `has no rows yet; go on with it by --resume ${dir}`);
    return { config, settings, last: rows - 1 };
  }
  return {
    ...{ config, settings, last: config.steps },
    train: (signal) => resumeRun(stored, { engine: "auto", threads, listener: terminalListener(quiet), signal }),
  };
}

function newRun(values: RunOptionValues): WantedRun {
  const { config, settings } = configurationOf(values);
  requireIdeal(config, values.config ?? "the configuration");
  const { out: folder, force = false, threads, quiet = false } = settings;
  const engine: EngineChoice = settings.engine ?? "auto";
  if (folder !== undefined) requireFreeRunFolder(folder, force);
  return {
    ...{ config, settings, last: config.steps },
    train: (signal) =>
      trainNew("train", config, { folder, force }, { engine, threads, listener: terminalListener(quiet), signal }),
  };
}

/** Refuses what trains by other numbers than those of the circuit itself, whose Hessian this is. */
function requireIdeal(config: ExperimentConfig, where: string): void {
  const { noise, shots, device } = config;
  const found = [noise && `noise ${noise}`, shots && `${shots} shots`, device && `device ${device}`].filter(Boolean);
  if (found.length > 0)
    throw new FormatError(where, `is a run with ${found.join(" and ")}, and the Hessian is that of the circuit without them`);
}

/** The command that goes on with a run, or looks at it again, in the way that was asked for. */
export function hessianCommandLine(folder: string, dir: string | undefined, values: RunOptionValues): string {
  const look = LOOK_OPTIONS.flatMap((name) => {
    const value = values[name];
    if (value === undefined || name === "threads") return [];
    return [typeof value === "boolean" ? `--${name}` : `--${name} ${quoted(String(value))}`];
  });
  return [`npx qntk hessian ${dir === undefined ? "--resume " : ""}${quoted(folder)}`, ...look].join(" ");
}
