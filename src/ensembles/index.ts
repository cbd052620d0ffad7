/**
 * Monte Carlo over ensembles of circuits, as one namespace.
 */
export * from "./circuits.ts";
export * from "./draws.ts";
export * from "./estimates.ts";
export * from "./unitaries.ts";
