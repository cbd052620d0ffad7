/**
 * Runs as single files: an .npz archive of the arrays for NumPy, and a run folder in a .zip. Runs in Node and in the browser.
 */
import { unzipSync, zipSync } from "fflate";
import { FormatError } from "../base/errors.ts";
import type { TrainingRecord } from "../training/record.ts";
import { checkRun } from "./check-run.ts";
import { requireWhole, sha256Of } from "./checksums.ts";
import { writeNpy, writeNpz, ZIP_TIME } from "./npy.ts";
import { PARAMETER_NAMES, runArrays, runCoordinates } from "./run-arrays.ts";
import {
  checkpointName,
  formatDocument,
  parseRunDocument,
  RUN_SCHEMA_VERSION,
  type RunDocument,
  targetCount,
  trainedNamesOf,
} from "./run-document.ts";
import { createArrays, type RunStore, readRecord, shapeOf, writeRows } from "./run-store.ts";
import { textNpy } from "./text-arrays.ts";

/** The arrays of a run and `run.json` as an .npz archive. */
export function npzOfRun(document: RunDocument, record: TrainingRecord): Uint8Array {
  const columns = record.plan.targets.length;
  const arrays = runArrays(record).map((array) => {
    const data = new Float64Array(columns * array.length * array.width);
    for (let column = 0; column < columns; column++) {
      const own = array.values(column, 0, array.length);
      const [target, sample] = [Math.floor(column / record.samples), column % record.samples];
      for (let place = 0; place < array.length; place++) {
        const at = array.samplesLast ? (target * array.length + place) * record.samples + sample : column * array.length + place;
        data.set(own.subarray(place * array.width, (place + 1) * array.width), at * array.width);
      }
    }
    return [array.name, { data, shape: shapeOf(array, targetCount(document), record.samples, array.length) }] as const;
  });
  const coordinates = runCoordinates(record, document.targets).map(
    ({ name, values, shape }) => [name, { data: values, shape: [...shape] }] as const,
  );
  const names = trainedNamesOf(document);
  return writeNpz(Object.fromEntries([...coordinates, ...arrays]), {
    ...(names !== undefined && { [`${PARAMETER_NAMES}.npy`]: textNpy(names) }),
    "run.json": bytesOf(JSON.stringify(document, null, 2)),
  });
}

/**
 * A complete run as a run folder in a .zip.
 *
 * @param theta angles of the last row, shape (columns, parameters)
 */
export async function zipOfRun(document: RunDocument, record: TrainingRecord, theta: Float64Array): Promise<Uint8Array> {
  const store = new MemoryStore();
  const checkpoint = checkpointName(record.rows);
  const complete: RunDocument = {
    ...document,
    schema: RUN_SCHEMA_VERSION,
    status: "complete",
    rows: record.rows,
    checkpoint,
  };
  const digests = await createArrays(store, record, complete);
  await writeRows(store, record, targetCount(document), 0);
  const angles = writeNpy(theta, [record.plan.targets.length, record.parameters]);
  store.set(`/${checkpoint}`, angles);
  digests[checkpoint] = sha256Of(angles);
  store.set("/run.json", bytesOf(formatDocument({ ...complete, digests })));
  return zipSync(Object.fromEntries([...store.entries].map(([key, value]) => [key.slice(1), value])), { mtime: ZIP_TIME });
}

/**
 * Reads a run from the files of its folder, by path; folders above `run.json` do not matter.
 *
 * @throws FormatError if there is no run among them, or it is not whole: every file that is there is checked, and every one that is read must be
 */
export async function readRunFiles(
  files: Readonly<Record<string, Uint8Array>>,
  name: string,
): Promise<{ readonly document: RunDocument; readonly record: TrainingRecord }> {
  const [path] = Object.keys(files)
    .filter((file) => file === "run.json" || file.endsWith("/run.json"))
    .sort((a, b) => a.length - b.length);
  if (path === undefined) throw new FormatError(name, "holds no run: there is no run.json in it");
  const above = path.slice(0, -"run.json".length);
  const store = new MemoryStore();
  for (const [file, content] of Object.entries(files))
    if (file.startsWith(above)) store.set(`/${file.slice(above.length)}`, content);
  const document = parseRunDocument(new TextDecoder().decode(files[path]), `${name}/run.json`);
  const keys = [...store.entries.keys()];
  // What is missing is missed where it is needed: pictures, for one, are not.
  for (const { file, damage } of checkRun(store, keys, document))
    if (store.entries.has(`/${file}`)) requireWhole(`${name}/${file}`, damage);
  return { document, record: await readRecord(store, name, document) };
}

/**
 * As `readRunFiles`, from a .zip.
 *
 * @throws FormatError also if it is none
 */
export async function readRunZip(bytes: Uint8Array, name: string): ReturnType<typeof readRunFiles> {
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(bytes);
  } catch (error) {
    throw new FormatError(name, `is not a zip archive (${(error as Error).message})`);
  }
  return readRunFiles(files, name);
}

/** A store in memory. */
class MemoryStore implements RunStore {
  readonly entries = new Map<string, Uint8Array>();

  get(key: string): Uint8Array | undefined {
    return this.entries.get(key);
  }

  set(key: string, value: Uint8Array): void {
    this.entries.set(key, value);
  }

  size(key: string): number | undefined {
    return this.entries.get(key)?.length;
  }
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
