/**
 * The states of columns as they lie in the kernels' memory, and which observable each has.
 */
import type { Precision, RealArray } from "../../base/precision.ts";
import type { ColumnData, StateBatch } from "../engine.ts";
import { type Layout, placeOf } from "./layout.ts";

type Places = Pick<Layout, "columns" | "lanes" | "width" | "vectors">;

/** Writes, for each of several observables, a line of ones for the columns that have it and zeros for the others. */
export function fillMasks(
  reals: RealArray,
  { masks, lineBytes, columns }: Pick<Layout, "masks" | "lineBytes" | "columns">,
  which: Int32Array,
  count: number,
): void {
  for (let k = 0; k < count; k++) {
    const line = (masks + k * lineBytes) / reals.BYTES_PER_ELEMENT;
    for (let c = 0; c < columns; c++) reals[line + c] = which[c] === k ? 1 : 0;
  }
}

/** Block 0 of a batch whose columns have the states of their data. */
export function inputBlock(
  { lanes, width, vectors }: Pick<Layout, "lanes" | "width" | "vectors">,
  which: Int32Array,
  { re, im }: NonNullable<ColumnData["states"]>,
  dimension: number,
  precision: Precision,
): RealArray {
  const length = 2 * lanes * vectors * dimension;
  const block = precision === "single" ? new Float32Array(length) : new Float64Array(length);
  which.forEach((datum, c) => {
    const { start, lane, groupVectors } = placeOf(c, lanes, width, vectors);
    for (let j = 0; j < dimension; j++) {
      const to = 2 * lanes * (start * dimension + j * groupVectors) + lane;
      block[to] = re[datum * dimension + j];
      block[to + lanes * groupVectors] = im[datum * dimension + j];
    }
  });
  return block;
}

/** Block 0 of a batch as states. */
export function statesOf(reals: RealArray, { columns, lanes, width, vectors }: Places, dimension: number): StateBatch {
  const re = new Float64Array(dimension * columns);
  const im = new Float64Array(dimension * columns);
  for (let c = 0; c < columns; c++) {
    const { start, lane, groupVectors } = placeOf(c, lanes, width, vectors);
    for (let j = 0; j < dimension; j++) {
      const from = 2 * lanes * (start * dimension + j * groupVectors) + lane;
      re[j * columns + c] = reals[from];
      im[j * columns + c] = reals[from + lanes * groupVectors];
    }
  }
  return { dimension, columns, re, im };
}
