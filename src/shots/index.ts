/**
 * Measurement with finite shots, and its mitigation.
 */
export { expectedError, groupValues, planValues, unconfusedValues } from "./estimates.ts";
export {
  type EstimateOptions,
  type ExtrapolationName,
  estimateExpectation,
  extrapolate,
  folded,
  type ScaledEstimate,
  zeroNoiseExtrapolation,
} from "./mitigation.ts";
export { loadOutcomes, type OutcomeProblem, type OutcomeSource } from "./outcomes.ts";
export { loadShots, type ShotProblem } from "./shot-simulator.ts";
