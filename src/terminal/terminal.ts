/**
 * What the command line prints: results on standard output, everything else on standard error, progress with an estimate.
 */
import { SingleBar } from "cli-progress";
import { leftText } from "../base/format.ts";
import type { Listener, Progress, ProgressOptions } from "../running/listener.ts";
import { type Console, givenConsole } from "./console.ts";

/** Milliseconds before a task's progress is shown. */
const SHOW_AFTER_MS = 1000;

const nothing: Progress = { update() {}, stop() {} };

/** The terminal, or the files and pipes in its place. */
const terminal: Console = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  begin: beginBar,
  get columns() {
    return process.stdout.columns;
  },
  get colored() {
    return process.stdout.isTTY === true && !process.env.NO_COLOR;
  },
};

/** What the running command speaks to. */
export function currentConsole(): Console {
  return givenConsole() ?? terminal;
}

/** Starts showing the progress of a task; nothing is shown where `quiet`. */
export function startProgress(label: string, total: number, quiet: boolean, options: ProgressOptions = {}): Progress {
  return quiet ? nothing : currentConsole().begin(label, total, options);
}

/** A bar on standard error from the second second on; none where that is no terminal. */
function beginBar(label: string, total: number, { share = false, after = 0 }: ProgressOptions): Progress {
  if (process.stderr.isTTY !== true) return nothing;
  const started = Date.now();
  let first: { at: number; done: number } | undefined;
  let bar: SingleBar | undefined;
  let name = label;
  return {
    update(done, newLabel = name) {
      const now = Date.now();
      name = newLabel;
      first ??= { at: now, done };
      if (now - started < SHOW_AFTER_MS) return;
      const left = leftText((now - first.at) / 1000 / (done - first.done), { done, total, after });
      if (bar === undefined) {
        bar = new SingleBar({
          format: `{name} {bar} ${share ? "{percentage} %" : "{value}/{total}"}, {left}`,
          stream: process.stderr,
          barsize: 24,
          barCompleteChar: "█",
          barIncompleteChar: "░",
          hideCursor: false,
          clearOnComplete: true,
          gracefulExit: false,
        });
        bar.start(total, done, { left, name });
      }
      bar.update(done, { left, name });
    },
    stop() {
      bar?.stop();
      bar = undefined;
    },
  };
}

/** The terminal as what listens to long work: progress and remarks unless `quiet`, notes in any case. */
export function terminalListener(quiet: boolean): Listener {
  return {
    begin: (label, total, options) => startProgress(label, total, quiet, options),
    note,
    remark(text) {
      if (!quiet) note(text);
    },
  };
}

/** Prints to standard output. */
export function print(text: string): void {
  currentConsole().out(`${text}\n`);
}

/** Prints to standard error. */
export function note(text: string): void {
  currentConsole().err(`${text}\n`);
}

/** Prints a value as JSON with every digit of its numbers; numbers that are not finite become null. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value));
}
