/**
 * The configuration that options and a configuration file come to together.
 */
import { ArgumentError, FormatError } from "../base/errors.ts";
import { namesArrayFile } from "../experiment/arrays.ts";
import { parseConfigFile } from "../experiment/config.ts";
import { overridden } from "../experiment/overridden.ts";
import { requireImported } from "../plugins/file-imports.ts";
import { readArrayFile } from "../runs/array-file.ts";
import { type BeginAtRun, beginAtRun } from "../runs/begin-at-run.ts";
import { readInputFile, textOfField } from "../runs/input-files.ts";
import { configFields, type RunOptionValues } from "./run-options.ts";

/** A configuration with how to run it, and the run that it begins at, if any. */
export interface AskedConfiguration extends ReturnType<typeof parseConfigFile> {
  readonly parent?: BeginAtRun["parent"];
}

/** The configuration file or the stored run, if any, overridden by the options. */
export function configurationOf(values: RunOptionValues): AskedConfiguration {
  const options = withMask(configFields(values));
  if (values.from !== undefined) {
    if (values.config !== undefined)
      throw new ArgumentError("config", values.config, "nothing with --from, whose run has a configuration");
    const { fields, parent } = beginAtRun(values.from, options);
    return { ...merged(fields, options, values.from), parent };
  }
  if (values.config === undefined) return parseConfigFile(options);
  return merged(withMask(readConfigFile(values.config)), options, values.config);
}

/** Fields of a file or a run, overridden by options. */
function merged(
  file: Readonly<Record<string, unknown>>,
  options: Readonly<Record<string, unknown>>,
  path: string,
): ReturnType<typeof parseConfigFile> {
  try {
    return parseConfigFile(overridden(file, options));
  } catch (error) {
    if (!(error instanceof ArgumentError) || error.argument.split(".")[0] in options) throw error;
    throw new FormatError(path, error.message.replace(/\.$/, ""));
  }
}

/** The fields with the file of a mask read: the frozen parameters are part of the configuration, the file is not. */
function withMask(fields: Record<string, unknown>): Record<string, unknown> {
  const { freeze } = fields;
  if (typeof freeze !== "string" || !namesArrayFile(freeze)) return fields;
  const { re, im } = readArrayFile(readInputFile("freeze", freeze), freeze, "mask", 1);
  return { ...fields, freeze: [...re.keys()].filter((l) => re[l] !== 0 || im[l] !== 0) };
}

/** The content of a configuration file. */
function readConfigFile(path: string): Record<string, unknown> {
  const text = new TextDecoder().decode(readInputFile("config", path));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new FormatError(path, `is not JSON (${(error as Error).message})`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new FormatError(path, "is not a JSON object");
  requireImported(path, value as Record<string, unknown>);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, textOfField(name, each)]));
}
