/**
 * The medians of IBM Kolkata on every qubit, and a CNOT between any two.
 */
import { type Device, deviceNoise } from "../device.ts";
import type { NoiseDefinition } from "./definition.ts";

/**
 * The medians of IBM Kolkata (Falcon r5.11) at the time of the published experiment: T1, T2, CNOT, SX and readout errors. Source: Fig. 8.
 *
 * The paper states no gate durations; these, in ns, are the device's medians in the calibration that Qiskit ships as FakeKolkataV2.
 */
export const kolkataMedians = {
  t1: 98_970,
  t2: 58_210,
  cnotError: 9.546e-3,
  sxError: 2.374e-4,
  readoutError: 1.11e-2,
  cnotDuration: 380.4444444444444,
  sxDuration: 35.55555555555556,
} as const;

/** A device of the given size with the medians of IBM Kolkata on every qubit and a CNOT between any two. */
export function kolkata(qubits: number): Device {
  const { t1, t2, cnotError, sxError, readoutError, cnotDuration, sxDuration } = kolkataMedians;
  const all = Array.from({ length: qubits }, (_, q) => q);
  return {
    name: "kolkata",
    relaxation: all.map(() => ({ t1, t2 })),
    readout: all.map(() => ({ p10: readoutError, p01: readoutError })),
    gates: [
      ...all.flatMap((q) => (["SX", "X"] as const).map((gate) => ({ gate, qubits: [q], error: sxError, duration: sxDuration }))),
      ...all.flatMap((a) =>
        all
          .filter((b) => b !== a)
          .map((b) => ({ gate: "CNOT" as const, qubits: [a, b], error: cnotError, duration: cnotDuration })),
      ),
    ],
  };
}

export const kolkataNoise: NoiseDefinition = {
  name: "kolkata",
  form: "kolkata",
  ofDevice: true,
  read: (text) => (text === "kolkata" ? { kind: "kolkata" } : undefined),
  build(_, circuit, { idle }) {
    const { model, device } = deviceNoise(kolkata(circuit.qubits), circuit, undefined, idle);
    return { model, device };
  },
};
