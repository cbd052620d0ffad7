/**
 * Any program as an engine for sweeps: a command template for every task, for PBS, LSF, HTCondor or a container. Node only.
 *
 * Either the template's command does the task itself and returns when that is over (a container), or it hands it to a queue and prints the job's name as
 * the last word of its output (qsub, bsub); then a second template says whether a job is alive and a third cancels it.
 */
import { ArgumentError, QntkError } from "../base/errors.ts";
import type { Executor, Submission, TaskContext, TaskState } from "./executor.ts";
import { call, quoted } from "./shell.ts";

/** The templates. */
export interface CommandTemplates {
  /** Runs or sends one task: `{command}` is what it has to do, `{name} {log} {folder} {cpus} {mem} {time}` are filled in too. */
  readonly template: string;
  /** Exits with 0 while the job `{job}` is alive; left out, a task is over once its command has returned. */
  readonly alive?: string;
  /** Cancels the job `{job}`. */
  readonly cancel?: string;
}

/** No limit on the time of a task's command: a container does the whole task. */
const NO_TIMEOUT = 0;
/** Tasks of one submission: each is a command of its own. */
const MAX_TASKS = 100_000;
/** Most tasks that commands without a queue do at a time, where nothing else is said. */
const DEFAULT_RUNNING = 1;

/** An engine from templates. */
export function commandExecutor({ template, alive, cancel }: CommandTemplates): Executor {
  if (!template.includes("{command}"))
    throw new ArgumentError("template", template, "a shell command with {command} where the task's own command stands");
  return {
    name: "command",
    limit: async () => ({ tasks: MAX_TASKS }),
    plan: (submission, context) => submission.tasks.map((_, index) => commandOf(template, submission, context, index)).join("\n"),
    async submit(submission, context) {
      const jobs: string[] = new Array(submission.tasks.length).fill("");
      let next = 0;
      const work = async () => {
        while (next < submission.tasks.length) {
          const index = next++;
          const { code, stdout, stderr } = await call("sh", ["-c", commandOf(template, submission, context, index)], {
            cwd: context.folder,
            timeout: NO_TIMEOUT,
          });
          if (code !== 0 && alive !== undefined)
            throw new QntkError(
              `The command of task ${index} of ${submission.name} ended with code ${code}: ${lastLine(stderr)}`,
            );
          jobs[index] = alive === undefined ? "over" : (stdout.trim().split(/\s+/).at(-1) ?? "");
        }
      };
      const running = alive === undefined ? (submission.resources.maxRunning ?? DEFAULT_RUNNING) : 1;
      await Promise.all(Array.from({ length: Math.min(running, submission.tasks.length) }, work));
      return jobs.join(",");
    },
    find: async () => undefined,
    async poll(submissions) {
      const states = new Map<string, Map<number, TaskState>>();
      for (const submission of submissions) {
        const tasks = new Map<number, TaskState>();
        states.set(submission.name, tasks);
        for (const [index, job] of jobsOf(submission).entries()) {
          if (alive === undefined || job === "over") continue;
          const { code } = await call("sh", ["-c", fill(alive, { job })]);
          if (code === 0) tasks.set(index, { state: "running" });
        }
      }
      return states;
    },
    async cancel(submissions) {
      if (cancel === undefined)
        throw new ArgumentError("cancelTemplate", undefined, "a command with {job}, to cancel what was sent by a template");
      for (const submission of submissions) for (const job of jobsOf(submission)) await call("sh", ["-c", fill(cancel, { job })]);
    },
  };
}

function jobsOf({ job }: Submission): string[] {
  return job === undefined ? [] : job.split(",");
}

function commandOf(
  template: string,
  { name, resources }: Submission,
  { folder, program, file }: TaskContext,
  index: number,
): string {
  const { cpus = 1, mem = "", time = "", setup = [] } = resources;
  const own = [...program, folder, "--task", file(name), "--index", String(index), "--threads", String(cpus)]
    .map(quoted)
    .join(" ");
  return fill(template, {
    command: [...setup, own].join(" && "),
    name: `${name}-${index}`,
    log: `${folder}/logs/${name}_${index}.log`,
    ...{ folder, mem, time },
    cpus: String(cpus),
  });
}

/** Fills a template in. */
function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
