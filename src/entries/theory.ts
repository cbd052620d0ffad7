/**
 * Formulae of the theory: numbers in, numbers out.
 */

export * as data from "../theory/data/index.ts";
export * as finiteDepth from "../theory/finite-depth/index.ts";
export * as framePotential from "../theory/frame-potential/index.ts";
export * as haar from "../theory/haar/index.ts";
export * as imaginaryTime from "../theory/imaginary-time/index.ts";
export * as inference from "../theory/inference/index.ts";
export * as lotkaVolterra from "../theory/lotka-volterra/index.ts";
export * as noise from "../theory/noise/index.ts";
export * as restrictedHaar from "../theory/restricted-haar/index.ts";
export * as weingarten from "../theory/weingarten/index.ts";
