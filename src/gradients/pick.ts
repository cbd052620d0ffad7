/**
 * Some of the parameters' numbers.
 */

/** Some entries of every column, from an array of shape (columns, parameters). */
export function pickEntries(values: Float64Array, parameters: number, which: readonly number[]): Float64Array {
  if (which.length === parameters) return values;
  const columns = values.length / parameters;
  const picked = new Float64Array(columns * which.length);
  for (let c = 0; c < columns; c++)
    which.forEach((l, k) => {
      picked[c * which.length + k] = values[c * parameters + l];
    });
  return picked;
}

/** Some rows and columns of every matrix, from an array of shape (columns, parameters, parameters). */
export function pickMatrices(values: Float64Array, parameters: number, which: readonly number[]): Float64Array {
  if (which.length === parameters) return values;
  const columns = values.length / parameters ** 2;
  const picked = new Float64Array(columns * which.length ** 2);
  for (let c = 0; c < columns; c++)
    which.forEach((l, k) => {
      const row = values.subarray((c * parameters + l) * parameters, (c * parameters + l + 1) * parameters);
      picked.set(pickEntries(row, parameters, which), (c * which.length + k) * which.length);
    });
  return picked;
}
