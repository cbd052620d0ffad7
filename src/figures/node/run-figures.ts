/**
 * Writes the figures and the report of a run into its folder. Loaded only when needed: plotting and typesetting are large.
 */

import { join } from "node:path";
import { parseHTML } from "linkedom";
import type { TargetSummary } from "../../analysis/summary.ts";
import { formatNumber } from "../../base/format.ts";
import { commandLineOf } from "../../experiment/describe.ts";
import { endsOf, type RunDocument } from "../../runs/run-document.ts";
import { storeFiles } from "../../runs/run-folder.ts";
import type { TrainingRecord } from "../../training/record.ts";
import { withFont } from "../figure.ts";
import { fontFaceRules } from "../font.ts";
import { darkTheme, lightTheme } from "../palette.ts";
import { rasterize } from "../raster.ts";
import { reportPage } from "../report.ts";
import { transitionFigure } from "../transition.ts";

/** Writes NAME.svg, NAME.png and report.html; returns their paths. */
export async function writeRunFigures(
  { folder, document, record }: { readonly folder: string; readonly document: RunDocument; readonly record: TrainingRecord },
  summaries: readonly TargetSummary[],
  name: "transition" | "training",
): Promise<string[]> {
  const { document: dom } = parseHTML("<!doctype html><html><body></body></html>");
  const data = { record, summaries, extremes: endsOf(document) };
  const fontFace = fontFaceRules();
  const light = transitionFigure(data, { document: dom, theme: lightTheme });
  // In a thread of its own, while the rest is drawn here.
  const png = rasterize(light);
  const dark = transitionFigure(data, { document: dom, theme: darkTheme });
  const report = reportPage({
    title: name === "transition" ? "The dynamical transition" : "Training dynamics",
    document,
    summaries,
    figures: { light, dark },
    fontFace,
    command: commandLineOf(name === "transition" ? "transition" : "train", document.config),
    formatNumber: (value) => formatNumber(value),
  });
  const files: [string, string | Uint8Array][] = [
    [`${name}.svg`, withFont(light, fontFace).svg],
    [`${name}.png`, await png],
    ["report.html", report],
  ];
  storeFiles(folder, Object.fromEntries(files));
  return files.map(([file]) => join(folder, file));
}
