/**
 * Options of commands that train, beside the fields of a configuration.
 */
import type { CommandOption } from "./definition.ts";

export const runOptions = {
  yes: { flags: "--yes", words: "agree to what a device's jobs cost, without being asked" },
  config: { flags: "--config <file>", words: "JSON file with the same fields; options on the command line win" },
  resume: { flags: "--resume <dir>", words: "go on with an interrupted run" },
  from: {
    flags: "--from <dir>",
    words: "begin at the last angles of a stored run, with its configuration but for other options: a new run",
  },
  lambda: {
    flags: "--lambda <which>",
    words: "lambda of the theory lines beyond the spectrum: fitted, or predicted by circuit, edge or deep",
    initial: "fitted",
  },
  plot: { flags: "--no-plot", words: "write no figures and no report" },
} as const satisfies Readonly<Record<string, CommandOption>>;
