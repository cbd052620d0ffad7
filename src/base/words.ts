/**
 * Numbers in words, for messages and labels.
 */

/** A count with its noun, such as `1 sample` or `10 samples`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** A number with at most six digits and a true minus sign. */
export function plainNumber(value: number): string {
  return String(Number(value.toPrecision(6))).replaceAll("-", "\u2212");
}
