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
  if (ArrayBuffer.isView(value)) return "an array of numbers";
  return Array.isArray(value) ? "an array" : `an object with ${Object.keys(value).join(", ")}`;
}

/** Those of some names that are nearest to a text, by the letters that would have to be changed, put in or left out; the nearest first. */
export function nearestNames(text: string, names: readonly string[], count: number): string[] {
  const distances = new Map(names.map((name) => [name, editDistance(text.toLowerCase(), name.toLowerCase())]));
  return [...names].sort((a, b) => (distances.get(a) ?? 0) - (distances.get(b) ?? 0)).slice(0, count);
}

/** Levenshtein's distance, by rows of its table. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, k) => k);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length];
}
