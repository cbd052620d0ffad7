/**
 * Slurm as an engine for sweeps: job arrays, read by text-format queries that are the same in all versions. Node only.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { ArgumentError, QntkError } from "../base/errors.ts";
import type { Executor, Submission, TaskContext, TaskState } from "./executor.ts";
import { call, type Output, quoted } from "./shell.ts";

/** Exit code of a task that was stopped with work left, and has stored it. */
export const STOPPED_CODE = 75;
/** How often a task that ran out of time asks to be run again. */
const MAX_RESTARTS = 20;
/** Seconds before the time limit at which a task is told to store what it has. */
const NOTICE_SECONDS = 60;
/** Where slurm.conf says nothing else: indices 0 to 1000. */
const DEFAULT_MAX_ARRAY_SIZE = 1001;
/** Tries of a query that the controller does not answer. */
const TRIES = 4;
const RETRY_MS = 2000;
const BUSY =
  /Socket timed out|Unable to contact|Connection refused|Zero Bytes were transmitted|Communication connection failure/i;
/** Slurm's words for a task that is not over, in its own two-letter form. */
const ALIVE = "PD,R,CG,CF,S,RQ,SE";

export const slurmExecutor: Executor = {
  name: "slurm",

  async limit(dry) {
    if (dry) {
      const assumed = `MaxArraySize is taken to be ${DEFAULT_MAX_ARRAY_SIZE}, Slurm's default: a dry run asks nothing of Slurm`;
      return { tasks: DEFAULT_MAX_ARRAY_SIZE, assumed };
    }
    const { stdout } = await query("scontrol", ["show", "config"]);
    return { tasks: Number(/^MaxArraySize\s*=\s*(\d+)/m.exec(stdout)?.[1] ?? DEFAULT_MAX_ARRAY_SIZE) };
  },

  plan: batchScript,

  async submit(submission, context) {
    const path = `${context.file(submission.name)}.sh`;
    // Never sent twice: where the answer is lost, the name tells.
    const { code, stdout, stderr } = await call("sbatch", ["--parsable", path], { cwd: context.folder });
    if (code !== 0) throw new QntkError(`sbatch refused ${path}: ${lastLine(stderr)}`);
    return stdout.trim().split(";")[0];
  },

  async find(name) {
    const { stdout } = await query("squeue", ["-h", "-a", `--name=${name}`, "-o", "%F"]);
    const [job] = stdout.split("\n").filter((line) => line !== "");
    if (job !== undefined) return job;
    const account = await call("sacct", ["-X", "-n", "--parsable2", `--name=${name}`, "-S", "now-30days", "-o", "JobID"]).catch(
      () => undefined,
    );
    const [row] = account?.code === 0 ? account.stdout.split("\n").filter((line) => line !== "") : [];
    return row?.split(/[_.]/)[0];
  },

  async poll(submissions) {
    const jobs = submissions.flatMap(({ job }) => (job === undefined ? [] : [job]));
    const states = new Map<string, Map<number, TaskState>>(jobs.map((job) => [job, new Map()]));
    if (jobs.length === 0) return new Map();
    // A job that has left Slurm's memory makes a query by number fail, so all of this user's are asked for.
    const { stdout } = await query("squeue", ["-h", "-r", "-a", "--me", "-t", ALIVE, "-o", "%F|%K|%T|%r|%N|%M"]);
    for (const line of stdout.split("\n")) {
      const [job, index, word, reason] = line.split("|");
      states.get(job)?.set(Number(index), {
        state: word === "RUNNING" || word === "COMPLETING" ? "running" : "waiting",
        word: word === "PENDING" ? `${word} (${reason})` : word,
      });
    }
    return new Map(submissions.map(({ name, job }) => [name, states.get(job ?? "") ?? new Map()]));
  },

  async cancel(submissions) {
    for (const { job } of submissions) {
      if (job === undefined) continue;
      const { code, stderr } = await query("scancel", [job]);
      if (code !== 0 && !/Invalid job id/i.test(stderr)) throw new QntkError(`scancel ${job} failed: ${lastLine(stderr)}`);
    }
  },
};

/**
 * How tasks that are over ended, as far as Slurm still knows: `FAILED`, `OUT_OF_MEMORY`, `TIMEOUT`, `NODE_FAIL` … with the exit code.
 *
 * Asks the accounting where there is one, and the controller, which forgets a job some minutes after its end.
 */
