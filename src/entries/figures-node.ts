/**
 * Figures written to files.
 */

export * from "../figures/node/plot-file.ts";
export * from "../figures/node/run-figures.ts";
export * from "../figures/node/study-files.ts";
