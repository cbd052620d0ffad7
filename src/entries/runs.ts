/**
 * Runs as documents and archives, in any environment.
 */

export * from "../runs/array-file.ts";
export * from "../runs/npy.ts";
export * from "../runs/run-document.ts";
export * from "../runs/run-files.ts";
