/**
 * Sweeps written by the command line: a folder that is dropped, or the one that `qntk lab DIR` serves. Loaded when one is first opened.
 */
import { FormatError, sweeps } from "qntk";
import type { FolderFiles, OpenedRun } from "./run-import.ts";

/** A sweep, and how a run of it is read, where histories were kept. */
export interface SweepSource {
  readonly opened: sweeps.OpenedSweep;
  /** The run of a batch; undefined where its history was not kept. */
  run(batch: string): Promise<OpenedRun | undefined>;
}

/** The files of a folder that is dropped; undefined where none is. */
export async function droppedFolder(
  items: readonly DataTransferItem[],
): Promise<{ name: string; files: FolderFiles } | undefined> {
  const entry = items[0]?.webkitGetAsEntry?.();
  if (!entry?.isDirectory) return undefined;
  const files = new Map<string, File>();
  await collect(entry as FileSystemDirectoryEntry, "", files);
  return { name: entry.name, files };
}

/**
 * Reads a dropped folder as a sweep.
 *
 * @returns undefined where it is none
 * @throws FormatError where it is one that cannot be read
 */
export async function sweepOfFolder(name: string, files: FolderFiles): Promise<SweepSource | undefined> {
  const document = files.get("sweep.json");
  if (document === undefined) return undefined;
  const results = [...files].filter(([path]) => /^points\/[^/]+\.json$/.test(path)).map(([, file]) => file);
  const opened = sweeps.readSweepContent(await jsonOf(document), await Promise.all(results.map(jsonOf)), name);
  return {
    opened,
    async run(batch) {
      const prefix = `runs/${batch}/run/`;
      const own = [...files].filter(([path]) => path.startsWith(prefix));
      if (own.length === 0) return undefined;
      return readRunOf(
        batch,
        await Promise.all(
          own.map(async ([path, file]) => [path.slice(prefix.length), new Uint8Array(await file.arrayBuffer())] as const),
        ),
      );
    },
  };
}

/** The sweep that the page's own server has been given. */
export async function servedSweep(): Promise<SweepSource> {
  const answer = await fetch("opened/sweep.json");
  if (!answer.ok) throw new FormatError("the sweep", `could not be had from the server: ${answer.status} ${answer.statusText}`);
  const { name, document, results } = (await answer.json()) as { name: string; document: unknown; results: unknown[] };
  return {
    opened: sweeps.readSweepContent(document, results, name),
    async run(batch) {
      const list = await fetch(`opened/runs/${batch}.json`);
      if (!list.ok) return undefined;
      const paths = (await list.json()) as string[];
      if (paths.length === 0) return undefined;
      return readRunOf(
        batch,
        await Promise.all(
          paths.map(
            async (path) =>
              [
                path.replace(/^run\//, ""),
                new Uint8Array(await (await fetch(`opened/runs/${batch}/${path}`)).arrayBuffer()),
              ] as const,
          ),
        ),
      );
    },
  };
}

async function readRunOf(batch: string, entries: readonly (readonly [string, Uint8Array])[]): Promise<OpenedRun> {
  const { readRunFiles } = await import("qntk");
  return { name: batch, ...(await readRunFiles(Object.fromEntries(entries), batch)) };
}

async function jsonOf(file: File): Promise<unknown> {
  try {
    return JSON.parse(await file.text());
  } catch {
    throw new FormatError(file.name, "is not JSON");
  }
}

async function collect(folder: FileSystemDirectoryEntry, prefix: string, files: Map<string, File>): Promise<void> {
  const reader = folder.createReader();
  // A reader gives its entries in parts, and an empty one at the end.
  for (;;) {
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (entries.length === 0) return;
    for (const entry of entries) {
      if (entry.isDirectory) await collect(entry as FileSystemDirectoryEntry, `${prefix}${entry.name}/`, files);
      else
        files.set(
          `${prefix}${entry.name}`,
          await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject)),
        );
    }
  }
}
