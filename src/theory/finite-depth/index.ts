/**
 * Late-time training of circuits of finite depth, as one namespace.
 */
export * from "./approach.ts";
export * from "./edge.ts";
export * from "./ensemble.ts";
export * from "./excitations.ts";
export * from "./late-modes.ts";
