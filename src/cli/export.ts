/**
 * `qntk export`: a run's arrays in one .npz file.
 */
import { existsSync } from "node:fs";
import { StorageError } from "../base/errors.ts";
import { writeFileAtomic } from "../runs/file-store.ts";
import { npzOfRun } from "../runs/run-files.ts";
import { readRun } from "../runs/run-folder.ts";
import { print } from "../terminal/terminal.ts";

/** Runs the command and returns its exit code. */
export async function exportCommand(dir: string, { npz, force }: { npz: string; force?: boolean }): Promise<number> {
  const { document, record } = await readRun(dir);
  if (existsSync(npz) && !force) throw new StorageError(npz, "exists already; choose another file or add --force");
  writeFileAtomic(npz, npzOfRun(document, record));
  print(npz);
  return 0;
}
