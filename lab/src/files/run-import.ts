/**
 * Runs written by the command line, read from a .zip or from the files of a folder. Loaded when one is first opened.
 */
import { FormatError, type RunDocument, readRunFiles, readRunZip, type TrainingRecord } from "qntk";

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
    return requireOneState({ name: first.name, ...run });
  }
  const path = (file: File) => file.webkitRelativePath || file.name;
  const entries = await Promise.all(files.map(async (file) => [path(file), new Uint8Array(await file.arrayBuffer())] as const));
  const name = path(first).split("/")[0];
  return requireOneState({ name, ...(await readRunFiles(Object.fromEntries(entries), name)) });
}

/** Refuses a run with data: what the page draws is about one state and one target. */
export function requireOneState(run: OpenedRun): OpenedRun {
  if (run.document.data !== undefined)
    throw new FormatError(run.name, "is a run with data, which the page does not draw; qntk show RUN --plot FILE does");
  return run;
}
