/** A toy ansatz: one rotation about X of every qubit in each layer. */
import { type AnsatzDefinition, CircuitBuilder } from "../../../src/index.ts";

export const toyAnsatz: AnsatzDefinition<{ readonly toyTurns: number }> = {
  name: "toy-rows",
  title: "toy rows of rotations",
  label: "Toy rows",
  layerSymbol: "T",
  layerWords: "T of toy-rows (n parameters each)",
  fields: [
    {
      ...{ name: "toyTurns", type: "integer", words: "turns of the toy", placeholder: "<n>", default: 1, min: 1, symbol: "q" },
      ...{ label: "Turns", range: { min: 1, max: 4, step: 1 } },
    },
  ],
  isRandom: () => false,
  parameters: (_, { qubits, layers }) => qubits * layers,
  build({ toyTurns }, { qubits, layers }) {
    const builder = new CircuitBuilder(qubits);
    for (let layer = 0; layer < layers; layer++) {
      for (let qubit = 0; qubit < qubits; qubit++) builder.rx(qubit);
      for (let k = 0; k < toyTurns * (qubits - 1); k++) builder.cz(k % (qubits - 1), (k % (qubits - 1)) + 1);
    }
    return builder.build();
  },
  footprint: () => ({}),
  layerWork: (_, { qubits }) => qubits * 2 ** qubits,
  sentence: ({ toyTurns }) => `toy rows with ${toyTurns} turns`,
};
