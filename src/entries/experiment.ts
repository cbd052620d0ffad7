/**
 * Configurations and what they build.
 */

export * from "../experiment/build.ts";
export * from "../experiment/config.ts";
export * from "../experiment/describe.ts";
export * from "../experiment/work.ts";
