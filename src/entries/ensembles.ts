/**
 * Monte Carlo over random circuits.
 */

export * from "../ensembles/index.ts";
