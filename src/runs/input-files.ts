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
import { parseBackendProperties } from "../quantum/noise/backend-properties.ts";
import { parseNoise } from "../quantum/noise/named-models.ts";
import { requireDigest } from "./checksums.ts";
import { readComplexNpy } from "./npy.ts";
import { readRunDocument } from "./run-folder.ts";

/** Name under which a run keeps the device properties its noise was read from. */
const NOISE_FILE = "noise.json";

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
  const { shape, re, im } = readComplexNpy(bytes, path);
  const [axes, noun] = content === "vector" ? [1, "state"] : [2, "matrix"];
  if (shape.length !== axes) throw new FormatError(path, `has ${shape.length} dimensions; a ${noun} has ${axes}`);
  return content === "vector" ? { re, im } : { rows: shape[0], columns: shape[1], re, im };
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
