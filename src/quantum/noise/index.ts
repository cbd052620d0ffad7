/**
 * Channels, noise models and the circuits they make noisy.
 */
export { type Device, type DeviceNoise, deviceNoise, parseBackendProperties } from "./backend-properties.ts";
export { toDeviceBasis } from "./basis.ts";
export {
  amplitudeDamping,
  type Channel,
  channelFromKraus,
  depolarizing,
  overRotation,
  phaseDamping,
  thermalRelaxation,
} from "./channels.ts";
export type { IdleNoise, ScheduleName } from "./idle.ts";
export { kolkata, kolkataMedians } from "./named-models.ts";
export {
  type GateNoise,
  gateDepolarizing,
  globalDepolarizing,
  type NoiseModel,
  type NoisyCircuit,
  noiselessModel,
  type ReadoutError,
  withNoise,
} from "./noise-model.ts";
export { averageGateFidelity, smallestChoiEigenvalue, type TransferMatrix, transferMatrix } from "./transfer-matrix.ts";
