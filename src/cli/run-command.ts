/**
 * `qntk transition` and `qntk train`: train, say what came out, write figures and report beside the numbers.
 */

import { summarizeData } from "../analysis/data-summary.ts";
import { summarizeTargets, type TargetSummary } from "../analysis/summary.ts";
import { ArgumentError, Described } from "../base/errors.ts";
import { formatNumber } from "../base/format.ts";
import { parseConfigFile, type RunSettings } from "../experiment/config.ts";
import { resumeRun, type TrainedRun, trainNew } from "../running/training-run.ts";
import { endsOf, type RunCommandName } from "../runs/run-document.ts";
import { readRunDocument, requireFreeRunFolder } from "../runs/run-folder.ts";
import { askOnTerminal } from "../terminal/agreement.ts";
import { unlessStopped } from "../terminal/interrupt.ts";
import { currentConsole, note, print, printJson, terminalListener } from "../terminal/terminal.ts";
import { dataJson } from "../text/data.ts";
import { endedEarly, trainedDataText, trainedText } from "../text/stored-run.ts";
import { summaryJson } from "../text/summary.ts";
import type { DataPlan } from "../training/data-plan.ts";
import { configurationOf } from "./configuration.ts";
import { configFields, parseInteger, type RunOptionValues } from "./run-options.ts";
import type { AskedSubject } from "./theory/subject.ts";

/** Options that say how to run, not what; the only ones that go with --resume. */
const RESUME_OPTIONS = ["resume", "steps", "threads", "python", "yes", "lambda", "json", "quiet", "plot"];

/** Runs the command and returns its exit code. */
export async function runCommand(name: RunCommandName, values: RunOptionValues): Promise<number> {
  const asked = await unlessStopped((signal) =>
    values.resume === undefined ? startRun(name, values, signal) : continueRun(values.resume, values, signal),
  );
  if (asked === undefined) {
    note("qntk: stopped before training began");
    return 1;
  }
  const { run, settings, lambdas } = asked;
  const { document, record, folder } = run;
  const { json = false, quiet = false, plot = true } = settings;
  if (document.status !== "complete") {
    if (json) printJson({ run: folder, status: document.status, rows: document.rows, events: document.events ?? [] });
    note(`qntk: ${endedEarly(run)}`);
    return 1;
  }
  if (record.plan.data !== undefined) return dataRunDone(run, record.plan.data, settings);
  const summaries = summarizeTargets(record, document.targets, endsOf(document), lambdas);
  let files: readonly string[] = [];
  if (plot) {
    const { writeRunFigures } = await import("../figures/node/run-figures.ts");
    files = await writeRunFigures(run, summaries, document.command === "transition" ? "transition" : "training");
  }
  const { criticalTargets, events = [], rows } = document;
  if (json) printJson({ ...summaryJson(folder, summaries), criticalTargets, rows, events });
  else if (!quiet) {
    await printSummary(run, summaries);
    if (files.length > 0) print(`figures  ${files.join(", ")}`);
  }
  return 0;
}

/** Says what came out of a run with data, and draws it. */
async function dataRunDone(
  { document, record, folder }: TrainedRun,
  data: DataPlan,
  { json = false, quiet = false, plot = true }: RunSettings,
): Promise<number> {
  const summaries = summarizeData(record, data);
  let files: readonly string[] = [];
  if (plot) {
    const { writeDataFigures } = await import("../figures/node/data-figures.ts");
    files = await writeDataFigures(
      { folder, document, record },
      summaries,
      document.command === "transition" ? "transition" : "training",
    );
  }
  if (json) printJson({ ...dataJson(folder, summaries), rows: document.rows, events: document.events ?? [] });
  else if (!quiet) {
    print(trainedDataText(document, summaries));
    print(`\nrun      ${folder}  (${formatNumber(document.timing.seconds, 3)} s)`);
    if (files.length > 0) print(`figures  ${files.join(", ")}`);
  }
  return 0;
}

