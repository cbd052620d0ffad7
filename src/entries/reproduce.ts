/**
 * A paper again: studies, panels, verdicts.
 */

export * from "../papers/transition/verification/outcome.ts";
export * from "../papers/transition/verification/summary.ts";
export * from "../papers/transition/verification/verify.ts";
export * from "../reproduce/panels.ts";
export * from "../reproduce/study.ts";
