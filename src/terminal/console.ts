/**
 * Where a command's words go and what stops it: the terminal, unless the command runs within something else, such as `qntk serve`, that has given it a
 * console of its own.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import type { Progress, ProgressOptions } from "../running/listener.ts";

/** What a command speaks to. */
export interface Console {
  /** Results. */
  out(text: string): void;
  /** Everything else. */
  err(text: string): void;
  /** A task of so many units of work begins. */
  begin(label: string, total: number, options: ProgressOptions): Progress;
  /** Width of a line; undefined where there is none, as in a file. */
  readonly columns: number | undefined;
  /** Whether results may be coloured. */
  readonly colored: boolean;
  /** What stops the command in place of Ctrl-C. */
  readonly signal?: AbortSignal;
}

/** How a command ended. */
export interface CommandEnd {
  /** Exit code: 0 done, 1 failed, 2 bad usage. */
  readonly code: number;
  /** Why it failed, where an error says so. */
  readonly error?: CommandError;
}

/** An error in one sentence. */
export interface CommandError {
  readonly message: string;
  /** The sentence as the terminal shows it. */
  readonly said: string;
}

const consoles = new AsyncLocalStorage<Console>();

/** Does work whose commands speak to a console. */
export function withConsole<T>(console: Console, work: () => Promise<T>): Promise<T> {
  return consoles.run(console, work);
}

/** The console that the running command was given; undefined where that is the terminal. */
export function givenConsole(): Console | undefined {
  return consoles.getStore();
}
