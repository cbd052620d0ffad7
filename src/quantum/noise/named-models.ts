/**
 * Noise by name: what `--noise` accepts beside a file.
 */
import { requireFields } from "../../base/assert.ts";
import { ArgumentError } from "../../base/errors.ts";
import { readNumber } from "../../base/numerals.ts";
import type { Circuit } from "../circuit.ts";
import { type Device, deviceNoise } from "./device.ts";
import type { ScheduleName } from "./idle.ts";
import { globalDepolarizing, type NoiseModel } from "./noise-model.ts";

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

/** A noise specification as it was read. */
export type NoiseSpecification =
  | { readonly kind: "none" }
  | { readonly kind: "depolarizing"; readonly p: number }
  | { readonly kind: "kolkata" }
  | { readonly kind: "file"; readonly path: string; readonly fractional?: true };

/** How a noise specification is written, for messages. */
export const noiseForms =
  "none, depolarizing:p with p from 0 to 1, kolkata, or a JSON file of IBM backend properties, FILE or FILE:fractional";

/** What follows the name of a file whose gates by any angle, RX and RZZ, are to be used. */
export const FRACTIONAL = ":fractional";

/**
 * Reads a noise specification: `none`, `depolarizing:p`, `kolkata`, or else the name of a file, with `:fractional` after it or not.
 *
 * @throws ArgumentError for a p that is no number from 0 to 1, or an empty text
 */
export function parseNoise(text: string): NoiseSpecification {
  const trimmed = text.trim();
  if (trimmed === "none" || trimmed === "kolkata") return { kind: trimmed };
  const match = /^depolarizing:(.*)$/.exec(trimmed);
  if (match !== null) {
    const p = readNumber(match[1]) ?? Number.NaN;
    if (!(p >= 0 && p <= 1)) throw new ArgumentError("noise", text, "depolarizing:p with p from 0 to 1");
    return { kind: "depolarizing", p };
  }
  if (trimmed === "") throw new ArgumentError("noise", text, noiseForms);
  if (!trimmed.endsWith(FRACTIONAL)) return { kind: "file", path: trimmed };
  return { kind: "file", path: trimmed.slice(0, -FRACTIONAL.length), fractional: true };
}

/** A noise model with where it comes from: what a record of a run says of its noise. */
export interface ConfiguredNoise {
  readonly model: NoiseModel;
  /** The device's qubit for each of the circuit's, where the model is that of a device with numbered qubits. */
  readonly layout?: readonly number[];
  /** The numbers behind the model, times in ns, where it is that of a device. */
  readonly device?: Device;
}

/**
 * The model a specification stands for, for a circuit; undefined for `none`.
 *
 * @param options `device`: the content of the file, where the specification names one; `layout`: the device's qubits to use; `idle`: when gates
 * are made, with relaxation of the qubits that wait
 * @throws ArgumentError if the model does not fit the circuit
 */
export function noiseFor(
  specification: NoiseSpecification,
  circuit: Circuit,
  options: { device?: Device; layout?: readonly number[]; idle?: ScheduleName } = {},
): ConfiguredNoise | undefined {
  requireFields("noiseFor", options, ["device", "layout", "idle"]);
  const { device, layout, idle } = options;
  switch (specification.kind) {
    case "none":
      return undefined;
    case "depolarizing":
      return { model: globalDepolarizing(specification.p) };
    case "kolkata": {
      const { model, device: own } = deviceNoise(kolkata(circuit.qubits), circuit, undefined, idle);
      return { model, device: own };
    }
    case "file":
      if (device === undefined) throw new ArgumentError("noise", specification.path, "a file that has been read");
      return deviceNoise(device, circuit, layout, idle, specification.fractional);
  }
}

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
