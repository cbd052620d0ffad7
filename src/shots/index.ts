/**
 * Measurement with finite shots, and its mitigation.
 */
export { type CountProblem, type CountSource, loadCounts } from "./counts.ts";
export { type DqntkEstimate, estimateDqntk } from "./dqntk-estimate.ts";
export { expectedError, groupValues, planValues, unconfusedValues } from "./estimates.ts";
export { type ExtrapolationName, extrapolate, folded, type ScaledEstimate } from "./extrapolation.ts";
export {
  type EstimateOptions,
  estimateExpectation,
  type MitigatedEstimate,
  mitigatedEstimates,
  zeroNoiseExtrapolation,
} from "./mitigation.ts";
export type { Mitigation } from "./mitigation-choice.ts";
export { depolarizedEnds, type Ends, noisyEnds } from "./noisy-ends.ts";
export { loadOutcomes, type OutcomeProblem, type OutcomeSource } from "./outcomes.ts";
export { loadShots, type ShotProblem } from "./shot-simulator.ts";
