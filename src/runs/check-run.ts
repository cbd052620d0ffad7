/**
 * Checks every file of a run against its checksum. Runs in Node and in the browser.
 */
import { type Damage, damageOfChunk, damageOfFile } from "./checksums.ts";
import type { RunDocument } from "./run-document.ts";
import { type RunStore, recordOf, runChunks } from "./run-store.ts";

/** A file that was looked at. */
export interface CheckedFile {
  /** Path within the folder. */
  readonly file: string;
  /** What is wrong with it; undefined where nothing is, or nothing can be said. */
  readonly damage?: Damage;
  /** Whether there is a checksum to compare with. */
  readonly checked: boolean;
}

const DOCUMENT = "run.json";

/**
 * Compares the files of a run with their checksums: those of the digests in `run.json`, which has been read and is whole, and chunks.
 *
 * @param keys of the files that are there, beginning with a slash
 * @returns one entry for each file that is there or should be
 */
export function checkRun(store: RunStore, keys: readonly string[], document: RunDocument): CheckedFile[] {
  const results = new Map<string, CheckedFile>();
  const add = (result: CheckedFile) => results.set(result.file, result);
  add({ file: DOCUMENT, checked: document.schema > 1 });
  for (const [file, digest] of Object.entries(document.digests ?? {})) {
    const bytes = store.get(`/${file}`);
    add({ file, checked: true, damage: bytes === undefined ? missing(`sha256 ${digest}`) : damageOfFile(bytes, digest) });
  }
  const record = recordOf(store, document);
  for (const { array, key: file, size, checked } of runChunks(store, record, document.targets)) {
    // A description that has changed says nothing about chunks.
    if (results.get(`${array}/zarr.json`)?.damage !== undefined) continue;
    const bytes = store.get(`/${file}`);
    add({ file, checked, damage: bytes === undefined ? missing(`${size} bytes`) : damageOf(bytes, size, checked) });
  }
  for (const key of keys) {
    const file = key.slice(1);
    if (!results.has(file)) add({ file, checked: false });
  }
  return [...results.values()];
}

function missing(expected: string): Damage {
  return { expected, found: "no such file" };
}

function damageOf(bytes: Uint8Array, size: number, checked: boolean): Damage | undefined {
  if (bytes.length !== size) return { expected: `${size} bytes`, found: `${bytes.length} bytes` };
  return checked ? damageOfChunk(bytes) : undefined;
}
