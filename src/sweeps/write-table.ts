/**
 * A sweep's results in files: a Zarr group that xarray opens, a CSV or a Parquet table. Node only.
 */
import { existsSync, rmSync } from "node:fs";
import { parquetWriteBuffer } from "hyparquet-writer";
import * as zarr from "zarrita";
import { ArgumentError, StorageError } from "../base/errors.ts";
import { packageName, packageVersion } from "../base/package-info.ts";
import { AtomicFolderStore, createFolder, requireFree, writeFileAtomic } from "../runs/file-store.ts";
import type { SweepTable, TidyRow } from "./collect.ts";
import type { Sweep } from "./sweep-file.ts";

/** Little-endian bytes, uncompressed: every reader knows it. */
const CODECS = [{ name: "bytes", configuration: { endian: "little" } }];

/** What a file may end with. */
export const TABLE_ENDINGS = [".zarr", ".csv", ".parquet"];

/**
 * Writes the results into a file of the format that its name ends with.
 *
 * @throws ArgumentError for another ending
 * @throws StorageError where it is there already and may not be replaced
 */
export async function writeTable(
  path: string,
  sweep: Sweep,
  table: SweepTable,
  rows: readonly TidyRow[],
  replace: boolean,
): Promise<void> {
  const ending = TABLE_ENDINGS.find((each) => path.endsWith(each));
  if (ending === undefined) throw new ArgumentError("out", path, `a name that ends with ${TABLE_ENDINGS.join(", ")}`);
  if (existsSync(path) && !replace) throw new StorageError(path, "exists already; choose another file or add --force");
  if (ending === ".zarr") await writeZarr(path, sweep, table, replace);
  else writeFileAtomic(path, ending === ".csv" ? csvOf(rows) : parquetOf(rows));
}

async function writeZarr(path: string, sweep: Sweep, table: SweepTable, replace: boolean): Promise<void> {
  if (replace && existsSync(path) && !existsSync(`${path}/zarr.json`))
    requireFree(path, "is not a Zarr group, so it is not replaced");
  if (replace) rmSync(path, { recursive: true, force: true });
  await createFolder(path, false, async (temporary) => {
    const store = new AtomicFolderStore(temporary);
    const attributes = { sweep, package: { name: packageName, version: packageVersion }, points: table.points, done: table.done };
    const root = await zarr.create(zarr.root(store), { attributes });
    for (const { name, dimension, values, labels, description } of table.coordinates)
      await writeArray(root, name, [values.length], [dimension], Float64Array.from(values), {
        description,
        ...(labels !== undefined && { labels }),
      });
    for (const { name, dimensions, shape, values, words, description } of table.variables)
      await writeArray(root, name, shape, dimensions, values, { description, ...(words !== undefined && { words }) });
    consolidate(
      new AtomicFolderStore(temporary),
      [...table.coordinates, ...table.variables].map(({ name }) => name),
    );
  });
}

async function writeArray(
  root: zarr.Group<AtomicFolderStore>,
  name: string,
  shape: readonly number[],
  dimensionNames: readonly string[],
  data: Float64Array,
  attributes: Record<string, unknown>,
): Promise<void> {
  const array = await zarr.create(root.resolve(name), {
    shape: [...shape],
    chunkShape: shape.map((length) => Math.max(1, length)),
    dtype: "float64",
    codecs: CODECS,
    fillValue: Number.NaN,
    dimensionNames: [...dimensionNames],
    attributes,
  });
  await zarr.set(array, null, { data, shape: [...shape], stride: stridesOf(shape) });
}

/** Repeats the metadata of all arrays in that of the group, so that readers open it with one file. */
function consolidate(store: AtomicFolderStore, names: readonly string[]): void {
  const read = (key: `/${string}`) => JSON.parse(new TextDecoder().decode(store.get(key))) as Record<string, unknown>;
  const metadata = Object.fromEntries(names.map((name) => [name, read(`/${name}/zarr.json`)]));
  const group = { ...read("/zarr.json"), consolidated_metadata: { kind: "inline", must_understand: false, metadata } };
  store.set("/zarr.json", new TextEncoder().encode(JSON.stringify(group, null, 2)));
}

function stridesOf(shape: readonly number[]): number[] {
  return shape.map((_, k) => shape.slice(k + 1).reduce((product, length) => product * length, 1));
}

/** RFC 4180; empty where there is no value. */
function csvOf(rows: readonly TidyRow[]): string {
  const names = columnsOf(rows);
  const cell = (value: unknown) => {
    const text = value === null || value === undefined ? "" : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [names.join(","), ...rows.map((row) => names.map((name) => cell(row[name])).join(","))]
    .map((line) => `${line}\n`)
    .join("");
}

function parquetOf(rows: readonly TidyRow[]): Uint8Array {
  const columnData = columnsOf(rows).map((name) => {
    const data = rows.map((row) => row[name] ?? null);
    const numbers = data.every((value) => value === null || typeof value === "number");
    const type = numbers ? ("DOUBLE" as const) : ("STRING" as const);
    return { name, data: numbers ? data : data.map((value) => (value === null ? null : String(value))), type, nullable: true };
  });
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}

function columnsOf(rows: readonly TidyRow[]): string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row)))];
}
