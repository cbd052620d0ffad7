/**
 * Writes the gallery of a folder of figures: index.html, from the data files beside it.
 */

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { FormatError, StorageError } from "../../base/errors.ts";
import { formatNumber } from "../../base/format.ts";
import { readFileIfThere, writeFileAtomic } from "../../runs/file-store.ts";
import { GALLERY_MARK, type GalleryEntry, galleryPage } from "../gallery-page.ts";
import { figureFormats } from "../study-names.ts";

/** Data files of figures. */
const DATA_FILE = /^figure-[\w-]+\.json$/;

/**
 * Refuses a folder whose index.html is not a gallery; called before anything is simulated.
 *
 * @throws StorageError naming it
 */
export function requireFreeGallery(out: string): void {
  const path = join(out, "index.html");
  const bytes = readFileIfThere(path);
  if (bytes !== undefined && !new TextDecoder().decode(bytes).includes(GALLERY_MARK))
    throw new StorageError(path, "is not a gallery of figures, so it is not replaced; choose another --out");
}

/** Writes index.html with every figure of the folder; returns its path. */
export function writeGallery(out: string): string {
  const files = readdirSync(out);
  const entries = files
    .filter((file) => DATA_FILE.test(file))
    .sort((a, b) => a.localeCompare(b, "en", { numeric: true }))
    .map((file) => entryOf(out, file));
  const path = join(out, "index.html");
  writeFileAtomic(path, galleryPage(entries, formatNumber));
  return path;
}

function entryOf(out: string, file: string): GalleryEntry {
  const path = join(out, file);
  const base = file.slice(0, -".json".length);
  try {
    const data = JSON.parse(new TextDecoder().decode(readFileIfThere(path))) as Omit<GalleryEntry, "files">;
    return { ...data, files: figureFormats.map((format) => `${base}.${format}`).filter((name) => existsSync(join(out, name))) };
  } catch {
    throw new FormatError(path, "is not JSON");
  }
}