/** A run, how it was asked for, and λ known before training where that was. */
interface RequestedRun {
  readonly run: TrainedRun;
  readonly settings: RunSettings;
  readonly lambdas?: Awaited<ReturnType<typeof predictedLambdas>>;
}

async function startRun(name: RunCommandName, values: RunOptionValues, signal: AbortSignal): Promise<RequestedRun> {
  const { config, settings, parent } = configurationOf(values);
  const { engine = "auto", threads, python, out: folder, force = false, quiet = false } = settings;
  requireForDevice(values, python, config.device);
  // Before the paths are followed, which takes long.
  if (folder !== undefined) requireFreeRunFolder(folder, force);
  const lambdas = await predictedLambdas(
    values,
    async () => {
      const listener = terminalListener(quiet);
      const { subjectOfConfig } = await import("../running/subjects.ts");
      return { subject: await subjectOfConfig(config, { engine, listener }), listener };
    },
    signal,
  );
  const run = await trainNew(
    name,
    config,
    { folder, force, parent },
    { ...executionOf(values, quiet), engine, threads, python, signal },
  );
  return { run, settings, lambdas };
}

async function continueRun(folder: string, values: RunOptionValues, signal: AbortSignal): Promise<RequestedRun> {
  const extra = Object.keys(values).find((key) => values[key] !== undefined && !RESUME_OPTIONS.includes(key));
  if (extra !== undefined) {
    throw new ArgumentError(
      extra,
      values[extra],
      "nothing with --resume, which takes the configuration of the run; only --steps, which may make the run longer, --threads, --python, --yes, --lambda, --json, --quiet and --no-plot",
    );
  }
  const { settings } = parseConfigFile(configFields({ ...values, steps: undefined }));
  if (values.steps !== undefined) {
    const { extendRun } = await import("../runs/extend-run.ts");
    await extendRun(folder, parseInteger("steps", values.steps as string, 0));
  }
  const { threads, python, quiet = false } = settings;
  requireForDevice(values, python, readRunDocument(folder).config.device);
  const lambdas = await predictedLambdas(
    values,
    async () => (await import("./theory/subject.ts")).subjectOf({ run: folder, quiet }),
    signal,
  );
  const run = await resumeRun(folder, { ...executionOf(values, quiet), engine: "auto", threads, python, signal });
  return { run, settings, lambdas };
}

/** Refuses what a device alone has a use for. */
function requireForDevice({ yes }: RunOptionValues, python: string | undefined, device: string | undefined): void {
  if (device !== undefined) return;
  if (yes) throw new ArgumentError("yes", new Described("given"), "no --yes without a device, whose jobs alone are asked about");
  if (python !== undefined)
    throw new ArgumentError("python", python, "no python without a device, which alone is reached through it");
}

/** The terminal, for what a run says and asks. */
function executionOf({ yes = false }: RunOptionValues, quiet: boolean) {
  return { listener: terminalListener(quiet), agree: (backend: string) => askOnTerminal(backend, yes) };
}

/** λ of the theory lines, where --lambda asks for a predicted one. */
async function predictedLambdas(
  values: RunOptionValues,
  subject: () => Promise<Pick<AskedSubject, "subject" | "listener">>,
  signal: AbortSignal,
) {
  if (values.lambda === undefined) return undefined;
  const { requireLambdaSource, lambdasOfTargets } = await import("../reports/lambda-source.ts");
  const source = requireLambdaSource(values.lambda as string);
  if (source === undefined) return undefined;
  const asked = await subject();
  return (await import("../running/build.ts")).runStages(lambdasOfTargets(asked.subject, source), asked.listener, signal);
}

async function printSummary({ document, record, folder }: TrainedRun, summaries: readonly TargetSummary[]): Promise<void> {
  print(trainedText(document, record, summaries));
  if (document.command === "transition") {
    const { terminalPlots } = await import("../text/run-plot.ts");
    const { columns = 100, colored } = currentConsole();
    print(`\n${terminalPlots(record, summaries, { columns, colored })}`);
  }
  print(`\nrun      ${folder}  (${formatNumber(document.timing.seconds, 3)} s)`);
}
