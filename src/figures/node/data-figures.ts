/**
 * Writes the figure of a run with data into its folder. Loaded only when needed: plotting and typesetting are large.
 */
import { join } from "node:path";
import { parseHTML } from "linkedom";
import type { DataTargetSummary } from "../../analysis/data-summary.ts";
import type { RunDocument } from "../../runs/run-document.ts";
import { storeFiles } from "../../runs/run-folder.ts";
import type { TrainingRecord } from "../../training/record.ts";
import { dataRunPanels } from "../data-run.ts";
import { fontFaceRules } from "../font.ts";
import { rasterize } from "../raster.ts";
import { studyFigure } from "../study-figure.ts";

/** Writes NAME.svg and NAME.png; returns their paths. */
export async function writeDataFigures(
  { folder, record }: { readonly folder: string; readonly document: RunDocument; readonly record: TrainingRecord },
  summaries: readonly DataTargetSummary[],
  name: "transition" | "training",
): Promise<string[]> {
  const { data } = record.plan;
  if (data === undefined) return [];
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const panels = dataRunPanels(record, data, summaries);
  const files: Record<string, string | Uint8Array> = {
    [`${name}.svg`]: studyFigure(panels, { document, fontFace: fontFaceRules() }).svg,
    [`${name}.png`]: rasterize(studyFigure(panels, { document })),
  };
  storeFiles(folder, files);
  return Object.keys(files).map((file) => join(folder, file));
}
