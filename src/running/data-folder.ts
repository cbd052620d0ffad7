/**
 * The folder given to `verify` or `figure`: where the data lies in it, and its files.
 */
import { readdirSync, statSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { FormatError } from "../base/errors.ts";
import { alternatives } from "../base/words.ts";

/** A folder of published data. */
export interface DataFolder {
  /** Absolute path of the folder that holds `training`, or `framePot`. */
  readonly root: string;
  /** Its .npy and .csv files relative to it, with forward slashes, sorted. */
  readonly paths: readonly string[];
}

/** Folders that the authors' `data` holds. */
const PARTS = ["training", "linearLoss", "QNTK"];
/** Folders of the data of their paper on training on a data set. */
export const DATA_SET_PARTS = ["framePot", "rstHaar"];

/**
 * Finds the data in a folder that is `data`, or holds it.
 *
 * @param dataSets whether the data of the paper on data sets will do too
 * @throws FormatError if the folder does not exist, cannot be read, or holds no data
 */
export function openDataFolder(dir: string, { dataSets = false } = {}): DataFolder {
  const parts = dataSets ? [...PARTS, ...DATA_SET_PARTS] : PARTS;
  try {
    const stats = statSync(dir);
    if (!stats.isDirectory()) throw new FormatError(dir, "is not a folder");
    if (readdirSync(dir).length === 0) throw new FormatError(dir, "is an empty folder");
    const root = [resolve(dir), resolve(dir, "data")].find((folder) => parts.some((part) => isFolder(join(folder, part))));
    if (root === undefined) {
      throw new FormatError(
        dir,
        `is not laid out like the authors' data: neither it nor a folder data in it holds ${alternatives(parts)}`,
      );
    }
    const paths = listFiles(root);
    if (paths.length === 0) throw new FormatError(dir, "holds no .npy or .csv file");
    return { root, paths };
  } catch (error) {
    if (error instanceof FormatError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new FormatError(dir, code === "ENOENT" || code === "ENOTDIR" ? "does not exist" : `cannot be read (${code})`);
  }
}

/** Whether a path is a folder. */
export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function listFiles(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(npy|csv)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll(sep, "/"))
    .sort();
}
