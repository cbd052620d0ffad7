/**
 * Theory of training on a data set.
 */

export { deepKernel, type ObservedState } from "./deep-kernel.ts";
export { type DeepDataOptions, type DeepDataRow, type DeepDataState, deepDataLimit, deepDataStates } from "./deep-limit.ts";
export { type DataRates, dataRates } from "./dynamics.ts";
export { type HaarDataEnsemble, haarDataKernel } from "./haar-kernel.ts";
export { type LateExponents, lateExponents } from "./late-exponents.ts";
export { type LateLaw, lateLaw } from "./late-laws.ts";
export { type LazyPrediction, type LazyStart, lazyTraining } from "./lazy.ts";
export { isReached, nearestReached, type Pair, reachArc } from "./pair-reach.ts";
export {
  combinedPhase,
  type DataPhase,
  type DataPhases,
  type DatumPhase,
  dataPhaseNames,
  phaseOfHistory,
  phaseOfTargets,
} from "./phases.ts";
export { type OrthonormalData, phaseOfOrthonormalData, type SharedBound, sharedBounds, sharedRange } from "./reach.ts";
export { type RestrictedDataAverages, restrictedDataAverages } from "./restricted-haar.ts";
