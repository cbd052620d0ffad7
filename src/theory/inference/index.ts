/**
 * Inference: phases with probabilities, constants with intervals, from exact histories or histories with errors.
 */

export { type InferredConstants, type IntervalEstimate, inferConstants, intervalOf } from "./constants.ts";
export { DECIDED, type PhaseDecision, type PhaseProbabilities, type TargetPlace } from "./decide.ts";
export { type DeterminedPhase, determinedPhases } from "./evidence.ts";
export { type ExpectedRows, type ExpectedSample, forecastNaming, type NamingForecast, type NamingQuestion } from "./forecast.ts";
export type { SampleHistory } from "./history.ts";
export { type NamedPhases, phasesByLength } from "./naming.ts";
export type { PathCurve } from "./path-model.ts";
export { type DecidingData, decidingData } from "./power.ts";
export {
  inferPath,
  type PathInference,
  type PathOptions,
  type PathTarget,
  pathPower,
} from "./shared-path.ts";
export { inferTarget, type TargetInference } from "./target.ts";
