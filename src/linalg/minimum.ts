/**
 * Minima of functions of one variable: the best of a grid, refined by golden sections.
 */
import { range } from "../base/arrays.ts";

/** Intervals of the grid. */
const CELLS = 140;
/** Share of an interval that the bracket keeps at each section. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;
/** Sections: a cell then is 1e-10 of itself. */
const SECTIONS = 48;

/** The point between `low` and `high` where a function with one minimum in each of 140 cells is least. */
export function minimum(value: (x: number) => number, low: number, high: number): number {
  const width = (high - low) / CELLS;
  const grid = range(CELLS + 1).map((k) => low + k * width);
  const values = grid.map(value);
  const best = grid[values.indexOf(Math.min(...values))];
  let [left, right] = [Math.max(low, best - width), Math.min(high, best + width)];
  let [a, b] = [right - GOLDEN * (right - left), left + GOLDEN * (right - left)];
  let [atA, atB] = [value(a), value(b)];
  for (let k = 0; k < SECTIONS; k++) {
    if (atA < atB) {
      [right, b, atB] = [b, a, atA];
      a = right - GOLDEN * (right - left);
      atA = value(a);
    } else {
      [left, a, atA] = [a, b, atB];
      b = left + GOLDEN * (right - left);
      atB = value(b);
    }
  }
  return (left + right) / 2;
}
