/**
 * Ctrl-C for commands that report or save something before they end.
 */

import { givenConsole } from "./console.ts";

/** Ctrl-C as an abort signal. */
export interface InterruptWatch {
  readonly signal: AbortSignal;
  /** Stops watching. */
  release(): void;
}

/**
 * Watches for SIGINT, SIGTERM and the reader of a pipe leaving; the second one ends the process at once. Where the command was given a console, for
 * what stops it there.
 */
export function watchInterrupts(): InterruptWatch {
  const given = givenConsole();
  if (given !== undefined) return { signal: given.signal ?? new AbortController().signal, release() {} };
  const controller = new AbortController();
  const interrupt = () => {
    if (controller.signal.aborted) process.exit(1);
    controller.abort();
  };
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  process.stdout.on("error", interrupt);
  return {
    signal: controller.signal,
    release() {
      process.off("SIGINT", interrupt);
      process.off("SIGTERM", interrupt);
      process.stdout.off("error", interrupt);
    },
  };
}

/**
 * Does work that Ctrl-C stops.
 *
 * @param work given a signal, whose reason it throws once that is aborted
 * @returns undefined where it was stopped
 */
export async function unlessStopped<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
  const { signal, release } = watchInterrupts();
  try {
    return await work(signal);
  } catch (error) {
    if (signal.aborted && error === signal.reason) return undefined;
    throw error;
  } finally {
    release();
  }
}
