/**
 * Theory of noisy training.
 */
export { type DepolarizedTarget, depolarizedError, fitDepolarizing } from "./depolarizing.ts";
export { type ShotNoise, type ShotNoisePlateau, shotNoisePlateau } from "./shot-noise.ts";
