/**
 * Rows as real amplitudes, padded with zeros.
 */
import type { EncodingDefinition } from "./definition.ts";

export const amplitudeEncoding: EncodingDefinition = {
  name: "amplitude",
  title: "the columns as amplitudes of the input state",
  asState: { capacity: (qubits) => 2 ** qubits, noun: "amplitude", write: (row, re) => re.set(row) },
};
