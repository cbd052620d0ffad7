/**
 * Principal components of rows of numbers.
 */
import { requireInteger } from "../base/assert.ts";
import { ArgumentError } from "../base/errors.ts";
import { symmetricEigen } from "./eigen.ts";

/** The directions in which rows differ most. */
export interface PrincipalComponents {
  /** Mean row, shape (width). */
  readonly mean: Float64Array;
  /** Unit vectors, one for each component, each of shape (width). */
  readonly components: readonly Float64Array[];
  /** Share of the variance along each. */
  readonly shares: readonly number[];
  /** Coordinates of every row along the components, shape (rows, count). */
  readonly scores: Float64Array;
}

/**
 * The `count` principal components of the rows of a matrix, by the eigenvectors of their Gram matrix or covariance, the smaller of
 * the two. Components without variance are zero vectors.
 *
 * @param values shape (rows, width)
 * @throws ArgumentError unless the values are whole rows, at least one
 */
export function principalComponents(values: Float64Array, width: number, count: number): PrincipalComponents {
  requireInteger("count", count, 1, width);
  const rows = values.length / width;
  if (!Number.isInteger(rows) || rows < 1)
    throw new ArgumentError("values", values.length, `a positive multiple of ${width} numbers`);
  const mean = new Float64Array(width);
  for (let r = 0; r < rows; r++) for (let i = 0; i < width; i++) mean[i] += values[r * width + i] / rows;
  const centred = values.map((value, at) => value - mean[at % width]);
  const wide = rows <= width;
  const size = wide ? rows : width;
  const gram = new Float64Array(size * size);
  for (let a = 0; a < size; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = 0;
      if (wide) for (let i = 0; i < width; i++) sum += centred[a * width + i] * centred[b * width + i];
      else for (let r = 0; r < rows; r++) sum += centred[r * width + a] * centred[r * width + b];
      gram[a * size + b] = sum;
      gram[b * size + a] = sum;
    }
  }
  const { values: variances, vectors } = symmetricEigen(gram, size);
  const total = variances.reduce((sum, value) => sum + Math.max(0, value), 0);
  const components: Float64Array[] = [];
  const shares: number[] = [];
  const scores = new Float64Array(rows * count);
  for (let k = 0; k < count; k++) {
    const column = size - 1 - k;
    const component = new Float64Array(width);
    const variance = column < 0 ? 0 : Math.max(0, variances[column]);
    if (variance > 1e-14 * total) {
      if (wide) {
        for (let r = 0; r < rows; r++)
          for (let i = 0; i < width; i++) component[i] += vectors[r * size + column] * centred[r * width + i];
        for (let i = 0; i < width; i++) component[i] /= Math.sqrt(variance);
      } else for (let i = 0; i < width; i++) component[i] = vectors[i * size + column];
    }
    for (let r = 0; r < rows; r++) for (let i = 0; i < width; i++) scores[r * count + k] += centred[r * width + i] * component[i];
    components.push(component);
    shares.push(total === 0 ? 0 : variance / total);
  }
  return { mean, components, shares, scores };
}
