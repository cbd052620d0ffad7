/**
 * Observable `pauli`: a sum of Pauli strings, given as text. Source: Eq. 28.
 */
import { pauliSum } from "../../quantum/observables.ts";
import type { ObservableDefinition } from "./definition.ts";

export const pauliText: ObservableDefinition<{ readonly pauli: string }> = {
  name: "pauli",
  title: "sum of Pauli strings",
  label: "Paulis",
  fields: [
    {
      name: "pauli",
      type: "text",
      words: "Pauli sum, such as '-1.0*XXII + 0.5*ZIIZ'",
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
  sentence: ({ pauli = "" }) => pauli,
};
