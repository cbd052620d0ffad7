/**
 * Writes a figure to a file that the user has named, SVG or PNG by its ending.
 */
import { existsSync } from "node:fs";
import { extname } from "node:path";
import { ArgumentError, StorageError } from "../../base/errors.ts";
import { writeFileAtomic } from "../../runs/file-store.ts";
import type { Figure } from "../figure.ts";
import type { StudyPanels } from "../study-figure.ts";

/** How a figure is drawn: with the DOM document, and with the font as CSS where it is to be embedded. */
export type DrawFigure = (style: { readonly document: Document; readonly fontFace?: string }) => Figure;

/**
 * Refuses a name that no figure can be written to; called before anything is computed.
 *
 * @throws ArgumentError for another ending
 * @throws StorageError if the file exists and may not be replaced
 */
export function requirePlotFile(path: string | undefined, force: boolean): void {
  if (path === undefined) return;
  if (![".svg", ".png"].includes(extname(path).toLowerCase()))
    throw new ArgumentError("plot", path, "a file name that ends in .svg or .png");
  if (!force && existsSync(path)) throw new StorageError(path, "exists already; choose another file or add --force");
}

/** Draws and writes the figure. */
export async function writePlot(path: string, draw: DrawFigure): Promise<void> {
  const { parseHTML } = await import("linkedom");
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  if (extname(path).toLowerCase() === ".png") {
    const { rasterize } = await import("../raster.ts");
    writeFileAtomic(path, await rasterize(draw({ document })));
    return;
  }
  const { fontFaceRules } = await import("../font.ts");
  writeFileAtomic(path, draw({ document, fontFace: fontFaceRules() }).svg);
}

/** Draws and writes panels that are plain data. */
export async function writePanels(path: string, panels: StudyPanels): Promise<void> {
  const { studyFigure } = await import("../study-figure.ts");
  await writePlot(path, (style) => studyFigure(panels, style));
}
