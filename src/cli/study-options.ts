/**
 * What the commands that make studies of several runs have in common: going on with one, and saying that one was stopped.
 */
import { ArgumentError } from "../base/errors.ts";
import { openStudy, type StudyFolder } from "../running/study-folder.ts";
import { note } from "../terminal/terminal.ts";
import type { RunOptionValues } from "./run-options.ts";

/** Options that say how a study is done, not what; the only ones that go with --resume. */
const RESUME_OPTIONS = ["resume", "engine", "threads", "json", "quiet", "plot"];

/**
 * Opens the study that --resume names.
 *
 * @throws FormatError if it is no study of this name
 * @throws ArgumentError for an option that would change the study
 */
export function resumedStudy<Options>(study: string, folder: string, values: RunOptionValues): StudyFolder<Options> {
  const extra = Object.keys(values).find((key) => values[key] !== undefined && !RESUME_OPTIONS.includes(key));
  if (extra !== undefined)
    throw new ArgumentError(
      extra,
      values[extra],
      "nothing with --resume, which takes the options of the study; only --engine, --threads, --json, --quiet and --no-plot",
    );
  return openStudy<Options>(study, folder);
}

/** Says that a study was stopped, and how to go on with it. */
export function noteStopped(study: string, folder: string): void {
  note(`qntk: stopped; go on with: npx qntk ${study} --resume ${folder}`);
}
