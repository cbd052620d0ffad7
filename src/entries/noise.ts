/**
 * Noise models and noisy circuits.
 */

export * from "../quantum/noise/index.ts";
