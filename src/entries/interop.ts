/**
 * Other programs' formats.
 */

export * from "../interop/index.ts";
