/**
 * Who is told how far work has come: a terminal, a page, or nobody.
 */

/** Progress of one task. */
export interface Progress {
  /** Work done; `label` takes the place of the one before. */
  update(done: number, label?: string): void;
  /** The task is over, or pauses until the next update. */
  stop(): void;
}

/** How the progress of a task is shown. */
export interface ProgressOptions {
  /** Shows the share done in per cent, for work in arbitrary units. */
  readonly share?: boolean;
  /** Work of the tasks that come after this one, over the work of this one. */
  readonly after?: number;
}

/** Listens to work that takes long. */
export interface Listener {
  /** A task of so many units of work begins. */
  begin(label: string, total: number, options?: ProgressOptions): Progress;
  /** Something that the user has to know. */
  note(text: string): void;
  /** Something that may go unsaid. */
  remark(text: string): void;
}

/** Tells nobody. */
export const silent: Listener = {
  begin: () => ({ update() {}, stop() {} }),
  note() {},
  remark() {},
};
