/**
 * Reads the array files that a configuration names: the state of a projector, the matrix of a dense observable.
 */
import { readFileSync } from "node:fs";
import { FormatError } from "../base/errors.ts";
import { type ExperimentArrays, stateIsFile } from "../experiment/build.ts";
import type { ExperimentConfig } from "../experiment/config.ts";
import { readComplexNpy } from "../runs/npy.ts";

/** Name under which a run keeps the array its observable was read from. */
export const OBSERVABLE_FILE = "observable.npy";

/** The arrays of a configuration, from the files it names. */
export function readConfiguredArrays(config: ExperimentConfig): ExperimentArrays {
  const file = arrayFileOf(config);
  return file === undefined ? {} : readArrays(config, readInputFile(file), file);
}

/** The array file that a configuration names, if it names one. */
export function arrayFileOf(config: ExperimentConfig): string | undefined {
  return config.matrix ?? (stateIsFile(config) ? config.state : undefined);
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

/** The content of a file that the user named. */
export function readInputFile(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new FormatError(path, `cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}
