/**
 * A paper again: studies, panels, verdicts.
 */

export * from "../reproduce/outcome.ts";
export * from "../reproduce/panels.ts";
export * from "../reproduce/study.ts";
export * from "../reproduce/summary.ts";
export * from "../reproduce/verify.ts";
