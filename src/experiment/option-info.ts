/**
 * Fields of a configuration as options of the command line: what stands for a value, what it is, how its text is read.
 */
import { z } from "zod";
import type { Field } from "../base/fields.ts";

/** How the text of an option becomes a value: a list of targets, of qubits or of strides, a number, a text about numbers, or the text itself. */
export type OptionReading =
  | "text"
  | "list"
  | "numerals"
  | "path-text"
  | "at-text"
  | "each-text"
  | "number"
  | "target"
  | "targets"
  | "qubits"
  | "strides"
  | "flag";

/** A field as an option of the command line. */
export interface OptionInfo {
  readonly reads: OptionReading;
  /** What stands for the value in a help line; empty for a flag. */
  readonly placeholder: string;
  /** What it is, without the default. */
  readonly words: string;
  /** The default in words; undefined where there is none. */
  readonly defaultWords?: string;
  /** The values there are, where they are few and have names. */
  readonly choices?: readonly string[];
}

/** How the value of a definition's field is read. */
export function readingOf({ type, numerals }: Field): OptionReading {
  if (type === "text") return numerals ? "numerals" : "text";
  return type === "choice" ? "text" : type === "integer" ? "number" : type;
}

/** What every field is as an option. */
export const optionInfos = z.registry<OptionInfo>();

/** Says what a field is, for the schema and as an option at once. */
export function option<T extends z.ZodType>(
  schema: T,
  reads: OptionReading,
  placeholder: string,
  words: string,
  defaultWords?: string,
): T {
  const described = schema.describe(defaultWords === undefined ? words : `${words} (default ${defaultWords})`);
  optionInfos.add(described, { reads, placeholder, words, defaultWords });
  return described;
}

/** An integer from `min` to `max`. */
export function integer(min: number, max = Number.POSITIVE_INFINITY) {
  const allowed = max === Number.POSITIVE_INFINITY ? `an integer of at least ${min}` : `an integer from ${min} to ${max}`;
  const schema = z.int(allowed).min(min, allowed);
  return max === Number.POSITIVE_INFINITY ? schema : schema.max(max, allowed);
}

export const text = () => z.string("text");
export const flag = () => z.boolean("true or false");
