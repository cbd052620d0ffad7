/**
 * `qntk show`: the summary of a run, or its numbers at chosen steps.
 */

import { summarizeData } from "../analysis/data-summary.ts";
import { summarizeTargets } from "../analysis/summary.ts";
import { ArgumentError } from "../base/errors.ts";
import { formatNumber } from "../base/format.ts";
import { readNumber } from "../base/numerals.ts";
import { describeRun } from "../experiment/describe.ts";
import { requirePlotFile, writePlot } from "../figures/node/plot-file.ts";
import { endsOf, makerOf, trainedNamesOf } from "../runs/run-document.ts";
import { readRun, type StoredRun } from "../runs/run-folder.ts";
import { print, printJson } from "../terminal/terminal.ts";
import { dataJson, dataNumbersAt, dataRows, dataTable } from "../text/data.ts";
import { numbersJson, numbersTable } from "../text/run-numbers.ts";
import { runNotes, summaryJson, summaryTable } from "../text/summary.ts";
import type { DataPlan } from "../training/data-plan.ts";
import { checkCommand } from "./check.ts";

/** Option values of the command. */
export interface ShowValues {
  readonly at?: string;
  readonly check?: boolean;
  readonly plot?: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** Runs the command and returns its exit code. */
export async function showCommand(
  dir: string,
  { at, check = false, plot, force = false, json = false }: ShowValues,
): Promise<number> {
  requirePlotFile(plot, force);
  if (check) {
    if (at !== undefined) throw new ArgumentError("at", at, "nothing with --check, which prints no numbers");
    if (plot !== undefined) throw new ArgumentError("plot", plot, "nothing with --check, which draws nothing");
    return checkCommand(dir, json);
  }
  const run = await readRun(dir);
  if (plot !== undefined) await plotRun(plot, run);
  const { data } = run.record.plan;
  if (at !== undefined && data !== undefined) {
    const steps = parseSteps(at, run.record.rows);
    if (json) printJson(dataNumbersAt(run.document, run.record, data, steps));
    else print(dataRows(run.record, data, steps));
    return 0;
  }
  if (at !== undefined) {
    const steps = parseSteps(at, run.record.rows);
    if (json) printJson(numbersJson(run, steps));
    else print(numbersTable(run, steps));
    return 0;
  }
  const { document, record } = run;
  if (data !== undefined) return showData(dir, run, data, json);
  const summaries = record.rows === 0 ? [] : summarizeTargets(record, document.targets, endsOf(document));
  if (json) {
    const { config, engine, device, status, rows, criticalTargets, events = [], divergence } = document;
    printJson({
      ...summaryJson(dir, summaries),
      criticalTargets,
      status,
      rows,
      events,
      divergence,
      engine,
      device,
      parameters: trainedNamesOf(document),
      config,
    });
    return 0;
  }
  print(describeRun(document.config, document.parameters, document.extremes, document.reachable));
  print(
    `${document.status}, ${document.rows} of ${document.config.steps + 1} rows, ${formatNumber(document.timing.seconds, 3)} s, ${makerOf(document)}`,
  );
  if (summaries.length > 0) print(`\n${summaryTable(summaries, document.config.noise !== undefined)}`);
  for (const line of runNotes(document)) print(line);
  return 0;
}

/** Draws the figure of a run into a file. */
async function plotRun(path: string, { document, record }: StoredRun): Promise<void> {
  if (record.rows < 2) throw new ArgumentError("plot", path, "nothing yet: fewer than two rows are recorded");
  const { data } = record.plan;
  if (data !== undefined) {
    const [{ dataRunPanels }, { studyFigure }] = await Promise.all([
      import("../figures/data-run.ts"),
      import("../figures/study-figure.ts"),
    ]);
    await writePlot(path, (style) => studyFigure(dataRunPanels(record, data, summarizeData(record, data)), style));
    return;
  }
  const summaries = summarizeTargets(record, document.targets, endsOf(document));
  const { transitionFigure } = await import("../figures/transition.ts");
  await writePlot(path, (style) => transitionFigure({ record, summaries, extremes: endsOf(document) }, style));
}

/** The summary of a run with data. */
function showData(dir: string, { document, record }: StoredRun, data: DataPlan, json: boolean): number {
  const summaries = record.rows === 0 ? [] : summarizeData(record, data);
  if (json) {
    const { config, engine, status, rows, events = [] } = document;
    printJson({ ...dataJson(dir, summaries), status, rows, events, engine, parameters: trainedNamesOf(document), config });
    return 0;
  }
  print(describeRun(document.config, document.parameters, document.extremes, document.reachable));
  print(
    `${document.status}, ${document.rows} of ${document.config.steps + 1} rows, ${formatNumber(document.timing.seconds, 3)} s, ${makerOf(document)}`,
  );
  if (summaries.length > 0) print(`\n${dataTable(summaries)}`);
  for (const line of runNotes(document)) print(line);
  return 0;
}

function parseSteps(text: string, rows: number): number[] {
  return text.split(",").map((part) => {
    const step = readNumber(part) ?? Number.NaN;
    if (!Number.isInteger(step) || step < 0 || step >= rows) {
      throw new ArgumentError(
        "at",
        part.trim(),
        rows === 0 ? "nothing yet: no row is recorded" : `steps from 0 to ${rows - 1}, separated by commas`,
      );
    }
    return step;
  });
}
