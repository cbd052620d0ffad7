/**
 * `qntk export`: a run's arrays in one .npz file.
 */
import { existsSync } from "node:fs";
import { StorageError } from "../base/errors.ts";
import { writeFileAtomic } from "../runs/file-store.ts";
import { writeNpz } from "../runs/npy.ts";
import { runArrays, runCoordinates } from "../runs/run-arrays.ts";
import { readRun } from "../runs/run-folder.ts";
import { print } from "./terminal.ts";

/** Runs the command and returns its exit code. */
export async function exportCommand(dir: string, { npz, force }: { npz: string; force?: boolean }): Promise<number> {
  const { document, record } = await readRun(dir);
  if (existsSync(npz) && !force) throw new StorageError(npz, "exists already; choose another file or add --force");
  const columns = record.plan.targets.length;
  const arrays = runArrays(record).map((array) => {
    const data = new Float64Array(columns * array.length * array.width);
    for (let column = 0; column < columns; column++)
      data.set(array.values(column, 0, array.length), column * array.length * array.width);
    const shape = [document.targets.length, record.samples, array.length, ...(array.entry === undefined ? [] : [array.width])];
    return [array.name, { data, shape }] as const;
  });
  const coordinates = runCoordinates(record, document.targets).map(
    ({ name, values, shape }) => [name, { data: values, shape: [...shape] }] as const,
  );
  const about = new TextEncoder().encode(JSON.stringify(document, null, 2));
  writeFileAtomic(npz, writeNpz(Object.fromEntries([...coordinates, ...arrays]), { "run.json": about }));
  print(npz);
  return 0;
}
