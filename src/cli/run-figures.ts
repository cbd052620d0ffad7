/**
 * Writes the figures and the report of a run into its folder. Loaded only when needed: plotting and typesetting are large.
 */

import { join } from "node:path";
import { parseHTML } from "linkedom";
import type { TargetSummary } from "../analysis/summary.ts";
import { formatNumber } from "../base/format.ts";
import { fontFaceRules } from "../figures/font.ts";
import { darkTheme, lightTheme } from "../figures/palette.ts";
import { rasterize } from "../figures/raster.ts";
import { reportPage } from "../figures/report.ts";
import { transitionFigure } from "../figures/transition.ts";
import type { TrainedRun } from "../running/training-run.ts";
import { storeFiles } from "../runs/run-folder.ts";
import { commandLineOf } from "./describe.ts";

/** Writes NAME.svg, NAME.png and report.html; returns their paths. */
export async function writeRunFigures(
  { folder, document, record }: Pick<TrainedRun, "folder" | "document" | "record">,
  summaries: readonly TargetSummary[],
  name: "transition" | "training",
): Promise<string[]> {
  const { document: dom } = parseHTML("<!doctype html><html><body></body></html>");
  const data = { record, summaries, extremes: document.extremes };
  const fontFace = fontFaceRules();
  const standalone = transitionFigure(data, { document: dom, fontFace });
  const report = reportPage({
    title: name === "transition" ? "The dynamical transition" : "Training dynamics",
    document,
    summaries,
    figures: {
      light: transitionFigure(data, { document: dom, theme: lightTheme }),
      dark: transitionFigure(data, { document: dom, theme: darkTheme }),
    },
    fontFace,
    command: commandLineOf(name === "transition" ? "transition" : "train", document.config),
    formatNumber: (value) => formatNumber(value),
  });
  const files: [string, string | Uint8Array][] = [
    [`${name}.svg`, standalone.svg],
    [`${name}.png`, rasterize(transitionFigure(data, { document: dom }))],
    ["report.html", report],
  ];
  storeFiles(folder, Object.fromEntries(files));
  return files.map(([file]) => join(folder, file));
}
