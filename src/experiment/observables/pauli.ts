/**
 * Observable `pauli`: a sum of Pauli strings, given as text. Source: Eq. 28.
 */
import { counted } from "../../base/words.ts";
import { pauliSum } from "../../quantum/observables.ts";
import { parsePauliSum } from "../../quantum/pauli-sum.ts";
import type { ObservableDefinition } from "./definition.ts";

/** Characters of a sum that a caption still quotes. */
const LONGEST = 120;

export const pauliText: ObservableDefinition<{ readonly pauli: string }> = {
  name: "pauli",
  title: "sum of Pauli strings",
  label: "Paulis",
  fields: [
    {
      name: "pauli",
      type: "text",
      words: "Pauli sum, such as '-1.0*XXII + 0.5*ZIIZ' or '0.5 [Z0 Z1]', or @ and a file with one",
      textFrom: "at",
      checkText: (text, path) => {
        parsePauliSum(text, undefined, path);
      },
      placeholder: "<text>",
      required: "a Pauli sum such as -1.0*XXII + 0.5*ZIIZ",
      label: "Pauli sum",
      hint: (qubits) => `real coefficients, ${qubits} letters each`,
      example: (qubits) => `-1.0*${"X".repeat(qubits)} + 0.5*Z${"I".repeat(qubits - 1)} - ${"Y".repeat(qubits)}`,
    },
  ],
  targets: ["min+20%", "min", "min-20%"],
  criticalFrom: "min-20%",
  isPauliSum: true,
  build: ({ pauli }, { qubits }) => pauliSum(pauli, qubits),
  sentence: ({ pauli = "" }) => {
    if (pauli.length <= LONGEST) return pauli;
    return `sum of ${counted(parsePauliSum(pauli).terms.length, "Pauli string")}`;
  },
};
