/**
 * Ctrl-C for commands that report or save something before they end.
 */

/** Ctrl-C as an abort signal. */
export interface InterruptWatch {
  readonly signal: AbortSignal;
  /** Stops watching. */
  release(): void;
}

/** Watches for SIGINT, SIGTERM and the reader of a pipe leaving; the second one ends the process at once. */
export function watchInterrupts(): InterruptWatch {
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

/**
 * Waits for work, but no longer than until the signal is aborted.
 *
 * @throws the signal's reason once it is aborted, whatever becomes of the work
 */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let abandon: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    abandon = () => reject(signal.reason);
    if (signal.aborted) abandon();
    signal.addEventListener("abort", abandon);
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    if (abandon !== undefined) signal.removeEventListener("abort", abandon);
  }
}
