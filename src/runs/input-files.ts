/**
 * Reads the files that a configuration names: what the fields of its definitions say, and the properties of a device.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ArgumentError, FormatError } from "../base/errors.ts";
import type { FieldFile } from "../base/fields.ts";
import type { ExperimentArrays, FieldContent } from "../experiment/arrays.ts";
import { inlineFiles, namedFiles } from "../experiment/chosen.ts";
import type { ExperimentConfig } from "../experiment/config.ts";
import { textFieldNamed } from "../experiment/schema.ts";
import type { ComplexMatrix, ComplexVector } from "../linalg/complex-matrix.ts";
import { parseBackendProperties } from "../quantum/noise/backend-properties.ts";
import { parseNoise } from "../quantum/noise/named-models.ts";
import { requireDigest } from "./checksums.ts";
import { readComplexNpy } from "./npy.ts";
import { readRunDocument } from "./run-folder.ts";

/** Name under which a run keeps the device properties its noise was read from. */
const NOISE_FILE = "noise.json";
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
    files[field.file.stored] = bytes;
    arrays[field.name] = contentOf(field.file.content, bytes, path);
  }
  if (config.theta !== undefined) {
    const { path, bytes } = read("theta", config.theta, THETA_FILE);
    files[THETA_FILE] = bytes;
    arrays.theta = arrayOf(bytes, path);
  }
  const noise = parseNoise(config.noise ?? "none");
  if (noise.kind === "file") {
    const { path, bytes } = read("noise", noise.path, NOISE_FILE);
    files[NOISE_FILE] = bytes;
    return { arrays: { ...arrays, device: parseBackendProperties(new TextDecoder().decode(bytes), path) }, files };
  }
  return { arrays, files };
}

/** What a field's file holds. */
function contentOf(content: FieldFile["content"], bytes: Uint8Array, path: string): FieldContent {
  if (content === "text") return new TextDecoder().decode(bytes);
  const array = arrayOf(bytes, path);
  if ("rows" in array !== (content === "matrix"))
    throw new FormatError(path, content === "vector" ? "has 2 dimensions; a state has 1" : "has 1 dimension; a matrix has 2");
  return array;
}

/** An array with one or two axes. */
function arrayOf(bytes: Uint8Array, path: string): ComplexVector | ComplexMatrix {
  const { shape, re, im } = readComplexNpy(bytes, path);
  if (shape.length !== 1 && shape.length !== 2) throw new FormatError(path, `has ${shape.length} dimensions; 1 or 2 are read`);
  return shape.length === 1 ? { re, im } : { rows: shape[0], columns: shape[1], re, im };
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
