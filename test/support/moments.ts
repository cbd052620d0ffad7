/** Mean and variance of draws, with their standard errors. */
export function moments(values: readonly number[]) {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (values.length - 1);
  const fourth = values.reduce((sum, x) => sum + (x - mean) ** 4, 0) / values.length;
  return {
    mean,
    variance,
    error: Math.sqrt(variance / values.length),
    varianceError: Math.sqrt((fourth - variance ** 2) / values.length),
  };
}
