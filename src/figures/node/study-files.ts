/**
 * Writes a figure: pictures, caption and data. Loaded only when needed: plotting and typesetting are large.
 */

import { join } from "node:path";
import { parseHTML } from "linkedom";
import { formatNumber } from "../../base/format.ts";
import { packageName, packageVersion } from "../../base/package-info.ts";
import { commandLineOf } from "../../experiment/describe.ts";
import type { Panel } from "../../reproduce/panels.ts";
import type { Study, StudyOutput, StudyResults } from "../../reproduce/study.ts";
import { makeFolder, writeFileAtomic } from "../../runs/file-store.ts";
import { withFont } from "../figure.ts";
import { fontFaceRules } from "../font.ts";
import { darkTheme, lightTheme } from "../palette.ts";
import { rasterize } from "../raster.ts";
import { captionMarkdown, captionPage, type StudyCaption } from "../study-caption.ts";
import { studyFigure } from "../study-figure.ts";
import { type FigureFilesRequest, figureCommandLine, figureFiles, figureName, figureTitle } from "../study-names.ts";

/** Draws and writes a figure; returns the paths of its files. */
export async function writeFigure(
  study: Study,
  output: StudyOutput,
  results: StudyResults,
  request: FigureFilesRequest,
): Promise<string[]> {
  const { size, out, formats } = request;
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const content = { title: study.title, ...output };
  const light = studyFigure(content, { document, theme: lightTheme });
  const fontFace = formats.includes("svg") || formats.includes("html") ? fontFaceRules() : "";
  const caption = captionOf(study, output, results, request);
  const name = figureName(study, size);
  const files: Record<string, () => string | Uint8Array | Promise<Uint8Array>> = {
    [`${name}.svg`]: () => withFont(light, fontFace).svg,
    [`${name}.pdf`]: async () => (await import("../vector-pdf.ts")).vectorPdf(light, study.title),
    [`${name}.png`]: () => rasterize(light),
    [`${name}.html`]: () => captionPage(caption, { light, dark: studyFigure(content, { document, theme: darkTheme }) }, fontFace),
    [`${name}.md`]: () => captionMarkdown(caption),
    [`${name}.json`]: () => `${JSON.stringify(dataOf(caption))}\n`,
  };
  makeFolder(out);
  const paths: string[] = [];
  for (const file of figureFiles(name, formats)) {
    const path = join(out, file);
    writeFileAtomic(path, await files[file]());
    paths.push(path);
  }
  return paths;
}

function captionOf(study: Study, output: StudyOutput, results: StudyResults, request: FigureFilesRequest): StudyCaption {
  return {
    name: `${figureTitle(study)}${request.size === "quick" ? " (quick version)" : ""}`,
    title: study.title,
    output,
    runs: results.named.map(({ name, config }) => ({ name, config, command: commandLineOf("train", config) })),
    draws: study.draws?.(request.size) ?? [],
    command: figureCommandLine([study.id], request),
    program: `${packageName} ${packageVersion}`,
    seconds: results.seconds,
    formatNumber,
  };
}

/** Everything in the figure as numbers; those that are not finite become null. */
function dataOf({ name, title, output, runs, draws, command, program, seconds }: StudyCaption) {
  const { panels, caption, agreement, comparisons, determined } = output;
  return {
    ...{ name, title, caption, command, program, seconds, agreement, comparisons, determined },
    runs: runs.map(({ name: run, config }) => ({ name: run, config })),
    draws: draws.map(({ name: task, settings }) => ({ name: task, settings })),
    panels: panels.map((panel, k) => ({
      letter: "abcdefghijklmnop"[k],
      ...panelData(panel),
      ...(panel.inset && { inset: panelData(panel.inset.panel) }),
    })),
  };
}

function panelData({ name, x, y, curves, bands, cells }: Omit<Panel, "inset">) {
  return {
    name,
    x: x.label,
    y: y.label,
    curves: curves.map(({ name: curve, role, points, errors }) => ({
      name: curve,
      role,
      x: points.map(([px]) => px),
      y: points.map(([, py]) => py),
      ...(errors && { errors }),
    })),
    ...(cells && { cells }),
    ...(bands && { bands: bands.map(({ name: band, rows }) => ({ name: band, rows })) }),
  };
}
