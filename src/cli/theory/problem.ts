/**
 * What the ensembles' commands share: their option values, and the problem that these describe.
 */

import { ArgumentError } from "../../base/errors.ts";
import { parseConfigFile } from "../../experiment/config.ts";
import { observables } from "../../experiment/observables/index.ts";
import { DEFAULT_OBSERVABLE } from "../../experiment/schema.ts";
import type { TheoryProblem } from "../../reports/problem.ts";
import { theoryProblem } from "../../reports/problem.ts";
import { readConfiguredArrays } from "../../runs/input-files.ts";
import { note } from "../../terminal/terminal.ts";
import { configFields, parseInteger } from "../run-options.ts";

/** Option values of the ensembles' commands. */
export interface EnsembleOptionValues {
  readonly target?: string;
  readonly monteCarlo?: string;
  readonly draw?: string;
  readonly orders?: string;
  readonly steps?: string;
  readonly eta?: string;
  readonly plot?: string;
  readonly force?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly [field: string]: string | boolean | undefined;
}

/** Options that do not belong to the experiment's configuration. */
const OWN_OPTIONS = ["plot", "monteCarlo", "draw", "orders", "steps", "force", "json", "quiet"];

/** Reads the problem from option values. */
export function problemOf(values: EnsembleOptionValues): TheoryProblem {
  const experiment = Object.fromEntries(Object.entries(values).filter(([name]) => !OWN_OPTIONS.includes(name)));
  const [, end] = observables.get(values.observable === undefined ? DEFAULT_OBSERVABLE : String(values.observable)).targets;
  const target = values.target ?? end;
  const { config, settings } = parseConfigFile(configFields({ ...experiment, target: [target] }));
  if (config.target.length > 1) throw new ArgumentError("target", config.target.join(","), "one target");
  return theoryProblem(config, readConfiguredArrays(config), {
    engine: settings.engine,
    onSlowSpectrum() {
      if (values.quiet) return;
      note(`Looking for the ends of the spectrum of 2^${config.qubits} levels; a number as target spares this.`);
    },
  });
}

/** The configuration of options with data; targets matter to training only, and are 0 where none are given. */
export function dataConfigOf(values: EnsembleOptionValues, more: Readonly<Record<string, string>> = {}) {
  const own = Object.fromEntries(Object.entries(values).filter(([name]) => !OWN_OPTIONS.includes(name)));
  return parseConfigFile(configFields({ samples: "1", ...own, ...more, target: [values.target ?? "0"] }));
}

/** The value of an option that counts something. */
export function parseCount(option: string, text: string | undefined, least: number, most = 10_000_000): number | undefined {
  return text === undefined ? undefined : parseInteger(option, text, least, most);
}
