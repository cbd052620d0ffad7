/**
 * `qntk sweep submit|status|logs|cancel|retry`: sweeps on a queue.
 */
import { readFileSync } from "node:fs";
import { ArgumentError } from "../../base/errors.ts";
import { counted } from "../../base/words.ts";
import { unitSeconds } from "../../running/estimate.ts";
import { commandExecutor } from "../../sweeps/command-executor.ts";
import { describe } from "../../sweeps/dimensions.ts";
import { endsOf, logFiles, type UnfinishedBatch } from "../../sweeps/ends.ts";
import type { Executor, Resources } from "../../sweeps/executor.ts";
import {
  clearFailure,
  createSweepFolder,
  type FailureKind,
  failureKinds,
  openSweepFolder,
  readFailures,
  type SweepFolder,
} from "../../sweeps/folder.ts";
import { cancelAll, counts, placesOf, readSubmissions, submitMissing } from "../../sweeps/queue.ts";
import { scaledMemory } from "../../sweeps/resources.ts";
import { requireOneLine, slurmExecutor } from "../../sweeps/slurm.ts";
import { print, printJson } from "../../terminal/terminal.ts";
import { formatTable } from "../../text/table.ts";
import { readSweep, runOpen, wholeNumber, workProgram } from "./sweep.ts";

/** Options of the queue. */
export interface QueueValues {
  readonly engine?: string;
  readonly template?: string;
  readonly alive?: string;
  readonly cancel?: string;
  readonly maxRunning?: string;
  readonly taskMinutes?: string;
  readonly mem?: string;
  readonly time?: string;
  readonly cpus?: string;
  readonly partition?: string;
  readonly account?: string;
  readonly extra?: readonly string[];
  readonly setup?: readonly string[];
}

const DEFAULT_TASK_MINUTES = 5;
/** Lines that a log prints of each file. */
const LOG_LINES = 200;

export async function submitCommand(file: string, values: QueueValues & { out: string; dryRun?: boolean }): Promise<number> {
  const asked = readSweep(file);
  // What is wrong with the engine is said before a folder is made.
  engineAsked(values);
  const sweep = await createSweepFolder(values.out, asked);
  return send(sweep, values, resourcesOf(values, undefined), values.dryRun ?? false);
}

async function send(sweep: SweepFolder, values: QueueValues, resources: Resources, dry: boolean): Promise<number> {
  const executor = executorOf(sweep, values);
  const taskSeconds = 60 * (wholeNumber("taskMinutes", values.taskMinutes, 0) ?? DEFAULT_TASK_MINUTES);
  const sent = await submitMissing(
    sweep,
    executor,
    { resources, taskSeconds, unitSeconds: unitSeconds(), program: [process.execPath, ...workProgram()] },
    dry,
  );
  if (sent.length === 0) print("nothing is missing: every point is done, failed, or in a task that is alive");
  for (const { submission, text, assumed } of sent) {
    const tasks = counted(submission.tasks.length, "task");
    if (dry) print(`# ${[`${submission.name}: ${tasks}`, ...assumed].join("; ")}\n${text}`);
    else print(`${submission.name}: ${tasks} of ${submission.tasks.flat().length} batches sent as job ${submission.job}`);
  }
  return 0;
}

export async function statusCommand(dir: string, values: QueueValues & { json?: boolean }): Promise<number> {
  const sweep = openSweepFolder(dir);
  const found = counts(sweep);
  const failures = [...readFailures(sweep).values()];
  const places = readSubmissions(sweep).length === 0 ? [] : await placesOf(sweep, executorOf(sweep, values));
  const rows: UnfinishedBatch[] = [
    ...failures.map(({ batch, points, kind, message }) => ({ batch, points, state: kind as string, reason: message })),
    ...(await endsOf(places)),
  ];
  const of = (state: "waiting" | "running") =>
    places.filter((place) => place.state?.state === state).reduce((sum, { batch }) => sum + batch.points.length, 0);
  const states = { ...found, running: of("running"), waiting: of("waiting") };
  if (values.json) {
    printJson({ sweep: dir, ...states, failures: rows });
    return 0;
  }
  print(
    `points   ${found.points}\ndone     ${found.done}\nrunning  ${states.running}\nwaiting  ${states.waiting}\nfailed   ${rows.reduce((sum, { points }) => sum + points.length, 0)}`,
  );
  if (rows.length > 0) {
    const lines = rows.flatMap(({ points, state, reason }) =>
      points.map((id) => [id, describe(sweep.points.get(id)?.at ?? {}), state, reason]),
    );
    print(`\n${formatTable(["point", "at", "failure", "reason"], lines, 4)}`);
  }
  return 0;
}

