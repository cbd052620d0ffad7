/**
 * The subject of a late-time command: an experiment from its options, or the stored run they name.
 */
import { ArgumentError } from "../../base/errors.ts";
import { parseConfigFile } from "../../experiment/config.ts";
import type { Subject } from "../../reports/subject.ts";
import type { Listener } from "../../running/listener.ts";
import { requireKnownTargets, storedSubject, subjectOfConfig } from "../../running/subjects.ts";
import { readRunDocument } from "../../runs/run-folder.ts";
import { terminalListener } from "../../terminal/terminal.ts";
import { configurationOf } from "../configuration.ts";
import { configFields, type RunOptionValues } from "../run-options.ts";
import type { LateTimeOptionValues } from "./option-values.ts";

/** A subject, and how it is spoken about. */
export interface AskedSubject {
  readonly subject: Subject;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly listener: Listener;
}

/** Options that go with --run, which brings everything else. */
const RUN_OPTIONS = ["run", "json", "quiet", "plot", "force", "monteCarlo", "ensemble"];

/** Builds the experiment of the options, or of the stored run they name. */
export async function subjectOf(values: LateTimeOptionValues): Promise<AskedSubject> {
  const { plot: _, force: __, ...options } = values;
  const own = options as RunOptionValues;
  if (values.run === undefined) {
    const { config, settings } = configurationOf(own);
    const asked = spoken(settings);
    return { ...asked, subject: await subjectOfConfig(config, { engine: settings.engine, listener: asked.listener }) };
  }
  requireRunAlone(values);
  const { settings } = parseConfigFile(configFields(own));
  requireKnownTargets(readRunDocument(values.run).config);
  const asked = spoken(settings);
  return { ...asked, subject: await storedSubject(values.run, { threads: settings.threads, listener: asked.listener }) };
}

/** Refuses options that a stored run brings itself. */
export function requireRunAlone(values: LateTimeOptionValues): void {
  const foreign = Object.keys(values).find((key) => values[key] !== undefined && !RUN_OPTIONS.includes(key));
  if (foreign === undefined) return;
  const allowed =
    "nothing with --run, which brings the whole experiment; only --plot, --force, --monte-carlo, --json and --quiet";
  throw new ArgumentError(foreign, values[foreign], allowed);
}

function spoken({ json = false, quiet = false }: { readonly json?: boolean; readonly quiet?: boolean }) {
  return { json, quiet, listener: terminalListener(quiet) };
}
