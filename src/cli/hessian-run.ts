/**
 * The run that `qntk hessian` looks at: a stored one, one gone on with, or one trained from the options.
 */

import { ArgumentError } from "../base/errors.ts";
import { quoted } from "../experiment/describe.ts";
import { newRunToLookAt, storedRunToLookAt, type WantedRun } from "../running/looked-at.ts";
import { terminalListener } from "../terminal/terminal.ts";
import { configurationOf } from "./configuration.ts";
import { parseInteger, type RunOptionValues } from "./run-options.ts";

/** Options that say how to look at a run, not which. */
const LOOK_OPTIONS = ["step", "show", "sample", "rounding", "vectors", "plot", "force", "json", "quiet", "threads"] as const;

/**
 * The run of the command's argument and options; nothing is computed yet.
 *
 * @throws ArgumentError for options of a new run beside a stored one
 */
export function wantedRun(dir: string | undefined, values: RunOptionValues): WantedRun {
  const stored = dir ?? values.resume;
  if (stored === undefined) {
    const { config, settings } = configurationOf(values);
    return newRunToLookAt(config, settings, values.config ?? "the configuration", terminalListener(settings.quiet ?? false));
  }
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
  return storedRunToLookAt(stored, dir === undefined, { threads, json, quiet, listener: terminalListener(quiet) });
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
