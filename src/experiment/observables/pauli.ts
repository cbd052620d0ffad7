/**
 * Observable `pauli`: a sum of Pauli strings, given as text. Source: Eq. 28.
 */
import { ArgumentError } from "../../base/errors.ts";
import { counted } from "../../base/words.ts";
import { pauliSum } from "../../quantum/observables.ts";
import { parsePauliSum } from "../../quantum/pauli-sum.ts";
import type { ObservableDefinition } from "./definition.ts";

/** What stands between the sums of several data or classes. */
const BETWEEN = ";";
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
      words:
        "Pauli sum, such as '-1.0*XXII + 0.5*ZIIZ' or '0.5 [Z0 Z1]', or @ and a file with one; with data one for all, or with semicolons one each or one for each class",
      textFrom: "at",
      perDatum: true,
      checkText: (text, path) => {
        for (const own of text.split(BETWEEN)) parsePauliSum(own, undefined, path);
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
  check({ pauli }, { data }) {
    if (data === undefined && pauli.includes(BETWEEN)) throw new ArgumentError("pauli", pauli, "one sum, without data (--data)");
  },
  build: ({ pauli }, { qubits }) => pauliSum(pauli, qubits),
  sentence: ({ pauli = "" }) => {
    if (pauli.length <= LONGEST) return pauli;
    const sums = pauli.split(BETWEEN);
    if (sums.length > 1) return `${sums.length} sums of Pauli strings`;
    return `sum of ${counted(parsePauliSum(pauli).terms.length, "Pauli string")}`;
  },
};
