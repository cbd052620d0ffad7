/**
 * Sweeps as a page sees them.
 */
export type { SweepCoordinate, SweepTable, SweepVariable } from "./collect.ts";
export { type OpenedPoint, type OpenedSweep, readSweepContent } from "./read-sweep.ts";
export { labelsOf, type Mean, type PlotChoice, type SweepSlice, sliceOf } from "./slices.ts";
