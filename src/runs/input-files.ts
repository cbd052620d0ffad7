/**
 * Reads the files that a configuration names: what the fields of its definitions say, and the properties of a device.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ArgumentError } from "../base/errors.ts";
import type { FieldFile } from "../base/fields.ts";
import type { ExperimentArrays, FieldContent } from "../experiment/arrays.ts";
import { inlineFiles, namedFiles } from "../experiment/chosen.ts";
import type { ExperimentConfig } from "../experiment/config.ts";
import { dataFilesOf } from "../experiment/data-config.ts";
import { textFieldNamed } from "../experiment/schema.ts";
import type { ComplexMatrix, ComplexVector } from "../linalg/complex-matrix.ts";
import { parseBackendProperties } from "../quantum/noise/backend-properties.ts";
import { noiseFileOf, parseNoise } from "../quantum/noise/models/index.ts";
import { readArrayFile } from "./array-file.ts";
import { requireDigest } from "./checksums.ts";
import { writeComplexNpy } from "./npy.ts";
import { readRunDocument } from "./run-folder.ts";
import { tableContent } from "./table-file.ts";

/** Name under which a run keeps the device properties its noise was read from. */
export const NOISE_FILE = "noise.json";
/** Name under which a run keeps the angles it started from, where they were read from a file. */
const THETA_FILE = "initial-theta.npy";

/** What a configuration names by file, and the files as a run keeps them. */
export interface ConfiguredFiles {
  readonly arrays: ExperimentArrays;
  readonly files: Readonly<Record<string, Uint8Array>>;
}

/** The content of the files that a configuration names. */
export function readConfiguredFiles(config: ExperimentConfig): ConfiguredFiles {
  return readFiles(config, (argument, path) => ({ path, bytes: readInputFile(argument, path) }));
}

/** As `readConfiguredFiles`, without the files themselves. */
export function readConfiguredArrays(config: ExperimentConfig): ExperimentArrays {
  return readConfiguredFiles(config).arrays;
}

/**
 * What a stored run's configuration names, from the copies in its folder.
 *
 * @throws FormatError for a damaged copy
 */
export function storedArrays(folder: string, config: ExperimentConfig): ExperimentArrays {
  return storedFiles(folder, config).arrays;
}

/** As `storedArrays`, with the copies themselves. */
export function storedFiles(folder: string, config: ExperimentConfig): ConfiguredFiles {
  const { digests } = readRunDocument(folder);
  return readFiles(config, (_, __, name) => {
    const path = join(folder, name);
    const bytes = readInputFile("run", path);
    requireDigest(path, bytes, digests?.[name]);
    return { path, bytes };
  });
}

function readFiles(
  config: ExperimentConfig,
  read: (argument: string, path: string, name: string) => { path: string; bytes: Uint8Array },
): ConfiguredFiles {
  const arrays: Record<string, FieldContent> = {};
  const files: Record<string, Uint8Array> = Object.fromEntries(
    Object.entries(inlineFiles(config)).map(([name, text]) => [name, new TextEncoder().encode(text)]),
  );
  for (const { field, path: named } of namedFiles(config)) {
    const { path, bytes } = read(field.name, named, field.file.stored);
    const { content, stored } = contentOf(field.file.content, bytes, path);
    files[field.file.stored] = stored;
    arrays[field.name] = content;
  }
  if (config.theta !== undefined) {
    const { path, bytes } = read("theta", config.theta, THETA_FILE);
    const { content, stored } = arrayOf(bytes, path, "set of angles", [1, 2, 3]);
    files[THETA_FILE] = stored;
    arrays.theta = content;
  }
  for (const { field, path: named, stored } of dataFilesOf(config)) {
    const { path, bytes } = read(field, named, stored);
    files[stored] = bytes;
    arrays[field] = tableContent(bytes, path);
  }
  const noise = config.noise === undefined ? undefined : noiseFileOf(parseNoise(config.noise));
  if (noise !== undefined) {
    const { path, bytes } = read("noise", noise.path, NOISE_FILE);
    files[NOISE_FILE] = bytes;
    return { arrays: { ...arrays, device: parseBackendProperties(new TextDecoder().decode(bytes), path) }, files };
  }
  return { arrays, files };
}

/** What a field's file holds, and the bytes that a run keeps of it. */
function contentOf(kind: FieldFile["content"], bytes: Uint8Array, path: string): { content: FieldContent; stored: Uint8Array } {
  if (kind === "text") return { content: new TextDecoder().decode(bytes), stored: bytes };
  return kind === "vector" ? arrayOf(bytes, path, "state", 1) : arrayOf(bytes, path, "matrix", 2);
}

/** An array, one with three axes as a stack of matrices, and the bytes that a run keeps of it: other formats as .npy. */
function arrayOf(
  bytes: Uint8Array,
  path: string,
  noun: string,
  axes?: number | readonly number[],
): { content: ComplexVector | ComplexMatrix; stored: Uint8Array } {
  const array = readArrayFile(bytes, path, noun, axes);
  const { shape, re, im } = array;
  const [columns, ...others] = [...shape].reverse();
  const rows = others.reduce((product, length) => product * length, 1);
  const stacked = shape.length === 3 && { stacks: shape[0] };
  const content = shape.length === 1 ? { re, im } : { rows, columns, re, im, ...stacked };
  return { content, stored: array.isNpy ? bytes : writeComplexNpy(array) };
}

/**
 * The content of a file that the user named with an option.
 *
 * @throws ArgumentError saying why it cannot be read
 */
export function readInputFile(argument: string, path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new ArgumentError(argument, path, `a file that can be read (${CAUSES[code ?? ""] ?? message})`);
  }
}

const CAUSES: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  ENOTDIR: "there is no such file",
  EISDIR: "it is a folder",
  EACCES: "permission is denied",
  EPERM: "permission is denied",
};

/**
 * The value of a field whose text may stand in a file: that of the file where the value names one, and any other value as it is.
 *
 * @throws ArgumentError if the file cannot be read
 * @throws FormatError if the text cannot, with the file's name
 */
export function textOfField(name: string, value: unknown): unknown {
  const field = textFieldNamed(name);
  // A text with a line break or a semicolon is no file's name.
  if (field === undefined || typeof value !== "string" || /[\n;]/.test(value)) return value;
  if (field.textFrom === "at" && !value.startsWith("@")) return value;
  const path = field.textFrom === "at" ? value.slice(1) : value;
  const text = new TextDecoder().decode(readInputFile(name, path));
  field.checkText?.(text, path);
  return text;
}
