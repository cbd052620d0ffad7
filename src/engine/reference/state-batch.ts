/**
 * Batches of states for the reference engine. The batch index runs fastest, so that the inner loop of every kernel runs along
 * the columns with the matrix element or phase held fixed.
 */
import type { StateBatch } from "../engine.ts";

/** |0...0> in the first column of every group of `group` columns, zero tangents in the others. */
export function zeroStates(dimension: number, columns: number, group: number): StateBatch {
  const batch = emptyBatch(dimension, columns);
  for (let c = 0; c < columns; c += group) batch.re[c] = 1;
  return batch;
}

/** A batch of zero vectors. */
export function emptyBatch(dimension: number, columns: number): StateBatch {
  return { dimension, columns, re: new Float64Array(dimension * columns), im: new Float64Array(dimension * columns) };
}

/** Overwrites `target` with `source`. */
export function copyInto(target: StateBatch, source: StateBatch): void {
  target.re.set(source.re);
  target.im.set(source.im);
}

/** Re <a_c|b_c> of every column. */
export function realOverlaps(a: StateBatch, b: StateBatch): Float64Array {
  const { columns } = a;
  const overlaps = new Float64Array(columns);
  for (let k = 0; k < a.re.length; k += columns) {
    for (let c = 0; c < columns; c++) overlaps[c] += a.re[k + c] * b.re[k + c] + a.im[k + c] * b.im[k + c];
  }
  return overlaps;
}

/** The largest modulus of an amplitude of a - b. */
export function largestDifference(a: StateBatch, b: StateBatch): number {
  let largest = 0;
  for (let k = 0; k < a.re.length; k++) largest = Math.max(largest, Math.hypot(a.re[k] - b.re[k], a.im[k] - b.im[k]));
  return largest;
}
