/**
 * Channels, noise models and the circuits they make noisy.
 */
export { parseBackendProperties } from "./backend-properties.ts";
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
export { type Device, type DeviceGate, type DeviceNoise, deviceNoise, nativeBasis } from "./device.ts";
export type { IdleNoise, ScheduleName } from "./idle.ts";
export { kolkata, kolkataMedians } from "./models/kolkata.ts";
export { compileNative, type Instruction, type InstructionAngle, type NativeBasis, type NativePair } from "./native.ts";
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
