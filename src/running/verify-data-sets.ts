/**
 * The files of a folder with the published data of the paper on learning from data, and what verifies each.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import picomatch from "picomatch";
import { ArgumentError, FormatError } from "../base/errors.ts";
import type { EngineName } from "../engine/engine.ts";
import { engineNamed } from "../engine/engines.ts";
import { type DataVerification, dataVerifier, type PublishedDataFile, recognizeDataFile } from "../papers/data/verification.ts";
import { type FileOutcome, unreadable } from "../papers/transition/verification/outcome.ts";
import { type RealArray, readComplexNpy, readRealNpy } from "../runs/npy.ts";
import { runSteps } from "./build.ts";
import { DATA_SET_PARTS, isFolder, openDataFolder } from "./data-folder.ts";
import type { Listener } from "./listener.ts";

/** Whether a folder is laid out like the data of that paper: it, or a folder data in it, holds its parts. */
export function isDataSetFolder(dir: string): boolean {
  // Of what is no folder something else is said.
  if (!existsSync(dir) || !isFolder(dir)) return false;
  return [dir, join(dir, "data")].some((folder) => DATA_SET_PARTS.some((part) => isFolder(join(folder, part))));
}

/**
 * The files that match a pattern, with what verifies them.
 *
 * @throws FormatError for a folder without such files
 * @throws ArgumentError for a pattern that matches none
 */
function dataSetFiles(dir: string, only: string | undefined, settings: Pick<DataVerification, "engine" | "limits">) {
  const { root, paths } = openDataFolder(dir, { dataSets: true });
  const known = paths.flatMap((path): (readonly [string, PublishedDataFile])[] => {
    const file = recognizeDataFile(path);
    return file === undefined ? [] : [[path, file]];
  });
  if (known.length === 0) throw new FormatError(dir, "holds no file that is named like one of the authors'");
  const wanted = only === undefined ? () => true : picomatch(only, { basename: !only.includes("/") });
  const matching = known.filter(([path]) => wanted(path));
  if (matching.length === 0)
    throw new ArgumentError("only", only, `a pattern that matches one of the ${known.length} files in ${dir}`);
  const broken: FileOutcome[] = [];
  const files = matching.filter(([path, file]) => {
    try {
      arrayOf(root, path, file);
      return true;
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      broken.push(unreadable(path, error.problem));
      return false;
    }
  });
  const array = (path: string) => {
    const file = recognizeDataFile(path);
    return file === undefined || !existsSync(join(root, path)) ? undefined : arrayOf(root, path, file);
  };
  return { files, unreadable: broken, verify: dataVerifier({ ...settings, array }) };
}

/** What of a folder is verified, and how. */
export interface DataSetSettings {
  readonly engine: EngineName;
  readonly samples: number;
  readonly maxSteps: number;
  /** Whether a small part of every file is. */
  readonly sample: boolean;
  readonly signal?: AbortSignal;
}

/** Samples of every file, and rows of frame potentials, of a small part. */
const SAMPLE = { samples: 1, rows: 3 };

/**
 * Verifies the files of a folder that match a pattern, one after the other.
 *
 * @param report called with outcomes as they come, and how many there will be
 * @throws FormatError for a folder without such files
 * @throws ArgumentError for a pattern that matches none
 */
export async function verifyDataSets(
  dir: string,
  only: string | undefined,
  { engine, samples, maxSteps, sample, signal }: DataSetSettings,
  listener: Listener,
  report: (found: readonly FileOutcome[], files: number) => void,
): Promise<void> {
  const limits = sample
    ? { samples: Math.min(SAMPLE.samples, samples), maxSteps, rows: SAMPLE.rows }
    : { samples, maxSteps, rows: Number.POSITIVE_INFINITY };
  const { verify, unreadable: broken, files } = dataSetFiles(dir, only, { engine: engineNamed(engine), limits });
  const all = files.length + broken.length;
  report(broken, all);
  for (const [path, file] of files) report([await runSteps(verify(path, file), path, 1, listener, signal, { share: true })], all);
}

/** The numbers of a file; complex ones as pairs, along an axis of their own. */
function arrayOf(root: string, path: string, file: PublishedDataFile): RealArray {
  const bytes = readFileSync(join(root, path));
  if (file.kind !== "late" || file.quantity !== "states") return readRealNpy(bytes, path);
  const { shape, re, im } = readComplexNpy(bytes, path);
  const data = Float64Array.from({ length: 2 * re.length }, (_, k) => (k % 2 === 0 ? re : im)[Math.floor(k / 2)]);
  return { ...{ shape: [...shape, 2], data } };
}
