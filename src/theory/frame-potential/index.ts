/**
 * Frame potentials, as one namespace.
 */
export * from "./estimator.ts";
export * from "./values.ts";
