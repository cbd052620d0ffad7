/**
 * Files on disk, written so that no reader ever sees half of one. Node only.
 */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { AbsolutePath } from "zarrita";
import { StorageError } from "../base/errors.ts";

/** Writes a file under a temporary name beside it, then renames it into place. */
export function writeFileAtomic(path: string, content: Uint8Array | string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, content);
    renameSync(temporary, path);
  } catch (error) {
    removeIfPossible(temporary);
    throw storageError(path, "cannot be written", error);
  }
}

/** The content of a file, in a buffer of its own; undefined where there is none. */
export function readFileIfThere(path: string): Uint8Array | undefined {
  try {
    // Node may return small files as views into a pool; zarrita writes a chunk it has read back with its whole buffer.
    return new Uint8Array(readFileSync(path));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw storageError(path, "cannot be read", error);
  }
}

/** A Zarr store in a folder, each key a file written atomically. */
export class AtomicFolderStore {
  constructor(readonly root: string) {}

  get(key: AbsolutePath): Uint8Array | undefined {
    return readFileIfThere(join(this.root, key));
  }

  size(key: AbsolutePath): number | undefined {
    return statSync(join(this.root, key), { throwIfNoEntry: false })?.size;
  }

  set(key: AbsolutePath, value: Uint8Array): void {
    const path = join(this.root, key);
    makeFolder(dirname(path));
    writeFileAtomic(path, value);
  }
}

/** Creates a folder and those above it, one by one: the recursive form of Node loops for ever below /proc and hides EROFS. */
export function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw storageError(path, "cannot be created", error);
  }
}

/**
 * Refuses a path that is taken: a file, or a folder that is not empty.
 *
 * @throws StorageError with the given problem
 */
export function requireFree(path: string, problem = "exists already; choose another folder or add --force"): void {
  const target = resolve(path);
  if (!existsSync(target) || isEmptyFolder(target)) return;
  throw new StorageError(path, statSync(target).isDirectory() ? problem : "is a file; choose another folder");
}

/**
 * Creates a folder all at once: `fill` writes into a temporary folder beside it, which is then renamed into place. If anything
 * fails nothing is left behind.
 *
 * @param replaceable whether an existing folder that is not empty may be replaced; if not, one that appears meanwhile stays untouched
 * @throws StorageError if it exists and may not be replaced, or cannot be written
 */
export async function createFolder(
  path: string,
  replaceable: boolean,
  fill: (temporary: string) => Promise<void>,
): Promise<void> {
  const target = resolve(path);
  if (!replaceable) requireFree(path);
  makeFolder(dirname(target));
  const temporary = join(dirname(target), `.${basename(target)}-${process.pid}.tmp`);
  const discarded = `${temporary}-old`;
  try {
    mkdirSync(temporary);
    await fill(temporary);
    if (replaceable && existsSync(target)) renameSync(target, discarded);
    renameSync(temporary, target);
    rmSync(discarded, { recursive: true, force: true });
  } catch (error) {
    removeIfPossible(temporary);
    if (existsSync(discarded) && !existsSync(target)) renameSync(discarded, target);
    throw error instanceof StorageError
      ? new StorageError(path, error.problem, { cause: error })
      : storageError(path, "cannot be created", error);
  }
}

/** Creates the first folder `name(1)`, `name(2)`, ... that does not exist yet, and returns it. No two callers get the same one. */
export function claimFolder(name: (k: number) => string): string {
  for (let k = 1; ; k++) {
    const path = name(k);
    if (existsSync(path)) continue;
    makeFolder(dirname(resolve(path)));
    try {
      mkdirSync(path);
      return path;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw storageError(path, "cannot be created", error);
    }
  }
}

/** Gives a claimed folder back, unless something has been written into it. */
export function releaseFolder(path: string): void {
  try {
    rmdirSync(path);
  } catch {
    // It is in use, or gone.
  }
}

/** Clears up after a failure, whose own error is the one to report. */
function removeIfPossible(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // What could not be created need not be removed.
  }
}

function isEmptyFolder(path: string): boolean {
  try {
    return readdirSync(path).length === 0;
  } catch {
    return false;
  }
}

const CAUSES: Record<string, string> = {
  ENOSPC: "no space is left on the device",
  EDQUOT: "the disk quota is used up",
  EACCES: "permission is denied",
  EPERM: "permission is denied",
  EROFS: "the file system is read-only",
  ENOENT: "there is no such folder",
  ENOTDIR: "a part of the path is not a folder",
  EISDIR: "it is a folder",
  EEXIST: "it exists already",
  ENOTEMPTY: "it exists already",
};

function storageError(path: string, problem: string, error: unknown): StorageError {
  const { code, message } = error as NodeJS.ErrnoException;
  return new StorageError(path, `${problem}: ${CAUSES[code ?? ""] ?? message}`, { cause: error });
}
