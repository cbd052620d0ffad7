/**
 * A folder as the lab's server gives it to the page: a run, or a sweep with its file, its results and the runs that were kept.
 */
import { existsSync, readdirSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { donePoints, openSweepFolder, readJson, readPoint } from "../sweeps/folder.ts";
import type { OpenedFolder } from "./lab.ts";

/** Names of the runs of batches. */
const RUN = /^runs\/([0-9a-f]+)\.json$/;

/**
 * Opens the folder of a sweep for the page. What is done meanwhile is seen when the page is loaded again.
 *
 * @throws FormatError where it holds none
 */
export function openedSweep(dir: string): OpenedFolder {
  const { folder } = openSweepFolder(dir);
  return {
    runs: join(folder, "runs"),
    content(name) {
      if (name === "sweep.json") {
        const results = [...donePoints({ folder })].map((id) => readPoint({ folder }, id));
        return JSON.stringify({ name: basename(resolve(dir)), document: readJson(join(folder, "sweep.json")), results });
      }
      const batch = RUN.exec(name)?.[1];
      return batch === undefined
        ? undefined
        : JSON.stringify(filesOf(join(folder, "runs", batch, "run")).map((path) => `run/${path}`));
    },
  };
}

/** Opens the folder of a run for the page; whether it can be read is the page's to find out. */
export function openedRun(dir: string): OpenedFolder {
  return {
    runs: dir,
    content: (name) => (name === "run.json" ? JSON.stringify({ name: basename(resolve(dir)), files: filesOf(dir) }) : undefined),
  };
}

function filesOf(place: string): string[] {
  if (!existsSync(place)) return [];
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(place.length + 1));
}
