/**
 * Numbers in words, for messages.
 */

/** A count with its noun, such as `1 sample` or `10 samples`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
