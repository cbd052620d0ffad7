/**
 * The options that `train` and `transition` share, and how they become a configuration.
 */

import { type Command, Option } from "commander";
import { requireInteger, requirePositive } from "../base/assert.ts";
import { ArgumentError } from "../base/errors.ts";
import { numberOrText, plainNumerals } from "../base/numerals.ts";
import { joined } from "../base/words.ts";
import type { OptionInfo, OptionReading } from "../experiment/option-info.ts";
import { measuredNames, optionFields, problemFieldNames, textOfField } from "./fields.ts";

/** Option values as commander hands them over: text, lists and flags. */
export interface RunOptionValues {
  readonly config?: string;
  readonly resume?: string;
  readonly from?: string;
  readonly out?: string;
  readonly engine?: string;
  readonly threads?: string;
  readonly force?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly plot?: boolean;
  readonly python?: string;
  readonly yes?: boolean;
  readonly [field: string]: string | string[] | boolean | undefined;
}

const collect = (value: string, previous: string[] | undefined) => [...(previous ?? []), value];

/** A name of a field as it is typed, such as `--entangler-depth`. */
export function flagOf(field: string): string {
  return `--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** The option of a field, as the configuration's schema describes it. */
function optionOf(name: string, { reads, placeholder, words, defaultWords }: OptionInfo): Option {
  const flags = [flagOf(name), placeholder].filter(Boolean).join(" ");
  const option = new Option(flags, defaultWords === undefined ? words : `${words} (default: ${defaultWords})`);
  return ["targets", "list", "each-text"].includes(reads) ? option.argParser(collect) : option;
}

/** Options of the given fields, in the order of the schema. */
export function addFieldOptions(command: Command, names: Iterable<string>): Command {
  const wanted = new Set(names);
  for (const [name, info] of optionFields()) if (wanted.has(name)) command.addOption(optionOf(name, info));
  return command;
}

/** Adds the options that say what circuit and what observable. */
export function addExperimentOptions(command: Command): Command {
  return addFieldOptions(command, problemFieldNames());
}

/** Adds the shared options of a training run to a command. */
export function addRunOptions(command: Command): Command {
  return addFieldOptions(command, optionFields().keys())
    .addOption(new Option("--yes", "agree to what a device's jobs cost, without being asked"))
    .addOption(new Option("--config <file>", "JSON file with the same fields; options on the command line win"))
    .addOption(new Option("--resume <dir>", "go on with an interrupted run"))
    .addOption(
      new Option(
        "--from <dir>",
        "begin at the last angles of a stored run, with its configuration but for other options: a new run",
      ),
    )
    .addOption(
      new Option(
        "--lambda <which>",
        "lambda of the theory lines beyond the spectrum: fitted, or predicted by circuit, edge or deep (default: fitted)",
      ),
    )
    .addOption(new Option("--no-plot", "write no figures and no report"));
}

/** Describes options of a command anew, by name, where they mean something else there than for `train`. */
export function describeOptions(command: Command, descriptions: Readonly<Record<string, string>>): Command {
  for (const option of command.options) option.description = descriptions[option.attributeName()] ?? option.description;
  return command;
}

/** Says other defaults of options, by name. */
export function redefaultOptions(command: Command, defaults: Readonly<Record<string, string>>): Command {
  for (const option of command.options) {
    const other = defaults[option.attributeName()];
    if (other !== undefined)
      option.description = `${option.description.replace(/ \(default: [^()]*\)$/, "")} (default: ${other})`;
  }
  return command;
}

/** How the text of an option becomes the value of its field. */
const READERS: Readonly<Record<OptionReading, (value: string) => unknown>> = {
  text: (value) => value,
  "path-text": (value) => value,
  // One for each datum: a configuration has them in one list.
  "each-text": (value) => [value].flat().join(","),
  "at-text": (value) => value,
  list: (value) => value,
  numerals: (value) => value,
  flag: (value) => value,
  number: numberOrText,
  target: numberOrText,
  targets: (value) => value,
  qubits: parseLayout,
  strides: parseMeasure,
};

/** The configuration fields among option values: numbers read, targets and strides parsed. */
export function configFields(values: RunOptionValues): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [name, { reads }] of optionFields()) {
    const value = values[name];
    if (value !== undefined) fields[name] = textOfField(name, READERS[reads](value as string));
  }
  if (values.plot === false) fields.plot = false;
  return fields;
}

/**
 * The value of --monte-carlo, or of --ensemble, its earlier name: how many random circuits are drawn.
 *
 * @throws ArgumentError for both at once, or no integer from 0 to 100 000
 */
export function parseDraws(
  { monteCarlo, ensemble }: Partial<Pick<RunOptionValues, "monteCarlo" | "ensemble">>,
  otherwise: number,
): number {
  if (monteCarlo !== undefined && ensemble !== undefined)
    throw new ArgumentError("ensemble", ensemble, "nothing beside --monte-carlo, which is the same option");
  const [name, text] = ensemble === undefined ? ["monteCarlo", monteCarlo] : ["ensemble", ensemble];
  return text === undefined ? otherwise : parseInteger(name as string, text as string, 0, 100_000);
}

/** The value of an option that is an integer. */
export function parseInteger(argument: string, text: string, min: number, max?: number): number {
  const value = numberOrText(text);
  requireInteger(argument, value, min, max);
  return value;
}

/** The value of an option that is a number greater than zero. */
export function parsePositive(argument: string, text: string): number {
  const value = numberOrText(text);
  requirePositive(argument, value);
  return value;
}

/** Qubits of a device, such as `12,13`. */
export function parseLayout(given: string): number[] {
  const text = plainNumerals(given);
  if (!/^\s*\d+(\s*,\s*\d+)*\s*$/.test(text)) throw new ArgumentError("layout", text, "qubits of the device such as 12,13");
  return text.split(",").map(Number);
}

function parseMeasure(text: string): Record<string, number> {
  if (text.trim() === "none") return {};
  const strides: Record<string, number> = {};
  for (const part of text.split(",")) {
    const [name, stride, ...rest] = part.split(":").map((word) => word.trim());
    const known = measuredNames().includes(name) && !(name in strides);
    if (!known || rest.length > 0 || !/^\d+$/.test(stride ?? ""))
      throw new ArgumentError(
        "measure",
        text,
        `none, or ${joined(measuredNames())}, each at most once, with strides, such as mu:40,theta:100`,
      );
    strides[name] = Number(stride);
  }
  return strides;
}
