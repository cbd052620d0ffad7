/**
 * Names of devices, as `--device` takes them. Knows nothing of how they are reached.
 */
import { ArgumentError } from "../base/errors.ts";

/** What a name may be, in words. */
export const deviceForms = "qiskit:NAME, where NAME is aer, a fake backend such as FakeKolkataV2, or a backend of your account";

/** Shots for each circuit and group where none are given: a device has no exact values. */
export const DEFAULT_DEVICE_SHOTS = 1000;

/**
 * The backend that a device's name stands for in Qiskit.
 *
 * @throws ArgumentError for a name of another form
 */
export function parseDevice(device: string): string {
  const match = /^qiskit:([\w.-]+)$/.exec(device);
  if (match === null) throw new ArgumentError("device", device, deviceForms);
  return match[1];
}

/** Whether all qubits of a backend are alike, so that there is none to choose. */
export function isIdealBackend(name: string): boolean {
  return name === "aer";
}
