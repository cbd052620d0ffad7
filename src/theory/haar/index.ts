/**
 * The Haar ensemble at random initialisation, as one namespace.
 */
export type { EnsembleAverages } from "../ensemble-averages.ts";
export * from "./averages.ts";
export * from "./chains.ts";
export * from "./layer-averages.ts";
