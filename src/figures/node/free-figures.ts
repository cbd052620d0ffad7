/**
 * Refuses to write over figures.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { StorageError } from "../../base/errors.ts";
import type { Study } from "../../reproduce/study.ts";
import { type FigureFilesRequest, figureFiles, figureName } from "../study-names.ts";

/**
 * Refuses to write over figures that are there; called before anything is simulated.
 *
 * @throws StorageError naming the first file in the way
 */
export function requireFreeFigures(studies: readonly Study[], { size, out, formats }: FigureFilesRequest): void {
  const files = studies.flatMap((study) => figureFiles(figureName(study, size), formats).map((file) => join(out, file)));
  const taken = files.find((path) => existsSync(path));
  if (taken !== undefined)
    throw new StorageError(
      taken,
      "exists already; add --resume to draw it again from the runs beside it, or choose another --out",
    );
}
