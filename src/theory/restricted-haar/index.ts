/**
 * The restricted Haar ensemble at late time, as one namespace.
 */
export type { EnsembleAverages } from "../ensemble-averages.ts";
export * from "./averages.ts";
export * from "./output-state.ts";
export * from "./projector.ts";
