/**
 * What happens to single columns of a run: those that end before the others, and those that are marked and go on.
 */

/** Name under which numbers that are not finite end a column. */
export const NOT_FINITE = "not-finite";

/** Something that happened to a column. */
export interface ColumnEvent {
  readonly column: number;
  /** The row it was seen at; the last row of the column where it ends. */
  readonly step: number;
  /** Name of the stop rule, or `not-finite`. */
  readonly rule: string;
  /** Why, in words that make a clause. */
  readonly reason: string;
  /** Whether the column ends there: the angles it has then are those of that row. */
  readonly ends: boolean;
  /** The largest learning rate that is stable there: 2 over the largest eigenvalue of the loss Hessian; left out where there is none. */
  readonly largestStableEta?: number;
}

/** The columns that have not ended; undefined where none has. */
export function goingColumns(events: readonly ColumnEvent[] | undefined, columns: number): number[] | undefined {
  const ended = new Set(events?.filter(({ ends }) => ends).map(({ column }) => column));
  if (ended.size === 0) return undefined;
  return Array.from({ length: columns }, (_, column) => column).filter((column) => !ended.has(column));
}

/** Numbers of some columns, from an array of shape (columns, width). */
export function pickColumns(values: Float64Array, which: readonly number[], width: number): Float64Array {
  const picked = new Float64Array(which.length * width);
  which.forEach((column, k) => {
    picked.set(values.subarray(column * width, (column + 1) * width), k * width);
  });
  return picked;
}

/** A copy of an array of shape (columns, width) with the numbers of some columns put in. */
export function putColumns(values: Float64Array, some: Float64Array, which: readonly number[], width: number): Float64Array {
  const all = values.slice();
  which.forEach((column, k) => {
    all.set(some.subarray(k * width, (k + 1) * width), column * width);
  });
  return all;
}
