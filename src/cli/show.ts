/**
 * `qntk show`: the summary of a run, or its numbers at chosen steps.
 */

import { summarizeData } from "../analysis/data-summary.ts";
import { summarizeTargets } from "../analysis/summary.ts";
import { columnsOfTarget } from "../analysis/trajectories.ts";
import { range } from "../base/arrays.ts";
import { ArgumentError } from "../base/errors.ts";
import { formatNumber } from "../base/format.ts";
import { readNumber } from "../base/numerals.ts";
import { describeRun } from "../experiment/describe.ts";
import { requirePlotFile, writePlot } from "../figures/node/plot-file.ts";
import { makerOf } from "../runs/run-document.ts";
import { readRun, type StoredRun } from "../runs/run-folder.ts";
import type { DataPlan } from "../training/data-plan.ts";
import { measuredOf, type TrainingRecord } from "../training/record.ts";
import { checkCommand } from "./check.ts";
import { dataJson, dataNumbersAt, dataRows, dataTable } from "./data-output.ts";
import { runNotes, summaryJson, summaryTable } from "./summary-output.ts";
import { formatTable, print, printJson } from "./terminal.ts";

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
    const numbers = numbersAt(run, steps);
    if (json) printJson(numbers);
    else printNumbers(run, steps);
    return 0;
  }
  const { document, record } = run;
  if (data !== undefined) return showData(dir, run, data, json);
  const summaries = record.rows === 0 ? [] : summarizeTargets(record, document.targets, document.extremes);
  if (json) {
    const { config, engine, device, status, rows, criticalTargets, events = [], divergence } = document;
    printJson({ ...summaryJson(dir, summaries), criticalTargets, status, rows, events, divergence, engine, device, config });
    return 0;
  }
  print(describeRun(document.config, document.parameters, document.extremes));
  print(
    `${document.status}, ${document.rows} of ${document.config.steps + 1} rows, ${formatNumber(document.timing.seconds, 3)} s, ${makerOf(document)}`,
  );
  if (summaries.length > 0) print(`\n${summaryTable(summaries)}`);
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
  const summaries = summarizeTargets(record, document.targets, document.extremes);
  const { transitionFigure } = await import("../figures/transition.ts");
  await writePlot(path, (style) => transitionFigure({ record, summaries, extremes: document.extremes }, style));
}

/** The summary of a run with data. */
function showData(dir: string, { document, record }: StoredRun, data: DataPlan, json: boolean): number {
  const summaries = record.rows === 0 ? [] : summarizeData(record, data);
  if (json) {
    const { config, engine, status, rows, events = [] } = document;
    printJson({ ...dataJson(dir, summaries), status, rows, events, engine, config });
    return 0;
  }
  print(describeRun(document.config, document.parameters, document.extremes));
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

/** ε and K at the given steps, and every μ, as nested arrays [target][step][sample]. */
function numbersAt({ document, record }: StoredRun, steps: readonly number[]): unknown {
  const length = record.plan.steps + 1;
  const nested = (value: (column: number, place: number) => number, places: readonly number[]) =>
    document.targets.map((_, k) => places.map((place) => columnsOfTarget(record, k).map((column) => value(column, place))));
  const mu = measuredOf(record, "mu", 0);
  return {
    targets: document.targets,
    steps,
    epsilon: nested((column, t) => record.epsilon[column * length + t], steps),
    kernel: nested((column, t) => record.kernel[column * length + t], steps),
    ...estimatesAt(record, (values) => nested((column, t) => values[column * length + t], steps)),
    mu: {
      steps: mu === undefined ? [] : [...mu.steps],
      values:
        mu === undefined
          ? document.targets.map(() => [])
          : nested((column, k) => measuredOf(record, "mu", column)?.values[k] as number, range(mu.steps.length)),
    },
  };
}

/** Errors of ε and K and the unbiased K, where shots say them. */
function estimatesAt({ estimates }: TrainingRecord, at: (values: Float64Array) => unknown): Record<string, unknown> {
  if (estimates === undefined) return {};
  return {
    epsilonError: at(estimates.epsilonError),
    kernelUnbiased: at(estimates.kernelUnbiased),
    kernelError: at(estimates.kernelError),
  };
}

function printNumbers({ document, record }: StoredRun, steps: readonly number[]): void {
  const length = record.plan.steps + 1;
  const rows = document.targets.flatMap((target, k) =>
    steps.flatMap((t) =>
      columnsOfTarget(record, k).map((column, sample) => [
        String(target),
        String(t),
        String(sample),
        String(record.epsilon[column * length + t]),
        String(record.kernel[column * length + t]),
        ...Object.values(record.estimates ?? {}).map((values: Float64Array) => String(values[column * length + t])),
      ]),
    ),
  );
  const estimates = record.estimates === undefined ? [] : ["epsilon error", "unbiased kernel", "kernel error"];
  print(formatTable(["target", "step", "sample", "epsilon", "kernel", ...estimates], rows, 0));
}
