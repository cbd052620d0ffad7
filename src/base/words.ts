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

/** Names as a list, such as `mu, theta and hessian`. */
export function joined(names: readonly string[]): string {
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : names.join();
}

/** Names as alternatives, such as `xxz, tfim or pauli`. */
export function alternatives(names: readonly string[]): string {
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} or ${names.at(-1)}` : names.join();
}

/** What a value of the wrong kind is, in words: an object by its fields. */
export function kindInWords(value: unknown): string {
  if (value === null || typeof value !== "object") return value === undefined ? "missing" : JSON.stringify(value);
  return Array.isArray(value) ? "an array" : `an object with ${Object.keys(value).join(", ")}`;
}
