/**
 * What an engine is that runs a sweep's batches elsewhere: a small interface, one file for each.
 *
 * A submission is a list of tasks, each a list of batches. It is written into submissions/ before anything is sent, so that a crash between the
 * two is seen. What is done is never asked of an executor: only results say that. It is only asked whether a task is still alive.
 */

/** Options of a submission that are passed on to the queue. */
export interface Resources {
  /** Memory of a task, such as 4G. */
  readonly mem?: string;
  /** Time limit, as the queue takes it. */
  readonly time?: string;
  readonly cpus?: number;
  readonly partition?: string;
  readonly account?: string;
  /** Further options, passed on as they are. */
  readonly extra?: readonly string[];
  /** Shell lines that come before the command, such as `module load node`. */
  readonly setup?: readonly string[];
  /** Most tasks that run at a time. */
  readonly maxRunning?: number;
}

/** Tasks that are sent together. */
export interface Submission {
  /** Unique name, by which the queue knows it. */
  readonly name: string;
  readonly executor: string;
  /** Batches of each task. */
  readonly tasks: readonly (readonly string[])[];
  readonly resources: Resources;
  /** The queue's name for it; undefined where it was never sent, or it is not known whether it was. */
  readonly job?: string;
  readonly cancelled?: boolean;
}

/** What a task can be told to run, and where. */
export interface TaskContext {
  /** Absolute path of the sweep's folder. */
  readonly folder: string;
  /** Command that does the batches of a task: arguments before the folder. */
  readonly program: readonly string[];
  /** Path of the submission's file. */
  file(name: string): string;
}

/** State of one task: waiting, running, or over, with the queue's word where it has one. */
export interface TaskState {
  readonly state: "waiting" | "running" | "over";
  readonly word?: string;
}

/** Most tasks that a queue takes at once. */
export interface TaskLimit {
  readonly tasks: number;
  /** What to say where the queue was not asked. */
  readonly assumed?: string;
}

/** An engine that runs tasks. */
export interface Executor {
  readonly name: string;
  /**
   * Most tasks of one submission.
   *
   * @param dry nothing will be sent, and nothing is asked of the queue: its default will do
   */
  limit(dry: boolean): Promise<TaskLimit>;
  /** What would be sent, as text. */
  plan(submission: Submission, context: TaskContext): string;
  /** Sends a submission and returns the queue's name for it. */
  submit(submission: Submission, context: TaskContext): Promise<string>;
  /** The queue's name of a submission that may have been sent by a process that died before it could write that down. */
  find(name: string): Promise<string | undefined>;
  /** States of the tasks of submissions that were sent, by name; a task that is not listed is over. */
  poll(submissions: readonly Submission[]): Promise<ReadonlyMap<string, ReadonlyMap<number, TaskState>>>;
  cancel(submissions: readonly Submission[]): Promise<void>;
}
