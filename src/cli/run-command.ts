/**
 * `qntk transition` and `qntk train`: train, say what came out, write figures and report beside the numbers.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { summarizeTargets, type TargetSummary } from "../analysis/summary.ts";
import { ArgumentError } from "../base/errors.ts";
import { type ConfigFile, type ExperimentConfig, parseConfigFile } from "../experiment/config.ts";
import { describeRun, type RunCommandName } from "./describe.ts";
import { configFields, type RunOptionValues, readConfigFile } from "./run-options.ts";
import { summaryJson, summaryTable } from "./summary-output.ts";
import { formatNumber, note, print, printJson } from "./terminal.ts";
import { type Execution, resumeRun, type TrainedRun, trainNew } from "./training-run.ts";

/** Options that say how to run, not what; the only ones that go with --resume. */
const RESUME_OPTIONS = ["resume", "threads", "json", "quiet", "plot"];
/** Folder new runs go to unless --out says otherwise. */
const RUNS_FOLDER = "qntk-runs";

/** Runs the command and returns its exit code. */
export async function runCommand(name: RunCommandName, values: RunOptionValues): Promise<number> {
  const run = values.resume === undefined ? await startRun(name, values) : await continueRun(values.resume, values);
  const { document, record, folder } = run;
  if (document.status === "diverged" && document.divergence !== undefined) {
    const { step, target, sample, reason } = document.divergence;
    note(
      `qntk: training diverged at step ${step}, target ${target}, sample ${sample}: the loss ${reason}; lower --eta. Rows 0 to ${step} are in ${folder}.`,
    );
    return 1;
  }
  if (run.interrupted) {
    note(`qntk: stopped at step ${document.rows} of ${document.config.steps}; go on with: npx qntk ${name} --resume ${folder}`);
    return 1;
  }
  const summaries = summarizeTargets(record, document.targets, document.extremes);
  if (values.json) printJson(summaryJson(folder, summaries));
  else if (!values.quiet) await printSummary(name, run, summaries);
  if (values.plot !== false) {
    const { writeRunFigures } = await import("./run-figures.ts");
    const files = await writeRunFigures(run, summaries, name === "transition" ? "transition" : "training");
    if (!values.json && !values.quiet) print(`figures  ${files.join(", ")}`);
  }
  return 0;
}

async function startRun(name: RunCommandName, values: RunOptionValues): Promise<TrainedRun> {
  const settings = configurationOf(values);
  const { engine = "auto", threads, out, ...fields } = settings;
  const folder = out ?? freeFolder(name);
  const execution: Execution = { engine, threads, quiet: values.quiet === true };
  return trainNew(fields satisfies ExperimentConfig, folder, values.force === true, execution);
}

async function continueRun(folder: string, values: RunOptionValues): Promise<TrainedRun> {
  const extra = Object.keys(values).find((key) => values[key] !== undefined && !RESUME_OPTIONS.includes(key));
  if (extra !== undefined) {
    throw new ArgumentError(
      extra,
      values[extra],
      "nothing with --resume, which takes the configuration of the run; only --threads, --json, --quiet and --no-plot",
    );
  }
  const { threads } = parseConfigFile(configFields({ threads: values.threads }));
  return resumeRun(folder, { engine: "auto", threads, quiet: values.quiet === true });
}

/** The configuration file, if any, overridden by the options. */
function configurationOf(values: RunOptionValues): ConfigFile {
  const file = values.config === undefined ? {} : readConfigFile(values.config);
  return parseConfigFile({ ...file, ...configFields(values) });
}

/** The first unused folder of qntk-runs for this command. */
function freeFolder(name: RunCommandName): string {
  for (let k = 1; ; k++) {
    const folder = join(RUNS_FOLDER, `${name}-${k}`);
    if (!existsSync(folder)) return folder;
  }
}

async function printSummary(
  name: RunCommandName,
  { document, record, folder }: TrainedRun,
  summaries: readonly TargetSummary[],
): Promise<void> {
  print(describeRun(document.config, document.parameters, document.extremes));
  print("");
  print(summaryTable(summaries));
  if (name === "transition") {
    const { terminalPlots } = await import("./terminal-plot.ts");
    print("");
    print(terminalPlots(record, summaries, process.stdout.columns ?? 100));
  }
  print("");
  print(`run      ${folder}  (${formatNumber(document.timing.seconds, 3)} s)`);
}
