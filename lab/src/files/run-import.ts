/**
 * Runs written by the command line, read from a .zip or from the files of a folder. Loaded when one is first opened.
 */
import { FormatError, type RunDocument, readRunFiles, readRunZip, type TrainingRecord } from "qntk";

/** A file of a folder, by its path within it. */
export type FolderFiles = ReadonlyMap<string, File>;

/** A run that has been opened. */
export interface OpenedRun {
  readonly name: string;
  readonly document: RunDocument;
  readonly record: TrainingRecord;
}

/**
 * Reads what was chosen or dropped: one .zip, or the files of a run folder.
 *
 * @throws FormatError saying what is wrong with it
 */
export async function openRun(files: readonly File[]): Promise<OpenedRun> {
  const [first] = files;
  if (first === undefined) throw new FormatError("the selection", "is empty");
  if (files.length === 1 && !first.name.endsWith(".json")) {
    const run = await readRunZip(new Uint8Array(await first.arrayBuffer()), first.name);
    return { name: first.name, ...run };
  }
  const path = (file: File) => file.webkitRelativePath || file.name;
  const entries = await Promise.all(files.map(async (file) => [path(file), new Uint8Array(await file.arrayBuffer())] as const));
  const name = path(first).split("/")[0];
  return { name, ...(await readRunFiles(Object.fromEntries(entries), name)) };
}

/**
 * Reads the files of a run folder.
 *
 * @throws FormatError saying what is wrong with it
 */
export async function runOfFolder(name: string, files: FolderFiles): Promise<OpenedRun> {
  const entries = await Promise.all(
    [...files].map(async ([path, file]) => [path, new Uint8Array(await file.arrayBuffer())] as const),
  );
  return { name, ...(await readRunFiles(Object.fromEntries(entries), name)) };
}

/** The run that the page's own server has been given. */
export async function servedRun(): Promise<OpenedRun> {
  const answer = await fetch("opened/run.json");
  if (!answer.ok) throw new FormatError("the run", `could not be had from the server: ${answer.status} ${answer.statusText}`);
  const { name, files } = (await answer.json()) as { name: string; files: string[] };
  const entries = await Promise.all(
    files.map(async (path) => [path, new Uint8Array(await (await fetch(`opened/runs/${path}`)).arrayBuffer())] as const),
  );
  return { name, ...(await readRunFiles(Object.fromEntries(entries), name)) };
}