export async function slurmEnds(job: string): Promise<Map<number, string>> {
  const ends = new Map<number, string>();
  const account = await call("sacct", ["-X", "-n", "--parsable2", "-j", job, "-o", "JobID,State,ExitCode"]).catch(
    () => undefined,
  );
  if (account?.code === 0) {
    for (const line of account.stdout.split("\n")) {
      const [id, state, code] = line.split("|");
      const index = Number(id?.split("_")[1]);
      if (Number.isInteger(index) && state !== undefined) ends.set(index, `${state.split(" ")[0]} ${code}`);
    }
  }
  const { code, stdout } = await call("scontrol", ["show", "job", "-o", job]).catch(
    (): Output => ({ code: 1, stdout: "", stderr: "" }),
  );
  if (code === 0) {
    for (const line of stdout.split("\n")) {
      const field = (name: string) => new RegExp(`(?:^| )${name}=(\\S+)`).exec(line)?.[1];
      const index = Number(field("ArrayTaskId"));
      const state = field("JobState");
      if (Number.isInteger(index) && state !== undefined) ends.set(index, `${state} ${field("ExitCode") ?? ""}`.trim());
    }
  }
  return ends;
}

/** The script of a job array: told before its time is up, it stores what it has and asks to be run again. */
function batchScript(submission: Submission, { folder, program, file }: TaskContext): string {
  const { name, tasks, resources } = submission;
  const { mem, time, cpus = 1, partition, account, extra = [], setup = [], maxRunning } = resources;
  const option = (flag: string, value: string | number | undefined) =>
    value === undefined ? [] : [`#SBATCH --${flag}=${value}`];
  const limit = maxRunning === undefined ? "" : `%${maxRunning}`;
  const command = [...program, folder, "--task", file(name)].map(quoted).join(" ");
  return [
    "#!/bin/bash",
    `#SBATCH --job-name=${name}`,
    `#SBATCH --array=0-${tasks.length - 1}${limit}`,
    `#SBATCH --output=${folder}/logs/%A_%a.log`,
    "#SBATCH --open-mode=append",
    "#SBATCH --requeue",
    `#SBATCH --signal=B:USR1@${NOTICE_SECONDS}`,
    `#SBATCH --cpus-per-task=${cpus}`,
    ...option("mem", mem),
    ...option("time", time),
    ...option("partition", partition),
    ...option("account", account),
    ...extra.map((each) => `#SBATCH ${each}`),
    "",
    ...setup,
    "again=0",
    "trap 'again=1; kill -TERM \"$child\" 2>/dev/null' USR1",
    "trap 'kill -TERM \"$child\" 2>/dev/null' TERM",
    `${command} --index "$SLURM_ARRAY_TASK_ID" --threads ${cpus} &`,
    "child=$!",
    'wait "$child"; code=$?',
    "# A signal ends the wait, not the child.",
    'while kill -0 "$child" 2>/dev/null; do wait "$child"; code=$?; done',
    `if [ "$code" = ${STOPPED_CODE} ] && [ "$again" = 1 ] && [ "\${SLURM_RESTART_COUNT:-0}" -lt ${MAX_RESTARTS} ]; then`,
    `  scontrol requeue "\${SLURM_ARRAY_JOB_ID}_\${SLURM_ARRAY_TASK_ID}"`,
    "fi",
    'exit "$code"',
    "",
  ].join("\n");
}

/** A query, asked again where the controller is not there for a moment. */
async function query(program: string, args: readonly string[]): Promise<Output> {
  for (let k = 1; ; k++) {
    const output = await call(program, args);
    if (output.code === 0 || !BUSY.test(output.stderr)) return output;
    if (k === TRIES) throw new QntkError(`${program}: Slurm's controller does not answer: ${lastLine(output.stderr)}`);
    await sleep(RETRY_MS * k);
  }
}

/**
 * Checks text that goes into a script's `#SBATCH` line.
 *
 * @throws ArgumentError for text with a line break, which would end the line
 */
export function requireOneLine(argument: string, text: string | undefined): void {
  if (text !== undefined && /[\r\n]/.test(text)) throw new ArgumentError(argument, text, "one line");
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
