/**
 * Reads the files that a configuration names: the state of a projector, the matrix of a dense observable, the properties of a device.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ArgumentError, FormatError } from "../base/errors.ts";
import { type ExperimentArrays, stateIsFile } from "../experiment/build.ts";
import type { ExperimentConfig } from "../experiment/config.ts";
import { parseBackendProperties } from "../quantum/noise/backend-properties.ts";
import { parseNoise } from "../quantum/noise/named-models.ts";
import { requireDigest } from "./checksums.ts";
import { readComplexNpy } from "./npy.ts";
import { readRunDocument } from "./run-folder.ts";

/** Name under which a run keeps the array its observable was read from. */
const OBSERVABLE_FILE = "observable.npy";
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
  let arrays: ExperimentArrays = {};
  const files: Record<string, Uint8Array> = {};
  const array = arrayFileOf(config);
  if (array !== undefined) {
    const { path, bytes } = read(arrayArgument(config), array, OBSERVABLE_FILE);
    files[OBSERVABLE_FILE] = bytes;
    arrays = readArrays(config, bytes, path);
  }
  const noise = parseNoise(config.noise ?? "none");
  if (noise.kind === "file") {
    const { path, bytes } = read("noise", noise.path, NOISE_FILE);
    files[NOISE_FILE] = bytes;
    arrays = { ...arrays, device: parseBackendProperties(new TextDecoder().decode(bytes), path) };
  }
  return { arrays, files };
}

/** The array file that a configuration names, if it names one. */
function arrayFileOf(config: ExperimentConfig): string | undefined {
  return config.matrix ?? (stateIsFile(config) ? config.state : undefined);
}

/** The field whose value names that file. */
function arrayArgument({ matrix }: ExperimentConfig): "matrix" | "state" {
  return matrix === undefined ? "state" : "matrix";
}

/** The arrays in the content of a configuration's file. */
function readArrays(config: ExperimentConfig, bytes: Uint8Array, path: string): ExperimentArrays {
  const { shape, re, im } = readComplexNpy(bytes, path);
  if (config.observable === "projector") {
    if (shape.length !== 1) throw new FormatError(path, `has ${shape.length} dimensions; a state has 1`);
    return { state: { re, im } };
  }
  if (shape.length !== 2) throw new FormatError(path, `has ${shape.length} dimensions; a matrix has 2`);
  return { matrix: { rows: shape[0], columns: shape[1], re, im } };
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
