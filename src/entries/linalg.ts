/**
 * Dense linear algebra on Float64Array.
 */

export * from "../linalg/complex-matrix.ts";
export * from "../linalg/eigen.ts";
export * from "../linalg/haar.ts";
