/**
 * Options of commands that speak to a queue.
 */
import type { CommandOption } from "../definition.ts";

/** Which queue, and how to speak to it. */
export const queueEngineOptions: readonly CommandOption[] = [
  { flags: "--engine <name>", words: "slurm, or command with a template", initial: "the one it was sent to before" },
  {
    flags: "--template <command>",
    words: "of engine command: shell command for each task, with {command}, and {name} {log} {folder} {cpus} {mem} {time}",
  },
  { flags: "--alive <command>", words: "of engine command: exits with 0 while the job {job} is alive" },
];

/** What is asked of it. */
export const queueOptions: readonly CommandOption[] = [
  ...queueEngineOptions,
  { flags: "--max-running <n>", words: "most tasks that run at a time" },
  {
    flags: "--task-minutes <n>",
    words: "short batches are put together into tasks of about so many minutes; 0 for a task for each",
    initial: "5",
  },
  { flags: "--mem <size>", words: "memory of a task, such as 2G; x2 for twice what was asked for before" },
  { flags: "--time <limit>", words: "time limit of a task, as the queue takes it" },
  { flags: "--cpus <n>", words: "cores of a task", initial: "1" },
  { flags: "--partition <name>", words: "partition, or queue" },
  { flags: "--account <name>", words: "account" },
  {
    flags: "--extra <option>",
    words: "a further option of the queue, such as --constraint=avx2; repeat it for several",
    repeats: true,
  },
  { flags: "--setup <line>", words: "shell line that comes before the command; repeat it for several", repeats: true },
];
