/**
 * Precisions that states and matrices are computed in; angles, losses, kernels and theory are always double.
 */

/** `double` has 53 bits of a number, `single` 24. */
export const precisionNames = ["double", "single"] as const;

export type Precision = (typeof precisionNames)[number];

/** Numbers of either precision. */
export type RealArray = Float64Array | Float32Array;

/** Distance from 1 to the next number. */
export const machineEpsilon: Readonly<Record<Precision, number>> = { double: Number.EPSILON, single: 2 ** -23 };

/** Bytes of a number. */
export const bytesOfReal: Readonly<Record<Precision, number>> = { double: 8, single: 4 };
