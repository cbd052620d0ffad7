/**
 * Run folders on disk: those that the command line writes.
 */

export * from "../runs/run-folder.ts";
