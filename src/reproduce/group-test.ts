/**
 * A two-sample test for samples that share a random circuit: is a group of draws like groups made with other circuits?
 *
 * Draws of one circuit are correlated, so they are never shuffled one by one: whole groups are exchanged. If the first group was made
 * as the others were, every group is equally likely to be the odd one out, and the test is exact for any number of draws.
 */
import { mean } from "../base/arrays.ts";

/** Draws made together: draw s is values[s width .. (s + 1) width). */
export interface DrawGroup {
  readonly width: number;
  readonly values: Float64Array;
}

/** What the test found. */
export interface GroupTest {
  /** Energy distance of the first group from all others pooled, coordinates in units of their pooled standard deviation. */
  readonly distance: number;
  /** Share of the groups, the first one among them, that stand at least as far from all others. */
  readonly pValue: number;
  /** Groups the first one was compared with. */
  readonly groups: number;
}

/**
 * Permutation test with the energy distance 2 E|X - Y| - E|X - X'| - E|Y - Y'| between one group and the pool of the others.
 *
 * @param groups at least two, with draws of the same width; the first one is put to the test
 * @returns pValue = (1 + number of other groups at least as far away) / number of groups. Source: Székely and Rizzo (2013)
 */
export function testGroup(groups: readonly DrawGroup[]): GroupTest {
  const scaled = standardized(groups);
  const count = groups.length;
  const between = new Float64Array(count * count);
  for (let g = 0; g < count; g++) {
    for (let h = g; h < count; h++) {
      between[g * count + h] = between[h * count + g] = meanDistance(scaled[g], scaled[h]);
    }
  }
  const rowSums = Float64Array.from({ length: count }, (_, g) => sum(between.subarray(g * count, (g + 1) * count)));
  const all = sum(rowSums);
  const distances = rowSums.map((rowSum, g) => {
    const own = between[g * count + g];
    const others = count - 1;
    return (2 * (rowSum - own)) / others - own - (all - 2 * rowSum + own) / others ** 2;
  });
  const farther = distances.subarray(1).filter((distance) => distance >= distances[0]).length;
  return { distance: distances[0], pValue: (1 + farther) / count, groups: count - 1 };
}

/** Standard deviation at and below which a coordinate counts as constant: converged values differ by rounding alone. */
const CONSTANT = 1e-9;

/** The groups with every coordinate divided by its standard deviation over all draws; one that never varies becomes zero. */
function standardized(groups: readonly DrawGroup[]): DrawGroup[] {
  const { width } = groups[0];
  const scales = Array.from({ length: width }, (_, i) => {
    const column = groups.flatMap(({ values }) => Array.from(values).filter((_, at) => at % width === i));
    const centre = mean(column);
    const deviation = Math.sqrt(mean(column.map((value) => (value - centre) ** 2)));
    return deviation > CONSTANT ? 1 / deviation : 0;
  });
  return groups.map(({ values }) => ({ width, values: values.map((value, at) => value * scales[at % width]) }));
}

/** Mean Euclidean distance between the draws of two groups, those of a draw with itself included. */
function meanDistance(a: DrawGroup, b: DrawGroup): number {
  const { width } = a;
  let total = 0;
  for (let i = 0; i < a.values.length; i += width) {
    for (let j = 0; j < b.values.length; j += width) {
      let squared = 0;
      for (let k = 0; k < width; k++) squared += (a.values[i + k] - b.values[j + k]) ** 2;
      total += Math.sqrt(squared);
    }
  }
  return total / ((a.values.length / width) * (b.values.length / width));
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
