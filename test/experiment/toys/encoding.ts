/** A toy encoding: half of each column as a rotation about X. */
import { type EncodingDefinition, type Operation, parsePauliString } from "../../../src/index.ts";

export const toyEncoding: EncodingDefinition = {
  name: "toy-halves",
  title: "RX(x_k / 2) on qubit k",
  asAngles: {
    count: (columns) => columns,
    block: (qubits, columns, first) =>
      Array.from({ length: columns }, (_, k): Operation => {
        const letters = Array.from({ length: qubits }, (_, q) => (q === k ? "X" : "I")).join("");
        return { kind: "rotation", pauli: parsePauliString(letters), parameter: first + k, coefficient: 1 };
      }),
    angles: (row) => row.map((x) => x / 2),
  },
};
