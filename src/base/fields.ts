/**
 * Fields of definitions: what a value is called, what it may be and how it is offered. From one description follow the schema of
 * configurations, the option of the command line with its help, the control of the lab, captions and messages.
 */

import { alternatives } from "./words.ts";

/** A value of a field as it stands in a configuration. */
export type FieldValue = number | string | boolean;

/** The values of a definition's own fields; one that is absent was not given and has no default. */
export type FieldValues = Readonly<Record<string, FieldValue | undefined>>;

/** A file that a field may name. Reading it is the caller's task; what it holds comes back under the field's name. */
export interface FieldFile {
  /** What the file holds: an array with one or two axes (.npy, .npz, .csv), or text. */
  readonly content: "vector" | "matrix" | "text";
  /** Name under which a run folder keeps a copy. */
  readonly stored: string;
  /** Whether a value names a file; all values do where left out. */
  names?(value: FieldValue): boolean;
  /** Whether a run folder keeps the value itself as that file, where it does not name one. */
  readonly inline?: boolean;
}

/** One field of a definition. */
export interface Field {
  /** Name in a configuration; `entanglerDepth` is `--entangler-depth` on the command line. */
  readonly name: string;
  readonly type: "number" | "integer" | "text" | "choice" | "flag";
  /** What it is, in a few words of plain text that begin a sentence, such as `J of the xxz chain`. */
  readonly words: string;
  /** What stands for the value in a help line, such as `<j>`. */
  readonly placeholder: string;
  /** The value where none is given. */
  readonly default?: FieldValue;
  /** For a field without default: what must be given, in words, such as `a Pauli sum such as -1.0*XXII + 0.5*ZIIZ`. */
  readonly required?: string;
  /** The values of a choice. */
  readonly choices?: readonly string[];
  /** Smallest and largest number accepted. */
  readonly min?: number;
  readonly max?: number;
  /** A number must be greater than this. */
  readonly above?: number;
  /** A number must be less than this. */
  readonly below?: number;
  /** The field applies only where another field of the same definition has one of these values. */
  readonly when?: { readonly field: string; readonly is: readonly string[] };
  /** Whether data, or classes, may have a value each: as a list or the option repeated, or with semicolons where a text may come from a file. */
  readonly perDatum?: boolean;
  /** Whether it belongs to the default random streams, and goes when others are asked for. */
  readonly defaultStreams?: boolean;
  readonly file?: FieldFile;
  /**
   * Where the command line takes a text from: `path`, from the file it names; `at`, from one it names after @. A value with a line break, or a semicolon, is the
   * text itself.
   */
  readonly textFrom?: "path" | "at";
  /** Reads a text that comes from a file, only so that what is wrong with it is said with the file's name. */
  checkText?(text: string, path: string): void;
  /** Whether a text is about numbers, so that its minus signs and spaces may be those of print. */
  readonly numerals?: boolean;
  /** Symbol in captions and controls, such as J. */
  readonly symbol?: string;
  /** Name of the control in the lab; the lab does not offer a field without one. */
  readonly label?: string;
  /** What a slider of the lab goes over. */
  readonly range?: { readonly min: number; readonly max: number; readonly step: number; readonly scale?: "linear" | "log" };
  /** What the lab says below the control for so many qubits. */
  hint?(qubits: number): string;
  /** A value that fits so many qubits, where the lab must offer one. */
  example?(qubits: number): FieldValue;
}

/** A field that belongs to some definitions. */
export interface OwnedField {
  readonly field: Field;
  /** Names of the definitions it belongs to. */
  readonly owners: readonly string[];
  /** What it is and for which definitions, such as `boundary of the chain, for xxz or tfim`. */
  readonly words: string;
}

/** The fields of all definitions, each once, with the names of those it belongs to. */
export function ownedFields(definitions: readonly { readonly name: string; readonly fields: readonly Field[] }[]): OwnedField[] {
  const found = new Map<string, { field: Field; said: Map<string, string[]> }>();
  for (const { name, fields } of definitions) {
    for (const field of fields) {
      const known = found.get(field.name) ?? { field, said: new Map<string, string[]>() };
      known.said.set(field.words, [...(known.said.get(field.words) ?? []), name]);
      found.set(field.name, known);
    }
  }
  return [...found.values()].map(({ field, said }) => ({
    field,
    owners: [...said.values()].flat(),
    words: [...said].map(([words, names]) => `${words}, for ${alternatives(names)}`).join("; "),
  }));
}

/** Names of the fields of all definitions, each once. */
export function fieldNames(definitions: readonly { readonly name: string; readonly fields: readonly Field[] }[]): string[] {
  return ownedFields(definitions).map(({ field }) => field.name);
}

/** The numbers a field accepts, in words. */
export function allowedNumbers({ type, min, max, above, below }: Field): string {
  const noun = type === "integer" ? "an integer" : "a finite number";
  if (min !== undefined && max !== undefined) return `${noun} from ${min} to ${max}`;
  const bounds = [
    ...(min === undefined ? [] : [`of at least ${min}`]),
    ...(above === undefined ? [] : [`greater than ${above}`]),
    ...(max === undefined ? [] : [`of at most ${max}`]),
    ...(below === undefined ? [] : [`less than ${below}`]),
  ];
  return [noun, bounds.join(" and ")].filter(Boolean).join(" ");
}

/** Whether a field applies beside the values of the others. */
export function applies({ when }: Field, values: FieldValues): boolean {
  return when === undefined || when.is.includes(String(values[when.field]));
}

/** Values in words: their symbols, or the words of choices, such as `J = 2, open`. */
export function fieldWords(fields: readonly Field[], values: FieldValues): string[] {
  return fields.flatMap(({ name, type, symbol }) => {
    const value = values[name];
    if (value === undefined) return [];
    if (symbol !== undefined) return [`${symbol} = ${value}`];
    return type === "choice" ? [String(value)] : [];
  });
}
