/**
 * The Lotka-Volterra theory of late-time training, as one namespace.
 */
export * from "./clock.ts";
export * from "./closed-forms.ts";
export * from "./dynamics.ts";
export * from "./fit.ts";
export * from "./path-clock.ts";
export * from "./phases.ts";
export * from "./portrait.ts";
export { lambdaAt, residualOf, type Trajectory } from "./trajectory.ts";
export * from "./variable-lambda.ts";
