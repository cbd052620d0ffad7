/**
 * A stored run as `qntk show` prints it: its summary, or its numbers at some steps, with data or without.
 */
import { type DataTargetSummary, summarizeData } from "../analysis/data-summary.ts";
import { summarizeTargets, type TargetSummary } from "../analysis/summary.ts";
import { formatNumber } from "../base/format.ts";
import { needsPreliminaryRun } from "../experiment/critical.ts";
import { describeRun } from "../experiment/describe.ts";
import { endsOf, makerOf, type RunDocument, trainedNamesOf } from "../runs/run-document.ts";
import type { StoredRun } from "../runs/run-folder.ts";
import type { TrainingRecord } from "../training/record.ts";
import { dataJson, dataNumbersAt, dataRows, dataTable } from "./data.ts";
import { numbersJson, numbersTable } from "./run-numbers.ts";
import { runNotes, summaryJson, summaryTable } from "./summary.ts";

/** The numbers at some steps, as JSON. */
export function numbersAtJson(run: StoredRun, steps: readonly number[]): unknown {
  const { data } = run.record.plan;
  return data === undefined ? numbersJson(run, steps) : dataNumbersAt(run.document, run.record, data, steps);
}

/** The numbers at some steps, as a table. */
export function numbersAtText(run: StoredRun, steps: readonly number[]): string {
  const { data } = run.record.plan;
  return data === undefined ? numbersTable(run, steps) : dataRows(run.record, data, steps);
}

/** The summary as JSON. */
export function storedRunJson(dir: string, { document: run, record }: StoredRun): object {
  const { config, engine, device, status, rows, criticalTargets, events = [], divergence } = run;
  const { data } = record.plan;
  const parameters = trainedNamesOf(run);
  if (data !== undefined) {
    const summaries = record.rows === 0 ? [] : summarizeData(record, data);
    return { ...dataJson(dir, summaries), status, rows, events, engine, parameters, config };
  }
  const summaries = record.rows === 0 ? [] : summarizeTargets(record, run.targets, endsOf(run));
  return {
    ...summaryJson(dir, summaries),
    ...{ criticalTargets, status, rows, events, divergence, engine, device },
    ...{ parameters, config },
  };
}

/** The summary as lines and a table. */
export function storedRunText({ document: run, record }: StoredRun): string {
  const { config, status, rows, timing } = run;
  return [
    headOf(run),
    `${status}, ${rows} of ${config.steps + 1} rows, ${formatNumber(timing.seconds, 3)} s, ${makerOf(run)}`,
    ...(record.rows === 0 ? [] : [`\n${tableOf({ document: run, record })}`]),
    ...(record.plan.data === undefined && record.plan.shots !== undefined ? muNote(record) : []),
    ...runNotes(run),
  ].join("\n");
}

function tableOf({ document: run, record }: Pick<StoredRun, "document" | "record">): string {
  const { data } = record.plan;
  if (data !== undefined) return dataTable(summarizeData(record, data));
  return summaryTable(summarizeTargets(record, run.targets, endsOf(run)), run.config.noise !== undefined);
}

/** What a run that has just been trained is said to show. */
export function trainedText(run: RunDocument, record: TrainingRecord, summaries: readonly TargetSummary[]): string {
  return [headOf(run), "", summaryTable(summaries, run.config.noise !== undefined), ...muNote(record), ...runNotes(run)].join(
    "\n",
  );
}

/** Where μ was not measured, what λ is in its place. */
function muNote({ measured, plan }: TrainingRecord): string[] {
  if (measured.mu !== undefined) return [];
  return plan.shots === undefined
    ? ["μ was not measured: λ is the one that explains the decay of K over the last half of the steps."]
    : [
        "μ is not measured with shots, nor is any second derivative: λ is the one that explains the decay of K over the steps named beside it.",
      ];
}

/** The same with data. */
export function trainedDataText(run: RunDocument, summaries: readonly DataTargetSummary[]): string {
  return [headOf(run), `\n${dataTable(summaries)}`, ...runNotes(run)].join("\n");
}

function headOf({ config, parameters, extremes, reachable }: RunDocument): string {
  return describeRun(config, parameters, extremes, reachable);
}

/** Why a run has not reached its end, and what to do about it. */
export function endedEarly({ document: run, folder }: Pick<StoredRun, "document" | "folder">): string {
  const { rows, config, command, device } = run;
  if (needsPreliminaryRun(config) && run.criticalTargets === undefined)
    return `stopped in the preliminary run; go on with: npx qntk ${command} --resume ${folder}`;
  const waiting = device?.jobs?.[rows];
  const kept = waiting === undefined ? "" : ` (job ${waiting} stays on ${device?.backend} and is collected then)`;
  return `stopped at step ${rows} of ${config.steps}; go on with: npx qntk ${command} --resume ${folder}${kept}`;
}
