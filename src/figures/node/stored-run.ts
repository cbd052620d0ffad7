/**
 * The figure of a stored run in a file of its own.
 */
import { summarizeData } from "../../analysis/data-summary.ts";
import { summarizeTargets } from "../../analysis/summary.ts";
import { ArgumentError } from "../../base/errors.ts";
import { endsOf } from "../../runs/run-document.ts";
import type { StoredRun } from "../../runs/run-folder.ts";
import { writePlot } from "./plot-file.ts";

/** Draws the figure of a run into a file. */
export async function plotStoredRun(path: string, { document, record }: StoredRun): Promise<void> {
  if (record.rows < 2) throw new ArgumentError("plot", path, "nothing yet: fewer than two rows are recorded");
  const { data } = record.plan;
  if (data !== undefined) {
    const [{ dataRunPanels }, { studyFigure }] = await Promise.all([import("../data-run.ts"), import("../study-figure.ts")]);
    await writePlot(path, (style) => studyFigure(dataRunPanels(record, data, summarizeData(record, data)), style));
    return;
  }
  const summaries = summarizeTargets(record, document.targets, endsOf(document));
  const { transitionFigure } = await import("../transition.ts");
  await writePlot(path, (style) => transitionFigure({ record, summaries, extremes: endsOf(document) }, style));
}
