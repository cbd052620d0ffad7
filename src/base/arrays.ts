/**
 * Small array helpers shared by every room. No argument checks: callers own their shapes.
 */

/**
 * A zeroed Float64Array that worker threads can share without a copy where the platform allows it.
 *
 * Falls back to an ordinary buffer where SharedArrayBuffer is missing (a page without cross-origin isolation).
 */
export function sharedFloat64(length: number): Float64Array {
  const bytes = length * Float64Array.BYTES_PER_ELEMENT;
  return new Float64Array(typeof SharedArrayBuffer === "undefined" ? new ArrayBuffer(bytes) : new SharedArrayBuffer(bytes));
}

/** The same for numbers in single precision. */
export function sharedFloat32(length: number): Float32Array {
  return new Float32Array(sharedFloat64(Math.ceil(length / 2)).buffer, 0, length);
}

/** Integers 0, 1, ..., count - 1. */
export function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

/** Arithmetic mean; NaN for an empty array. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}

/** Sample standard deviation (divisor N - 1); NaN for fewer than two values. */
export function standardDeviation(values: ArrayLike<number>): number {
  const centre = mean(values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] - centre) ** 2;
  return values.length < 2 ? Number.NaN : Math.sqrt(sum / (values.length - 1));
}

/** Standard error of the mean, SD / sqrt(N). */
export function standardError(values: ArrayLike<number>): number {
  return standardDeviation(values) / Math.sqrt(values.length);
}
