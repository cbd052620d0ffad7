/**
 * Work that a signal gives up waiting for.
 */

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

/** Lets pending events, such as signals, be handled. */
export function yieldToEvents(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
