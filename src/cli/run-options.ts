/**
 * How the texts of options become the fields of a configuration.
 */

import { requireInteger, requirePositive } from "../base/assert.ts";
import { ArgumentError } from "../base/errors.ts";
import { numberOrText, plainNumerals } from "../base/numerals.ts";
import { joined } from "../base/words.ts";
import type { OptionReading } from "../experiment/option-info.ts";
import { knownFields, measuredNames, textOfField } from "./fields.ts";

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
  for (const [name, { reads }] of knownFields().infos) {
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
