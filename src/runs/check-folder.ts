/**
 * Checks every file below a folder against its checksum: runs, studies of many runs, and whatever else lies there. Node only.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { FormatError } from "../base/errors.ts";
import type { CheckedFile } from "./check-run.ts";
import { checkRun } from "./check-run.ts";
import { AtomicFolderStore } from "./file-store.ts";
import { readRunDocument } from "./run-folder.ts";
import { checkSeal } from "./sealed.ts";

/** What a walk through a folder found. */
export interface FolderCheck {
  /** Runs that were met. */
  readonly runs: number;
  /** One entry for each file that is there or should be, paths relative to the folder, with forward slashes. */
  readonly files: readonly (CheckedFile & { readonly problem?: string })[];
}

/**
 * Walks through a folder.
 *
 * @throws FormatError if there is no such folder, or it holds no file
 */
export function checkFolder(folder: string): FolderCheck {
  const paths = filesBelow(folder);
  if (paths.length === 0) throw new FormatError(folder, "is an empty folder");
  const roots = paths
    .filter((path) => path === "run.json" || path.endsWith("/run.json"))
    .map((path) => path.slice(0, -"run.json".length));
  // The run that a file belongs to is the nearest above it.
  const nearest = [...roots].sort((a, b) => b.length - a.length);
  const owner = (path: string) => nearest.find((root) => path.startsWith(root));
  const inRuns = roots.flatMap((root) =>
    checkOne(
      folder,
      root,
      paths.filter((path) => owner(path) === root),
    ),
  );
  const others = paths.filter((path) => owner(path) === undefined).map((path) => checkOther(folder, path));
  return { runs: roots.length, files: [...inRuns, ...others] };
}

function checkOne(folder: string, root: string, paths: readonly string[]): FolderCheck["files"] {
  const place = join(folder, root);
  try {
    const keys = paths.map((path) => `/${path.slice(root.length)}`);
    const checked = checkRun(new AtomicFolderStore(place), keys, readRunDocument(place));
    return checked.map((one) => ({ ...one, file: `${root}${one.file}` }));
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    // Without it nothing is known of the others.
    const others = paths.filter((path) => path !== `${root}run.json`).map((file) => ({ file, checked: false }));
    return [{ file: `${root}run.json`, checked: true, problem: error.problem }, ...others];
  }
}

/** A file that belongs to no run: some end in a digest of themselves. */
function checkOther(folder: string, path: string): CheckedFile & { readonly problem?: string } {
  if (!path.endsWith(".json")) return { file: path, checked: false };
  try {
    return { file: path, checked: checkSeal(readFileSync(join(folder, path), "utf8"), path) };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { file: path, checked: true, problem: error.problem };
  }
}

function filesBelow(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, "/"))
      .sort();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const problem = code === "ENOENT" ? "does not exist" : code === "ENOTDIR" ? "is not a folder" : `cannot be read (${code})`;
    throw new FormatError(folder, problem);
  }
}
