/**
 * What is said of an experiment or a run.
 */

export * from "../reports/deep-limit.ts";
export * from "../reports/diagnosis.ts";
export * from "../reports/hessian.ts";
export * from "../reports/lambda-source.ts";
export * from "../reports/late-time.ts";
export * from "../reports/lotka-volterra.ts";
export * from "../reports/naming.ts";
export * from "../reports/pilot.ts";
export * from "../reports/subject.ts";