export async function logsCommand(dir: string, wanted: string): Promise<number> {
  const sweep = openSweepFolder(dir);
  const matching = sweep.batches.filter(
    ({ id, points }) => id.startsWith(wanted) || points.some((point) => point.startsWith(wanted)),
  );
  if (matching.length !== 1)
    throw new ArgumentError(
      "point",
      wanted,
      matching.length === 0
        ? "the first digits of a point or batch of the sweep, as status prints them"
        : "more digits: several points begin so",
    );
  const [batch] = matching;
  const failure = readFailures(sweep).get(batch.id);
  if (failure !== undefined) print(`${failure.kind}: ${failure.message}`);
  let files = 0;
  for (const submission of readSubmissions(sweep)) {
    submission.tasks.forEach((ids, task) => {
      if (!ids.includes(batch.id)) return;
      for (const path of logFiles(sweep, submission, task)) {
        files++;
        print(`== ${path}\n${readFileSync(path, "utf8").split("\n").slice(-LOG_LINES).join("\n").trimEnd()}`);
      }
    });
  }
  if (files === 0 && failure === undefined) print("no task has written anything about this point");
  return 0;
}

export async function cancelCommand(dir: string, values: QueueValues): Promise<number> {
  const sweep = openSweepFolder(dir);
  const cancelled = await cancelAll(sweep, executorOf(sweep, values));
  print(
    cancelled.length === 0
      ? "nothing is waiting or running"
      : `cancelled ${cancelled.map(({ name, job }) => `${name} (job ${job})`).join(", ")}`,
  );
  return 0;
}

export async function retryCommand(
  dir: string,
  values: QueueValues & { only?: string; processes?: string; json?: boolean; quiet?: boolean },
): Promise<number> {
  const sweep = openSweepFolder(dir);
  const kinds = values.only === undefined ? failureKinds : values.only.split(",").map((kind) => kindOf(kind.trim()));
  for (const { batch, kind } of readFailures(sweep).values()) if (kinds.includes(kind)) clearFailure(sweep.folder, batch);
  const submissions = readSubmissions(sweep);
  const last = submissions.at(-1);
  if (last === undefined && values.engine === undefined)
    return runOpen(sweep, dir, `retry ${dir}`, {
      processes: wholeNumber("processes", values.processes),
      json: values.json ?? false,
      quiet: values.quiet ?? false,
    });
  return send(sweep, values, resourcesOf(values, last?.resources), false);
}

function kindOf(text: string): FailureKind {
  const kind = failureKinds.find((each) => each === text);
  if (kind === undefined) throw new ArgumentError("only", text, failureKinds.join(", "));
  return kind;
}

/** The engine that is asked for, or that the sweep was sent to before. */
function executorOf(sweep: SweepFolder, values: QueueValues): Executor {
  return engineAsked(values, readSubmissions(sweep).at(-1)?.executor);
}

/** The engine that is asked for, or the one before. */
function engineAsked({ engine, template, alive, cancel }: QueueValues, before = "slurm"): Executor {
  const name = engine ?? before;
  if (name === "command") {
    if (template === undefined && engine !== undefined)
      throw new ArgumentError("template", undefined, "a shell command with {command}, for engine command");
    return commandExecutor({ template: template ?? "{command}", alive, cancel });
  }
  if (name !== "slurm") throw new ArgumentError("engine", name, "slurm, command");
  for (const [option, given] of Object.entries({ template, alive, cancel }))
    if (given !== undefined)
      throw new ArgumentError(option, given, `no ${option} with engine slurm (it belongs to engine command)`);
  return slurmExecutor;
}

/** Resources as asked for, over those of the submission before. */
function resourcesOf(values: QueueValues, before: Resources | undefined): Resources {
  const { time, partition, account, extra, setup } = values;
  for (const [option, text] of Object.entries({ time, partition, account, mem: values.mem })) requireOneLine(option, text);
  for (const line of extra ?? []) requireOneLine("extra", line);
  return {
    mem: scaledMemory(values.mem, before?.mem),
    time: time ?? before?.time,
    cpus: wholeNumber("cpus", values.cpus) ?? before?.cpus,
    partition: partition ?? before?.partition,
    account: account ?? before?.account,
    extra: extra ?? before?.extra,
    setup: setup ?? before?.setup,
    maxRunning: wholeNumber("maxRunning", values.maxRunning) ?? before?.maxRunning,
  };
}
