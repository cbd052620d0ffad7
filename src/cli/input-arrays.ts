/**
 * Reads the array files that a configuration names: the state of a projector, the matrix of a dense observable.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ArgumentError, FormatError } from "../base/errors.ts";
import { type ExperimentArrays, stateIsFile } from "../experiment/build.ts";
import type { ExperimentConfig } from "../experiment/config.ts";
import { readComplexNpy } from "../runs/npy.ts";

/** Name under which a run keeps the array its observable was read from. */
export const OBSERVABLE_FILE = "observable.npy";

/** The arrays of a configuration, from the files it names. */
export function readConfiguredArrays(config: ExperimentConfig): ExperimentArrays {
  const file = arrayFileOf(config);
  return file === undefined ? {} : readArrays(config, readInputFile(arrayArgument(config), file), file);
}

/** The arrays of a stored run's configuration, from the copy in its folder. */
export function storedArrays(folder: string, config: ExperimentConfig): ExperimentArrays {
  if (arrayFileOf(config) === undefined) return {};
  const path = join(folder, OBSERVABLE_FILE);
  return readArrays(config, readInputFile("run", path), path);
}

/** The array file that a configuration names, if it names one. */
export function arrayFileOf(config: ExperimentConfig): string | undefined {
  return config.matrix ?? (stateIsFile(config) ? config.state : undefined);
}

/** The field whose value names that file. */
export function arrayArgument({ matrix }: ExperimentConfig): "matrix" | "state" {
  return matrix === undefined ? "state" : "matrix";
}

/** The arrays in the content of a configuration's file. */
export function readArrays(config: ExperimentConfig, bytes: Uint8Array, path: string): ExperimentArrays {
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
