/**
 * Theory of training on a data set.
 */

export { deepKernel, type ObservedState } from "./deep-kernel.ts";
export { type DataRates, dataRates } from "./dynamics.ts";
export { type HaarDataEnsemble, haarDataKernel } from "./haar-kernel.ts";
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
