/**
 * The part of a configuration that says what data are trained on: where they come from, their labels, how they enter the circuit, what is held out, and
 * mini-batches.
 */

import { ArgumentError } from "../base/errors.ts";
import { numberList } from "../base/numerals.ts";
import { angleEncodings, encodings } from "../data/encodings/index.ts";
import { losses } from "../training/losses.ts";

/** What a configuration says of its data, complete. Runs without data say nothing. */
export type DataConfig = {
  /** `haar:N`, `basis:0,3`, or a file of states (.npy, complex .csv) or of a table (.csv, .npy, .npz). */
  readonly data?: string;
  /** One target for each datum, as numbers or a file of them. */
  readonly labels?: string;
  readonly encode?: string;
  readonly reupload?: number;
  /** What is held out: a file, or a share such as `20%`. */
  readonly test?: string;
  readonly splitSeed?: number;
  readonly batch?: number;
  readonly batchSeed?: number;
  readonly weights?: string;
};

/** Names of these fields. */
export const dataFieldNames = [
  "data",
  "labels",
  "encode",
  "reupload",
  "test",
  "splitSeed",
  "batch",
  "batchSeed",
  "weights",
] as const satisfies readonly (keyof DataConfig)[];

/** How data are written. */
export const DATA_FORMS =
  "haar:N (N orthonormal random states), basis:0,3 (computational basis states), or a file: .npy, or .csv with complex numbers, with states in its rows; .csv, .npy or .npz with a table; several with ; between them are one for each target vector";

const HAAR = /^haar:(\d+)$/;
const BASIS = /^basis:(\d+(?:,\d+)*)$/;
const SHARE = /^(\d+(?:\.\d+)?)%$/;

/** Where data come from. */
export type DataSource =
  | { readonly kind: "haar"; readonly count: number }
  | { readonly kind: "basis"; readonly indices: readonly number[] }
  | { readonly kind: "file"; readonly path: string };

/** Reads a source of data. */
export function dataSourceOf(text: string): DataSource {
  const haar = HAAR.exec(text);
  if (haar !== null) return { kind: "haar", count: Number(haar[1]) };
  const basis = BASIS.exec(text);
  if (basis !== null) return { kind: "basis", indices: basis[1].split(",").map(Number) };
  if (/^(haar|basis):/.test(text)) throw new ArgumentError("data", text, DATA_FORMS);
  return { kind: "file", path: text };
}

/** The data sets of a text: one, or several with semicolons between them, one for each target vector. */
export function dataSetsOf(text: string): DataSource[] {
  const parts = text.split(";").map((part) => part.trim());
  if (parts.includes("")) throw new ArgumentError("data", text, DATA_FORMS);
  return parts.map(dataSourceOf);
}

/** Name under which the file of a data set is read, by its place among them. */
export function dataFieldOf(set: number): string {
  return set === 0 ? "data" : `data-${set + 1}`;
}

/** The share of the data that is held out; undefined where a file is named. */
export function shareOf(test: string): number | undefined {
  const match = SHARE.exec(test);
  if (match === null) return undefined;
  const share = Number(match[1]) / 100;
  if (!(share > 0 && share < 1)) throw new ArgumentError("test", test, "a share above 0% and below 100%, or a file");
  return share;
}

/** Numbers written as a list such as `1,-1`; undefined where the text is none. */
export function listOfNumbers(text: string): number[] | undefined {
  const parts = numberList(text);
  return parts.every(Number.isFinite) ? parts : undefined;
}

/** A file that a configuration's data are in, and its name within a run folder. */
export interface DataFile {
  /** `data`, `data-2`, …, `labels`, `test` or `weights`. */
  readonly field: string;
  readonly path: string;
  readonly stored: string;
}

/** The files that a configuration's data are in. */
export function dataFilesOf({ data, labels, test, weights }: DataConfig): DataFile[] {
  const file = (field: string, path: string): DataFile => ({
    ...{ field, path },
    stored: `${field}${/\.(npy|npz|csv)$/i.exec(path)?.[0].toLowerCase() ?? ".csv"}`,
  });
  const sets = data === undefined ? [] : dataSetsOf(data);
  return [
    ...sets.flatMap((source, k) => (source.kind === "file" ? [file(dataFieldOf(k), source.path)] : [])),
    ...(labels !== undefined && listOfNumbers(labels) === undefined ? [file("labels", labels)] : []),
    ...(test !== undefined && shareOf(test) === undefined ? [file("test", test)] : []),
    ...(weights !== undefined && listOfNumbers(weights) === undefined ? [file("weights", weights)] : []),
  ];
}

/** Fields that no run with data has, and why. */
const REFUSED: Readonly<Record<string, string>> = {
  device: "a simulation here: data are not yet sent to a device",
  criticalFrom: "no criticalFrom with data, whose critical targets are the ends of what each datum reaches",
  criticalSteps: "no criticalSteps with data, whose critical targets are the ends of what each datum reaches",
  mitigate: "no mitigation with data",
};

/**
 * These fields with defaults filled in.
 *
 * @throws ArgumentError for a field of data without data, or one that data do not go with
 */
export function dataConfigOf(input: Readonly<Record<string, unknown>>): DataConfig {
  const values = input as DataConfig & { readonly loss?: string; readonly optimizer?: string; readonly state?: unknown };
  const { data, labels, encode, reupload, test, splitSeed, batch, batchSeed, weights } = values;
  if (data === undefined) {
    const foreign = dataFieldNames.find((name) => input[name] !== undefined);
    if (foreign !== undefined) throw new ArgumentError(foreign, input[foreign], `no ${foreign} without data (--data)`);
    if (values.loss !== undefined && losses.get(values.loss).needsLabels)
      throw new ArgumentError("loss", values.loss, "quadratic or linear, without data that have labels (--data)");
    return {};
  }
  for (const [field, allowed] of Object.entries(REFUSED)) {
    if (input[field] !== undefined) throw new ArgumentError(field, input[field], allowed);
  }
  const sets = dataSetsOf(data);
  if (encode !== undefined && sets.some(({ kind }) => kind !== "file"))
    throw new ArgumentError("encode", encode, `no encoding with data ${data}, which are states already`);
  const encodesAngles = encode !== undefined && encodings.get(encode).asAngles !== undefined;
  if (reupload !== undefined && !encodesAngles)
    throw new ArgumentError("reupload", reupload, `no reupload without an encoding as angles (--encode ${angleEncodings()})`);
  if (sets.length > 1 && test !== undefined) throw new ArgumentError("test", test, "no data held out, with several data sets");
  const share = test === undefined ? undefined : shareOf(test);
  if (splitSeed !== undefined && share === undefined)
    throw new ArgumentError("splitSeed", splitSeed, "no splitSeed without a share of the data to hold out, such as --test 20%");
  if (batchSeed !== undefined && batch === undefined)
    throw new ArgumentError("batchSeed", batchSeed, "no batchSeed without batch");
  return {
    data,
    ...(labels !== undefined && { labels }),
    ...(encode !== undefined && { encode, ...(encodesAngles && { reupload: reupload ?? 1 }) }),
    ...(test !== undefined && { test, ...(share !== undefined && { splitSeed: splitSeed ?? 0 }) }),
    ...(batch !== undefined && { batch, batchSeed: batchSeed ?? 0 }),
    ...(weights !== undefined && { weights }),
  };
}
