/**
 * Writes the figure and the report of a run with data into its folder. Loaded only when needed: plotting and typesetting are large.
 */
import { join } from "node:path";
import { parseHTML } from "linkedom";
import { type DataTargetSummary, lateMatrices } from "../../analysis/data-summary.ts";
import { formatNumber } from "../../base/format.ts";
import { commandLineOf } from "../../experiment/describe.ts";
import type { RunDocument } from "../../runs/run-document.ts";
import { storeFiles } from "../../runs/run-folder.ts";
import type { TrainingRecord } from "../../training/record.ts";
import type { CurveStyle } from "../curve-figure.ts";
import { kernelFigure } from "../data-kernel.ts";
import { dataReportPage, type ThemedFigure } from "../data-report.ts";
import { dataRunPanels } from "../data-run.ts";
import { type Figure, withFont } from "../figure.ts";
import { fontFaceRules } from "../font.ts";
import { darkTheme, lightTheme } from "../palette.ts";
import { rasterize } from "../raster.ts";
import { studyFigure } from "../study-figure.ts";

/** Writes NAME.svg, NAME.png and report.html; returns their paths. */
export async function writeDataFigures(
  { folder, document: run, record }: { readonly folder: string; readonly document: RunDocument; readonly record: TrainingRecord },
  summaries: readonly DataTargetSummary[],
  name: "transition" | "training",
): Promise<string[]> {
  const { data } = record.plan;
  if (data === undefined) return [];
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const panels = dataRunPanels(record, data, summaries);
  const fontFace = fontFaceRules();
  const themed = (draw: (style: CurveStyle) => Figure): ThemedFigure => ({
    light: draw({ document, theme: lightTheme }),
    dark: draw({ document, theme: darkTheme }),
  });
  const figure = themed((style) => studyFigure(panels, style));
  const targets = summaries.map((summary, target) => {
    const late = lateMatrices(record, data, target);
    const { kernel, eigenvalues } = late;
    if (kernel === undefined || eigenvalues === undefined || !kernel.every(Number.isFinite)) return { summary, late };
    return {
      ...{ summary, late },
      kernelFigure: themed((style) => kernelFigure({ count: data.count, mean: kernel, eigenvalues }, style)),
    };
  });
  const report = dataReportPage({
    title: "Training on a data set",
    document: run,
    targets,
    figure,
    fontFace,
    command: commandLineOf(name === "transition" ? "transition" : "train", run.config),
    formatNumber: (value) => formatNumber(value),
  });
  const files: Record<string, string | Uint8Array> = {
    [`${name}.svg`]: withFont(figure.light, fontFace).svg,
    [`${name}.png`]: await rasterize(figure.light),
    "report.html": report,
  };
  storeFiles(folder, files);
  return Object.keys(files).map((file) => join(folder, file));
}
